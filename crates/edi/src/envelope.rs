mod edifact;

use crate::cause::{Cause, ElementName, Problem};
use crate::code::Code;
use crate::finding::{Finding, Level};
use crate::header::{Isa, LENGTHS};
use crate::place::Place;
use crate::segment::{Segment, decode};
use crate::token::Span;
pub(crate) use edifact::{WrongPart, unb, ung, unh};

/// Checks the fields of an ISA.
///
/// `base` is where in the file `bytes`, in which the ISA was found, start.
pub(crate) fn isa(bytes: &[u8], base: usize, header: &Isa, place: &Place) -> Vec<Finding> {
    let mut findings = Vec::new();
    lengths(bytes, header, place, &mut findings);
    delimiters(bytes, header, place, &mut findings);
    values(bytes, header, place, &mut findings);
    for finding in &mut findings {
        finding.place.offset += base;
    }
    findings
}

fn at_field(header: &Isa, place: &Place, n: usize) -> Place {
    let mut place = place.clone().at(header.fields[n - 1]);
    place.segment_id = Some("ISA".to_owned());
    place.element = u32::try_from(n).ok();
    place
}

fn lengths(bytes: &[u8], header: &Isa, place: &Place, findings: &mut Vec<Finding>) {
    let mut unpadded = None;
    for (n, &length) in (1..).zip(&LENGTHS) {
        let field = header.field(bytes, n);
        let (code, cause) = if field.iter().any(|b| matches!(b, b'\r' | b'\n')) {
            let element = ElementName::new("ISA", n, None);
            (Code::IsaLineBreak, Cause::LineBreakInside { element })
        } else if field.len() > length {
            let (length, due) = (field.len(), length);
            let problem = Problem::TooManyBytes { length, due };
            (Code::IsaTooLong, Cause::field("ISA", n, problem))
        } else {
            unpadded = unpadded.or((field.len() < length).then_some(n));
            continue;
        };
        findings.push(Finding::new(code, at_field(header, place, n), field, cause));
    }
    if let Some(n) = unpadded {
        let field = header.field(bytes, n);
        let (length, due) = (field.len(), LENGTHS[n - 1]);
        let cause = Cause::field("ISA", n, Problem::Unpadded { length, due });
        let place = at_field(header, place, n);
        findings.push(Finding::new(Code::IsaUnpadded, place, field, cause));
    }
}

fn delimiters(bytes: &[u8], header: &Isa, place: &Place, findings: &mut Vec<Finding>) {
    let d = header.delimiters;
    let unfit = |b: u8| b.is_ascii_alphanumeric() || !b.is_ascii() || b == b' ';
    let last = header.text_end;
    let at = |offset: usize, length: usize| Span { offset, length };
    let (span, cause, told) = if unfit(d.element) {
        (
            at(header.start + 3, 1),
            Cause::ElementSeparatorIsData,
            "026",
        )
    } else if d.component == 0 && header.fields[15].length == 0 {
        (at(last, 0), Cause::NoComponentSeparator, "027")
    } else if unfit(d.component) || d.component == d.element {
        (
            at(last.saturating_sub(1), 1),
            Cause::ComponentSeparatorIsData,
            "027",
        )
    } else if !header.terminated {
        (at(last, 0), Cause::NothingEndsIsa, "004")
    } else if unfit(d.terminator) || [d.element, d.component].contains(&d.terminator) {
        (at(last, 1), Cause::TerminatorIsData, "004")
    } else if d
        .repetition
        .is_some_and(|r| [d.element, d.component, d.terminator].contains(&r))
    {
        (header.fields[10], Cause::RepetitionIsDelimiter, "022")
    } else {
        return;
    };
    let text = bytes.get(span.offset..span.end()).unwrap_or_default();
    let mut place = place.clone().at(span);
    place.segment_id = Some("ISA".to_owned());
    let finding = Finding::new(Code::IsaDelimiters, place, text, cause);
    findings.push(finding.told(Level::Ta1, told));
}

fn values(bytes: &[u8], header: &Isa, place: &Place, findings: &mut Vec<Finding>) {
    let field = |n| decode(header.field(bytes, n));
    let digits = |n: usize| !field(n).is_empty() && field(n).bytes().all(|b| b.is_ascii_digit());
    let letters = |n: usize| field(n).trim().bytes().all(|b| b.is_ascii_alphanumeric());
    let filled = |n: usize| !field(n).trim().is_empty();
    let checks = [
        (1, letters(1) && filled(1), "010", Problem::NotAuthorization),
        (3, letters(3) && filled(3), "012", Problem::NotSecurity),
        (5, letters(5) && filled(5), "005", Problem::NotIdQualifier),
        (6, filled(6), "006", Problem::NoSender),
        (7, letters(7) && filled(7), "007", Problem::NotIdQualifier),
        (8, filled(8), "008", Problem::NoReceiver),
        (
            9,
            is_date(&format!("20{}", field(9))),
            "014",
            Problem::NotDateOfSix,
        ),
        (
            10,
            is_time(&field(10)) && field(10).len() == 4,
            "015",
            Problem::NotTimeOfFour,
        ),
        // From version 00402 on it separates repetitions.
        (
            11,
            &*field(11) == "U" || &*field(12) >= "00402",
            "016",
            Problem::NoStandard,
        ),
        (12, digits(12), "017", Problem::NotVersion),
        (13, digits(13), "018", Problem::NotControlNumber),
        (
            14,
            matches!(&*field(14), "0" | "1"),
            "019",
            Problem::NotZeroOrOne,
        ),
        (
            15,
            matches!(&*field(15), "P" | "T" | "I"),
            "020",
            Problem::NotUsage,
        ),
    ];
    for (n, _, told, problem) in checks.into_iter().filter(|(_, good, ..)| !good) {
        let cause = Cause::field("ISA", n, problem);
        let place = at_field(header, place, n);
        let finding = Finding::new(Code::IsaField, place, header.field(bytes, n), cause);
        findings.push(finding.told(Level::Ta1, told));
    }
}

/// Checks the fields of a GS.
pub(crate) fn gs(segment: &Segment<'_>, place: &Place) -> Vec<Finding> {
    let mut findings = Vec::new();
    let bounds = [
        (1, 2, 2),
        (2, 2, 15),
        (3, 2, 15),
        (4, 8, 8),
        (5, 4, 8),
        (6, 1, 9),
        (7, 1, 2),
    ];
    let mut say = |code, n, problem| {
        let cause = Cause::field("GS", n, problem);
        let place = place.clone().element(segment, n);
        findings.push(Finding::new(code, place, segment.element_bytes(n), cause));
    };
    for (n, min, max) in bounds {
        let length = segment.text(n).chars().count();
        if !(min..=max).contains(&length) {
            say(Code::GsField, n, Problem::Length { length, min, max });
        }
    }
    if segment.element(4).len() == 8 && !is_date(segment.element(4)) {
        say(Code::GsField, 4, Problem::NotDate);
    }
    if (4..=8).contains(&segment.element(5).len()) && !is_time(segment.element(5)) {
        say(Code::GsField, 5, Problem::NotTime);
    }
    if !segment.element_bytes(9).is_empty() {
        say(Code::GsField, 9, Problem::OneTooMany);
    }
    let version = segment.element(8).trim_end().as_bytes();
    let number = version
        .get(..6)
        .is_some_and(|v| v.iter().all(u8::is_ascii_digit));
    if !number || version.len() > 12 {
        say(Code::GsVersion, 8, Problem::NotGroupVersion);
    }
    let control = segment.element(6);
    let digits = control.trim();
    if !(1..=9).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        let place = place.clone().element(segment, 6);
        let cause = Cause::field("GS", 6, Problem::NotGroupNumber);
        let finding = Finding::new(Code::GsField, place, segment.element_bytes(6), cause);
        findings.push(finding.told(Level::Ak9, "6"));
    }
    findings
}

/// What is wrong with an element: the code, the element, and what to say.
pub(crate) type Wrong = (Code, usize, Cause);

/// Checks the fields of an ST.
pub(crate) fn st(segment: &Segment<'_>) -> Vec<Wrong> {
    let (kind, number) = (segment.element_bytes(1), segment.element_bytes(2));
    let is_plain = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_alphanumeric);
    if kind.len() == 3 && (4..=9).contains(&number.len()) && is_plain(kind) && is_plain(number) {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    let kind = segment.element(1).trim();
    if kind.len() != 3 || !kind.bytes().all(|b| b.is_ascii_alphanumeric()) {
        let cause = Cause::field("ST", 1, Problem::NotMessageX12);
        wrong.push((Code::StKind, 1, cause));
    }
    let length = segment.text(2).trim().chars().count();
    if !(4..=9).contains(&length) {
        let (min, max) = (4, 9);
        let cause = Cause::field("ST", 2, Problem::Length { length, min, max });
        wrong.push((Code::StNumber, 2, cause));
    }
    wrong
}

/// Tells whether this is a date of eight digits.
pub(crate) fn is_date(text: &str) -> bool {
    let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let part = |from: usize, to: usize| text.get(from..to).and_then(|p| p.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day), true) = (part(0, 4), part(4, 6), part(6, 8), digits)
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Tells whether this is a time: HHMM, with seconds and their fractions as far as given.
pub(crate) fn is_time(text: &str) -> bool {
    let below = |from: usize, to: usize, limit: u32| {
        text.get(from..to)
            .and_then(|p| p.parse::<u32>().ok())
            .is_some_and(|n| n < limit)
    };
    (4..=8).contains(&text.len())
        && text.len() != 5
        && text.bytes().all(|b| b.is_ascii_digit())
        && below(0, 2, 24)
        && below(2, 4, 60)
        && (text.len() == 4 || below(4, 6, 60))
}
