//! Inventory position: every unit counted once. Our own orders and shipments are the truth for on
//! order and in transit; what the partner reports of them is reconciled elsewhere, never added.

use chrono::NaiveDate;
use model::activity::Measure;
use model::order::{Order, OrderLine};
use model::position::{Bucket, Position};
use model::{Gtin, Quantity};

use crate::site::SiteState;

/// Returns the position of an item as known on a day.
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
        position.backordered = Bucket {
            quantity: cell.quantity,
            sources: vec![cell.source.to_string()],
            as_of: counted,
        };
    }
    for order in state.orders.values() {
        for line in order.lines.iter().filter(|l| l.item == item) {
            count(&mut position, order, line, counted, today);
        }
    }
    position
}

fn count(
    position: &mut Position,
    order: &Order,
    line: &OrderLine,
    counted: Option<NaiveDate>,
    today: NaiveDate,
) {
    let q = &line.quantities;
    let open = q.released - q.cancelled;
    let here = q.received.max(q.received_by_activity);
    let closed = q.received + q.cancelled >= q.released;
    if !closed {
        add(
            &mut position.on_order,
            open - q.shipped,
            order.id.as_str(),
            today,
        );
        add(
            &mut position.in_transit,
            q.shipped - here,
            order.id.as_str(),
            today,
        );
    }
    for receipt in line
        .receipts
        .iter()
        .filter(|r| counted.is_none_or(|day| r.day > day))
    {
        add(
            &mut position.received_since,
            receipt.quantity,
            receipt.document.as_str(),
            receipt.day,
        );
    }
}

fn add(bucket: &mut Bucket, quantity: Quantity, source: &str, as_of: NaiveDate) {
    if quantity > Quantity::ZERO {
        bucket.quantity += quantity;
        bucket.sources.push(source.to_owned());
        bucket.as_of = Some(as_of);
    }
}
