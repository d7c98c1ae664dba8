//! EDIFACT ORDRSP, the answer to an order, as EANCOM uses it.

use crate::content::{Order, Purpose, Reference, ReferenceKind};
use crate::edifact::{self, Body};
use crate::reading::{Said, Source};
use crate::taking::Take;

/// What UNH calls it.
pub(crate) const KIND: &str = "ORDRSP";

/// The number of the answer itself (1153).
const RESPONSE: &str = "POR";

/// Kinds of answer as X12 writes them (element 587), as EDIFACT does (4343), and what EANCOM has in
/// 1225: 29 is accepted as it is, 27 not accepted, 4 changed. Of two kinds of X12 with one code, the
/// first is read.
const KINDS: &[(&str, &str, &str)] = &[
    ("AD", "AD", "29"),
    ("AP", "AP", "29"),
    ("AT", "AP", "29"),
    ("AK", "AB", "29"),
    ("AC", "AC", "4"),
    ("AE", "AI", "4"),
    ("RD", "RE", "27"),
    ("RJ", "RE", "27"),
    ("NA", "NA", "9"),
];

/// Reads an ORDRSP.
pub fn read(source: Source) -> Said<Order> {
    let mut said = edifact::read(source, begin, true);
    if let Some(order) = &mut said.content {
        let numbers = &order.numbers;
        let known = [&numbers.order_id, &numbers.po_number];
        let own = |reference: &Reference| reference.kind == response();
        // Most answers are called like the order they answer.
        let told = |reference: &Reference| {
            let number = &Some(reference.number.clone());
            !(own(reference) && known.contains(&number))
        };
        let references = std::mem::take(&mut order.further.references);
        order.further.references = references.into_iter().filter(told).collect();
    }
    said
}

fn response() -> ReferenceKind {
    ReferenceKind::Edifact(RESPONSE.to_owned())
}

fn begin(take: &mut Take, order: &mut Order) {
    // 231: the answer to an order; 320: its acknowledgement.
    if matches!(&*take.peek_part(1, 1), "231" | "320") {
        take.part(1, 1);
    }
    if let Some(number) = take.part(2, 1) {
        let kind = response();
        order.further.references.push(Reference { kind, number });
    }
    let code = take.peek(4).into_owned();
    let kind = KINDS.iter().find(|(_, response, _)| *response == code);
    if let Some((kind, ..)) = kind {
        take.skip(4);
        order.kind = Some((*kind).to_owned());
    }
    let action = take.text(3).unwrap_or_default();
    let said = |kind: &str| Some(kind.to_owned());
    order.purpose = match &*action {
        "" | "4" | "27" | "29" => Purpose::Original,
        code => Purpose::from_edifact(code),
    };
    order.kind = order.kind.take().or_else(|| match &*action {
        "4" => said("AC"),
        "27" => said("RD"),
        "29" => said("AD"),
        _ => None,
    });
}

/// Returns the segments of it.
pub(crate) fn segments(order: &Order, release: &str) -> Body {
    let mut body = Body::new(release);
    let numbers = &order.numbers;
    let references = &order.further.references;
    let own = references.iter().find(|r| r.kind == response());
    let number = own
        .map(|reference| &reference.number)
        .or(numbers.order_id.as_ref())
        .or(numbers.po_number.as_ref());
    let number = number.map_or("", String::as_str);
    let kind = order.kind.as_deref();
    let known = KINDS.iter().find(|(x12, ..)| Some(*x12) == kind);
    if let (Some(kind), None) = (kind, known) {
        body.leave_out(format!("kind {kind} of the answer"));
    }
    let (response, action) = known.map_or(("", "9"), |(_, response, action)| (*response, *action));
    let action = match &order.purpose {
        Purpose::Original => action,
        Purpose::Change => {
            body.leave_out("that the answer changes an earlier one");
            "4"
        }
        purpose => purpose.edifact(),
    };
    body.add("BGM", &[&["231"], &[number], &[action], &[response]]);
    body.day("137", order.answered);
    body.day("2", order.need_date);
    body.day("10", order.ship_date);
    body.dates(&order.further);
    body.notes(&order.further);
    if let Some(number) = &numbers.po_number {
        body.reference("ON", Some(number));
        // 171: the day of what is referred to.
        body.day("171", numbers.ordered);
    } else if let Some(day) = numbers.ordered {
        body.leave_out(format!("day {day} of an order without a number"));
    }
    body.reference("VN", numbers.order_id.as_deref());
    let mut rest = order.clone();
    rest.further.references.retain(|r| Some(r) != own);
    edifact::head(&mut body, &rest);
    edifact::lines(&mut body, &rest, true);
    body
}
