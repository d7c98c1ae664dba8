//! Goods of an order leave our warehouse and are counted in by the partner.

use std::collections::BTreeMap;

use model::event::{Outbound, ReceiptReported, ShipNoticeDue, ShipmentReported};
use model::exception::{Exception, ExceptionKind};
use model::order::{Direction, MilestoneKind, Order, Receipt};
use model::{Gtin, OrderId, Quantity};

use super::{by_item, cancel, find, had, incoming, keep, note, note_cancelled, status, total};
use crate::arrivals;
use crate::exception::{closed, raised};
use crate::site::{Cause, SiteState};

/// The kind of document in which a partner says what it counted in.
const RECEIPT: &str = "861";

/// Goods left our warehouse. What is not on the truck is short: it will not come with this order,
/// and the next plan sees that it is missing. A second truck brings it back.
pub(crate) fn shipped(state: &mut SiteState, shipment: &ShipmentReported, cause: &Cause) {
    let Some(mut order) = find(state, &shipment.order, cause) else {
        return;
    };
    let mut gone = by_item(&shipment.lines);
    let before = total(&order, |q| q.cancelled);
    let (loaded, mut fits) = load(&mut order, &mut gone);
    fits &= gone.is_empty();
    if !fits {
        state.mismatch(
            &shipment.order,
            "was shipped in other quantities than it asks for",
            cause,
        );
    }
    if !loaded.is_zero() {
        note(
            &mut order,
            MilestoneKind::Shipped,
            shipment.at,
            None,
            Some(loaded),
        );
    }
    note_cancelled(&mut order, before, shipment.at, None);
    order.status = status(&order);
    if !loaded.is_zero() {
        let due = ShipNoticeDue {
            order: order.clone(),
            shipment: shipment.clone(),
        };
        state.emit_outbound(cause, "notice", Outbound::ShipNoticeDue(due));
    }
    let items = order.lines.iter().map(|l| l.item).collect();
    keep(state, order);
    // The partner may have told of the goods before our warehouse did.
    arrivals::settle(state, &items, None, cause);
}

/// Takes a truck's load off the lines. Returns how much was on it, and whether it fits the order.
fn load(order: &mut Order, gone: &mut BTreeMap<Gtin, Quantity>) -> (Quantity, bool) {
    let first = !had(order, MilestoneKind::Shipped);
    let counted = is_counted(order);
    let (mut loaded, mut fits) = (Quantity::ZERO, true);
    for line in &mut order.lines {
        let taken = gone.remove(&line.item).unwrap_or_default();
        let q = &mut line.quantities;
        // Where goods were counted in before we heard that they left, they were on this truck.
        let shipped_before = if first { Quantity::ZERO } else { q.shipped };
        let room = q.released - shipped_before;
        // What the partner declined must not be on the first truck; what the first truck left
        // behind may be on the second.
        let open = q.released - q.cancelled;
        fits &= taken <= if first { open } else { room };
        let taken = taken.min(room).at_least(Quantity::ZERO);
        loaded += taken;
        q.shipped = (shipped_before + taken).at_least(q.received);
        match (counted, first) {
            (false, _) => cancel(q, q.released - q.shipped),
            (true, false) => cancel(q, (q.cancelled - taken).at_least(Quantity::ZERO)),
            // The partner has already said all there is to say of this truck.
            (true, true) => fits &= taken == q.received,
        }
    }
    (loaded, fits)
}

/// The partner counted goods in. What was shipped and not counted in is lost to this order; a
/// further receipt finds it again.
pub(crate) fn received(state: &mut SiteState, receipt: &ReceiptReported, cause: &Cause) {
    let Some(mut order) = find(state, &receipt.order, cause) else {
        return;
    };
    if is_known(&order, receipt) {
        return;
    }
    let before = total(&order, |q| q.cancelled);
    let differed = is_counted(&order) && differs(&order);
    let fits = count_in(&mut order, receipt);
    incoming(&mut order, &receipt.document, RECEIPT, receipt.at);
    tell_difference(state, receipt, (differed, !fits || differs(&order)));
    let received = total(&order, |q| q.received);
    let document = Some(&receipt.document);
    note(
        &mut order,
        MilestoneKind::Received,
        receipt.at,
        document,
        Some(received),
    );
    note_cancelled(&mut order, before, receipt.at, document);
    let items = order.lines.iter().map(|l| l.item).collect();
    keep(state, order);
    arrivals::settle(state, &items, None, cause);
}

/// Adds what was counted to the lines. Says whether all of it can be of this order.
fn count_in(order: &mut Order, receipt: &ReceiptReported) -> bool {
    let mut counted = by_item(&receipt.lines);
    let shipped = had(order, MilestoneKind::Shipped);
    let mut fits = true;
    for line in &mut order.lines {
        let here = counted.remove(&line.item).unwrap_or_default();
        let q = &mut line.quantities;
        let before = q.received;
        // The receipt may come before our warehouse's own report: then it tells of both.
        let most = if shipped { q.shipped } else { q.released };
        fits &= before + here <= most;
        q.received = (before + here).min(most).at_least(Quantity::ZERO);
        if !shipped {
            q.shipped = q.received;
        }
        q.delivered = q.received.at_least(q.received_by_activity);
        // What was counted in was accepted, whether somebody said so or not. Whatever is still
        // open is closed: all the partner had to say is said.
        q.accepted = q.accepted.at_least(q.received);
        cancel(q, q.released - q.received);
        if q.received != before {
            line.receipts.push(Receipt {
                day: receipt.day,
                quantity: q.received - before,
                document: receipt.document.clone(),
            });
        }
    }
    fits && counted.is_empty()
}

/// Says whether the partner counted in something of an order.
fn is_counted(order: &Order) -> bool {
    order
        .documents
        .iter()
        .any(|d| d.direction == Direction::In && d.kind == RECEIPT)
}

/// Says whether a receipt was applied. A file may hold several receipts of an order, one for each
/// delivery, so the document alone does not tell.
fn is_known(order: &Order, receipt: &ReceiptReported) -> bool {
    let mut lines = by_item(&receipt.lines);
    lines.retain(|_, quantity| !quantity.is_zero());
    let here = order
        .documents
        .iter()
        .any(|d| d.document == receipt.document);
    let same = |item: &Gtin| {
        let of_item = order.lines.iter().filter(|l| l.item == *item);
        of_item.flat_map(|l| &l.receipts).any(|r| {
            (&r.document, r.day) == (&receipt.document, receipt.day) && lines[item] == r.quantity
        })
    };
    here && lines
        .keys()
        .all(|item| same(item) || !order.lines.iter().any(|l| l.item == *item))
}

fn differs(order: &Order) -> bool {
    order
        .lines
        .iter()
        .any(|l| l.quantities.received != l.quantities.shipped)
}

/// Raises a difference between what was shipped and what was counted in, or closes it.
fn tell_difference(state: &mut SiteState, receipt: &ReceiptReported, (before, now): (bool, bool)) {
    let (id, kind): (&OrderId, _) = (&receipt.order, ExceptionKind::OrderMismatch);
    let subject = format!("{id}:receipt");
    let found = if now {
        let detail = format!("order {id} was counted in with other quantities than shipped");
        raised(kind, &subject, receipt.at, detail)
    } else if before {
        closed(kind, &subject, receipt.at, "the rest was counted in")
    } else {
        return;
    };
    let document = Some(receipt.document.clone());
    state.alert(Exception {
        order: Some(id.clone()),
        document,
        ..found
    });
}
