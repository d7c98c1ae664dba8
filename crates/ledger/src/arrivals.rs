//! Goods that came in, as told twice: by receiving advices (861) and by reported activity (852 QR).
//! Both tell of the same eaches, in any order, on days that may lie apart; one may be missing.
//!
//! Activity is first set against the receipts it repeats. What is left of it closes the oldest
//! shipments that are still in transit. This is worked out anew from all that is known whenever
//! something of it changes, so the order in which documents come makes no difference.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use model::activity::Measure;
use model::block::{DAYS, first_day, period_of};
use model::order::{MilestoneKind, Order, OrderLine};
use model::{DocumentId, Gtin, OrderId, Quantity};

use crate::order::{had, keep, note, total};
use crate::site::{Cause, SiteState};

/// Days by which the day of a receiving advice and the day of the reported activity may differ:
/// goods are booked, counted and put away on different days, but not a week apart.
const APART: u64 = 3;

/// A line of an order, by its order and place.
type LineKey = (OrderId, usize);

/// What came in of an item, every each once.
pub(crate) struct Arrivals {
    /// What activity reports, by day, corrections taken off.
    pub(crate) reported: BTreeMap<NaiveDate, (Quantity, DocumentId)>,
    /// Receipts of which no activity tells.
    pub(crate) receipts_only: Vec<(NaiveDate, Quantity, DocumentId)>,
    /// How much of each line is in receipts as well as in activity.
    matched: BTreeMap<LineKey, Quantity>,
    /// Activity of which no receipt tells.
    activity_only: BTreeMap<NaiveDate, Quantity>,
}

/// Sets activity against receipts, nearest days first.
pub(crate) fn arrivals(state: &SiteState, item: Gtin) -> Arrivals {
    let reported = reported(state, item);
    let mut left: BTreeMap<NaiveDate, Quantity> = reported
        .iter()
        .map(|(day, (quantity, _))| (*day, *quantity))
        .collect();
    let mut matched = BTreeMap::new();
    let mut receipts = receipts(state, item);
    for apart in 0..=APART {
        for (key, day, quantity, _) in &mut receipts {
            for near in [*day - Days::new(apart), *day + Days::new(apart)] {
                let Some(there) = left.get_mut(&near) else {
                    continue;
                };
                let part = (*there).min(*quantity).at_least(Quantity::ZERO);
                *there -= part;
                *quantity -= part;
                *matched.entry(key.clone()).or_default() += part;
            }
        }
    }
    let receipts_only = receipts
        .into_iter()
        .filter(|(_, _, quantity, _)| !quantity.is_zero());
    Arrivals {
        reported,
        receipts_only: receipts_only
            .map(|(_, day, q, document)| (day, q, document))
            .collect(),
        matched,
        activity_only: left,
    }
}

/// Works out anew which shipments of some items activity closes.
pub(crate) fn settle(
    state: &mut SiteState,
    items: &BTreeSet<Gtin>,
    document: Option<&DocumentId>,
    cause: &Cause,
) {
    let mut changed: BTreeMap<OrderId, Order> = BTreeMap::new();
    for &item in items {
        for ((id, place), quantity) in closed_by_activity(state, item, cause.today()) {
            let Some(known) = state.orders.get(&id) else {
                continue;
            };
            if known.lines[place].quantities.received_by_activity != quantity {
                let order = changed.entry(id).or_insert_with(|| known.clone());
                order.lines[place].quantities.received_by_activity = quantity;
            }
        }
    }
    for (_, mut order) in changed {
        let before = total(&order, |q| q.delivered);
        for line in &mut order.lines {
            let q = &mut line.quantities;
            q.delivered = q.received.at_least(q.received_by_activity).min(q.shipped);
        }
        let delivered = total(&order, |q| q.delivered);
        if delivered > before {
            note(
                &mut order,
                MilestoneKind::Delivered,
                cause.at,
                document,
                Some(delivered),
            );
        }
        keep(state, order);
    }
}

/// Returns how much of each line came in by the word of activity, for every line whose whole way
/// is covered by the activity at hand.
fn closed_by_activity(state: &SiteState, item: Gtin, today: NaiveDate) -> Vec<(LineKey, Quantity)> {
    let mut lines = shipped_lines(state, item);
    lines.retain(|&(left, ..)| {
        (period_of(left)..=period_of(today)).all(|period| state.blocks.contains_key(&period))
    });
    if lines.is_empty() {
        return Vec::new();
    }
    let mut arrivals = arrivals(state, item);
    let mut closed = Vec::new();
    for (left, key, line) in lines {
        let q = &line.quantities;
        let matched = arrivals.matched.get(&key).copied().unwrap_or_default();
        let here = q.received.at_least(matched);
        let mut room = (q.shipped.min(q.released - q.cancelled) - here).at_least(Quantity::ZERO);
        let mut more = Quantity::ZERO;
        // The partner's calendar may be a day behind ours.
        for (_, there) in arrivals.activity_only.range_mut(left - Days::new(1)..) {
            let part = room.min(*there).at_least(Quantity::ZERO);
            *there -= part;
            room -= part;
            more += part;
        }
        closed.push((key, if more.is_zero() { matched } else { here + more }));
    }
    closed
}

/// Returns the lines of an item that left our warehouse, the oldest first, with the day they left.
fn shipped_lines(state: &SiteState, item: Gtin) -> Vec<(NaiveDate, LineKey, &OrderLine)> {
    let mut lines = Vec::new();
    for order in state
        .orders
        .values()
        .filter(|o| had(o, MilestoneKind::Shipped))
    {
        let first = order
            .timeline
            .iter()
            .find(|m| m.what == MilestoneKind::Shipped);
        let Some(left) = first.map(|m| m.at.date_naive()) else {
            continue;
        };
        for (place, line) in order
            .lines
            .iter()
            .enumerate()
            .filter(|(_, l)| l.item == item)
        {
            lines.push((left, (order.id.clone(), place), line));
        }
    }
    lines.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    lines
}

fn receipts(state: &SiteState, item: Gtin) -> Vec<(LineKey, NaiveDate, Quantity, DocumentId)> {
    let mut receipts = Vec::new();
    for order in state.orders.values() {
        for (place, line) in order
            .lines
            .iter()
            .enumerate()
            .filter(|(_, l)| l.item == item)
        {
            let key = (order.id.clone(), place);
            let of_line = line.receipts.iter();
            receipts.extend(of_line.map(|r| (key.clone(), r.day, r.quantity, r.document.clone())));
        }
    }
    receipts.sort_by(|one, other| (one.1, &one.0, &one.3).cmp(&(other.1, &other.0, &other.3)));
    receipts
}

/// Returns what activity says came in, by day. A correction (less than nothing) is taken off the
/// days before it; a total over several days counts on its last, less what its days say.
fn reported(state: &SiteState, item: Gtin) -> BTreeMap<NaiveDate, (Quantity, DocumentId)> {
    let mut days: BTreeMap<NaiveDate, (Quantity, DocumentId)> = BTreeMap::new();
    for (&period, block) in &state.blocks {
        let Some(row) = block.row(item) else { continue };
        for (day, index) in first_day(period).iter_days().zip(0..DAYS) {
            if let Some(cell) = block.get(row, Measure::Received, index) {
                days.insert(day, (cell.quantity, cell.source.clone()));
            }
        }
    }
    let totals = state.blocks.values().flat_map(|block| &block.totals);
    let of_item = totals.filter(|(_, t)| t.item == item && t.measure == Measure::Received);
    let mut more = Vec::new();
    for (document, total) in of_item {
        let daily: Quantity = days
            .range(total.from..=total.to)
            .map(|(_, (q, _))| *q)
            .sum();
        more.push((
            total.to,
            (total.quantity - daily).at_least(Quantity::ZERO),
            document.clone(),
        ));
    }
    for (day, quantity, document) in more {
        days.entry(day)
            .or_insert_with(|| (Quantity::ZERO, document))
            .0 += quantity;
    }
    let mut back = Quantity::ZERO;
    for (quantity, _) in days.values_mut().rev() {
        let net = *quantity + back;
        back = net.min(Quantity::ZERO);
        *quantity = net.at_least(Quantity::ZERO);
    }
    days
}
