use model::document::Finding;

use crate::content::{
    DateKind, Dated, Further, OrderNumbers, Purpose, Receipt, ReceiptLine, Reference, ReferenceKind,
};
use crate::reading::{Said, Source};
use crate::taking::Take;
use crate::{Code, x12};

/// Reads an 861 in no syntax.
pub fn read(source: Source) -> Said<Receipt> {
    let mut reader = Reader {
        receipt: None,
        order: OrderNumbers::default(),
        at: At::Head,
        findings: Vec::new(),
    };
    for segment in source.segments() {
        let mut take = Take::new(source, segment);
        reader.take(&mut take);
        reader.findings.extend(take.findings());
    }
    // An order named before the lines is that of all that name none.
    let order = reader.order;
    if let Some(receipt) = &mut reader.receipt {
        for line in &mut receipt.lines {
            if line.order == OrderNumbers::default() {
                line.order = order.clone();
            }
        }
    }
    Said {
        content: reader.receipt,
        findings: reader.findings,
    }
}

/// What the segments stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Head,
    Party,
    Line,
    /// A loop that is not carried, in a line.
    Aside,
}

struct Reader {
    receipt: Option<Receipt>,
    order: OrderNumbers,
    at: At,
    findings: Vec<Finding>,
}

impl Reader {
    fn take(&mut self, take: &mut Take) {
        match take.id() {
            "ST" | "CTT" => take.skip_all(),
            "SE" => {
                take.skip_all();
                if self.receipt.is_none() {
                    take.amiss(
                        Code::DateMissing,
                        "no BRA with a day says which receipt this is",
                    );
                }
            }
            "BRA" => self.receipt = begin(take),
            _ => self.body(take),
        }
    }

    fn body(&mut self, take: &mut Take) {
        let Some(receipt) = &mut self.receipt else {
            return;
        };
        match (self.at, take.id()) {
            (_, "RCD") => {
                self.at = At::Line;
                receipt.lines.push(line(take));
            }
            (At::Line | At::Aside, id) => {
                if matches!(id, "N1" | "SLN" | "LM") {
                    self.at = At::Aside;
                }
                match receipt.lines.last_mut() {
                    Some(line) if self.at == At::Line => in_line(line, take),
                    _ => {}
                }
            }
            (_, "N1") => {
                self.at = At::Party;
                receipt.parties.push(x12::party(take));
            }
            (At::Party, "N2" | "N3" | "N4" | "PER") => {
                if let Some(party) = receipt.parties.last_mut() {
                    x12::party_more(party, take);
                }
            }
            (At::Head, _) => in_head(receipt, &mut self.order, take),
            (At::Party, _) => {}
        }
    }
}

fn begin(take: &mut Take) -> Option<Receipt> {
    let number = take.text(1).unwrap_or_default();
    let issued = take.x12_day(2)?;
    let purpose = Purpose::from_x12(&take.text(3).unwrap_or_default());
    // 2: written after the goods were put away and counted, as all that are sent are taken to be.
    if take.peek(4) == "2" {
        take.skip(4);
    }
    Some(Receipt {
        purpose,
        number,
        issued,
        received: None,
        shipment: None,
        parties: Vec::new(),
        further: Further::default(),
        lines: Vec::new(),
    })
}

fn in_head(receipt: &mut Receipt, order: &mut OrderNumbers, take: &mut Take) {
    match take.id() {
        "PRF" if order.po_number.is_none() => prf(order, take),
        "REF" => match x12::reference(take) {
            Some(Reference { kind, number })
                if number_of(order, &kind).is_some_and(|n| n.is_none()) =>
            {
                if let Some(place) = number_of(order, &kind) {
                    *place = Some(number);
                }
            }
            // SI: the shipper's number of the shipment.
            Some(Reference { kind, number })
                if kind == ReferenceKind::Shipper && receipt.shipment.is_none() =>
            {
                receipt.shipment = Some(number);
            }
            reference => receipt.further.references.extend(reference),
        },
        "DTM" => match x12::dated(take) {
            Some(Dated { kind, date })
                if kind == DateKind::Received && receipt.received.is_none() =>
            {
                receipt.received = Some(date);
            }
            day => receipt.further.dates.extend(day),
        },
        _ => {}
    }
}

/// Returns the number of an order that a reference is.
fn number_of<'o>(
    order: &'o mut OrderNumbers,
    kind: &ReferenceKind,
) -> Option<&'o mut Option<String>> {
    match kind {
        ReferenceKind::BuyerOrder => Some(&mut order.po_number),
        ReferenceKind::VendorOrder => Some(&mut order.order_id),
        _ => None,
    }
}

fn prf(order: &mut OrderNumbers, take: &mut Take) {
    order.po_number = take.text(1);
    order.ordered = take.x12_day(4);
}

fn line(take: &mut Take) -> ReceiptLine {
    let mut amount = |number, unit| {
        let said = !take.peek(number).is_empty();
        said.then(|| take.x12_amount(number, unit)).flatten()
    };
    let (received, returned, questioned) = (amount(2, 3), amount(4, 5), amount(6, 7));
    let questioned = questioned.map(|amount| (amount, take.text(8).unwrap_or_default()));
    ReceiptLine {
        order: OrderNumbers::default(),
        line: take.text(1).unwrap_or_default(),
        item: Vec::new(),
        received,
        returned,
        questioned,
        further: Further::default(),
    }
}

fn in_line(line: &mut ReceiptLine, take: &mut Take) {
    match take.id() {
        "LIN" if line.item.is_empty() => {
            let number = take.peek(1).into_owned();
            if line.line == number || line.line.is_empty() {
                take.skip(1);
                line.line = number;
            }
            line.item = x12::items(take, 2);
        }
        "PRF" if line.order.po_number.is_none() => prf(&mut line.order, take),
        "REF" => match x12::reference(take) {
            Some(Reference { kind, number })
                if number_of(&mut line.order, &kind).is_some_and(|n| n.is_none()) =>
            {
                if let Some(place) = number_of(&mut line.order, &kind) {
                    *place = Some(number);
                }
            }
            reference => line.further.references.extend(reference),
        },
        "DTM" => line.further.dates.extend(x12::dated(take)),
        _ => {}
    }
}
