use crate::code::Code;
use crate::finding::{Finding, Level};
use crate::header::{Isa, LENGTHS};
use crate::place::Place;
use crate::segment::{Segment, decode};
use crate::token::Span;

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
            (
                Code::IsaLineBreak,
                format!("a line break stands inside ISA{n:02}"),
            )
        } else if field.len() > length {
            let cause = format!("ISA{n:02} has {} bytes where {length} are due", field.len());
            (Code::IsaTooLong, cause)
        } else {
            unpadded = unpadded.or((field.len() < length).then_some(n));
            continue;
        };
        findings.push(Finding::new(code, at_field(header, place, n), field, cause));
    }
    if let Some(n) = unpadded {
        let field = header.field(bytes, n);
        let cause = format!(
            "ISA{n:02} has {} bytes where {} are due; the ISA should be 106 bytes long",
            field.len(),
            LENGTHS[n - 1]
        );
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
            "the element separator can be data",
            "026",
        )
    } else if d.component == 0 && header.fields[15].length == 0 {
        (
            at(last, 0),
            "ISA16, the component separator, is empty",
            "027",
        )
    } else if unfit(d.component) || d.component == d.element {
        (
            at(last.saturating_sub(1), 1),
            "the component separator can be data",
            "027",
        )
    } else if !header.terminated {
        (at(last, 0), "nothing ends the ISA", "004")
    } else if unfit(d.terminator) || [d.element, d.component].contains(&d.terminator) {
        (
            at(last, 1),
            "the segment terminator is a separator or can be data",
            "004",
        )
    } else {
        return;
    };
    let text = bytes.get(span.offset..span.end()).unwrap_or_default();
    let mut place = place.clone().at(span);
    place.segment_id = Some("ISA".to_owned());
    let finding = Finding::new(Code::IsaDelimiters, place, text, cause.to_owned());
    findings.push(finding.told(Level::Ta1, told));
}

fn values(bytes: &[u8], header: &Isa, place: &Place, findings: &mut Vec<Finding>) {
    let field = |n| decode(header.field(bytes, n));
    let digits = |n: usize| !field(n).is_empty() && field(n).bytes().all(|b| b.is_ascii_digit());
    let letters = |n: usize| field(n).trim().bytes().all(|b| b.is_ascii_alphanumeric());
    let filled = |n: usize| !field(n).trim().is_empty();
    let checks = [
        (
            1,
            letters(1) && filled(1),
            "010",
            "is no authorization qualifier",
        ),
        (
            3,
            letters(3) && filled(3),
            "012",
            "is no security qualifier",
        ),
        (5, letters(5) && filled(5), "005", "is no id qualifier"),
        (6, filled(6), "006", "names no sender"),
        (7, letters(7) && filled(7), "007", "is no id qualifier"),
        (8, filled(8), "008", "names no receiver"),
        (
            9,
            is_date(&format!("20{}", field(9))),
            "014",
            "is no date of six digits",
        ),
        (
            10,
            is_time(&field(10)) && field(10).len() == 4,
            "015",
            "is no time of four digits",
        ),
        (12, digits(12), "017", "is no version"),
        (13, digits(13), "018", "is no control number"),
        (
            14,
            matches!(&*field(14), "0" | "1"),
            "019",
            "is neither 0 nor 1",
        ),
        (
            15,
            matches!(&*field(15), "P" | "T" | "I"),
            "020",
            "is not P, T or I",
        ),
    ];
    for (n, _, told, what) in checks.into_iter().filter(|(_, good, ..)| !good) {
        let cause = format!("ISA{n:02} {what}");
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
    let mut say = |code, n, cause: String| {
        let place = place.clone().element(segment, n);
        findings.push(Finding::new(code, place, segment.element_bytes(n), cause));
    };
    for (n, min, max) in bounds {
        let length = segment.text(n).chars().count();
        if !(min..=max).contains(&length) {
            let cause = format!("GS{n:02} has {length} characters where {min} to {max} are due");
            say(Code::GsField, n, cause);
        }
    }
    if segment.element(4).len() == 8 && !is_date(segment.element(4)) {
        say(Code::GsField, 4, "GS04 is no date".to_owned());
    }
    if (4..=8).contains(&segment.element(5).len()) && !is_time(segment.element(5)) {
        say(Code::GsField, 5, "GS05 is no time".to_owned());
    }
    let version = segment.element(8).trim_end().as_bytes();
    let number = version
        .get(..6)
        .is_some_and(|v| v.iter().all(u8::is_ascii_digit));
    if !number || version.len() > 12 {
        let cause = "GS08 is no version: six digits and up to six more characters";
        say(Code::GsVersion, 8, cause.to_owned());
    }
    let control = segment.element(6);
    if control.is_empty() || !control.trim().bytes().all(|b| b.is_ascii_digit()) {
        let place = place.clone().element(segment, 6);
        let cause = "GS06 is no control number: one to nine digits".to_owned();
        let finding = Finding::new(Code::GsField, place, segment.element_bytes(6), cause);
        findings.push(finding.told(Level::Ak9, "6"));
    }
    findings
}

/// What is wrong with an element: the code, the element, and what to say.
pub(crate) type Wrong = (Code, usize, String);

/// Checks the fields of an ST.
pub(crate) fn st(segment: &Segment<'_>) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let kind = segment.element(1).trim();
    if kind.len() != 3 || !kind.bytes().all(|b| b.is_ascii_alphanumeric()) {
        let cause = "ST01 is no message name of three characters".to_owned();
        wrong.push((Code::StKind, 1, cause));
    }
    let length = segment.text(2).trim().chars().count();
    if !(4..=9).contains(&length) {
        let cause = format!("ST02 has {length} characters where 4 to 9 are due");
        wrong.push((Code::StNumber, 2, cause));
    }
    wrong
}

/// What is wrong with a component of a UNH or UNB, and the code of CONTRL (0085).
#[derive(Debug)]
pub(crate) struct WrongPart {
    pub(crate) code: Code,
    pub(crate) element: usize,
    pub(crate) component: Option<u32>,
    pub(crate) cause: String,
    pub(crate) told: &'static str,
}

/// Checks the fields of a UNH.
pub(crate) fn unh(segment: &Segment<'_>) -> Vec<WrongPart> {
    let mut wrong = Vec::new();
    let kind = segment.component_text(2, 1);
    let letters = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    if !(1..=6).contains(&kind.len()) || !kind.bytes().all(letters) {
        wrong.push(WrongPart {
            code: Code::UnhKind,
            element: 2,
            component: Some(1),
            cause: "UNH02 names no message: up to six capital letters".to_owned(),
            told: if kind.is_empty() { "13" } else { "12" },
        });
    }
    let length = segment.text(1).trim().chars().count();
    if !(1..=14).contains(&length) {
        wrong.push(WrongPart {
            code: Code::UnhNumber,
            element: 1,
            component: None,
            cause: format!("UNH01 has {length} characters where 1 to 14 are due"),
            told: if length == 0 { "13" } else { "39" },
        });
    }
    wrong
}

/// Checks the fields of a UNB.
pub(crate) fn unb(segment: &Segment<'_>) -> Vec<WrongPart> {
    let part = |n, c| segment.component_text(n, c);
    let filled = |n, c| !part(n, c).trim().is_empty();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let date = part(4, 1);
    let full = match date.len() {
        6 => format!("20{date}"),
        _ => date.into_owned(),
    };
    let time = part(4, 2);
    let is_time = time.len() == 4 && digits(&time) && is_time(&time);
    let syntax = part(1, 1);
    let charset = matches!(syntax.as_bytes(), [b'U', b'N', b'O', b'A'..=b'Y']);
    let version = matches!(&*part(1, 2), "1" | "2" | "3" | "4");
    let invalid = |n, c| if filled(n, c) { "12" } else { "13" };
    let checks = [
        (1, 1, charset, "2", "names no character set, UNOA to UNOY"),
        (1, 2, version, "2", "has no syntax version, 1 to 4"),
        (2, 1, filled(2, 1), "13", "names no sender"),
        (3, 1, filled(3, 1), "13", "names no receiver"),
        (
            4,
            1,
            is_date(&full),
            invalid(4, 1),
            "has no date of six or eight digits",
        ),
        (4, 2, is_time, invalid(4, 2), "has no time of four digits"),
        (5, 0, filled(5, 1), "13", "holds no control number"),
    ];
    let wrong = checks.into_iter().filter(|(_, _, good, ..)| !good);
    wrong
        .map(|(element, component, _, told, what)| WrongPart {
            code: Code::UnbField,
            element,
            component: Some(component).filter(|c| *c > 0),
            cause: format!("UNB{element:02} {what}"),
            told,
        })
        .collect()
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
