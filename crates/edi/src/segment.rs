use std::borrow::Cow;

use crate::schema::Tag;
use crate::token::{Delimiters, Span};

/// What [`Segment::element`] gives for bytes that are no UTF-8: never taken for data by mistake.
const NOT_TEXT: &str = "\u{FFFD}";

/// One segment; where its delimiters are is known, and nothing is copied.
#[derive(Clone, Copy)]
pub struct Segment<'a> {
    /// The text it stands in, where it starts there, and where it ends.
    pub(crate) text: &'a [u8],
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Where in the text its delimiters are, released ones apart.
    pub(crate) marks: &'a [u32],
    /// Whether it is known to be printable ASCII without release characters, delimiters apart.
    pub(crate) printable: bool,
    /// Its name as schemas know it.
    pub(crate) tag: Tag,
    pub(crate) offset: usize,
    pub(crate) ordinal: u32,
    pub(crate) delimiters: Delimiters,
}

/// Positions of delimiters, counted from `base` bytes before the text they belong to.
#[derive(Debug, Clone, Copy, Default)]
struct Marked<'a> {
    marks: &'a [u32],
    base: u32,
}

impl<'a> Segment<'a> {
    /// Returns its name ("ZA"); empty when it has none.
    pub fn id(&self) -> &'a str {
        text(self.id_bytes())
    }

    #[inline]
    pub(crate) fn id_bytes(&self) -> &'a [u8] {
        let Some(end) = self.marks.first().map(|first| *first as usize) else {
            return self.bytes();
        };
        match self.text.get(end) {
            // Where a line end is a separator, it may stand before the name.
            Some(b) if *b == self.delimiters.element && end >= self.start => {
                self.text.get(self.start..end).unwrap_or_default()
            }
            _ => self.elements().next().map_or(&[], |e| e.bytes),
        }
    }

    /// Returns the same with its tag.
    #[inline]
    pub(crate) fn tagged(self) -> Self {
        Self {
            tag: Tag::new(self.id_bytes()),
            ..self
        }
    }

    /// Returns its place in its message; ST and UNH are 1.
    pub fn ordinal(&self) -> u32 {
        self.ordinal
    }

    /// Returns its bytes without the terminator.
    pub fn span(&self) -> Span {
        Span {
            offset: self.offset,
            length: self.end.saturating_sub(self.start),
        }
    }

    /// Returns its bytes without the terminator.
    #[inline]
    pub fn bytes(&self) -> &'a [u8] {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// Returns the delimiters it was read with.
    pub fn delimiters(&self) -> Delimiters {
        self.delimiters
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

    /// Returns element `n` as data: bytes that are not UTF-8 are taken as ISO 8859-1, release
    /// characters are left out.
    pub fn text(&self, n: usize) -> Cow<'a, str> {
        released(decode(self.element_bytes(n)), self.delimiters.release)
    }

    /// Returns element `n` as received.
    pub fn element_bytes(&self, n: usize) -> &'a [u8] {
        let (mut start, mut left) = (self.start, n);
        for mark in self.marks {
            let at = *mark as usize;
            if at < start || self.text.get(at) != Some(&self.delimiters.element) {
                continue;
            }
            if left == 0 {
                return self.text.get(start..at).unwrap_or_default();
            }
            left -= 1;
            start = at + 1;
        }
        match left {
            0 => self.text.get(start..self.end).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Returns where element `n` is; empty and at the segment's end when absent.
    pub fn element_span(&self, n: usize) -> Span {
        self.elements().nth(n).map_or(
            Span {
                offset: self.span().end(),
                length: 0,
            },
            |e| e.span(),
        )
    }

    /// Returns component `c` of element `n`, both from 1.
    pub fn component(&self, n: usize, c: usize) -> &'a str {
        text(self.component_bytes(n, c))
    }

    /// Returns component `c` of element `n` as data, as [`Segment::text`] does.
    pub fn component_text(&self, n: usize, c: usize) -> Cow<'a, str> {
        released(decode(self.component_bytes(n, c)), self.delimiters.release)
    }

    fn component_bytes(&self, n: usize, c: usize) -> &'a [u8] {
        let part = || {
            let element = self.elements().nth(n)?;
            element
                .split(self.delimiters.component)
                .nth(c.checked_sub(1)?)
        };
        part().map_or(&[], |p| p.bytes)
    }

    /// Returns the segment's name and elements in order.
    #[inline]
    pub fn elements(&self) -> Parts<'a> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "texts are below 2^32 bytes, marks count in 32 bits"
        )]
        let base = self.start as u32;
        Element {
            bytes: self.bytes(),
            marks: Marked {
                marks: self.marks,
                base,
            },
            offset: self.offset,
        }
        .split(self.delimiters.element)
    }

    /// Tells whether it ends in an element separator.
    #[inline]
    pub(crate) fn ends_in_separator(&self) -> bool {
        let last = self.marks.last().map(|last| *last as usize);
        last.is_some_and(|last| {
            last + 1 == self.end
                && last >= self.start
                && self.text.get(last) == Some(&self.delimiters.element)
        })
    }
}

impl std::fmt::Debug for Segment<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segment")
            .field("bytes", &String::from_utf8_lossy(self.bytes()))
            .field("offset", &self.offset)
            .field("ordinal", &self.ordinal)
            .finish_non_exhaustive()
    }
}

/// A stretch of a segment between delimiters.
#[derive(Debug, Clone, Copy)]
pub struct Element<'a> {
    bytes: &'a [u8],
    marks: Marked<'a>,
    offset: usize,
}

impl<'a> Element<'a> {
    /// Returns its bytes as received.
    #[inline]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Returns where it is in the file.
    pub fn span(&self) -> Span {
        Span {
            offset: self.offset,
            length: self.bytes.len(),
        }
    }

    /// Tells whether a separator stands in it.
    #[inline]
    pub(crate) fn holds_marks(&self) -> bool {
        !self.marks.marks.is_empty()
    }

    /// Splits it at a delimiter that is not released.
    #[inline]
    pub fn split(self, separator: u8) -> Parts<'a> {
        Parts {
            rest: Some(self),
            separator,
        }
    }
}

/// The parts between separators.
#[derive(Debug, Clone)]
pub struct Parts<'a> {
    rest: Option<Element<'a>>,
    separator: u8,
}

impl<'a> Iterator for Parts<'a> {
    type Item = Element<'a>;

    #[inline]
    fn next(&mut self) -> Option<Element<'a>> {
        let whole = self.rest.take()?;
        let Marked { marks, base } = whole.marks;
        for (i, mark) in marks.iter().enumerate() {
            let at = mark.wrapping_sub(base) as usize;
            if whole.bytes.get(at) != Some(&self.separator) {
                continue;
            }
            let (Some(bytes), Some(rest)) = (whole.bytes.get(..at), whole.bytes.get(at + 1..))
            else {
                break;
            };
            self.rest = Some(Element {
                bytes: rest,
                marks: Marked {
                    marks: marks.get(i + 1..).unwrap_or_default(),
                    base: mark.wrapping_add(1),
                },
                offset: whole.offset + at + 1,
            });
            return Some(Element {
                bytes,
                marks: Marked {
                    marks: marks.get(..i).unwrap_or_default(),
                    base,
                },
                offset: whole.offset,
            });
        }
        Some(whole)
    }
}

/// Returns the bytes as text, ISO 8859-1 where they are not UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|&b| char::from(b)).collect()),
    }
}

/// Returns the text without release characters; one that is released itself stays, and so does one
/// at the end, where the file breaks off.
pub(crate) fn released(text: Cow<'_, str>, release: Option<u8>) -> Cow<'_, str> {
    let Some(release) = release.map(char::from).filter(|r| text.contains(*r)) else {
        return text;
    };
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        plain.extend(if c == release {
            characters.next().or(Some(release))
        } else {
            Some(c)
        });
    }
    Cow::Owned(plain)
}

/// Returns a text without blanks around it; most have none.
#[inline]
pub(crate) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or(NOT_TEXT)
}
