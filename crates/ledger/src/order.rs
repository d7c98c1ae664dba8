//! The life of an order, kept as quantities that balance.

pub(crate) mod acceptance;
pub(crate) mod documents;
pub(crate) mod goods;
mod status;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use model::event::{ItemQuantity, OrderReleased, Outbound};
use model::order::{
    Acknowledgement, Direction, Milestone, MilestoneKind, Order, OrderDocument, Quantities,
};
use model::{DocumentId, Gtin, OrderId, PoNumber, Quantity};

use crate::site::{Cause, SiteState};
pub(crate) use status::status;

/// An order that waited for its PO number got one and can go out.
pub(crate) fn numbered(state: &mut SiteState, mut order: Order, number: PoNumber, cause: &Cause) {
    order.po_number = Some(number);
    order.held = None;
    note(&mut order, MilestoneKind::Numbered, cause.at, None, None);
    order.status = status(&order);
    let name = format!("numbered:{}", order.id);
    let released = OrderReleased {
        order: order.clone(),
        at: cause.at,
    };
    state.emit_outbound(cause, &name, Outbound::OrderReleased(released));
    keep(state, order);
}

/// Puts a changed order back, with the status its lines give it.
pub(crate) fn keep(state: &mut SiteState, mut order: Order) {
    order.status = status(&order);
    state.put_order(order);
}

pub(crate) fn note(
    order: &mut Order,
    what: MilestoneKind,
    at: DateTime<Utc>,
    document: Option<&DocumentId>,
    quantity: Option<Quantity>,
) {
    order.timeline.push(Milestone {
        at,
        what,
        document: document.cloned(),
        quantity,
    });
}

/// Returns the sum of a quantity over all lines.
pub(crate) fn total(order: &Order, of: fn(&Quantities) -> Quantity) -> Quantity {
    order.lines.iter().map(|l| of(&l.quantities)).sum()
}

/// Says whether something happened to an order before.
pub(crate) fn had(order: &Order, what: MilestoneKind) -> bool {
    order.timeline.iter().any(|m| m.what == what)
}

/// Returns the order a fact is about; a fact about no order of the site is said to a person.
fn find(state: &mut SiteState, id: &OrderId, cause: &Cause) -> Option<Order> {
    let order = state.orders.get(id).cloned();
    if order.is_none() {
        state.mismatch(id, "is not one of ours", cause);
    }
    order
}

/// Notes on the timeline what will not come any more, if that became more.
fn note_cancelled(
    order: &mut Order,
    before: Quantity,
    at: DateTime<Utc>,
    document: Option<&DocumentId>,
) {
    let more = total(order, |q| q.cancelled) - before;
    if more > Quantity::ZERO {
        note(order, MilestoneKind::Cancelled, at, document, Some(more));
    }
}

/// Sets what of a line will not come. What the partner accepted shrinks with what still may come;
/// the timeline keeps what it once said.
fn cancel(q: &mut Quantities, cancelled: Quantity) {
    q.cancelled = cancelled;
    q.accepted = q.accepted.min(q.released - cancelled);
}

fn incoming(order: &mut Order, document: &DocumentId, kind: &str, at: DateTime<Utc>) {
    if order.documents.iter().any(|d| d.document == *document) {
        return;
    }
    order.documents.push(OrderDocument {
        document: document.clone(),
        kind: kind.to_owned(),
        direction: Direction::In,
        at,
        acknowledgement: Acknowledgement::None,
    });
}

fn by_item(lines: &[ItemQuantity]) -> BTreeMap<Gtin, Quantity> {
    let mut all = BTreeMap::new();
    for line in lines {
        *all.entry(line.item).or_insert(Quantity::ZERO) += line.quantity;
    }
    all
}
