//! X12 850, purchase order: ours, where a partner takes its vendor's orders in one, and the
//! retailer's turnaround of our order, which confirms it.

use model::document::Finding;
use model::event::{ItemQuantity, OrderAccepted};
use model::order::Order;
use model::reference::Reference;
use model::{OrderId, PoNumber};

use crate::content::{self, Purpose, ReferenceKind};
use crate::reading::{Decode, LineQuantity, OrderLines, Remark, Source};
use crate::taking::Take;
use crate::writing::{Body, Kind, date, write};
use crate::{Code, Envelope, Error, OrderReference, Said, Unknown, ours, x12};

pub(crate) const KIND: Kind = Kind {
    message: "850",
    group: "PO",
};

/// BEG01 of a turnaround: the retailer confirms an order we raised.
const CONFIRMATION: &str = "06";

/// BEG02 of an order of which nothing else is known.
const STAND_ALONE: &str = "SA";

/// Reference qualifier of the vendor's order number.
const VENDOR_ORDER: &str = "VN";

/// What an 850 says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decoded {
    /// The confirmation of one of our orders.
    pub confirmation: Option<Confirmation>,
    /// Items we do not know.
    pub exceptions: Vec<Unknown>,
    /// What was wrong or odd.
    pub findings: Vec<Finding>,
}

/// A retailer's yes to one of our orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Which order.
    pub order: OrderReference,
    /// How much of each item.
    pub lines: Vec<ItemQuantity>,
}

impl Confirmation {
    /// Returns the event, once the order is found.
    pub fn accepted(self, order: &Order, context: &Decode) -> OrderAccepted {
        OrderAccepted {
            partner: order.partner.clone(),
            site: order.ship_to.clone(),
            order: order.id.clone(),
            po_number: self.order.po_number,
            document: context.document.clone(),
            at: context.received_at,
            lines: self.lines,
        }
    }
}

/// Reads a retailer's 850.
pub fn decode(source: Source, context: &Decode) -> Decoded {
    let mut out = Decoded::default();
    let mut order = OrderReference::default();
    let mut lines = OrderLines::default();
    let mut confirms = false;
    for segment in source.segments() {
        match segment.id() {
            "BEG" => {
                confirms = segment.element(1) == CONFIRMATION;
                if !confirms {
                    let remark = not_taken(segment.element(1));
                    out.findings.push(source.finding(&segment, Some(1), remark));
                    return out;
                }
                order.po_number = PoNumber::new(segment.element(3)).ok();
            }
            // A REF after the first PO1 is about its line.
            "REF" if segment.element(1) == VENDOR_ORDER && lines.is_empty() => {
                order.order_id = OrderId::new(segment.element(2)).ok();
            }
            "PO1" => {
                let amount = LineQuantity {
                    segment: &segment,
                    quantity: 2,
                    unit: 3,
                };
                lines.add(source, context, amount, (&segment, 6));
            }
            _ => {}
        }
        if segment.id() == "SE" && confirms && order.is_empty() {
            let cause = "neither BEG03 nor REF*VN holds a number of an order";
            let remark = Remark::new(Code::OrderUnnamed, cause);
            out.findings.push(source.finding(&segment, None, remark));
        }
    }
    out.exceptions = lines.exceptions;
    out.findings.extend(lines.findings);
    if confirms && !order.is_empty() {
        out.confirmation = Some(Confirmation {
            order,
            lines: lines.lines,
        });
    }
    out
}

fn not_taken(purpose: &str) -> Remark {
    let cause =
        format!("BEG01 is {purpose}: orders the retailer raises itself are not taken in yet");
    Remark::new(Code::OrderNotTaken, cause)
}

/// Reads an 850 in no syntax.
pub fn read(source: Source) -> Said<content::Order> {
    x12::read(source, ("BEG", begin))
}

fn begin(take: &mut Take, order: &mut content::Order) {
    order.purpose = Purpose::from_x12(&take.text(1).unwrap_or_default());
    order.kind = take.text(2);
    order.numbers.po_number = take.text(3);
    if let Some(number) = take.text(4) {
        let kind = ReferenceKind::Release;
        order
            .further
            .references
            .push(content::Reference { kind, number });
    }
    order.numbers.ordered = take.x12_day(5);
    order.agreement = take.text(6);
}

/// Writes a released order as an 850, for partners whose guide asks for one.
pub fn encode_order(
    envelope: &Envelope,
    reference: &Reference,
    order: &Order,
) -> Result<Vec<u8>, Error> {
    let body = segments(&ours::order(order, reference));
    write(envelope, KIND, order.id.as_str(), &[body])
}

/// Writes what an order says between ST and SE.
pub(crate) fn segments(order: &content::Order) -> Body {
    let mut body = Body::default();
    let numbers = &order.numbers;
    let number = numbers.po_number.as_ref().or(numbers.order_id.as_ref());
    let ordered = numbers.ordered.map(date).unwrap_or_default();
    body.add(
        "BEG",
        [
            order.purpose.x12(),
            order.kind.as_deref().unwrap_or(STAND_ALONE),
            number.map_or("", String::as_str),
            "",
            &ordered,
        ],
    );
    x12::head(&mut body, order);
    for line in &order.lines {
        x12::line(&mut body, line);
    }
    body.add("CTT", [&order.lines.len().to_string()]);
    body
}

/// A confirmation a retailer sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turnaround<'a> {
    /// The retailer's number of the order.
    pub po_number: &'a PoNumber,
    /// The supplier's number of it, where the retailer repeats it.
    pub order_id: Option<&'a OrderId>,
    /// The day it is written.
    pub day: chrono::NaiveDate,
    /// Where the goods should go.
    pub ship_to: &'a model::SiteId,
    /// What is confirmed.
    pub lines: &'a [ItemQuantity],
}

/// Writes a retailer's confirmation of a vendor's order.
pub fn encode_confirmation(
    envelope: &Envelope,
    reference: &Reference,
    turnaround: &Turnaround,
) -> Result<Vec<u8>, Error> {
    let body = segments(&ours::confirmation(turnaround, reference));
    write(envelope, KIND, turnaround.po_number.as_str(), &[body])
}
