use super::{is_date, is_time};
use crate::cause::{Cause, Problem};
use crate::code::Code;
use crate::segment::Segment;

/// What is wrong with a component of a UNB, UNG or UNH, and the code of CONTRL (0085).
#[derive(Debug)]
pub(crate) struct WrongPart {
    pub(crate) code: Code,
    pub(crate) element: usize,
    pub(crate) component: Option<u32>,
    pub(crate) cause: Cause,
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
            cause: Cause::field("UNH", 2, Problem::NotMessageEdifact),
            told: match kind.len() {
                0 => "13",
                1..=6 => "12",
                _ => "39",
            },
        });
    }
    for (c, n, problem) in [
        (2, 2, Problem::NoMessageVersion),
        (3, 3, Problem::NoMessageRelease),
    ] {
        if !kind.is_empty() && segment.component_text(2, n).trim().is_empty() {
            wrong.push(WrongPart {
                code: Code::UnhKind,
                element: 2,
                component: Some(c),
                cause: Cause::field("UNH", 2, problem),
                told: "13",
            });
        }
    }
    let length = segment.text(1).trim().chars().count();
    let (min, max) = (1, 14);
    if !(min..=max).contains(&length) {
        wrong.push(WrongPart {
            code: Code::UnhNumber,
            element: 1,
            component: None,
            cause: Cause::field("UNH", 1, Problem::Length { length, min, max }),
            told: if length == 0 { "13" } else { "39" },
        });
    }
    wrong
}

/// An element or component, whether it is right, the code of CONTRL, and what is wrong with it.
type Field = (usize, u32, bool, &'static str, Problem);

/// Checks the fields of a UNB.
pub(crate) fn unb(segment: &Segment<'_>) -> Vec<WrongPart> {
    let syntax = segment.component_text(1, 1);
    let charset = matches!(syntax.as_bytes(), [b'U', b'N', b'O', b'A'..=b'Y']);
    let version = matches!(&*segment.component_text(1, 2), "1" | "2" | "3" | "4");
    let filled = |n, c| is_filled(segment, n, c);
    let [date, time] = date_and_time(segment);
    let checks = [
        (1, 1, charset, "2", Problem::NoCharacterSet),
        (1, 2, version, "2", Problem::NoSyntaxVersion),
        (2, 1, filled(2, 1), "13", Problem::NoSender),
        (3, 1, filled(3, 1), "13", Problem::NoReceiver),
        date,
        time,
        (5, 0, filled(5, 1), "13", Problem::NoControlNumber),
        (12, 0, !filled(12, 1), "16", Problem::OneTooMany),
    ];
    wrong_parts(Code::UnbField, "UNB", checks)
}

/// Checks the fields of a UNG; from syntax version 4 on only its control number is mandatory.
pub(crate) fn ung(segment: &Segment<'_>, is_4: bool) -> Vec<WrongPart> {
    let filled = |n| is_4 || is_filled(segment, n, 1);
    let [mut date, mut time] = date_and_time(segment);
    if is_4 && segment.element_bytes(4).is_empty() {
        (date.2, time.2) = (true, true);
    }
    let numbered = is_filled(segment, 5, 1);
    let checks = [
        (1, 0, filled(1), "13", Problem::NoMessageKind),
        (2, 1, filled(2), "13", Problem::NoSender),
        (3, 1, filled(3), "13", Problem::NoReceiver),
        date,
        time,
        (5, 0, numbered, "13", Problem::NoControlNumber),
        (6, 0, filled(6), "13", Problem::NoAgency),
        (7, 1, filled(7), "13", Problem::NoVersion),
        (9, 0, !is_filled(segment, 9, 1), "16", Problem::OneTooMany),
    ];
    wrong_parts(Code::UngField, "UNG", checks)
}

fn is_filled(segment: &Segment<'_>, n: usize, c: usize) -> bool {
    !segment.component_text(n, c).trim().is_empty()
}

/// Checks S004, the fourth element of a UNB or UNG.
fn date_and_time(segment: &Segment<'_>) -> [Field; 2] {
    let (date, time) = (segment.component_text(4, 1), segment.component_text(4, 2));
    let is_time = time.len() == 4 && is_time(&time);
    let full = match date.len() {
        6 => format!("20{date}"),
        _ => date.into_owned(),
    };
    let invalid = |c| if is_filled(segment, 4, c) { "12" } else { "13" };
    [
        (4, 1, is_date(&full), invalid(1), Problem::NoDate),
        (4, 2, is_time, invalid(2), Problem::NoTime),
    ]
}

fn wrong_parts<const N: usize>(code: Code, id: &'static str, checks: [Field; N]) -> Vec<WrongPart> {
    let wrong = checks.into_iter().filter(|(_, _, good, ..)| !good);
    wrong
        .map(|(element, component, _, told, problem)| WrongPart {
            code,
            element,
            component: Some(component).filter(|c| *c > 0),
            cause: Cause::field(id, element, problem),
            told,
        })
        .collect()
}
