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
    /// Between repetitions of an element; from version 00402 and syntax 4 on.
    pub repetition: Option<u8>,
    /// After each segment.
    pub terminator: u8,
    /// Before a delimiter that is data (ISX01, from version 00704 on; UNA5).
    pub release: Option<u8>,
}

impl Delimiters {
    /// Returns the delimiters of EDIFACT's level A, which hold where nothing else is said.
    pub fn edifact() -> Self {
        Self {
            element: b'+',
            component: b':',
            repetition: None,
            terminator: b'\'',
            release: Some(b'?'),
        }
    }
}

/// The characters of EDIFACT's level A besides capital letters and digits.
pub(crate) const LEVEL_A_MARKS: &[u8] = b" .,-()/=!\"%&*;<>'+:?";

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

/// Returns where the data of a BIN or BDS segment is, counted from the segment's start.
///
/// BIN01 and BDS02 say how many bytes follow; these may hold any delimiter. `None` for any other
/// segment, and where no length can be read.
pub(crate) fn binary(segment: &[u8], element: u8) -> Option<Span> {
    let skip = match (segment.get(..3)?, segment.get(3)? == &element) {
        (b"BIN", true) => 4,
        (b"BDS", true) => 5 + memchr::memchr(element, segment.get(4..segment.len().min(12))?)?,
        _ => return None,
    };
    let digits = segment.get(skip..)?;
    let end = memchr::memchr(element, digits.get(..digits.len().min(16))?)?;
    let digits = digits.get(..end)?;
    let unsigned = digits.iter().all(u8::is_ascii_digit);
    let length = unsigned.then(|| std::str::from_utf8(digits).ok()?.parse().ok())??;
    Some(Span {
        offset: skip + end + 1,
        length,
    })
}

/// So many bytes hold the start of a BIN or BDS segment up to its data.
pub(crate) const BINARY_HEAD: usize = 32;

/// Returns the first place from `from` on that is no padding.
///
/// Line ends after terminators, and blanks where records have a fixed length, are no data.
#[inline]
pub(crate) fn skip_padding(bytes: &[u8], from: usize) -> usize {
    bytes.get(from..).map_or(bytes.len(), |rest| {
        from + rest
            .iter()
            .position(|b| !matches!(b, b'\r' | b'\n' | b' '))
            .unwrap_or(rest.len())
    })
}
