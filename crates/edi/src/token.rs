use serde::{Deserialize, Serialize};

/// A stretch of the file as received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte, from 0.
    pub offset: usize,
    /// How many bytes.
    pub length: usize,
}

impl Span {
    /// Returns the stretch from `offset` up to, not including, `end`.
    pub fn between(offset: usize, end: usize) -> Self {
        Self {
            offset,
            length: end.saturating_sub(offset),
        }
    }

    /// Returns the first byte after the stretch.
    pub fn end(self) -> usize {
        self.offset.saturating_add(self.length)
    }
}

/// The bytes that separate and end things in one interchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delimiters {
    /// Between elements.
    pub element: u8,
    /// Between components of an element.
    pub component: u8,
    /// Between repetitions of an element; from version 00402 on.
    pub repetition: Option<u8>,
    /// After each segment.
    pub terminator: u8,
    /// Before a delimiter that is data (ISX01, from version 00704 on).
    pub release: Option<u8>,
}

impl Default for Delimiters {
    fn default() -> Self {
        Self {
            element: b'*',
            component: b'>',
            repetition: Some(b'^'),
            terminator: b'~',
            release: None,
        }
    }
}

/// Where one segment's text ends and where reading goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// First byte after the segment's text.
    pub(crate) end: usize,
    /// First byte after its terminator.
    pub(crate) next: usize,
    /// Whether a terminator was there.
    pub(crate) terminated: bool,
}

/// Finds the end of the segment that starts at `start`, looking no further than `limit`.
pub(crate) fn token(bytes: &[u8], start: usize, limit: usize, d: &Delimiters) -> Token {
    let body = after_binary(bytes, start, limit, d).unwrap_or(start);
    let release = release(bytes.get(start..).unwrap_or_default(), d);
    let Some(at) = find(bytes, body, limit, d.terminator, release) else {
        return Token {
            end: limit,
            next: limit,
            terminated: false,
        };
    };
    let mut end = at;
    if d.terminator == b'\n' && end > start && bytes.get(end - 1) == Some(&b'\r') {
        end -= 1;
    }
    Token {
        end,
        next: at + 1,
        terminated: true,
    }
}

/// Finds `wanted` from `from` on that is not released.
pub(crate) fn find(
    bytes: &[u8],
    from: usize,
    limit: usize,
    wanted: u8,
    release: Option<u8>,
) -> Option<usize> {
    let mut at = from;
    while let Some(found) = bytes
        .get(at..limit)
        .and_then(|rest| memchr::memchr(wanted, rest))
    {
        let place = at + found;
        let Some(release) = release else {
            return Some(place);
        };
        let released = bytes.get(from..place).unwrap_or_default();
        if released.iter().rev().take_while(|&&b| b == release).count() % 2 == 0 {
            return Some(place);
        }
        at = place + 1;
    }
    None
}

/// Returns where the binary data of a BIN or BDS segment ends, when its length fits the file.
///
/// BIN01 and BDS02 say how many bytes follow; these may hold any delimiter.
fn after_binary(bytes: &[u8], start: usize, limit: usize, d: &Delimiters) -> Option<usize> {
    let head = bytes.get(start..limit)?;
    let skip = match (head.get(..3)?, head.get(3)? == &d.element) {
        (b"BIN", true) => 4,
        (b"BDS", true) => 5 + memchr::memchr(d.element, head.get(4..)?)?,
        _ => return None,
    };
    let digits = head.get(skip..)?;
    let length_end = memchr::memchr(d.element, digits.get(..digits.len().min(16))?)?;
    let length: usize = std::str::from_utf8(digits.get(..length_end)?)
        .ok()?
        .parse()
        .ok()?;
    let end = start
        .checked_add(skip + length_end + 1)?
        .checked_add(length)?;
    (end <= limit).then_some(end)
}

/// Returns the release character; ISX declares it, and is itself written without.
pub(crate) fn release(segment: &[u8], d: &Delimiters) -> Option<u8> {
    d.release.filter(|_| !segment.starts_with(b"ISX"))
}

/// Returns how many parts a segment has at most, its name counted; binary data is never split.
pub(crate) fn split_limit(segment: &[u8], element: u8) -> usize {
    match segment {
        [b'B', b'I', b'N', e, ..] if *e == element => 3,
        [b'B', b'D', b'S', e, ..] if *e == element => 4,
        _ => usize::MAX,
    }
}

/// Returns the first place from `from` on that is no padding.
///
/// Line ends after terminators, and blanks where records have a fixed length, are no data.
pub(crate) fn skip_padding(bytes: &[u8], from: usize) -> usize {
    bytes.get(from..).map_or(bytes.len(), |rest| {
        from + rest
            .iter()
            .position(|b| !matches!(b, b'\r' | b'\n' | b' '))
            .unwrap_or(rest.len())
    })
}
