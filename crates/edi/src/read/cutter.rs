use std::ops::Range;

use super::Window;
use crate::scan::{BLOCK, Found, Marks, Method, Needles};
use crate::schema::Tag;
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
    /// So many bytes of a segment at the window's start, whose binary data has ended, are known to
    /// hold no terminator.
    binary: usize,
    /// What was found up to the last whole block, where the rest was searched as well.
    whole: Option<Whole>,
    /// What is found and belongs to no segment yet.
    next: Next,
    /// Names in front of an element that no more is to be known of.
    names: Names,
}

/// What was found in whole blocks, which more bytes do not change.
#[derive(Debug, Clone, Copy)]
struct Whole {
    searched: usize,
    found: Found,
}

/// The first terminator, the first delimiter and the first odd byte that are not used yet.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Next {
    end: usize,
    mark: usize,
    odd: usize,
}

/// Names of segments that need no closer look, each in its own place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names([Option<Tag>; NAMES]);

/// So many names are remembered, a power of two; messages of one kind have fewer.
const NAMES: usize = 64;

impl Names {
    #[inline(always)]
    pub(super) fn hold(&self, name: Tag) -> bool {
        self.0[Self::place(name)] == Some(name)
    }

    pub(super) fn keep(&mut self, name: Tag) {
        self.0[Self::place(name)] = Some(name);
    }

    #[inline(always)]
    fn place(name: Tag) -> usize {
        (name.number().wrapping_mul(0x9E37_79B1) >> 24) as usize % NAMES
    }
}

/// Segments that are found, while they are gone through.
pub(super) struct Cuts<'c> {
    bytes: &'c [u8],
    ends: &'c [u32],
    places: &'c [u32],
    odd: &'c [u32],
    longest_plain: usize,
    next: Next,
    pub(super) names: &'c mut Names,
}

/// A short segment whose end has been found.
pub(super) struct Plain<'c> {
    pub(super) start: usize,
    /// Its terminator.
    pub(super) end: usize,
    pub(super) marks: &'c [u32],
    /// See [`crate::Segment`].
    pub(super) printable: bool,
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
    /// Whether all of it is known to be printable.
    pub(super) printable: bool,
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
            binary: 0,
            whole: None,
            next: Next::default(),
            names: Names([None; NAMES]),
        }
    }

    /// Forgets what was found: the window or the delimiters changed.
    pub(super) fn restart(&mut self, at: usize) {
        self.marks.clear();
        self.next = Next::default();
        self.searched = at;
        self.whole = None;
    }

    /// Returns how many bytes were searched in all.
    #[cfg(test)]
    pub(super) fn work(&self) -> usize {
        self.marks.searched
    }

    /// Goes on in a window that starts so many bytes later, and whose end is another.
    pub(super) fn shift(&mut self, used: usize) {
        let whole = self
            .whole
            .take()
            .filter(|whole| used <= whole.searched && self.next.mark <= whole.found.places);
        let Some(Whole { searched, found }) = whole else {
            // All that is left was found in the last bytes, or nothing is.
            return self.restart(0);
        };
        self.marks.keep(found);
        self.searched = searched - used;
        if used > 0 {
            self.marks.shift(used);
            self.next = Next::default();
        }
    }

    /// Goes on from `at` with these delimiters; no header fits into a segment below a length.
    pub(super) fn set(&mut self, delimiters: Delimiters, at: usize, shortest_header: usize) {
        self.longest_plain = shortest_header;
        self.needles = Needles::new(&delimiters);
        self.delimiters = delimiters;
        self.names = Names([None; NAMES]);
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

    /// Returns the segments that are found and not used yet.
    #[inline]
    pub(super) fn found<'c>(&'c mut self, bytes: &'c [u8]) -> Cuts<'c> {
        Cuts {
            bytes,
            ends: self.marks.ends(),
            places: self.marks.places(),
            odd: self.marks.odd(),
            // A line feed that ends a segment may follow a carriage return.
            longest_plain: match self.delimiters.terminator {
                b'\n' => 0,
                _ => self.longest_plain,
            },
            next: self.next,
            names: &mut self.names,
        }
    }

    /// Goes on after the segments that were taken.
    pub(super) fn took(&mut self, used: Next) {
        self.next = used;
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
            let end = self.marks.ends().get(self.next.end).copied();
            let Some(end) = end.map(|e| e as usize) else {
                if self.searched >= window.bytes.len() || self.searched > at + LONGEST_SEGMENT {
                    return self.unterminated(window, at);
                }
                self.search(window.bytes);
                continue;
            };
            let first = std::mem::replace(&mut self.next.mark, end + 1);
            self.next.end += 1;
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
        let Next { end, mark, odd } = std::mem::take(&mut self.next);
        self.marks.drop_first(mark, end, odd);
        let to = bytes.len().min(self.searched + STRETCH);
        let whole = to - (to - self.searched) % BLOCK;
        self.marks
            .scan::<true>(bytes, self.searched, whole, &self.needles);
        if to == bytes.len() {
            self.whole = Some(Whole {
                searched: whole,
                found: self.marks.found(),
            });
            self.marks.scan::<true>(bytes, whole, to, &self.needles);
        }
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
            printable: false,
            marks: std::mem::replace(&mut self.next.mark, all)..all,
        })
    }

    #[inline]
    fn ended(&mut self, bytes: &[u8], at: usize, terminator: usize, marks: Range<usize>) -> Cut {
        let mut end = terminator;
        if self.delimiters.terminator == b'\n' && end > at && bytes.get(end - 1) == Some(&b'\r') {
            end -= 1;
        }
        Cut {
            end,
            next: terminator + 1,
            terminated: true,
            printable: is_printable(self.marks.odd(), &mut self.next.odd, at, end),
            marks,
        }
    }

    /// Finds the first terminator in a stretch.
    fn terminator(&mut self, bytes: &[u8], from: usize, to: usize) -> Option<usize> {
        let stretch = bytes.get(from..to)?;
        #[cfg(test)]
        {
            self.marks.searched += stretch.len();
        }
        let found = memchr::memchr(self.delimiters.terminator, stretch)?;
        Some(from + found)
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
        let known = match at {
            0 => std::mem::take(&mut self.binary),
            _ => 0,
        };
        let from = end.max(known);
        let near = bytes.len().min(end + LONGEST_SEGMENT + 1).max(from);
        let found = self.terminator(bytes, from, near);
        let Some(found) = found else {
            let may_come = !window.last && bytes.len() - end <= LONGEST_SEGMENT;
            self.binary = if may_come { bytes.len() - at } else { 0 };
            return may_come.then_some(Outcome::More);
        };
        self.restart(at);
        self.marks.scan::<false>(bytes, at, start, &self.needles);
        let marks = 0..self.marks.places().len();
        // What follows is searched anew.
        self.searched = found + 1;
        self.next.mark = marks.end;
        Some(Outcome::Segment(Cut {
            printable: false,
            ..self.ended(bytes, at, found, marks)
        }))
    }
}

impl<'c> Cuts<'c> {
    /// Returns the next segment from `at` on, where it is short and its end has been found.
    #[inline]
    pub(super) fn plain(&mut self, at: usize) -> Option<Plain<'c>> {
        let last = *self.ends.get(self.next.end)? as usize;
        let end = *self.places.get(last)? as usize;
        let start = match self.bytes.get(at)? {
            b'\r' | b'\n' | b' ' => skip_padding(self.bytes, at),
            _ => at,
        };
        // A longer one may hold another interchange's header; a terminator before the start ends
        // nothing.
        if end <= start || end - start >= self.longest_plain {
            return None;
        }
        Some(Plain {
            start,
            end,
            marks: self.places.get(self.next.mark..last)?,
            printable: is_printable(self.odd, &mut self.next.odd, start, end),
        })
    }

    /// Goes on after a segment, of which so many marks are its own.
    #[inline]
    pub(super) fn take(&mut self, plain: &Plain<'_>) {
        self.next.mark += plain.marks.len() + 1;
        self.next.end += 1;
    }

    /// Returns what is not used yet.
    #[inline]
    pub(super) fn left(self) -> Next {
        self.next
    }
}

/// Tells whether no odd byte stands from `start` to `end`, and skips those before `start`.
#[inline(always)]
fn is_printable(odd: &[u32], next: &mut usize, start: usize, end: usize) -> bool {
    loop {
        match odd.get(*next) {
            Some(at) if (*at as usize) < start => *next += 1,
            Some(at) => return *at as usize >= end,
            None => return true,
        }
    }
}
