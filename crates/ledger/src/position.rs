//! Inventory position: every unit counted once. Our own orders and shipments are the truth for on
//! order and in transit; what the partner reports of them is reconciled elsewhere, never added.

use chrono::NaiveDate;
use model::activity::Measure;
use model::order::OrderLine;
use model::position::{Bucket, Position};
use model::{Gtin, Quantity};

use crate::arrivals::{Arrivals, arrivals};
use crate::site::SiteState;

/// Returns the position of an item as known on a day.
///
/// Receipts dated up to the day of the stock count are inside it; those after it are counted
/// beside it, whether a receiving advice, the reported activity or both tell of them.
pub fn position(state: &SiteState, item: Gtin, today: NaiveDate) -> Position {
    let on_hand = state
        .latest(item, Measure::OnHand, today)
        .map(|(day, cell)| Bucket {
            quantity: cell.quantity,
            sources: vec![cell.source.to_string()],
            as_of: Some(day),
        });
    let counted = on_hand.as_ref().and_then(|b| b.as_of);
    let mut position = Position {
        item,
        on_hand,
        received_since: Bucket::default(),
        on_order: Bucket::default(),
        in_transit: Bucket::default(),
        // Stock reported as available (QA) is already net of what is committed (QC), so nothing
        // is subtracted a second time here.
        allocated: Bucket::default(),
        backordered: Bucket::default(),
    };
    if let Some(cell) = counted.and_then(|day| state.cell(item, Measure::Backordered, day)) {
        add(
            &mut position.backordered,
            cell.quantity,
            cell.source.as_str(),
            counted,
        );
    }
    for order in state.orders.values() {
        for line in order.lines.iter().filter(|l| l.item == item) {
            let id = order.id.as_str();
            let (on_order, in_transit) = open(line);
            add(&mut position.on_order, on_order, id, Some(today));
            add(&mut position.in_transit, in_transit, id, Some(today));
        }
    }
    match counted {
        Some(day) => since(
            &mut position.received_since,
            state,
            &arrivals(state, item),
            (day, today),
        ),
        None => ever(&mut position.received_since, state, item, today),
    }
    position
}

/// Returns what of a line has not left our warehouse, and what has left it and not arrived.
fn open(line: &OrderLine) -> (Quantity, Quantity) {
    let q = &line.quantities;
    let open = q.released - q.cancelled;
    let here = q.received.max(q.received_by_activity);
    (open - q.shipped, q.shipped.min(open) - here)
}

/// Adds what came in after stock was counted.
fn since(
    bucket: &mut Bucket,
    state: &SiteState,
    arrivals: &Arrivals,
    (counted, today): (NaiveDate, NaiveDate),
) {
    let inside = |day| day < counted || (day == counted && state.receipts_inside_stock);
    for (day, (quantity, document)) in &arrivals.reported {
        if !inside(*day) && *day <= today {
            add(bucket, *quantity, document.as_str(), Some(*day));
        }
    }
    for (day, quantity, document) in &arrivals.receipts_only {
        if !inside(*day) {
            add(bucket, *quantity, document.as_str(), Some(*day));
        }
    }
}

/// Adds what came in of our orders, where stock was never counted.
fn ever(bucket: &mut Bucket, state: &SiteState, item: Gtin, today: NaiveDate) {
    for order in state.orders.values() {
        for line in order.lines.iter().filter(|l| l.item == item) {
            let q = &line.quantities;
            add(
                bucket,
                q.received.max(q.received_by_activity),
                order.id.as_str(),
                Some(today),
            );
        }
    }
}

fn add(bucket: &mut Bucket, quantity: Quantity, source: &str, as_of: Option<NaiveDate>) {
    if quantity > Quantity::ZERO {
        bucket.quantity += quantity;
        bucket.sources.push(source.to_owned());
        bucket.as_of = as_of;
    }
}
