//! X12 861, receiving advice: what a retailer counted in.

mod read;
mod write;

use chrono::NaiveDate;
use edi::Segment;
use model::document::Finding;
use model::event::{ItemQuantity, ReceiptReported};
use model::order::Order;
use model::reference::Reference;
use model::{OrderId, PoNumber, SiteId};

use crate::reading::{self, Decode, LineQuantity, OrderLines, Remark, Source};
use crate::writing::{Kind, write as write_message};
use crate::{Code, Envelope, Error, OrderReference, Unknown, ours};

pub use read::read;
pub(crate) use write::segments;

pub(crate) const KIND: Kind = Kind {
    message: "861",
    group: "RC",
};

/// What an 861 says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decoded {
    /// The receipts, one for each order it names.
    pub receipts: Vec<Receipt>,
    /// Items we do not know.
    pub exceptions: Vec<Unknown>,
    /// What was wrong or odd.
    pub findings: Vec<Finding>,
}

/// Goods of one of our orders that were counted in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Which order.
    pub order: OrderReference,
    /// The day they were counted in.
    pub day: NaiveDate,
    /// How much of each item.
    pub lines: Vec<ItemQuantity>,
}

impl Receipt {
    /// Returns the event, once the order is found.
    pub fn reported(self, order: &Order, context: &Decode) -> ReceiptReported {
        ReceiptReported {
            partner: order.partner.clone(),
            site: order.ship_to.clone(),
            order: order.id.clone(),
            document: context.document.clone(),
            day: self.day,
            at: context.received_at,
            lines: self.lines,
        }
    }
}

/// Reads an 861.
///
/// RCD02 is what was received; units returned or in question are inside a retailer's claim, not its
/// receipt. An order named after an RCD is of that line, one before the first RCD of all lines.
pub fn decode(source: Source, context: &Decode) -> Decoded {
    let mut reader = Reader::new(source, context);
    for segment in source.segments() {
        reader.take(segment);
    }
    reader.finish()
}

struct Reader<'a> {
    source: Source<'a>,
    context: &'a Decode<'a>,
    order: OrderReference,
    day: Option<NaiveDate>,
    line: Option<Line<'a>>,
    collected: Vec<(OrderReference, OrderLines)>,
    findings: Vec<Finding>,
}

/// An RCD with what follows it, up to the next.
struct Line<'a> {
    rcd: Segment<'a>,
    item: Option<Segment<'a>>,
    order: OrderReference,
}

impl<'a> Reader<'a> {
    fn new(source: Source<'a>, context: &'a Decode<'a>) -> Self {
        Self {
            source,
            context,
            order: OrderReference::default(),
            day: None,
            line: None,
            collected: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn take(&mut self, segment: Segment<'a>) {
        let order = self
            .line
            .as_mut()
            .map_or(&mut self.order, |line| &mut line.order);
        match (segment.id(), segment.element(1)) {
            ("BRA", _) => self.day = self.day.or_else(|| self.read_day(&segment)),
            // 050: received. It says more than the day the message was written.
            ("DTM", "050") => self.day = self.read_day(&segment).or(self.day),
            ("PRF", number) => order.po_number = PoNumber::new(number).ok(),
            ("REF", "PO") => order.po_number = PoNumber::new(segment.element(2)).ok(),
            ("REF", "VN") => order.order_id = OrderId::new(segment.element(2)).ok(),
            ("RCD", _) => {
                self.end_line();
                let order = OrderReference::default();
                self.line = Some(Line {
                    rcd: segment,
                    item: None,
                    order,
                });
            }
            ("LIN", _) => {
                if let Some(line) = &mut self.line {
                    line.item = Some(segment);
                }
            }
            ("CTT" | "SE", _) => self.end_line(),
            _ => {}
        }
    }

    fn read_day(&mut self, segment: &Segment<'a>) -> Option<NaiveDate> {
        let found = reading::date(segment.element(2));
        if found.is_none() {
            let cause = "not a day of the calendar as CCYYMMDD";
            let remark = Remark::new(Code::DateInvalid, cause);
            self.findings
                .push(self.source.finding(segment, Some(2), remark));
        }
        found
    }

    fn end_line(&mut self) {
        let Some(line) = self.line.take() else { return };
        // Only what was sent back or questioned, and nothing received.
        if line.rcd.element(2).is_empty() {
            return;
        }
        let order = if line.order.is_empty() {
            self.order.clone()
        } else {
            line.order
        };
        if order.is_empty() {
            let cause = "neither PRF nor REF holds a number of an order";
            let remark = Remark::new(Code::OrderUnnamed, cause);
            self.findings
                .push(self.source.finding(&line.rcd, None, remark));
            return;
        }
        let Some(item) = line.item else {
            let cause = "no LIN says which item was received";
            let remark = Remark::new(Code::ItemMissing, cause);
            self.findings
                .push(self.source.finding(&line.rcd, None, remark));
            return;
        };
        let known = self.collected.iter().position(|(known, _)| *known == order);
        let index = known.unwrap_or_else(|| {
            self.collected.push((order, OrderLines::default()));
            self.collected.len() - 1
        });
        let amount = LineQuantity {
            segment: &line.rcd,
            quantity: 2,
            unit: 3,
        };
        self.collected[index]
            .1
            .add(self.source, self.context, amount, (&item, 2));
    }

    fn finish(mut self) -> Decoded {
        self.end_line();
        let mut out = Decoded {
            findings: self.findings,
            ..Decoded::default()
        };
        let day = self.day.unwrap_or(self.context.received_at.date_naive());
        for (order, lines) in self.collected {
            out.exceptions.extend(lines.exceptions);
            out.findings.extend(lines.findings);
            if !lines.lines.is_empty() {
                out.receipts.push(Receipt {
                    order,
                    day,
                    lines: lines.lines,
                });
            }
        }
        out
    }
}

/// A receipt a retailer reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice<'a> {
    /// The retailer's number of the receipt.
    pub number: &'a str,
    /// The day the goods were counted in.
    pub day: NaiveDate,
    /// The retailer's number of the order.
    pub po_number: &'a PoNumber,
    /// The supplier's number of it, where the retailer repeats it.
    pub order_id: Option<&'a OrderId>,
    /// Where they were counted in.
    pub site: &'a SiteId,
    /// How much of each item.
    pub lines: &'a [ItemQuantity],
}

/// Writes a retailer's receiving advice.
pub fn encode(
    envelope: &Envelope,
    reference: &Reference,
    advice: &Advice,
) -> Result<Vec<u8>, Error> {
    let body = segments(&ours::receipt(advice, envelope.at.date_naive(), reference));
    write_message(envelope, KIND, advice.number, &[body])
}
