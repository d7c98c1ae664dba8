use memchr::memmem;

use super::Una;
use crate::token::{self, Delimiters};

/// Information separators of UNOB, which stand for `'`, `+` and `:`.
const UNOB: Delimiters = Delimiters {
    element: 0x1D,
    component: 0x1F,
    repetition: None,
    terminator: 0x1C,
    release: None,
};

/// A UNB starts at most so many bytes after the start of its UNA.
const FARTHEST_UNB: usize = 512;

/// Finds the first start of an EDIFACT interchange from `from` on that begins within `limited`.
pub(super) fn find(limited: &[u8], bytes: &[u8], from: usize) -> Option<Una> {
    let rest = limited.get(from..)?;
    memmem::find_iter(rest, b"UN").find_map(|at| header(bytes, from + at))
}

/// Reads UNA and the start of UNB, or a UNB alone.
pub(super) fn header(bytes: &[u8], start: usize) -> Option<Una> {
    let text = bytes.get(start..)?;
    let Some(service) = text.strip_prefix(b"UNA") else {
        let delimiters = match text.get(3)? {
            0x1D => UNOB,
            b'+' => Delimiters::edifact(),
            _ => return None,
        };
        return is_unb(text, delimiters.element).then_some(Una {
            start,
            unb: start,
            declared: false,
            delimiters,
        });
    };
    let [
        component,
        element,
        _decimal,
        release,
        repetition,
        terminator,
    ] = *service.first_chunk::<6>()?;
    if !are_distinct(&[component, element, terminator], release) {
        return None;
    }
    let unless_blank = |b: u8| (b != b' ').then_some(b);
    let unb = token::skip_padding(bytes, start + 9);
    // Bounded, as only so many bytes are looked ahead.
    (unb - start <= FARTHEST_UNB && is_unb(bytes.get(unb..)?, element)).then_some(Una {
        start,
        unb,
        declared: true,
        delimiters: Delimiters {
            element,
            component,
            repetition: unless_blank(repetition),
            terminator,
            release: unless_blank(release),
        },
    })
}

/// Tells whether service characters can be told from one another and from data; a blank releases
/// nothing.
fn are_distinct(separators: &[u8; 3], release: u8) -> bool {
    let [a, b, c] = *separators;
    let differ = a != b && b != c && c != a && !separators.contains(&release);
    let data = |byte: &u8| byte.is_ascii_alphanumeric();
    differ && !separators.iter().any(|s| data(s) || *s == b' ') && !data(&release)
}

/// Tells whether this starts with UNB and a syntax identifier, UNOA to UNOY or an older one.
fn is_unb(text: &[u8], element: u8) -> bool {
    let identifier = text
        .strip_prefix(b"UNB")
        .and_then(|t| t.split_first())
        .filter(|(first, _)| **first == element)
        .and_then(|(_, rest)| rest.first_chunk::<4>());
    identifier.is_some_and(|id| id.iter().all(u8::is_ascii_uppercase))
}

/// Finds a start that no data looks like: UNA and UNB, or a UNB that names UNOA to UNOY.
pub(super) fn find_plain(segment: &[u8]) -> Option<usize> {
    memmem::find_iter(segment, b"UN")
        .filter(|at| *at > 0)
        .find(|&at| {
            header(segment, at).is_some_and(|una| {
                let syntax = segment.get(una.unb + 4..una.unb + 7);
                una.declared || syntax == Some(b"UNO")
            })
        })
}
