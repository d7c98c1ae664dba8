use std::ops::Range;

use super::Window;
use crate::scan::{Marks, Method, Needles};
use crate::token::{BINARY_HEAD, Delimiters, binary, skip_padding};

/// So many bytes are searched for delimiters at a time: they and the marks stay in the cache.
const STRETCH: usize = 1 << 14;

/// A longer segment is taken for one whose terminator is missing.
pub(super) const LONGEST_SEGMENT: usize = 1 << 20;

/// Longer binary data is not told from text.
const LONGEST_BINARY: usize = 1 << 25;

/// Cuts a window into segments.
#[derive(Debug)]
pub(super) struct Cutter {
    marks: Marks,
    needles: Needles,
    delimiters: Delimiters,
    /// A longer segment may hold another interchange's header.
    longest_plain: usize,
    /// The window is searched up to here.
    searched: usize,
    /// The first terminator and the first delimiter that belong to no segment yet.
    next_end: usize,
    next: usize,
}

/// A segment as cut.
#[derive(Debug, Clone)]
pub(super) struct Cut {
    /// First byte after its text.
    pub(super) end: usize,
    /// First byte after its terminator.
    pub(super) next: usize,
    /// Whether a terminator is there.
    pub(super) terminated: bool,
    /// Which marks are its delimiters.
    marks: Range<usize>,
}

/// What came of cutting.
pub(super) enum Outcome {
    /// A segment.
    Segment(Cut),
    /// Its end is beyond the window.
    More,
    /// It does not end within a sensible length.
    TooLong,
}

impl Cutter {
    pub(super) fn new(method: Method) -> Self {
        let delimiters = Delimiters::default();
        Self {
            marks: Marks::new(method),
            needles: Needles::new(&delimiters),
            delimiters,
            longest_plain: 0,
            searched: 0,
            next_end: 0,
            next: 0,
        }
    }

    /// Forgets what was found: the window or the delimiters changed.
    pub(super) fn restart(&mut self, at: usize) {
        self.marks.clear();
        (self.next_end, self.next) = (0, 0);
        self.searched = at;
    }

    /// Goes on from `at` with these delimiters; no header fits into a segment below a length.
    pub(super) fn set(&mut self, delimiters: Delimiters, at: usize, shortest_header: usize) {
        self.longest_plain = shortest_header;
        self.needles = Needles::new(&delimiters);
        self.delimiters = delimiters;
        self.restart(at);
    }

    /// Returns the delimiters of a segment, by their places in the window.
    #[inline]
    pub(super) fn marks(&self, cut: &Cut) -> &[u32] {
        let marks = self.marks.places().get(cut.marks.clone());
        let marks = marks.unwrap_or_default();
        // A segment that another header ends leaves marks behind its end.
        match marks.last() {
            Some(last) if *last as usize >= cut.end => {
                let inside = marks.partition_point(|m| (*m as usize) < cut.end);
                marks.get(..inside).unwrap_or_default()
            }
            _ => marks,
        }
    }

    /// Looks at the next segment from `at` on, where it is short and its end has been found: where
    /// it starts, its delimiters, and its terminator.
    #[inline]
    pub(super) fn plain(&self, bytes: &[u8], at: usize) -> Option<(usize, &[u32], usize)> {
        let end = *self.marks.ends().get(self.next_end)? as usize;
        let places = self.marks.places();
        let terminator = *places.get(end)? as usize;
        let start = match bytes.get(at)? {
            b'\r' | b'\n' | b' ' => skip_padding(bytes, at),
            _ => at,
        };
        // Longer ones may hold another interchange's header; a line feed may follow a carriage
        // return; a terminator before the start ends nothing.
        let plain = self.delimiters.terminator != b'\n'
            && terminator > start
            && terminator - start < self.longest_plain;
        plain.then_some((start, places.get(self.next..end)?, terminator))
    }

    /// Goes on after the segment that [`Cutter::plain`] showed.
    #[inline]
    pub(super) fn took_plain(&mut self) {
        if let Some(end) = self.marks.ends().get(self.next_end) {
            self.next = *end as usize + 1;
            self.next_end += 1;
        }
    }

    /// Cuts the segment that starts at `at`.
    #[inline]
    pub(super) fn cut(&mut self, window: &Window<'_>, at: usize) -> Outcome {
        if window.bytes.get(at) == Some(&b'B')
            && let Some(outcome) = self.binary(window, at)
        {
            return outcome;
        }
        loop {
            let end = self.marks.ends().get(self.next_end).copied();
            let Some(end) = end.map(|e| e as usize) else {
                if self.searched >= window.bytes.len() || self.searched > at + LONGEST_SEGMENT {
                    return self.unterminated(window, at);
                }
                self.search(window.bytes);
                continue;
            };
            let first = std::mem::replace(&mut self.next, end + 1);
            self.next_end += 1;
            let terminator = self.marks.places().get(end).map_or(0, |m| *m as usize);
            // Line ends after a terminator may be terminators themselves.
            if terminator >= at {
                if terminator - at > LONGEST_SEGMENT {
                    return Outcome::TooLong;
                }
                return Outcome::Segment(self.ended(window.bytes, at, terminator, first..end));
            }
        }
    }

    /// Searches the next stretch for delimiters.
    fn search(&mut self, bytes: &[u8]) {
        self.marks.drop_first(self.next, self.next_end);
        (self.next_end, self.next) = (0, 0);
        let to = bytes.len().min(self.searched + STRETCH);
        self.marks.scan(bytes, self.searched, to, &self.needles);
        self.searched = to;
    }

    fn unterminated(&mut self, window: &Window<'_>, at: usize) -> Outcome {
        let length = window.bytes.len();
        if length - at > LONGEST_SEGMENT {
            return Outcome::TooLong;
        }
        if !window.last {
            return Outcome::More;
        }
        let all = self.marks.places().len();
        Outcome::Segment(Cut {
            end: length,
            next: length,
            terminated: false,
            marks: std::mem::replace(&mut self.next, all)..all,
        })
    }

    #[inline]
    fn ended(&self, bytes: &[u8], at: usize, terminator: usize, marks: Range<usize>) -> Cut {
        let mut end = terminator;
        if self.delimiters.terminator == b'\n' && end > at && bytes.get(end - 1) == Some(&b'\r') {
            end -= 1;
        }
        Cut {
            end,
            next: terminator + 1,
            terminated: true,
            marks,
        }
    }

    /// Cuts a BIN or BDS segment, whose data may hold any delimiter.
    fn binary(&mut self, window: &Window<'_>, at: usize) -> Option<Outcome> {
        let bytes = window.bytes;
        let head = bytes.get(at..bytes.len().min(at + BINARY_HEAD))?;
        let is_named = head.starts_with(b"BIN") || head.starts_with(b"BDS");
        if head.len() < BINARY_HEAD && !window.last && (is_named || head.len() < 3) {
            return Some(Outcome::More);
        }
        let data = binary(head, self.delimiters.element)?;
        if data.length > LONGEST_BINARY {
            return None;
        }
        let start = at + data.offset;
        let end = start + data.length;
        if end > bytes.len() {
            return (!window.last).then_some(Outcome::More);
        }
        let near = bytes.len().min(end + LONGEST_SEGMENT + 1);
        let found = memchr::memchr(self.delimiters.terminator, bytes.get(end..near)?);
        let Some(found) = found else {
            let may_come = !window.last && bytes.len() - end <= LONGEST_SEGMENT;
            return may_come.then_some(Outcome::More);
        };
        self.restart(at);
        self.marks.scan(bytes, at, start, &self.needles);
        let marks = 0..self.marks.places().len();
        // What follows is searched anew.
        self.searched = end + found + 1;
        self.next = marks.end;
        Some(Outcome::Segment(self.ended(bytes, at, end + found, marks)))
    }
}
