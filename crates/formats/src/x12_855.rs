//! X12 855, purchase order acknowledgment: the answer to an order, or the advice of one that its
//! vendor raised.

use model::order::Order;
use model::reference::Reference;

use crate::content::{self, AnswerKind, Purpose, ReferenceKind};
use crate::reading::{Said, Source};
use crate::taking::Take;
use crate::writing::{Body, Kind, date, write};
use crate::{Envelope, Error, ours, x12};

pub(crate) const KIND: Kind = Kind {
    message: "855",
    group: "PR",
};

/// "Acknowledge, with detail, no change": where the vendor raised the order, nothing the buyer asked
/// for can have changed.
const NO_CHANGE: &str = "AD";

/// "Acknowledge, with detail and change".
const CHANGE: &str = "AC";

/// Reads an 855 in no syntax.
pub fn read(source: Source) -> Said<content::Order> {
    x12::read(source, ("BAK", begin))
}

fn begin(take: &mut Take, order: &mut content::Order) {
    order.purpose = Purpose::from_x12(&take.text(1).unwrap_or_default());
    order.kind = take.text(2);
    order.numbers.po_number = take.text(3);
    order.numbers.ordered = take.x12_day(4);
    if let Some(number) = take.text(5) {
        let kind = ReferenceKind::Release;
        order
            .further
            .references
            .push(content::Reference { kind, number });
    }
    order.agreement = take.text(7);
    order.numbers.order_id = take.text(8);
    order.answered = take.x12_day(9);
}

/// Writes a released order as a vendor-initiated 855.
///
/// Line quantities are in eaches. ACK repeats quantity and day for each line, because version 5010
/// guides ask for ACK02.
pub fn encode(envelope: &Envelope, reference: &Reference, order: &Order) -> Result<Vec<u8>, Error> {
    let mut content = ours::order(order, reference);
    ours::accept(&mut content);
    write(envelope, KIND, order.id.as_str(), &[segments(&content)])
}

/// Writes what an answer says between ST and SE.
pub(crate) fn segments(order: &content::Order) -> Body {
    let mut body = Body::default();
    let numbers = &order.numbers;
    let number = numbers.po_number.as_ref().or(numbers.order_id.as_ref());
    let [ordered, answered] =
        [numbers.ordered, order.answered].map(|day| day.map(date).unwrap_or_default());
    body.add(
        "BAK",
        [
            order.purpose.x12(),
            order.kind.as_deref().unwrap_or_else(|| kind(order)),
            number.map_or("", String::as_str),
            &ordered,
            "",
            "",
            "",
            numbers.order_id.as_deref().unwrap_or_default(),
            &answered,
        ],
    );
    x12::head(&mut body, order);
    for line in &order.lines {
        x12::line(&mut body, line);
    }
    body.add("CTT", [&order.lines.len().to_string()]);
    body
}

/// Returns what the answers to the lines make of the whole.
fn kind(order: &content::Order) -> &'static str {
    let mut answers = order.lines.iter().flat_map(|line| &line.answers);
    match answers.all(|answer| answer.kind == AnswerKind::Accepted) {
        true => NO_CHANGE,
        false => CHANGE,
    }
}
