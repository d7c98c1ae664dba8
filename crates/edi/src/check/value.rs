use super::words::Words;
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
) -> Option<(Code, String)> {
    let character = |what: String| Some((words.character, what));
    if let Some(c) = text.chars().find(|c| c.is_control()) {
        return character(format!("holds the control character {c:?}"));
    }
    let length = match expected.kind {
        Kind::Integer => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return character("is no whole number".to_owned());
            }
            digits.len()
        }
        Kind::Decimal => match decimal_digits(text) {
            Some(digits) => digits,
            None => return character("is no number".to_owned()),
        },
        // EDIFACT's numbers have no exponent.
        Kind::Number => match decimal_digits(&text.replace(',', ".")) {
            Some(digits) if !text.contains('E') => digits,
            _ => return character("is no number".to_owned()),
        },
        Kind::Letters if text.bytes().any(|b| b.is_ascii_digit()) => {
            return character("holds a digit where letters are due".to_owned());
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
        let cause = format!("has {length} characters where {min} to {max} are due");
        return Some(match length < min {
            true => (words.too_short, cause),
            false => (words.too_long, cause),
        });
    }
    match expected.kind {
        Kind::Date if !date(text) => Some((words.date, "is no date".to_owned())),
        Kind::Time if !is_time(text) => Some((words.time, "is no time".to_owned())),
        _ if foreign => None,
        _ => code(text.trim_end(), &expected.codes, words),
    }
}

fn code(text: &str, codes: &Codes, words: &Words) -> Option<(Code, String)> {
    match codes {
        Codes::Only(list) if !list.contains(text.as_bytes()) => Some((
            words.code,
            format!("is {text:?}, which is none of its codes"),
        )),
        Codes::Usual(list) if !list.contains(text.as_bytes()) => Some((
            words.code_unusual,
            format!("is {text:?}, a code we do not know"),
        )),
        _ => None,
    }
}

fn date(text: &str) -> bool {
    match text.len() {
        6 => is_date(&format!("20{text}")),
        _ => is_date(text),
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
