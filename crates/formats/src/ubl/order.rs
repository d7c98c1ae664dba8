use crate::Error;
use crate::content::{Order, OrderLine, Purpose};

use super::About;
use super::delivery::{Days, Places, delivery};
use super::order_heading::{Heading, currency};
use super::order_line::{free_goods, price};
use super::reference::{
    beginning, copy, documents, earlier_order, issued, notes, order_id, purpose_note, x12_code,
};
use super::xml::{Document, Element, first, group, text};
use super::{item, order_cancellation};

/// Writes Order; OrderChange where the order changes an earlier one, and OrderCancellation where it
/// takes one back.
pub(super) fn write(order: &Order, about: &About) -> Result<Vec<u8>, Error> {
    let plain = match order.purpose {
        Purpose::Cancellation => return Ok(order_cancellation::write(order, about)),
        Purpose::Change | Purpose::Replace | Purpose::Addition | Purpose::Deletion => false,
        Purpose::Original
        | Purpose::Confirmation
        | Purpose::Duplicate
        | Purpose::Other(_)
        | Purpose::Edifact(_) => true,
    };
    let id = order_id(&order.numbers).unwrap_or(&about.number);
    if order.lines.is_empty() {
        return Err(super::no_lines("Order", id));
    }
    let heading = Heading::new(order, &about.sender, &about.receiver);
    let out = if plain {
        new_order(order, id, about, &heading)
    } else {
        order_change(order, about, &heading)
    };
    Ok(finish(out, order, &heading))
}

fn new_order(order: &Order, id: &str, about: &About, heading: &Heading) -> Document {
    let mut out = Document::new("Order");
    out.put(&text("cbc:ID", id));
    let ours = order.numbers.order_id.as_deref();
    out.put_all(ours.map(|ours| text("cbc:SalesOrderID", ours)));
    copy(&mut out, &order.purpose);
    issued(&mut out, order.numbers.ordered, about.written);
    let kind = order.kind.as_deref();
    out.put_all(kind.map(|kind| x12_code("cbc:OrderTypeCode", kind, "92")));
    out.put_all(purpose_note(&order.purpose));
    out.put_all(&heading.notes);
    out.put_all(&heading.terms);
    out
}

fn order_change(order: &Order, about: &About, heading: &Heading) -> Document {
    let mut out = Document::new("OrderChange");
    beginning(&mut out, &about.number, &order.purpose, None, about.written);
    out.put(&text("cbc:SequenceNumberID", about.number.as_str()).required());
    if order.purpose != Purpose::Change {
        out.put_all(purpose_note(&order.purpose));
    }
    out.put_all(&heading.notes);
    out.put_all(&heading.terms);
    let kind = order.kind.as_deref();
    let kind = kind.map(|kind| x12_code("cbc:OrderTypeCode", kind, "92"));
    out.put(&earlier_order(order).all(kind));
    out
}

fn finish(mut out: Document, order: &Order, heading: &Heading) -> Vec<u8> {
    out.put_all(&heading.references);
    out.put(&heading.buyer);
    out.put(&heading.seller);
    out.put_all(&heading.others);
    out.put_all(&heading.deliveries);
    for (line, place) in order.lines.iter().zip(1..) {
        out.put(&order_line(line, place, currency(order)));
    }
    out.finish()
}

fn order_line(line: &OrderLine, place: usize, currency: &str) -> Element {
    let id = first([Some(&line.line)]).map_or_else(|| place.to_string(), str::to_owned);
    let item = item::item(&line.item, line.description.as_deref());
    let mut days = Days::new([], &line.further.dates);
    let delivery = delivery(&mut days, &Places::default());
    let documents = documents("cac:DocumentReference", &line.further.references);
    let line_item = group("cac:LineItem")
        .and(text("cbc:ID", id))
        .all(notes(&line.further))
        .all(days.notes())
        .and(item::quantity("cbc:Quantity", &line.amount))
        .and(delivery)
        .all(line.free.as_ref().map(|free| free_goods(free, currency)))
        .all(line.price.as_ref().map(|net| price(net, currency)))
        .and(item);
    group("cac:OrderLine").and(line_item).all(documents)
}
