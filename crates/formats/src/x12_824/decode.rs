use edi::Segment;
use model::document::Finding;

use crate::advice::{Taken, order_named};
use crate::reading::{Remark, Source};
use crate::{Code, OrderReference};

/// What an 824 says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decoded {
    /// The messages it is about, in its order.
    pub judged: Vec<Judged>,
    /// What was wrong or odd.
    pub findings: Vec<Finding>,
}

/// A message of ours, or a group of them, as the partner's application judged it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What it is, "855" (OTI10); empty where the partner does not say.
    pub kind: String,
    /// The control number of its group (OTI08); empty where the partner does not say.
    pub group: String,
    /// Its control number (OTI09); empty where the partner judges a whole group.
    pub message: String,
    /// The reference the partner knows it by, qualifier first: "PO 4500010001" (OTI02, OTI03).
    pub reference: String,
    /// The order it is about, where the partner names it.
    pub order: OrderReference,
    /// What the partner says of it, "TR" (OTI01).
    pub code: String,
    /// The same in our words.
    pub taken: Taken,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Why a message was not taken as it was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reason {
    /// The partner's code (TED01, data element 647).
    pub code: String,
    /// In words (TED02 and the notes behind it).
    pub text: String,
    /// The segment's name in our message (TED03).
    pub segment_id: String,
    /// The segment's place in our message, from 1 (TED04).
    pub segment: Option<u32>,
    /// The element's place in the segment, from 1 (TED05).
    pub element: Option<u32>,
    /// What was wrong, as the partner received it (TED07).
    pub value: String,
}

/// Reads an 824 we received.
pub fn decode(source: Source) -> Decoded {
    let mut out = Decoded::default();
    for segment in source.segments() {
        match segment.id() {
            "OTI" => match taken(segment.element(1)) {
                Some(taken) => out.judged.push(judged(&segment, taken)),
                None => {
                    let code = segment.element(1);
                    let cause = format!("OTI01 {code:?} does not say what became of the message");
                    let remark = Remark::new(Code::AcknowledgementIncomplete, cause);
                    out.findings.push(source.finding(&segment, Some(1), remark));
                }
            },
            "SE" if out.judged.is_empty() && out.findings.is_empty() => {
                let cause = "no OTI says which message is judged, and how";
                let remark = Remark::new(Code::AcknowledgementIncomplete, cause);
                out.findings.push(source.finding(&segment, None, remark));
            }
            _ => {
                if let Some(judged) = out.judged.last_mut() {
                    more(judged, &segment);
                }
            }
        }
    }
    out
}

/// Data element 110: the last letter tells what became of what the first names. Some of it was
/// taken where it was changed (C), had errors (E) or was partly rejected (P).
fn taken(code: &str) -> Option<Taken> {
    match code.as_bytes() {
        [_, b'A'] => Some(Taken::InFull),
        [_, b'C' | b'E' | b'P'] => Some(Taken::InPart),
        [_, b'R'] => Some(Taken::NotAtAll),
        _ => None,
    }
}

fn judged(segment: &Segment, taken: Taken) -> Judged {
    let element = |n: usize| segment.element(n).to_owned();
    let (qualifier, reference) = (segment.element(2), segment.element(3));
    let mut judged = Judged {
        kind: element(10),
        group: element(8),
        message: element(9),
        reference: format!("{qualifier} {reference}").trim().to_owned(),
        order: OrderReference::default(),
        code: element(1),
        taken,
        reasons: Vec::new(),
    };
    names(&mut judged, qualifier, reference);
    judged
}

/// Notes the order that a reference names, unless another did before.
fn names(judged: &mut Judged, qualifier: &str, value: &str) {
    let (po_number, order_id) = order_named(qualifier, value);
    let order = &mut judged.order;
    order.po_number = order.po_number.take().or(po_number);
    order.order_id = order.order_id.take().or(order_id);
}

/// Adds what follows an OTI.
fn more(judged: &mut Judged, segment: &Segment) {
    let element = |n: usize| segment.element(n).to_owned();
    match segment.id() {
        "REF" => names(judged, segment.element(1), segment.element(2)),
        "TED" => judged.reasons.push(Reason {
            code: element(1),
            text: element(2),
            segment_id: element(3),
            segment: segment.element(4).parse().ok(),
            // From version 5010 on a composite, of which the first part is the element.
            element: segment.component(5, 1).parse().ok(),
            value: element(7),
        }),
        "NTE" => {
            let note = segment.element(2).trim();
            if let Some(reason) = judged.reasons.last_mut().filter(|_| !note.is_empty()) {
                let blank = if reason.text.is_empty() { "" } else { " " };
                reason.text = format!("{}{blank}{note}", reason.text);
            }
        }
        _ => {}
    }
}
