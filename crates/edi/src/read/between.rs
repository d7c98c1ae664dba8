use super::{Reader, Window};
use crate::cause::Cause;
use crate::code::Code;
use crate::file::Standard;
use crate::header::Header;
use crate::place::Place;
use crate::token::{self, Span};

/// A longer text before the first interchange is no cover note.
const LONGEST_PREAMBLE: usize = 1 << 16;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Text before, between or after interchanges, as far as it came.
#[derive(Debug, Default)]
pub(super) struct Between {
    /// Where it starts, padding apart, and ends, padding apart.
    start: usize,
    end: usize,
    /// Its first bytes.
    head: Vec<u8>,
    /// Whether all of it is padding and fill bytes.
    no_fill: bool,
    byte_order_mark: bool,
}

impl Between {
    /// Takes the next bytes that belong to no interchange.
    pub(super) fn take(&mut self, window: &Window<'_>, from: usize, to: usize) {
        let bytes = window.bytes.get(..to).unwrap_or_default();
        let mut from = from;
        if self.head.is_empty() {
            from = token::skip_padding(bytes, from);
            self.start = window.base + from;
            self.end = self.start;
        }
        let text = bytes.get(from..).unwrap_or_default();
        let trimmed = text.trim_ascii_end().len();
        if trimmed > 0 {
            self.end = window.base + from + trimmed;
        }
        let room = LONGEST_PREAMBLE.saturating_sub(self.head.len());
        self.head.extend(text.iter().take(room));
        self.no_fill |= !text.iter().all(is_fill);
    }

    /// Skips a byte order mark, which only a file starts with; `None` when more bytes decide.
    pub(super) fn skip_mark(&mut self, window: &Window<'_>, from: usize) -> Option<usize> {
        if window.base + from > 0 {
            return Some(from);
        }
        if window.bytes.starts_with(MARK) {
            self.byte_order_mark = true;
            return Some(MARK.len());
        }
        let undecided = !window.last && MARK.starts_with(window.bytes);
        (!undecided).then_some(from)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.end == self.start
    }

    /// Tells whether this is a cover note: it precedes all data and holds no control segment.
    fn is_preamble(&self, next: Option<&Header>) -> bool {
        let whole = self.end - self.start <= LONGEST_PREAMBLE;
        let holds = |id: &[u8], element: u8| {
            memchr::memmem::find(&self.head, &[id, &[element]].concat()).is_some()
        };
        let (ids, element): (&[&[u8]], u8) = match next {
            None => return false,
            Some(Header::Isa(isa)) => (
                &[b"GS", b"ST", b"SE", b"GE", b"IEA"],
                isa.delimiters.element,
            ),
            Some(Header::Una(una)) => (&[b"UNH", b"UNT", b"UNZ", b"UNG"], una.delimiters.element),
        };
        whole && !ids.iter().any(|id| holds(id, element))
    }
}

impl Reader {
    /// Says what is to be said of the text before `next`, or at the end of the file.
    pub(super) fn judge_between(&mut self, next: Option<&Header>) {
        let between = std::mem::take(&mut self.between);
        if between.byte_order_mark {
            let place = Place::default().at(Span {
                offset: 0,
                length: 3,
            });
            let cause = Cause::ByteOrderMark;
            self.queue.say(Code::FileByteOrderMark, place, MARK, cause);
        }
        if between.is_empty() {
            return;
        }
        let place = Place::default().at(Span::between(between.start, between.end));
        let length = place.length.min(between.head.len());
        let text = between.head.get(..length).unwrap_or_default();
        let (code, cause) = if !between.no_fill {
            (Code::FilePadding, Cause::Fill)
        } else if text.starts_with(b"ISA") {
            self.standard = Standard::X12;
            (Code::IsaMalformed, Cause::IsaIncomplete)
        } else if text.starts_with(b"UNA") || text.starts_with(b"UNB") {
            self.standard = Standard::Edifact;
            (Code::UnbMalformed, Cause::UnbIncomplete)
        } else if text.starts_with(b"STX=") {
            self.standard = Standard::Tradacoms;
            (Code::FileTradacoms, Cause::Tradacoms)
        } else if self.interchanges == 0 && between.is_preamble(next) {
            (Code::FilePreamble, Cause::Preamble)
        } else {
            (Code::FileRubbish, Cause::Rubbish)
        };
        self.queue.say(code, place, text, cause);
    }
}

/// Tells whether a byte may fill a record or a file.
pub(super) fn is_fill(byte: &u8) -> bool {
    matches!(byte, 0 | 0x1A | b'\r' | b'\n' | b' ')
}
