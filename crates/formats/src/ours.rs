//! What our own documents say in no syntax: an order we release, its shipment, and what a partner's
//! simulator answers.

use chrono::Timelike;
use model::event::{ItemQuantity, ShipmentReported};
use model::order::Order;
use model::reference::Reference;
use model::site::Site;
use model::{Gtin, Quantity, SiteId};

use crate::content::{
    Amount, Answer, AnswerKind, FreeGoods, Further, ItemNumber, ItemScheme, OrderLine,
    OrderNumbers, PackageKind, Packages, Party, PartyId, PartyRole, Price, Purpose, Receipt,
    ReceiptLine, Scheme, Shipment, ShipmentLine, Unit,
};
use crate::x12_850::Turnaround;
use crate::x12_861::Advice;

/// Returns what an order we release says.
pub(crate) fn order(order: &Order, reference: &Reference) -> crate::content::Order {
    let released = order.released_at.date_naive();
    let price = order.lines.iter().find_map(|line| line.price.as_ref());
    crate::content::Order {
        purpose: Purpose::Original,
        kind: None,
        numbers: numbers(order),
        answered: Some(released),
        agreement: Some(order.agreement.to_string()),
        vendor_number: None,
        department: None,
        currency: price.map(|price| price.currency.clone()),
        need_date: Some(order.need_date),
        ship_date: None,
        carrier: None,
        parties: parties(order, reference),
        further: Further::default(),
        lines: order
            .lines
            .iter()
            .map(|l| order_line(l, reference))
            .collect(),
    }
}

/// Adds what a vendor answers to its own order: every line comes as ordered.
pub(crate) fn accept(content: &mut crate::content::Order) {
    for line in &mut content.lines {
        line.answers.push(Answer {
            kind: AnswerKind::Accepted,
            amount: Some(line.amount.clone()),
            date_kind: Some("067".to_owned()),
            date: content.need_date,
        });
    }
}

fn order_line(line: &model::order::OrderLine, reference: &Reference) -> OrderLine {
    let price = line.price.as_ref();
    let free = price.filter(|price| !price.free.is_zero());
    OrderLine {
        line: line.line.to_string(),
        item: item(line.item, reference),
        description: None,
        amount: eaches(line.quantities.released),
        pack: None,
        price: price.map(|price| Price {
            net: price.net,
            basis: Some("PE".to_owned()),
        }),
        free: free.map(|price| FreeGoods {
            amount: eaches(price.free),
            worth: price.free.cost(price.net),
        }),
        answers: Vec::new(),
        further: Further::default(),
    }
}

/// Returns what a retailer's confirmation says.
pub(crate) fn confirmation(
    turnaround: &Turnaround,
    reference: &Reference,
) -> crate::content::Order {
    let line = |(line, place): (&ItemQuantity, u32)| OrderLine {
        line: place.to_string(),
        item: item(line.item, reference),
        description: None,
        amount: eaches(line.quantity),
        pack: None,
        price: None,
        free: None,
        answers: Vec::new(),
        further: Further::default(),
    };
    crate::content::Order {
        purpose: Purpose::Confirmation,
        kind: None,
        numbers: OrderNumbers {
            po_number: Some(turnaround.po_number.to_string()),
            order_id: turnaround.order_id.map(ToString::to_string),
            ordered: Some(turnaround.day),
        },
        answered: None,
        agreement: None,
        vendor_number: None,
        department: None,
        currency: None,
        need_date: None,
        ship_date: None,
        carrier: None,
        parties: vec![ship_to(turnaround.ship_to)],
        further: Further::default(),
        lines: turnaround.lines.iter().zip(1..).map(line).collect(),
    }
}

/// Returns what a shipment of an order says.
pub(crate) fn shipment(
    order: &Order,
    shipment: &ShipmentReported,
    reference: &Reference,
) -> Shipment {
    let line = |line: &ItemQuantity| {
        let ordered = order.lines.iter().find(|ordered| ordered.item == line.item);
        ShipmentLine {
            order: numbers(order),
            line: ordered.map(|ordered| ordered.line.to_string()),
            item: item(line.item, reference),
            amount: eaches(line.quantity),
            description: None,
            unit: None,
            further: Further::default(),
        }
    };
    let day = shipment.at.date_naive();
    Shipment {
        purpose: Purpose::Original,
        number: shipment.shipment.to_string(),
        issued: day,
        issued_at: shipment.at.time().with_second(0),
        shipped: Some(day),
        arrives: Some(shipment.arrives),
        packages: cases(shipment, reference).map(|count| Packages {
            count,
            kind: Some(PackageKind::Carton),
        }),
        weight: None,
        carrier: None,
        bill_of_lading: None,
        parties: parties(order, reference),
        further: Further::default(),
        units: Vec::new(),
        lines: shipment.lines.iter().map(line).collect(),
    }
}

/// Returns what a retailer's receiving advice says.
pub(crate) fn receipt(
    advice: &Advice,
    written: chrono::NaiveDate,
    reference: &Reference,
) -> Receipt {
    let line = |(line, place): (&ItemQuantity, u32)| ReceiptLine {
        order: OrderNumbers {
            po_number: Some(advice.po_number.to_string()),
            order_id: advice.order_id.map(ToString::to_string),
            ordered: None,
        },
        line: place.to_string(),
        item: item(line.item, reference),
        received: Some(eaches(line.quantity)),
        returned: None,
        questioned: None,
        further: Further::default(),
    };
    Receipt {
        purpose: Purpose::Original,
        number: advice.number.to_owned(),
        issued: written,
        received: Some(advice.day),
        shipment: None,
        parties: vec![ship_to(advice.site)],
        further: Further::default(),
        lines: advice.lines.iter().zip(1..).map(line).collect(),
    }
}

/// Returns how many cases the shipment takes, if every item is known; broken cases count whole.
fn cases(shipment: &ShipmentReported, reference: &Reference) -> Option<String> {
    let mut total = Quantity::ZERO;
    for line in &shipment.lines {
        let case = reference.item(line.item)?.case;
        if case.is_zero() {
            return None;
        }
        let cases = (line.quantity.value() / case.value()).ceil();
        total += Quantity::new(cases).ok()?;
    }
    Some(total.to_string())
}

fn eaches(quantity: Quantity) -> Amount {
    Amount {
        quantity,
        unit: Unit::Each,
    }
}

/// Where the retailer gives its own number later, ours has to do: BAK03, BEG03 and PRF01 may not be
/// empty.
fn numbers(order: &Order) -> OrderNumbers {
    let po_number = order.po_number.as_ref();
    let number = po_number.map_or_else(|| order.id.to_string(), ToString::to_string);
    OrderNumbers {
        po_number: Some(number),
        order_id: Some(order.id.to_string()),
        ordered: Some(order.released_at.date_naive()),
    }
}

/// Returns where an order goes to and where it comes from.
fn parties(order: &Order, reference: &Reference) -> Vec<Party> {
    let ours = our_site(reference, &order.ship_from).and_then(|site| site.gln.as_ref());
    let (scheme, id) = match ours {
        Some(gln) => (Scheme::Gln, gln.as_str().to_owned()),
        None => (Scheme::Supplier, order.ship_from.to_string()),
    };
    let from = numbered(PartyRole::ShipFrom, scheme, id);
    vec![ship_to(&order.ship_to), from]
}

fn ship_to(site: &SiteId) -> Party {
    numbered(PartyRole::ShipTo, Scheme::Buyer, site.to_string())
}

/// Returns a party with a number and no name: the receiver knows the name, and one with a delimiter
/// in it would stop the document.
fn numbered(role: PartyRole, scheme: Scheme, id: String) -> Party {
    Party {
        role,
        id: Some(PartyId { scheme, id }),
        name: None,
        address: None,
        contacts: Vec::new(),
    }
}

fn our_site<'a>(reference: &'a Reference, id: &SiteId) -> Option<&'a Site> {
    reference.site(reference.data.supplier.as_ref()?, id)
}

/// Returns the numbers of an item: its GTIN and the supplier's.
pub(crate) fn item(item: Gtin, reference: &Reference) -> Vec<ItemNumber> {
    let digits = item.to_string();
    // GTIN-12 and 13 are written without the zeros that fill them to 14.
    let (scheme, number) = match (digits.strip_prefix("00"), digits.strip_prefix('0')) {
        (Some(twelve), _) => (ItemScheme::Gtin12, twelve),
        (None, Some(thirteen)) => (ItemScheme::Gtin13, thirteen),
        (None, None) => (ItemScheme::Gtin14, digits.as_str()),
    };
    let gtin = ItemNumber {
        scheme,
        number: number.to_owned(),
    };
    let ours = reference.item(item).map(|item| ItemNumber {
        scheme: ItemScheme::Supplier,
        number: item.vendor_number.clone(),
    });
    std::iter::once(gtin).chain(ours).collect()
}
