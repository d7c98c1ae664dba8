//! The writers: one for each syntax.

mod charset;
mod edifact;
mod plain;
mod x12;

use crate::error::Error;
pub(crate) use charset::Charset;
pub use edifact::{EdifactEnvelope, EdifactGroupEnvelope, EdifactMessageType, EdifactWriter};
use plain::Plain;
pub use x12::{Envelope, GroupEnvelope, Writer};

/// Tells whether this is a segment name: two or three capital letters and digits, letter first.
#[inline]
pub(crate) fn is_segment_name(id: &[u8]) -> bool {
    let capital = |b: u8| b.is_ascii_uppercase();
    let either = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    match *id {
        [a, b] => capital(a) && either(b),
        [a, b, c] => capital(a) && either(b) && either(c),
        _ => false,
    }
}

/// Writes a segment's name.
#[inline]
fn put_name(id: &str, out: &mut Vec<u8>) {
    match *id.as_bytes() {
        // An array, whose length the compiler knows: a call to copy three bytes would be dear.
        [a, b, c] => out.extend_from_slice(&[a, b, c]),
        _ => out.extend_from_slice(id.as_bytes()),
    }
}

fn exact(field: &'static str, value: &str, min: usize, max: usize) -> Result<(), Error> {
    let found = value.chars().count();
    if (min..=max).contains(&found) {
        return Ok(());
    }
    Err(Error::Length {
        field,
        min,
        max,
        found,
        value: value.to_owned(),
    })
}

/// Tells whether delimiters differ from one another and cannot be letters or digits.
fn are_delimiters(all: &[u8]) -> bool {
    let mut rest = all;
    while let Some((first, others)) = rest.split_first() {
        let usable = first.is_ascii_punctuation() || first.is_ascii_control();
        if !usable || others.contains(first) {
            return false;
        }
        rest = others;
    }
    true
}
