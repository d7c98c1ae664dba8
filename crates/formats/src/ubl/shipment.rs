use crate::Error;
use crate::content::{Carrier, DateKind, Party, PartyRole, Shipment, ShipmentLine, Transport};

use super::About;
use super::delivery::{Days, Places, delivery};
use super::handling_unit::{self, packages_note, packed_in, weight_note};
use super::item::{item, quantity};
use super::party::{Parties, customer, party, supplier};
use super::reference::{self, x12_code};
use super::xml::{Document, Element, date, first, group, text, time};

/// Writes DespatchAdvice.
pub(super) fn write(shipment: &Shipment, about: &About) -> Result<Vec<u8>, Error> {
    let number = first([Some(&shipment.number)]).unwrap_or(&about.number);
    if shipment.lines.is_empty() {
        return Err(super::no_lines("DespatchAdvice", number));
    }
    let mut parties = Parties::new(&shipment.parties);
    let companies = companies(&mut parties, about);
    let known = [
        (DateKind::DeliveryEstimated, shipment.arrives),
        (DateKind::Shipped, shipment.shipped),
    ];
    let mut days = Days::new(known, &shipment.further.dates);
    let on_its_way = on_its_way(shipment, number, &mut parties, &mut days);

    let mut out = Document::new("DespatchAdvice");
    out.put(&text("cbc:ID", number));
    reference::copy(&mut out, &shipment.purpose);
    out.put(&date("cbc:IssueDate", shipment.issued));
    out.put_all(shipment.issued_at.map(|at| time("cbc:IssueTime", at)));
    out.put_all(reference::status_or_note(&shipment.purpose));
    out.put_all(shipment.packages.as_ref().and_then(packages_note));
    out.put_all(shipment.weight.as_ref().and_then(weight_note));
    out.put_all(parties.notes());
    out.put_all(days.notes());
    out.put_all(reference::notes(&shipment.further));
    out.put_all(reference::orders(
        shipment.lines.iter().map(|line| &line.order),
    ));
    let bill = shipment.bill_of_lading.as_deref();
    // UNCL 1001: 705 is a bill of lading.
    let kind = text("cbc:DocumentTypeCode", "705").with("listID", "UNCL1001");
    let bill = reference::document("cac:AdditionalDocumentReference", bill);
    out.put_all(bill.map(|bill| bill.and(kind)));
    out.put_all(reference::documents(
        "cac:AdditionalDocumentReference",
        &shipment.further.references,
    ));
    out.put_all(companies);
    out.put(&on_its_way);
    for (line, place) in shipment.lines.iter().zip(1..) {
        out.put(&despatch_line(place, line, shipment));
    }
    Ok(out.finish())
}

/// The elements of who sends, who gets, who buys and who sells. Where no place is named, the
/// companies themselves send and get.
fn companies(parties: &mut Parties, about: &About) -> [Element; 4] {
    let from = parties.take(&[PartyRole::ShipFrom]);
    let to = parties.take(&[PartyRole::ShipTo, PartyRole::Store, PartyRole::Warehouse]);
    let buyer = parties.take(&[PartyRole::Buyer]);
    let seller = parties.take(&[PartyRole::Supplier, PartyRole::Vendor]);
    let (sender, receiver) = (Some(&about.sender), Some(&about.receiver));
    [
        supplier("cac:DespatchSupplierParty", sender, from.or(seller), None).required(),
        customer("cac:DeliveryCustomerParty", receiver, to.or(buyer)).required(),
        customer("cac:BuyerCustomerParty", None, buyer),
        supplier("cac:SellerSupplierParty", None, seller, None),
    ]
}

/// The element of the goods on their way: who carries them, when they left and arrive, and what
/// they are packed in.
fn on_its_way(
    shipment: &Shipment,
    number: &str,
    parties: &mut Parties,
    days: &mut Days,
) -> Element {
    let carriers = parties.take_all(&[PartyRole::Carrier]);
    let places = Places {
        notified: parties.take_all(&[PartyRole::Notify]),
        ..Places::default()
    };
    group("cac:Shipment")
        .and(text("cbc:ID", number))
        .all(shipment.weight.as_ref().and_then(handling_unit::weight))
        .and(carried(shipment.carrier.as_ref(), &carriers))
        .and(delivery(days, &places))
        .all(shipment.packages.as_ref().map(handling_unit::packages))
        .all(handling_unit::units(&shipment.units))
}

/// The element of how the goods travel and who carries them.
fn carried(carrier: Option<&Carrier>, others: &[&Party]) -> Element {
    let named = carrier.map(|carrier| Party {
        role: PartyRole::Carrier,
        id: carrier.id.clone(),
        name: carrier.name.clone(),
        address: None,
        contacts: Vec::new(),
    });
    let carriers = named.iter().chain(others.iter().copied());
    let transport = carrier.and_then(|carrier| carrier.transport.as_ref());
    group("cac:ShipmentStage")
        .all(transport.map(transport_mode))
        .all(carriers.map(|carrier| party("cac:CarrierParty", None, Some(carrier))))
}

/// The element of how goods travel, in UN/ECE Recommendation 19.
fn transport_mode(transport: &Transport) -> Element {
    let name = "cbc:TransportModeCode";
    let code = match transport {
        Transport::Sea => "1",
        Transport::Rail => "2",
        Transport::Road => "3",
        Transport::Air => "4",
        Transport::Parcel => "5",
        Transport::Other(code) => return x12_code(name, code, "91"),
        Transport::Edifact(code) => return text(name, code).with("listID", "UNCL8067"),
    };
    text(name, code).with("listID", "UNECERec19")
}

fn despatch_line(place: usize, line: &ShipmentLine, shipment: &Shipment) -> Element {
    let unit = line.unit;
    group("cac:DespatchLine")
        .and(text("cbc:ID", place.to_string()))
        .all(Days::new([], &line.further.dates).notes())
        .all(reference::notes(&line.further))
        .and(quantity("cbc:DeliveredQuantity", &line.amount))
        .and(reference::order_line(line.line.as_deref(), &line.order))
        .all(reference::documents(
            "cac:DocumentReference",
            &line.further.references,
        ))
        .and(item(&line.item, line.description.as_deref()))
        .all(unit.and_then(|unit| packed_in(&shipment.units, unit)))
}
