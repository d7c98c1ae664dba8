use memchr::memmem;

use super::Isa;
use crate::token::{Delimiters, Span};

/// An ISA holds 16 elements; even with fields far too long they end within this many bytes.
pub(super) const LONGEST: usize = 512;

/// The length of each element of an ISA.
pub(crate) const LENGTHS: [usize; 16] = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];

impl Isa {
    /// Returns element `n`, from 1.
    pub(crate) fn field<'a>(&self, bytes: &'a [u8], n: usize) -> &'a [u8] {
        let span = n
            .checked_sub(1)
            .and_then(|n| self.fields.get(n))
            .copied()
            .unwrap_or_default();
        bytes.get(span.offset..span.end()).unwrap_or_default()
    }

    /// Tells whether this is an ISA beyond doubt, and not data that looks like one.
    fn is_plain(&self, bytes: &[u8]) -> bool {
        let has_length = |n: usize| self.field(bytes, n).len() == LENGTHS[n - 1];
        let digits = |n: usize| self.field(bytes, n).iter().all(u8::is_ascii_digit);
        [1, 3, 5, 7, 11, 12, 14, 15].into_iter().all(has_length) && digits(12)
    }
}

/// Finds the first ISA from `from` on.
pub(super) fn find(bytes: &[u8], from: usize) -> Option<Isa> {
    candidates(bytes, from).next()
}

/// Finds an ISA that cannot be data, not at the start.
pub(super) fn find_plain(segment: &[u8]) -> Option<usize> {
    candidates(segment, 1)
        .find(|h| h.is_plain(segment))
        .map(|h| h.start)
}

fn candidates(bytes: &[u8], from: usize) -> impl Iterator<Item = Isa> {
    let rest = bytes.get(from..).unwrap_or_default();
    memmem::find_iter(rest, b"ISA").filter_map(move |at| header(bytes, from + at))
}

/// Reads an ISA at `start`; `None` when its sixteen elements are not there.
pub(super) fn header(bytes: &[u8], start: usize) -> Option<Isa> {
    let bounded = bytes.get(..bytes.len().min(start.saturating_add(LONGEST)))?;
    let text = bounded.get(start..)?;
    let element = *text.strip_prefix(b"ISA")?.first()?;
    if element.is_ascii_alphanumeric() || matches!(element, b' ' | b'\r' | b'\n') {
        return None;
    }
    let mut fields = [Span::default(); 16];
    let mut at = start + 4;
    for field in fields.iter_mut().take(15) {
        let length = memchr::memchr(element, bounded.get(at..)?)?;
        *field = Span { offset: at, length };
        at += length + 1;
    }
    let sane = |n: usize, most: usize| fields[n - 1].length <= most;
    if !(sane(1, 4) && sane(12, 8) && sane(14, 2) && sane(15, 2)) {
        return None;
    }
    let (component, text_end) = component(bytes, at, element);
    fields[15] = Span::between(at, text_end);
    let terminator = terminator(bytes, text_end);
    let mut header = Isa {
        start,
        end: terminator.map_or(bytes.len().min(text_end), |(_, next)| next),
        text_end,
        fields,
        delimiters: Delimiters {
            element,
            component,
            repetition: None,
            terminator: terminator.map_or(b'~', |(byte, _)| byte),
            release: None,
        },
        terminated: terminator.is_some(),
    };
    header.delimiters.repetition = repetition(bytes, &header);
    Some(header)
}

/// Returns the component separator and where the ISA's text ends.
///
/// Where ISA16 is empty its terminator stands in its place, seen by a group that follows at once
/// or by the same byte before every line end.
fn component(bytes: &[u8], at: usize, element: u8) -> (u8, usize) {
    let Some(&byte) = bytes.get(at) else {
        return (0, bytes.len());
    };
    let after = bytes.get(at + 1..).unwrap_or_default();
    let is_group = |text: &[u8]| matches!(text, [b'G', b'S', e, ..] if *e == element);
    let line_ends_alike = || {
        // Bounded: a file of headers without line ends would be searched again for each.
        let next = after
            .get(..after.len().min(LONGEST))
            .unwrap_or_default()
            .trim_ascii_start();
        let line = next
            .split(|&b| b == b'\n')
            .next()
            .unwrap_or_default()
            .trim_ascii_end();
        is_group(next) && line.last() == Some(&byte)
    };
    let at_line_end = after.first().is_some_and(|b| matches!(b, b'\r' | b'\n'));
    match is_group(after) || (at_line_end && line_ends_alike()) {
        true => (0, at),
        false => (byte, at + 1),
    }
}

/// Returns the terminator and where the next segment may start.
///
/// A line end of two bytes counts as its second; the first is dropped from segments.
fn terminator(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    match bytes.get(at..)? {
        [b'\r', b'\n', ..] => Some((b'\n', at + 2)),
        [byte, ..] => Some((*byte, at + 1)),
        [] => None,
    }
}

/// ISA11 separates repetitions from version 00402 on; before, it names a standard ("U").
fn repetition(bytes: &[u8], header: &Isa) -> Option<u8> {
    let [byte] = header.field(bytes, 11) else {
        return None;
    };
    (header.field(bytes, 12) >= b"00402".as_slice() && !byte.is_ascii_alphanumeric())
        .then_some(*byte)
}
