use chrono::NaiveDate;

use crate::Error;
use crate::content::{Amount, OrderNumbers, PartyRole, Receipt, ReceiptLine};

use super::About;
use super::delivery::Days;
use super::item::{in_words, item, quantity};
use super::party::{Parties, customer, supplier};
use super::reference::{self, x12_code};
use super::xml::{Document, Element, date, first, group, text};

/// Writes ReceiptAdvice.
pub(super) fn write(receipt: &Receipt, about: &About) -> Result<Vec<u8>, Error> {
    let number = first([Some(&receipt.number)]).unwrap_or(&about.number);
    if receipt.lines.is_empty() {
        return Err(super::no_lines("ReceiptAdvice", number));
    }
    let mut parties = Parties::new(&receipt.parties);
    let companies = companies(&mut parties, about);

    let mut out = Document::new("ReceiptAdvice");
    out.put(&text("cbc:ID", number));
    reference::copy(&mut out, &receipt.purpose);
    out.put(&date("cbc:IssueDate", receipt.issued));
    out.put_all(reference::status_or_note(&receipt.purpose));
    out.put_all(parties.notes());
    out.put_all(Days::new([], &receipt.further.dates).notes());
    out.put_all(reference::notes(&receipt.further));
    out.put_all(reference::orders(
        receipt.lines.iter().map(|line| &line.order),
    ));
    let shipment = receipt.shipment.as_deref();
    out.put_all(reference::document(
        "cac:DespatchDocumentReference",
        shipment,
    ));
    out.put_all(reference::documents(
        "cac:AdditionalDocumentReference",
        &receipt.further.references,
    ));
    out.put_all(companies);
    for (line, place) in receipt.lines.iter().zip(1..) {
        out.put(&receipt_line(place, line, receipt.received));
    }
    Ok(out.finish())
}

/// The elements of who gets, who sends, who buys and who sells. Where no place is named, the
/// companies themselves get and send.
fn companies(parties: &mut Parties, about: &About) -> [Element; 4] {
    let to = parties.take(&[PartyRole::ShipTo, PartyRole::Store, PartyRole::Warehouse]);
    let from = parties.take(&[PartyRole::ShipFrom]);
    let buyer = parties.take(&[PartyRole::Buyer]);
    let seller = parties.take(&[PartyRole::Supplier, PartyRole::Vendor]);
    let (sender, receiver) = (Some(&about.sender), Some(&about.receiver));
    [
        customer("cac:DeliveryCustomerParty", sender, to.or(buyer)).required(),
        supplier("cac:DespatchSupplierParty", receiver, from.or(seller), None).required(),
        customer("cac:BuyerCustomerParty", None, buyer),
        supplier("cac:SellerSupplierParty", None, seller, None),
    ]
}

fn receipt_line(place: usize, line: &ReceiptLine, received: Option<NaiveDate>) -> Element {
    let id = first([Some(&line.line)]).map_or_else(|| place.to_string(), str::to_owned);
    let why = line.questioned.iter().map(|(_, why)| why).next();
    group("cac:ReceiptLine")
        .and(text("cbc:ID", id))
        .all(line.questioned.iter().map(in_question))
        .all(Days::new([], &line.further.dates).notes())
        .all(reference::notes(&line.further))
        .all(amount("cbc:ReceivedQuantity", &line.received))
        .all(amount("cbc:RejectedQuantity", &line.returned))
        .all(why.map(|why| x12_code("cbc:QuantityDiscrepancyCode", why, "412")))
        .all(received.map(|day| date("cbc:ReceivedDate", day)))
        .all(order_line(&line.order))
        .all(reference::documents(
            "cac:DocumentReference",
            &line.further.references,
        ))
        .and(item(&line.item, None))
}

fn amount(name: &'static str, amount: &Option<Amount>) -> Option<Element> {
    amount.as_ref().map(|amount| quantity(name, amount))
}

/// The note of a quantity in question: UBL counts what is short, over or rejected, and the reasons of
/// X12 are more.
fn in_question((amount, why): &(Amount, String)) -> Element {
    text(
        "cbc:Note",
        format!("In question: {}, reason {why}", in_words(amount)),
    )
}

fn order_line(order: &OrderNumbers) -> Option<Element> {
    reference::order(order)?;
    Some(reference::order_line(None, order))
}
