//! The life of an order, kept as quantities that balance.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use model::commit::Change;
use model::event::{
    Deadline, DocumentAcknowledged, DocumentSent, ItemQuantity, OrderAccepted, OrderReleased,
    Outbound, ReceiptReported, ShipNoticeDue, ShipmentReported,
};
use model::exception::{Exception, ExceptionKind};
use model::order::{
    Acknowledgement, Direction, Milestone, MilestoneKind, Order, OrderDocument, OrderStatus,
    Quantities, Receipt,
};
use model::{DocumentId, Gtin, OrderId, PoNumber, Quantity};

use crate::exception::{closed, raised};
use crate::site::{Cause, SiteState};

/// An order document or ship notice reached the partner.
pub(crate) fn sent(state: &mut SiteState, sent: &DocumentSent, cause: &Cause) {
    let Some(mut order) = find(state, &sent.order, cause) else {
        return;
    };
    if order.documents.iter().any(|d| d.document == sent.document) {
        return;
    }
    order.documents.push(OrderDocument {
        document: sent.document.clone(),
        kind: sent.kind.clone(),
        direction: Direction::Out,
        at: sent.at,
        acknowledgement: Acknowledgement::Expected,
    });
    let is_notice = sent.kind == "856";
    if !is_notice {
        for line in &mut order.lines {
            line.quantities.sent = line.quantities.released - line.quantities.cancelled;
        }
        silence_from(state, sent, cause);
    }
    let what = if is_notice {
        MilestoneKind::NoticeSent
    } else {
        MilestoneKind::Sent
    };
    note(&mut order, what, sent.at, Some(&sent.document), None);
    let hours = cause
        .reference
        .partner(&sent.partner)
        .map_or(24, |p| p.acknowledgement_hours);
    let deadline = Deadline::AcknowledgementDue {
        partner: sent.partner.clone(),
        site: sent.site.clone(),
        order: sent.order.clone(),
        document: sent.document.clone(),
    };
    state.wait_until(sent.at + TimeDelta::hours(i64::from(hours)), deadline);
    keep(state, order);
}

fn silence_from(state: &mut SiteState, sent: &DocumentSent, cause: &Cause) {
    let hours = cause
        .reference
        .partner(&sent.partner)
        .and_then(|p| p.silence_hours);
    if let Some(hours) = hours {
        let deadline = silence(state, &sent.order);
        state.wait_until(sent.at + TimeDelta::hours(i64::from(hours)), deadline);
    }
}

fn silence(state: &SiteState, order: &OrderId) -> Deadline {
    Deadline::SilenceAccepts {
        partner: state.partner.clone(),
        site: state.site.clone(),
        order: order.clone(),
    }
}

/// The partner's software read a document of ours, or did not. The order itself does not move.
pub(crate) fn acknowledged(state: &mut SiteState, said: &DocumentAcknowledged, cause: &Cause) {
    let Some(mut order) = find(state, &said.order, cause) else {
        return;
    };
    let Some(document) = order
        .documents
        .iter_mut()
        .find(|d| d.document == said.document)
    else {
        return mismatch(
            state,
            &said.order,
            "acknowledges a document it never got",
            cause,
        );
    };
    if document.acknowledgement == said.acknowledgement {
        return;
    }
    document.acknowledgement = said.acknowledgement;
    let what = match said.acknowledgement {
        Acknowledgement::Rejected => MilestoneKind::DocumentRejected,
        Acknowledgement::Partial => MilestoneKind::DocumentPartial,
        _ => MilestoneKind::DocumentAccepted,
    };
    note(&mut order, what, said.at, Some(&said.by), None);
    let subject = said.document.as_str();
    if said.acknowledgement == Acknowledgement::Rejected {
        let found = raised(ExceptionKind::DocumentRefused, subject, said.at, "");
        let found = Exception {
            order: Some(said.order.clone()),
            document: Some(said.document.clone()),
            ..found
        };
        let found = state.ours(found);
        state.raise(found);
    }
    let done = closed(
        ExceptionKind::AcknowledgementOverdue,
        subject,
        said.at,
        "it came",
    );
    let done = state.ours(done);
    state.raise(done);
    state.change(Change::DeadlineGone(Deadline::AcknowledgementDue {
        partner: said.partner.clone(),
        site: said.site.clone(),
        order: said.order.clone(),
        document: said.document.clone(),
    }));
    keep(state, order);
}

pub(crate) fn acknowledgement_overdue(
    state: &mut SiteState,
    order: &OrderId,
    document: &DocumentId,
    cause: &Cause,
) {
    let Some(mut order) = find(state, order, cause) else {
        return;
    };
    let waits = |d: &&mut OrderDocument| {
        d.document == *document && d.acknowledgement == Acknowledgement::Expected
    };
    let Some(entry) = order.documents.iter_mut().find(waits) else {
        return;
    };
    entry.acknowledgement = Acknowledgement::Overdue;
    let kind = entry.kind.clone();
    note(
        &mut order,
        MilestoneKind::AcknowledgementOverdue,
        cause.at,
        Some(document),
        None,
    );
    state.change(Change::DocumentAcknowledged {
        document: document.clone(),
        acknowledgement: Acknowledgement::Overdue,
    });
    let found = raised(
        ExceptionKind::AcknowledgementOverdue,
        document.as_str(),
        cause.at,
        kind,
    );
    let found = Exception {
        order: Some(order.id.clone()),
        document: Some(document.clone()),
        ..found
    };
    let found = state.ours(found);
    state.raise(found);
    keep(state, order);
}

/// The partner said yes by its own order. What it left out will not come.
pub(crate) fn accepted(state: &mut SiteState, said: &OrderAccepted, cause: &Cause) {
    let Some(mut order) = find(state, &said.order, cause) else {
        return;
    };
    if order.documents.iter().any(|d| d.document == said.document) {
        return;
    }
    let mut asked = by_item(&said.lines);
    for line in &mut order.lines {
        let wanted = asked.remove(&line.item).unwrap_or(Quantity::ZERO);
        let q = &mut line.quantities;
        let open = q.released - q.cancelled;
        // A line that left our warehouse before the answer came cannot be taken back by it.
        q.accepted = wanted.min(open).at_least(q.shipped);
        q.cancelled += open - q.accepted;
    }
    if !asked.is_empty() {
        mismatch(
            state,
            &said.order,
            "orders items that we did not propose",
            cause,
        );
    }
    if said.po_number.is_some() {
        order.po_number.clone_from(&said.po_number);
    }
    incoming(&mut order, &said.document, "850", said.at);
    let total = order.lines.iter().map(|l| l.quantities.accepted).sum();
    note(
        &mut order,
        MilestoneKind::Accepted,
        said.at,
        Some(&said.document),
        Some(total),
    );
    let waited = silence(state, &order.id);
    state.change(Change::DeadlineGone(waited));
    keep(state, order);
}

pub(crate) fn silence_accepts(state: &mut SiteState, order: &OrderId, cause: &Cause) {
    let Some(mut order) = find(state, order, cause) else {
        return;
    };
    if order.status != OrderStatus::Sent {
        return;
    }
    for line in &mut order.lines {
        line.quantities.accepted = line.quantities.released - line.quantities.cancelled;
    }
    let total = order.lines.iter().map(|l| l.quantities.accepted).sum();
    note(
        &mut order,
        MilestoneKind::AcceptedBySilence,
        cause.at,
        None,
        Some(total),
    );
    keep(state, order);
}

/// Goods left our warehouse. What a shipment leaves out is short: it will not come with this order,
/// and the next plan sees that it is missing.
pub(crate) fn shipped(state: &mut SiteState, shipment: &ShipmentReported, cause: &Cause) {
    let Some(mut order) = find(state, &shipment.order, cause) else {
        return;
    };
    let mut gone = by_item(&shipment.lines);
    let mut too_many = false;
    for line in &mut order.lines {
        let q = &mut line.quantities;
        let open = q.released - q.cancelled - q.shipped;
        let taken = gone.remove(&line.item).unwrap_or(Quantity::ZERO);
        too_many |= taken > open;
        let taken = taken.min(open).at_least(Quantity::ZERO);
        q.shipped += taken;
        q.cancelled += open - taken;
    }
    if too_many || !gone.is_empty() {
        mismatch(
            state,
            &shipment.order,
            "was shipped more than it asked for",
            cause,
        );
    }
    let total = order.lines.iter().map(|l| l.quantities.shipped).sum();
    note(
        &mut order,
        MilestoneKind::Shipped,
        shipment.at,
        None,
        Some(total),
    );
    order.status = status(&order);
    let due = ShipNoticeDue {
        order: order.clone(),
        shipment: shipment.clone(),
    };
    state.emit_outbound(cause, "notice", Outbound::ShipNoticeDue(due));
    keep(state, order);
}

/// The partner counted goods in. What was shipped and not counted in is lost to this order.
pub(crate) fn received(state: &mut SiteState, receipt: &ReceiptReported, cause: &Cause) {
    let Some(mut order) = find(state, &receipt.order, cause) else {
        return;
    };
    if order
        .documents
        .iter()
        .any(|d| d.document == receipt.document)
    {
        return;
    }
    let mut counted = by_item(&receipt.lines);
    let mut differs = false;
    for line in &mut order.lines {
        let here = counted.remove(&line.item).unwrap_or(Quantity::ZERO);
        let q = &mut line.quantities;
        let before = q.received;
        q.received = (before + here).min(q.shipped);
        differs |= before + here != q.shipped;
        q.delivered = q.delivered.max(q.received);
        // Whatever is still open is closed by the receipt: all the partner had to say is said.
        q.cancelled = q.released - q.received;
        if !here.is_zero() {
            let document = receipt.document.clone();
            line.receipts.push(Receipt {
                day: receipt.day,
                quantity: q.received - before,
                document,
            });
        }
    }
    if differs || !counted.is_empty() {
        mismatch(
            state,
            &receipt.order,
            "was counted in with other quantities than shipped",
            cause,
        );
    }
    incoming(&mut order, &receipt.document, "861", receipt.at);
    let total = order.lines.iter().map(|l| l.quantities.received).sum();
    note(
        &mut order,
        MilestoneKind::Received,
        receipt.at,
        Some(&receipt.document),
        Some(total),
    );
    keep(state, order);
}

/// The partner's activity says goods came in: the oldest shipments are closed by it.
pub(crate) fn received_by_activity(state: &mut SiteState, item: Gtin, more: Quantity) {
    let mut left = more;
    let ids: Vec<OrderId> = state.orders.keys().cloned().collect();
    for id in ids {
        let Some(mut order) = state.orders.get(&id).cloned() else {
            continue;
        };
        let mut changed = false;
        for line in order.lines.iter_mut().filter(|l| l.item == item) {
            let q = &mut line.quantities;
            let part = left
                .min(q.shipped - q.received_by_activity)
                .at_least(-q.received_by_activity);
            q.received_by_activity += part;
            left -= part;
            changed |= !part.is_zero();
        }
        if changed {
            keep(state, order);
        }
    }
}

/// An order that waited for its PO number got one and can go out.
pub(crate) fn numbered(state: &mut SiteState, id: &OrderId, number: PoNumber, cause: &Cause) {
    let Some(mut order) = find(state, id, cause) else {
        return;
    };
    order.po_number = Some(number);
    order.held = None;
    note(&mut order, MilestoneKind::Numbered, cause.at, None, None);
    order.status = status(&order);
    let released = OrderReleased {
        order: order.clone(),
        at: cause.at,
    };
    state.emit_outbound(
        cause,
        &format!("numbered:{id}"),
        Outbound::OrderReleased(released),
    );
    keep(state, order);
}

/// Derives where an order stands from its lines.
pub(crate) fn status(order: &Order) -> OrderStatus {
    let total = |of: fn(&Quantities) -> Quantity| -> Quantity {
        order.lines.iter().map(|l| of(&l.quantities)).sum()
    };
    let some = |of: fn(&Quantities) -> Quantity| !total(of).is_zero();
    let done = |of: fn(&Quantities) -> Quantity| {
        order
            .lines
            .iter()
            .all(|l| of(&l.quantities) + l.quantities.cancelled >= l.quantities.released)
    };
    if done(|_| Quantity::ZERO) {
        OrderStatus::Cancelled
    } else if done(|q| q.received) {
        OrderStatus::Received
    } else if done(|q| q.delivered) {
        OrderStatus::Delivered
    } else if some(|q| q.shipped) {
        OrderStatus::Shipped
    } else if some(|q| q.accepted) {
        OrderStatus::Accepted
    } else if some(|q| q.sent) {
        OrderStatus::Sent
    } else if order.held.is_some() {
        OrderStatus::Held
    } else {
        OrderStatus::Released
    }
}

pub(crate) fn keep(state: &mut SiteState, mut order: Order) {
    order.status = status(&order);
    state.put_order(order);
}

pub(crate) fn note(
    order: &mut Order,
    what: MilestoneKind,
    at: chrono::DateTime<chrono::Utc>,
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

fn incoming(
    order: &mut Order,
    document: &DocumentId,
    kind: &str,
    at: chrono::DateTime<chrono::Utc>,
) {
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

fn find(state: &mut SiteState, id: &OrderId, cause: &Cause) -> Option<Order> {
    let order = state.orders.get(id).cloned();
    if order.is_none() {
        mismatch(state, id, "is not one of ours", cause);
    }
    order
}

fn mismatch(state: &mut SiteState, id: &OrderId, what: &str, cause: &Cause) {
    let subject = format!("{id}:{}", cause.event);
    let found = raised(
        ExceptionKind::OrderMismatch,
        &subject,
        cause.at,
        format!("order {id} {what}"),
    );
    let found = Exception {
        order: Some(id.clone()),
        ..found
    };
    let found = state.ours(found);
    state.raise(found);
}
