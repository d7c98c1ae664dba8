//! EDIFACT ORDERS, purchase order, as EANCOM uses it.

use crate::content::{Order, Purpose};
use crate::edifact::{self, Body};
use crate::reading::{Said, Source};
use crate::taking::Take;

/// What UNH calls it.
pub(crate) const KIND: &str = "ORDERS";

/// X12's kinds of order (element 92) and EDIFACT's (1001).
const KINDS: &[(&str, &str)] = &[
    (STAND_ALONE, "220"),
    ("BK", "221"),
    ("RO", "224"),
    ("RL", "226"),
    ("CN", "227"),
    ("SP", "228"),
];

/// What an order is of which nothing else is known.
const STAND_ALONE: &str = "SA";

/// Reads an ORDERS.
pub fn read(source: Source) -> Said<Order> {
    edifact::read(source, begin, false)
}

fn begin(take: &mut Take, order: &mut Order) {
    let code = take.peek_part(1, 1).into_owned();
    // A kind that EDIFACT does not have stands in the name of the document.
    let name = take.peek_part(1, 4).into_owned();
    let kind = KINDS.iter().find(|(_, edifact)| *edifact == code);
    order.kind = Some(STAND_ALONE.to_owned());
    if let Some((x12, _)) = kind {
        take.part(1, 1);
        order.kind = Some((*x12).to_owned());
        if name.len() == 2 && code == "220" {
            order.kind = take.part(1, 4);
        }
    }
    order.numbers.po_number = take.part(2, 1);
    let purpose = take.text(3).unwrap_or_default();
    order.purpose = match &*purpose {
        "" => Purpose::Original,
        code => Purpose::from_edifact(code),
    };
}

/// Returns the segments of it.
pub(crate) fn segments(order: &Order, release: &str) -> Body {
    let mut body = Body::new(release);
    let numbers = &order.numbers;
    let number = numbers.po_number.as_ref().or(numbers.order_id.as_ref());
    let number = number.map_or("", String::as_str);
    let kind = order.kind.as_deref().unwrap_or(STAND_ALONE);
    let known = KINDS.iter().find(|(x12, _)| *x12 == kind);
    let purpose = order.purpose.edifact();
    match known {
        Some((_, code)) => body.add("BGM", &[&[code], &[number], &[purpose]]),
        None => body.add("BGM", &[&["220", "", "", kind], &[number], &[purpose]]),
    }
    body.day("137", numbers.ordered);
    body.day("2", order.need_date);
    body.day("10", order.ship_date);
    body.dates(&order.further);
    body.notes(&order.further);
    body.reference("VN", numbers.order_id.as_deref());
    edifact::head(&mut body, order);
    edifact::lines(&mut body, order, false);
    body
}
