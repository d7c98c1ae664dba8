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
use model::order::{Milestone, MilestoneKind, Order, OrderLine};
use model::{DocumentId, Gtin, OrderId, Quantity};

use crate::order::{keep, note, total};
use crate::site::{Cause, SiteState};

/// Days by which the day of a receiving advice and the day of the reported activity may differ:
/// goods are booked, counted and put away on different days, and some write advices once a week.
const APART: i64 = 7;

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

/// Sets activity against receipts. The earliest activity goes to receipts, where it can: what is
/// left is then as late as possible, and goods can only have come in after they left us.
pub(crate) fn arrivals(state: &SiteState, item: Gtin) -> Arrivals {
    let reported = reported(state, item);
    let mut receipts = receipts(state, item);
    let (mut matched, mut activity_only) = (BTreeMap::new(), BTreeMap::new());
    for (day, (quantity, _)) in &reported {
        let mut rest = *quantity;
        for receipt in receipts.iter_mut().filter(|r| r.may_be_told_on(*day)) {
            let part = rest.min(receipt.quantity);
            rest -= part;
            receipt.quantity -= part;
            *matched.entry(receipt.key.clone()).or_default() += part;
        }
        activity_only.insert(*day, rest);
    }
    receipts.retain(|r| !r.quantity.is_zero());
    let receipts_only = receipts
        .into_iter()
        .map(|r| (r.day, r.quantity, r.document));
    Arrivals {
        reported,
        receipts_only: receipts_only.collect(),
        matched,
        activity_only,
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
        for (_, there) in arrivals.activity_only.range_mut(earliest_arrival(left)..) {
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
    let shipped = lines(state, item)
        .filter_map(|(order, place, line)| Some((left(order)?, (order.id.clone(), place), line)));
    let mut shipped: Vec<_> = shipped.collect();
    shipped.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    shipped
}

/// Eaches counted in by an advice, and what of them no activity tells of.
struct Counted {
    key: LineKey,
    left: Option<NaiveDate>,
    day: NaiveDate,
    quantity: Quantity,
    document: DocumentId,
}

impl Counted {
    fn may_be_told_on(&self, day: NaiveDate) -> bool {
        let near = (day - self.day).num_days().abs() <= APART;
        near && self.left.is_none_or(|left| day >= earliest_arrival(left))
    }
}

/// Returns what advices count in, oldest first.
fn receipts(state: &SiteState, item: Gtin) -> Vec<Counted> {
    let mut receipts = Vec::new();
    for (order, place, line) in lines(state, item) {
        let (first, left) = (receipts.len(), left(order));
        receipts.extend(line.receipts.iter().map(|r| Counted {
            key: (order.id.clone(), place),
            left,
            day: r.day,
            quantity: r.quantity,
            document: r.document.clone(),
        }));
        take_back(receipts[first..].iter_mut().rev().map(|r| &mut r.quantity));
    }
    receipts.sort_by(|one, other| {
        (one.day, &one.key, &one.document).cmp(&(other.day, &other.key, &other.document))
    });
    receipts
}

/// Returns the day an order's first truck left.
fn left(order: &Order) -> Option<NaiveDate> {
    let shipped = |m: &&Milestone| m.what == MilestoneKind::Shipped;
    order
        .timeline
        .iter()
        .find(shipped)
        .map(|m| m.at.date_naive())
}

/// Returns the first day of the partner's calendar on which goods may have come in: that calendar
/// may be a day behind ours.
fn earliest_arrival(left: NaiveDate) -> NaiveDate {
    left - Days::new(1)
}

/// Returns the lines of an item, with their orders and places.
fn lines(state: &SiteState, item: Gtin) -> impl Iterator<Item = (&Order, usize, &OrderLine)> {
    state.orders.values().flat_map(move |order| {
        let lines = order.lines.iter().enumerate();
        let of_item = lines.filter(move |(_, line)| line.item == item);
        of_item.map(move |(place, line)| (order, place, line))
    })
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
    take_back(days.values_mut().map(|(quantity, _)| quantity).rev());
    days
}

/// Takes corrections (less than nothing) off what was said before them; the newest comes first.
fn take_back<'a>(newest_first: impl Iterator<Item = &'a mut Quantity>) {
    let mut back = Quantity::ZERO;
    for quantity in newest_first {
        let net = *quantity + back;
        back = net.min(Quantity::ZERO);
        *quantity = net.at_least(Quantity::ZERO);
    }
}
