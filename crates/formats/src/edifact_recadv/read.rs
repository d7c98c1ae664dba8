use chrono::NaiveDate;
use model::document::Finding;

use crate::Code;
use crate::content::{
    DateKind, Dated, Further, OrderNumbers, Purpose, Receipt, ReceiptLine, Reference, ReferenceKind,
};
use crate::edifact::{self, Parties};
use crate::reading::{Said, Source};
use crate::taking::Take;

/// Segments that begin a group.
const GROUPS: &[&str] = &[
    "RFF", "NAD", "DOC", "TOD", "TDT", "EQD", "CPS", "PAC", "PCI", "LIN", "CDI", "GIN",
];

/// Reads a RECADV.
pub fn read(source: Source) -> Said<Receipt> {
    let mut reader = Reader {
        receipt: None,
        issued: None,
        parties: Parties::default(),
        order: OrderNumbers::default(),
        group: "",
        in_lines: false,
        findings: Vec::new(),
    };
    for segment in source.segments() {
        let mut take = Take::new(source, segment);
        reader.take(&mut take);
        reader.findings.extend(take.findings());
    }
    reader.finish()
}

struct Reader<'a> {
    receipt: Option<Receipt>,
    issued: Option<NaiveDate>,
    parties: Parties,
    /// The order of all lines that name none.
    order: OrderNumbers,
    group: &'a str,
    in_lines: bool,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, take: &mut Take<'a>) {
        let id = take.id();
        let of_party = id == "RFF" && self.group == "NAD";
        if GROUPS.contains(&id) && !of_party {
            self.group = id;
        }
        match id {
            "UNH" => take.skip_all(),
            "UNT" => {
                take.skip_all();
                if self.receipt.is_none() || self.issued.is_none() {
                    let cause = "no BGM with DTM+137 says which receipt this is";
                    take.amiss(Code::DateMissing, cause);
                }
            }
            "CNT" if take.peek_part(1, 1) == "2" => take.skip_all(),
            "BGM" => self.receipt = Some(begin(take)),
            // A level without packages holds the lines and says nothing itself.
            "CPS" => {
                self.in_lines = true;
                take.skip(1);
                take.skip(3);
            }
            _ if id == "LIN" || self.in_lines => self.in_level(take),
            _ => self.in_head(take),
        }
    }

    fn in_head(&mut self, take: &mut Take<'a>) {
        let Some(receipt) = &mut self.receipt else {
            return;
        };
        match (self.group, take.id()) {
            ("", "DTM") if take.peek_part(1, 1) == "137" => self.issued = take.day(),
            ("", "DTM") => match edifact::dated(take) {
                Some(Dated { kind, date })
                    if kind == DateKind::Received && receipt.received.is_none() =>
                {
                    receipt.received = Some(date);
                }
                day => receipt.further.dates.extend(day),
            },
            ("RFF", "RFF") => {
                let Some(Reference { kind, number }) = edifact::reference(take) else {
                    return;
                };
                let place = match &kind {
                    ReferenceKind::BuyerOrder => &mut self.order.po_number,
                    ReferenceKind::VendorOrder => &mut self.order.order_id,
                    // AAK: the despatch advice.
                    ReferenceKind::Edifact(code) if code == "AAK" => &mut receipt.shipment,
                    _ => {
                        receipt.further.references.push(Reference { kind, number });
                        return;
                    }
                };
                match place {
                    Some(_) => receipt.further.references.push(Reference { kind, number }),
                    None => *place = Some(number),
                }
            }
            ("RFF", "DTM") if take.peek_part(1, 1) == "171" && self.order.ordered.is_none() => {
                self.order.ordered = take.day();
            }
            ("NAD", _) => self.parties.take(take),
            _ => {}
        }
    }

    fn in_level(&mut self, take: &mut Take<'a>) {
        let Some(receipt) = &mut self.receipt else {
            return;
        };
        if take.id() == "LIN" {
            self.in_lines = true;
            receipt.lines.push(ReceiptLine {
                order: OrderNumbers::default(),
                line: take.text(1).unwrap_or_default(),
                item: edifact::number_of(take, 3).into_iter().collect(),
                received: None,
                returned: None,
                questioned: None,
                further: Further::default(),
            });
            return;
        }
        if let Some(line) = receipt.lines.last_mut() {
            in_line(line, self.group, take);
        }
    }

    fn finish(self) -> Said<Receipt> {
        let (order, parties) = (self.order, self.parties.parties);
        let content = self.receipt.zip(self.issued).map(|(mut receipt, issued)| {
            receipt.issued = issued;
            receipt.parties = parties;
            for line in &mut receipt.lines {
                if line.order == OrderNumbers::default() {
                    line.order = order.clone();
                }
            }
            receipt
        });
        Said {
            content,
            findings: self.findings,
        }
    }
}

fn begin(take: &mut Take) -> Receipt {
    // 632: goods received; 352 and 351 are of despatch.
    if take.peek_part(1, 1) == "632" {
        take.part(1, 1);
    }
    let number = take.part(2, 1).unwrap_or_default();
    let purpose = take.text(3);
    Receipt {
        purpose: purpose.map_or(Purpose::Original, |code| Purpose::from_edifact(&code)),
        number,
        issued: NaiveDate::default(),
        received: None,
        shipment: None,
        parties: Vec::new(),
        further: Further::default(),
        lines: Vec::new(),
    }
}

/// Takes a segment of a line. QTY 194 is received and accepted, 48 received; 61 was sent back; 195
/// was received and not accepted, for a reason that QVR gives.
fn in_line(line: &mut ReceiptLine, group: &str, take: &mut Take) {
    match (group, take.id()) {
        ("LIN", "PIA") => edifact::pia(take, &mut line.item),
        ("LIN", "QTY") => match &*take.peek_part(1, 1) {
            "48" | "194" if line.received.is_none() => line.received = take.amount(),
            "61" if line.returned.is_none() => line.returned = take.amount(),
            "195" if line.questioned.is_none() => {
                line.questioned = take.amount().map(|amount| (amount, String::new()));
            }
            _ => {}
        },
        ("LIN", "QVR") if take.peek_part(1, 2) == "195" => {
            let Some((_, reason)) = &mut line.questioned else {
                return;
            };
            take.skip(1);
            if let Some(said) = take.part(3, 4) {
                *reason = said;
            }
        }
        ("LIN", "DTM") => line.further.dates.extend(edifact::dated(take)),
        ("RFF", "RFF") => {
            let line_number = take.peek_part(1, 1) == "LI";
            let Some(Reference { kind, number }) = edifact::reference(take) else {
                return;
            };
            match kind {
                ReferenceKind::BuyerOrder => line.order.po_number = Some(number),
                ReferenceKind::VendorOrder => line.order.order_id = Some(number),
                _ if line_number => line.line = number,
                _ => line.further.references.push(Reference { kind, number }),
            }
        }
        ("RFF", "DTM") if take.peek_part(1, 1) == "171" && line.order.ordered.is_none() => {
            line.order.ordered = take.day();
        }
        _ => {}
    }
}
