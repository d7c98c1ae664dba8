//! The partner says yes to an order, by its own document or by saying nothing.

use chrono::TimeDelta;
use model::OrderId;
use model::commit::Change;
use model::event::{Deadline, DocumentSent, OrderAccepted};
use model::order::{Acknowledgement, Direction, MilestoneKind, Order, OrderStatus};

use super::documents::is_notice;
use super::{by_item, cancel, find, incoming, keep, note, note_cancelled, total};
use crate::site::{Cause, SiteState};

/// The partner said yes by its own order. What it left out will not come.
pub(crate) fn accepted(state: &mut SiteState, said: &OrderAccepted, cause: &Cause) {
    let Some(mut order) = find(state, &said.order, cause) else {
        return;
    };
    if order.documents.iter().any(|d| d.document == said.document) {
        return;
    }
    let mut asked = by_item(&said.lines);
    let mut too_many = false;
    let before = total(&order, |q| q.cancelled);
    for line in &mut order.lines {
        let wanted = asked.remove(&line.item).unwrap_or_default();
        let q = &mut line.quantities;
        let open = q.released - q.cancelled;
        too_many |= wanted > q.released;
        // A line that left our warehouse before the answer came cannot be taken back by it.
        q.accepted = wanted.min(open).at_least(q.shipped.min(open));
        cancel(q, q.released - q.accepted);
    }
    if too_many || !asked.is_empty() {
        state.mismatch(
            &said.order,
            "was answered with more than we proposed",
            cause,
        );
    }
    if said.po_number.is_some() {
        order.po_number.clone_from(&said.po_number);
    }
    incoming(&mut order, &said.document, "850", said.at);
    let accepted = total(&order, |q| q.accepted);
    if !accepted.is_zero() {
        let document = Some(&said.document);
        note(
            &mut order,
            MilestoneKind::Accepted,
            said.at,
            document,
            Some(accepted),
        );
    }
    note_cancelled(&mut order, before, said.at, Some(&said.document));
    let waited = silence(state, &order.id);
    state.change(Change::DeadlineGone(waited));
    keep(state, order);
}

/// Waits for the partner's answer to an order it just got.
pub(super) fn wait_for_answer(state: &mut SiteState, sent: &DocumentSent, cause: &Cause) {
    let partner = cause.reference.partner(&sent.partner);
    if let Some(hours) = partner.and_then(|p| p.silence_hours) {
        let deadline = silence(state, &sent.order);
        state.wait_until(sent.at + TimeDelta::hours(i64::from(hours)), deadline);
    }
}

/// The partner's time to say no ran out.
pub(crate) fn silence_accepts(state: &mut SiteState, order: &OrderId, cause: &Cause) {
    let Some(mut order) = find(state, order, cause) else {
        return;
    };
    if order.status != OrderStatus::Sent || was_refused(&order) {
        return;
    }
    for line in &mut order.lines {
        line.quantities.accepted = line.quantities.released - line.quantities.cancelled;
    }
    let accepted = total(&order, |q| q.accepted);
    note(
        &mut order,
        MilestoneKind::AcceptedBySilence,
        cause.at,
        None,
        Some(accepted),
    );
    keep(state, order);
}

/// Says whether the partner's software could not read the order: then nobody there saw it, and
/// their silence means nothing.
fn was_refused(order: &Order) -> bool {
    let orders =
        |d: &&model::order::OrderDocument| d.direction == Direction::Out && !is_notice(&d.kind);
    let last = order.documents.iter().rfind(orders);
    last.is_some_and(|d| d.acknowledgement == Acknowledgement::Rejected)
}

fn silence(state: &SiteState, order: &OrderId) -> Deadline {
    Deadline::SilenceAccepts {
        partner: state.partner.clone(),
        site: state.site.clone(),
        order: order.clone(),
    }
}
