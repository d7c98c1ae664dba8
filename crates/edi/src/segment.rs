use std::borrow::Cow;

use crate::token::{self, Delimiters, Span};

/// What [`Segment::element`] gives for bytes that are no UTF-8: never taken for data by mistake.
const NOT_TEXT: &str = "\u{FFFD}";

/// One segment, split only when an element is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Segment<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) offset: usize,
    pub(crate) ordinal: u32,
    pub(crate) delimiters: Delimiters,
}

impl<'a> Segment<'a> {
    /// Returns its name ("ZA"); empty when it has none.
    pub fn id(&self) -> &'a str {
        let end = memchr::memchr(self.delimiters.element, self.bytes).unwrap_or(self.bytes.len());
        text(self.bytes.get(..end).unwrap_or_default())
    }

    /// Returns its place in its message; ST is 1.
    pub fn ordinal(&self) -> u32 {
        self.ordinal
    }

    /// Returns its bytes without the terminator.
    pub fn span(&self) -> Span {
        Span {
            offset: self.offset,
            length: self.bytes.len(),
        }
    }

    /// Returns its bytes without the terminator.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Returns the number of elements, empty ones counted, the name not.
    pub fn len(&self) -> usize {
        self.elements().count().saturating_sub(1)
    }

    /// Tells whether it is a name and nothing else.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns element `n`, from 1; empty when absent, U+FFFD when it is not UTF-8.
    pub fn element(&self, n: usize) -> &'a str {
        text(self.element_bytes(n))
    }

    /// Returns element `n` as text; bytes that are not UTF-8 are taken as ISO 8859-1.
    pub fn text(&self, n: usize) -> Cow<'a, str> {
        decode(self.element_bytes(n))
    }

    /// Returns element `n` as received.
    pub fn element_bytes(&self, n: usize) -> &'a [u8] {
        self.elements().nth(n).map_or(&[], |(_, bytes)| bytes)
    }

    /// Returns where element `n` is; empty and at the segment's end when absent.
    pub fn element_span(&self, n: usize) -> Span {
        match self.elements().nth(n) {
            Some((offset, bytes)) => Span {
                offset,
                length: bytes.len(),
            },
            None => Span {
                offset: self.span().end(),
                length: 0,
            },
        }
    }

    /// Returns component `c` of element `n`, both from 1.
    pub fn component(&self, n: usize, c: usize) -> &'a str {
        let d = &self.delimiters;
        let mut parts = split(self.element_bytes(n), d.component, d.release);
        c.checked_sub(1)
            .and_then(|c| parts.nth(c))
            .map_or("", |(_, bytes)| text(bytes))
    }

    /// Returns the segment's name and elements in order, each with its offset.
    pub fn elements(&self) -> Elements<'a> {
        let release = token::release(self.bytes, &self.delimiters);
        let mut all = split(self.bytes, self.delimiters.element, release);
        all.base = self.offset;
        all.left = token::split_limit(self.bytes, self.delimiters.element);
        all
    }
}

/// The parts between separators, each with its offset.
#[derive(Debug, Clone)]
pub struct Elements<'a> {
    rest: Option<&'a [u8]>,
    base: usize,
    separator: u8,
    release: Option<u8>,
    left: usize,
}

impl<'a> Iterator for Elements<'a> {
    type Item = (usize, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?;
        let offset = self.base;
        self.left = self.left.saturating_sub(1);
        let end = match self.left {
            0 => None,
            _ => token::find(rest, 0, rest.len(), self.separator, self.release),
        };
        let Some(end) = end else {
            return Some((offset, rest));
        };
        self.rest = rest.get(end + 1..);
        self.base = offset + end + 1;
        Some((offset, rest.get(..end).unwrap_or_default()))
    }
}

/// Splits `bytes`; offsets count from 0.
pub(crate) fn split(bytes: &[u8], separator: u8, release: Option<u8>) -> Elements<'_> {
    Elements {
        rest: Some(bytes),
        base: 0,
        separator,
        release,
        left: usize::MAX,
    }
}

/// Returns the bytes as text, ISO 8859-1 where they are not UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|&b| char::from(b)).collect()),
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or(NOT_TEXT)
}
