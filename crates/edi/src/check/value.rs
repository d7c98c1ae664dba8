use super::words::Words;
use crate::cause::Problem;
use crate::code::Code;
use crate::envelope::{is_date, is_time};
use crate::schema::{Codes, ElementSchema, Kind};

/// Returns what is wrong with a value, release characters left out; `foreign` when its code is from
/// a list of its own.
pub(super) fn wrong(
    text: &str,
    expected: &ElementSchema,
    foreign: bool,
    words: &Words,
) -> Option<(Code, Problem)> {
    let character = |what: Problem| Some((words.character, what));
    if let Some(c) = text.chars().find(|c| c.is_control()) {
        return character(Problem::Control { character: c });
    }
    let length = match expected.kind {
        Kind::Integer => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return character(Problem::NotWhole);
            }
            digits.len()
        }
        Kind::Decimal => match decimal_digits(text) {
            Some(digits) => digits,
            None => return character(Problem::NotNumber),
        },
        // EDIFACT's numbers have no exponent, and a digit on either side of the decimal mark.
        Kind::Number => match decimal_digits(&text.replace(',', ".")) {
            Some(digits) if !text.contains('E') && has_its_digits(text) => digits,
            _ => return character(Problem::NotNumber),
        },
        Kind::Letters if text.bytes().any(|b| b.is_ascii_digit()) => {
            return character(Problem::NotLetters);
        }
        // Blanks at the end are padding: they never make a value too long.
        _ => text
            .trim_end()
            .chars()
            .count()
            .max(expected.min.min(text.chars().count())),
    };
    let (min, max) = (expected.min, expected.max);
    if !(min..=max).contains(&length) {
        let problem = Problem::Length { length, min, max };
        return Some(match length < min {
            true => (words.too_short, problem),
            false => (words.too_long, problem),
        });
    }
    match expected.kind {
        Kind::Date if !date(text) => Some((words.date, Problem::NotDate)),
        Kind::Time if !is_time(text) => Some((words.time, Problem::NotTime)),
        _ if foreign => None,
        _ => code(text.trim_end(), &expected.codes, words),
    }
}

fn code(text: &str, codes: &Codes, words: &Words) -> Option<(Code, Problem)> {
    let owned = || text.to_owned();
    match codes {
        Codes::Only(list) if !list.contains(text.as_bytes()) => {
            Some((words.code, Problem::NotInCodes { text: owned() }))
        }
        Codes::Usual(list) if !list.contains(text.as_bytes()) => {
            Some((words.code_unusual, Problem::CodeUnknown { text: owned() }))
        }
        _ => None,
    }
}

fn date(text: &str) -> bool {
    match text.len() {
        6 => is_date(&format!("20{text}")),
        _ => is_date(text),
    }
}

fn has_its_digits(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let parts = unsigned.split_once(['.', ',']);
    parts.is_none_or(|(whole, fraction)| !whole.is_empty() && !fraction.is_empty())
}

/// Returns what CONTRL says of a value that holds what its type does not allow (0085).
pub(super) fn told_in_contrl(text: &str) -> &'static str {
    let is_mark = |c: char| c == '.' || c == ',';
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    match unsigned {
        _ if text.contains(char::is_control) => "21",
        _ if !unsigned.chars().all(|c| c.is_ascii_digit() || is_mark(c)) => "37",
        _ if unsigned.starts_with(is_mark) => "38",
        _ if unsigned.contains(is_mark) => "19",
        _ => "37",
    }
}

/// Returns how many digits a decimal number has; sign, point and exponent mark do not count.
fn decimal_digits(text: &str) -> Option<usize> {
    let (mantissa, exponent) = text
        .split_once('E')
        .map_or((text, None), |(m, e)| (m, Some(e)));
    let digits = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then_some(part.len())
    };
    let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let count = digits(whole)? + digits(fraction)?;
    let exponent = match exponent {
        Some(e) => digits(e.strip_prefix('-').unwrap_or(e)).filter(|n| *n > 0)?,
        None => 0,
    };
    (count > 0).then_some(count + exponent)
}
