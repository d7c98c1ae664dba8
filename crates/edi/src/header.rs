//! Interchange headers, which say how what follows is to be read.

mod isa;
mod una;

use crate::file::Standard;
use crate::token::{Delimiters, Span};
pub(crate) use isa::LENGTHS;

/// So many bytes decide whether an interchange starts at a place.
pub(crate) const LOOK_AHEAD: usize = 2 * isa::LONGEST + 8;

/// The start of an interchange as its bytes tell.
#[derive(Debug, Clone)]
pub(crate) enum Header {
    /// X12: the ISA, which declares its own delimiters.
    Isa(Box<Isa>),
    /// EDIFACT: the UNA, where there is one; the UNB follows.
    Una(Una),
}

/// An ISA; places are counted from the start of the bytes it was found in.
#[derive(Debug, Clone)]
pub(crate) struct Isa {
    pub(crate) start: usize,
    /// First byte after the terminator.
    pub(crate) end: usize,
    /// First byte after the text.
    pub(crate) text_end: usize,
    pub(crate) fields: [Span; 16],
    pub(crate) delimiters: Delimiters,
    pub(crate) terminated: bool,
}

/// What precedes the text of a UNB.
#[derive(Debug, Clone)]
pub(crate) struct Una {
    pub(crate) start: usize,
    /// First byte of the UNB.
    pub(crate) unb: usize,
    /// Whether there is a UNA.
    pub(crate) declared: bool,
    pub(crate) delimiters: Delimiters,
}

impl Header {
    pub(crate) fn start(&self) -> usize {
        match self {
            Self::Isa(isa) => isa.start,
            Self::Una(una) => una.start,
        }
    }
}

/// Finds the first header from `from` on.
pub(crate) fn find(bytes: &[u8], from: usize) -> Option<Header> {
    let x12 = isa::find(bytes, from).map(boxed);
    // An ISA ends the search: what precedes it is all that is left to look at.
    let limit = x12.as_ref().map_or(bytes.len(), |x| x.start() + 3);
    let edifact = una::find(bytes.get(..limit).unwrap_or(bytes), bytes, from).map(Header::Una);
    match (x12, edifact) {
        (Some(x), Some(e)) if x.start() < e.start() => Some(x),
        (x, e) => e.or(x),
    }
}

/// Reads a header at `start`.
pub(crate) fn at(bytes: &[u8], start: usize) -> Option<Header> {
    match bytes.get(start)? {
        b'I' => isa::header(bytes, start).map(boxed),
        b'U' => una::header(bytes, start).map(Header::Una),
        _ => None,
    }
}

fn boxed(isa: Isa) -> Header {
    Header::Isa(Box::new(isa))
}

/// So long is the shortest header of a standard, beyond doubt.
pub(crate) fn shortest(standard: Standard) -> usize {
    match standard {
        Standard::Edifact => 40,
        _ => 106,
    }
}

/// Finds a header inside a segment that cannot be its data; one of the segment's own syntax.
#[inline]
pub(crate) fn find_plain(segment: &[u8], standard: Standard) -> Option<usize> {
    if segment.len() < shortest(standard) {
        return None;
    }
    match standard {
        Standard::Edifact => una::find_plain(segment),
        _ => isa::find_plain(segment),
    }
}
