use model::Quantity;
use model::order::{Order, OrderStatus, Quantities};

use super::total;

/// Derives where an order stands from its lines.
pub(crate) fn status(order: &Order) -> OrderStatus {
    let some = |of: fn(&Quantities) -> Quantity| !total(order, of).is_zero();
    let done = |of: fn(&Quantities) -> Quantity| {
        order.lines.iter().all(|line| {
            let q = &line.quantities;
            of(q) + q.cancelled >= q.released
        })
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
