use super::open::{Open, Queue};
use crate::cause::{Cause, Noun, Problem, Shown};
use crate::code::{Code, Severity};
use crate::finding::{Acknowledgement, Finding, Level};
use crate::place::Place;
use crate::segment::Segment;

/// What a trailer repeats of its header and counts, and how its faults are told.
pub(super) struct Trailer {
    /// The trailer, and where the header has its control number.
    pub(super) id: &'static str,
    pub(super) header: &'static str,
    /// What is counted, and in what.
    pub(super) parts: Noun,
    pub(super) whole: Noun,
    pub(super) count: Code,
    pub(super) number: Code,
    /// What the sender is told instead of a value that is missing; the same where `None`.
    pub(super) missing: Option<&'static str>,
}

impl Trailer {
    /// Compares a trailer's count and, where there is a header, its control number.
    pub(super) fn compare(
        &self,
        queue: &mut Queue,
        segment: &Segment<'_>,
        place: impl Fn() -> Place,
        counted: u64,
        expected: Option<&str>,
    ) {
        let trailer = self.id;
        let said = segment.element_bytes(1);
        if digits(said) != Some(counted) && number(segment.element(1)) != Some(counted) {
            let cause = Cause::Count {
                trailer,
                said: Shown::new(segment.element(1)),
                parts: self.parts,
                whole: self.whole,
                counted,
            };
            let place = place().element(segment, 1);
            self.say(queue, segment, (self.count, place), cause);
        }
        let said = segment.element_bytes(2);
        let is_plain = said.iter().all(u8::is_ascii_alphanumeric);
        let different = expected.filter(|expected| {
            !(is_plain && said == expected.as_bytes()) && segment.text(2).trim() != *expected
        });
        if let Some(expected) = different {
            let cause = Cause::Number {
                trailer,
                said: Shown::new(segment.element(2)),
                header: self.header,
                expected: expected.to_owned(),
            };
            let place = place().element(segment, 2);
            self.say(queue, segment, (self.number, place), cause);
        }
    }

    /// Says that the trailer of a group or interchange has a third element.
    ///
    /// X12 has no code for it, and tolerates it.
    pub(super) fn at_most_two(&self, queue: &mut Queue, segment: &Segment<'_>, place: Place) {
        let text = segment.element_bytes(3);
        if text.is_empty() {
            return;
        }
        let cause = Cause::field(self.id, 3, Problem::OneTooMany);
        let (code, severity) = match self.missing {
            Some(_) => (Code::EdifactElementTooMany, Severity::Error),
            None => (Code::ElementTooMany, Severity::Warning),
        };
        let mut finding = Finding::new(code, place.element(segment, 3), text, cause);
        finding.severity = severity;
        finding.acknowledgement = match self.id {
            "IEA" => Some((Level::Ta1, "022")),
            "UNE" => Some((Level::Ucf, "16")),
            "UNZ" => Some((Level::Uci, "16")),
            _ => None,
        }
        .map(|(level, code)| Acknowledgement { level, code });
        queue.keep(finding);
    }

    fn say(
        &self,
        queue: &mut Queue,
        segment: &Segment<'_>,
        (code, place): (Code, Place),
        cause: Cause,
    ) {
        let n = place.element.map_or(0, |n| n as usize);
        let text = segment.element_bytes(n);
        let mut finding = Finding::new(code, place, text, cause);
        if let (Some(missing), Some(told)) = (self.missing, finding.acknowledgement)
            && text.is_empty()
        {
            finding = finding.told(told.level, missing);
        }
        queue.keep(finding);
    }
}

impl Open {
    /// Takes the trailer of a message.
    pub(super) fn end_message(
        &mut self,
        trailer: &Trailer,
        queue: &mut Queue,
        segment: &Segment<'_>,
        end: usize,
    ) {
        let Some(message) = &self.message else {
            return self.stray(queue, segment);
        };
        let counted = u64::from(message.segments) + 1;
        let expected = Some(message.control_number.as_str());
        trailer.compare(queue, segment, || self.place(), counted, expected);
        queue.segment();
        self.close_message(queue, Some(end));
    }
}

pub(super) fn number(text: &str) -> Option<u64> {
    let digits = text.trim();
    // A number parses with a sign before it, which a count has not.
    let unsigned = digits.bytes().all(|b| b.is_ascii_digit());
    unsigned.then(|| digits.parse().ok())?
}

/// Reads a number of one to nine digits.
fn digits(text: &[u8]) -> Option<u64> {
    if !(1..=9).contains(&text.len()) || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let add = |number, byte: &u8| number * 10 + u64::from(byte - b'0');
    Some(text.iter().fold(0, add))
}
