use super::between::is_fill;
use super::cutter::{Cut, LONGEST_SEGMENT, Outcome, Plain};
use super::open::Open;
use super::x12::isa_segment;
use super::{Reader, Sink, Step, Window};
use crate::cause::Cause;
use crate::code::Code;
use crate::file::Standard;
use crate::header::{self, Header};
use crate::schema::Tag;
use crate::segment::Segment;
use crate::token::{self, Span};
use crate::write::is_segment_name;

/// What stands where a segment should start.
enum Next {
    /// A segment.
    Segment(usize),
    /// Bytes that belong to nothing, up to here.
    Behind(usize),
    /// Nothing that belongs to the interchange; its last part ended here, in the file.
    BrokenOff(usize),
    /// More bytes decide.
    More,
}

impl Reader {
    /// Opens an interchange and returns where its first segment starts that is not read yet.
    pub(super) fn start(
        &mut self,
        window: &Window<'_>,
        header: &Header,
        sink: &mut impl Sink,
    ) -> usize {
        let index = self.interchanges;
        self.interchanges += 1;
        let (standard, delimiters, next, open) = match header {
            Header::Isa(isa) => {
                let open = Open::x12_start(&mut self.queue, window, isa, index);
                let mut marks = [0; 16];
                let segment = isa_segment(window, isa, &mut marks);
                self.queue.flush(Some(segment), sink);
                (Standard::X12, isa.delimiters, isa.end, open)
            }
            Header::Una(una) => {
                let open = Open::edifact_start(window, una, index);
                (Standard::Edifact, una.delimiters, una.unb, open)
            }
        };
        if index == 0 {
            self.standard = standard;
        }
        self.cutter
            .set(delimiters, next, header::shortest(standard));
        self.open = Some(Box::new(open));
        next
    }

    /// Reads segments until the interchange or the window ends.
    pub(super) fn inside(
        &mut self,
        window: &Window<'_>,
        from: usize,
        sink: &mut impl Sink,
    ) -> Step {
        let Some(mut open) = self.open.take() else {
            return Step::On(from);
        };
        let mut at = from;
        loop {
            if open.message.is_some() {
                at = self.plain(window, at, &mut open, sink);
            }
            at = token::skip_padding(window.bytes, at);
            at = match self.next(window, at, &open) {
                Next::Segment(at) => at,
                Next::Behind(end) => {
                    // Told at once: what follows may be an interchange of its own.
                    self.queue.flush(None, sink);
                    at = end;
                    continue;
                }
                Next::BrokenOff(place) => return self.break_off(open, place, at, sink),
                Next::More => {
                    self.open = Some(open);
                    return Step::More(at);
                }
            };
            let cut = match self.cutter.cut(window, at) {
                Outcome::Segment(cut) => cut,
                Outcome::More => {
                    self.open = Some(open);
                    return Step::More(at);
                }
                Outcome::TooLong => {
                    let most = LONGEST_SEGMENT;
                    let cause = Cause::SegmentTooLong { most };
                    let place = open.place().point(window.base + at);
                    self.queue.say(Code::SegmentTooLong, place, &[], cause);
                    return self.break_off(open, window.base + at, at, sink);
                }
            };
            let standard = open.interchange.standard;
            let (cut, surplus) = shortened(window.bytes, at, cut, standard);
            let ended = self.take(window, at, &cut, &mut open, sink);
            at = cut.next;
            if surplus {
                self.cutter.restart(at);
            }
            open.tail = window.base + at;
            if ended {
                return Step::On(at);
            }
        }
    }

    /// Takes segments as long as nothing about them needs a closer look: short ones with a proper
    /// name, inside a message. Most are, so this decides how fast reading is.
    fn plain(
        &mut self,
        window: &Window<'_>,
        from: usize,
        open: &mut Open,
        sink: &mut impl Sink,
    ) -> usize {
        let Some(message) = &mut open.message else {
            return from;
        };
        let delimiters = open.interchange.delimiters;
        let edifact = open.interchange.standard == Standard::Edifact;
        let bytes = window.bytes;
        let mut segments = message.segments;
        let mut found = self.cutter.found(bytes);
        let mut at = from;
        while let Some(plain) = found.plain(at) {
            if bytes.get(plain.end - 1) == Some(&delimiters.element) {
                break;
            }
            let Some(name) = Name::of(bytes, &plain, delimiters.element) else {
                break;
            };
            if !(name.has_elements && found.names.hold(name.tag)) {
                let text = bytes.get(plain.start..plain.end).unwrap_or_default();
                let named = name.has_elements || plain.marks.is_empty();
                if !(named && is_plain(text, name.letters, edifact)) {
                    break;
                }
                if name.has_elements {
                    found.names.keep(name.tag);
                }
            }
            segments = segments.saturating_add(1);
            found.take(&plain);
            at = plain.end + 1;
            sink.segment(&Segment {
                text: bytes,
                start: plain.start,
                end: plain.end,
                marks: plain.marks,
                printable: plain.printable,
                offset: window.base + plain.start,
                ordinal: segments,
                tag: name.tag,
                delimiters,
            });
        }
        let left = found.left();
        message.segments = segments;
        if at > from {
            message.end = window.base + at;
            open.tail = window.base + at;
            open.not_stray();
            self.cutter.took(left);
        }
        at
    }

    #[inline]
    fn next(&mut self, window: &Window<'_>, at: usize, open: &Open) -> Next {
        let bytes = window.bytes;
        match bytes.get(at) {
            None if window.last => Next::BrokenOff(open.tail),
            None => Next::More,
            Some(0 | 0x1A) => self.after_fill(window, at, open),
            Some(b'I' | b'U') if open.begun => {
                let rest = bytes.get(at..).unwrap_or_default();
                let may_start = [b"ISA", b"UNA", b"UNB"]
                    .iter()
                    .any(|id| rest.starts_with(*id) || id.starts_with(rest));
                if !may_start {
                    Next::Segment(at)
                } else if !window.last && rest.len() < header::LOOK_AHEAD {
                    Next::More
                } else if header::at(bytes, at).is_some() {
                    Next::BrokenOff(window.base + at)
                } else {
                    Next::Segment(at)
                }
            }
            Some(_) => Next::Segment(at),
        }
    }

    /// Looks beyond fill bytes, which may end a file and may not stand between segments.
    fn after_fill(&mut self, window: &Window<'_>, at: usize, open: &Open) -> Next {
        let rest = window.bytes.get(at..).unwrap_or_default();
        let known = match at {
            0 => std::mem::take(&mut self.fill),
            _ => 0,
        };
        let unknown = rest.get(known..).unwrap_or_default();
        let fill = known + unknown.iter().take_while(|b| is_fill(b)).count();
        if fill == rest.len() || fill > LONGEST_SEGMENT {
            let decided = window.last || fill > LONGEST_SEGMENT;
            return match decided {
                true => Next::BrokenOff(open.tail),
                false => {
                    self.fill = fill;
                    Next::More
                }
            };
        }
        let place = open.place().at(Span {
            offset: window.base + at,
            length: fill,
        });
        let text = rest.get(..fill).unwrap_or_default();
        let code = open.code(Code::SegmentStray, Code::EdifactSegmentStray);
        self.queue.say(code, place, text, Cause::FillBetween);
        Next::Behind(at + fill)
    }

    /// Ends everything where the interchange breaks off.
    fn break_off(
        &mut self,
        mut open: Box<Open>,
        place: usize,
        at: usize,
        sink: &mut impl Sink,
    ) -> Step {
        open.cut_off(&mut self.queue, place);
        self.queue.flush(None, sink);
        Step::On(at)
    }

    /// Takes a segment as cut and tells whether it ended the interchange.
    #[inline]
    fn take(
        &mut self,
        window: &Window<'_>,
        at: usize,
        cut: &Cut,
        open: &mut Open,
        sink: &mut impl Sink,
    ) -> bool {
        let segment = Segment {
            text: window.bytes,
            start: at,
            end: cut.end.max(at),
            marks: self.cutter.marks(cut),
            printable: cut.printable,
            tag: Tag::default(),
            offset: window.base + at,
            ordinal: open.ordinal(),
            delimiters: open.interchange.delimiters,
        }
        .tagged();
        let end = window.base + cut.next;
        if open.message.is_some() && !open.is_control(&segment) {
            open.inside_message(&mut self.queue, &segment, end);
            match self.queue.is_empty() {
                true => sink.segment(&segment),
                false => self.queue.flush(Some(segment), sink),
            }
            return false;
        }
        let segment = match open.starts_message(&segment) {
            true => Segment {
                ordinal: 1,
                ..segment
            },
            false => segment,
        };
        let ended = match open.interchange.standard {
            Standard::Edifact => open.edifact(&mut self.queue, &segment, end, cut.terminated),
            _ => open.x12(&mut self.queue, &segment, end, cut.terminated),
        };
        self.queue.flush(Some(segment), sink);
        if open.interchange.delimiters != segment.delimiters {
            let shortest = header::shortest(open.interchange.standard);
            self.cutter
                .set(open.interchange.delimiters, cut.next, shortest);
        }
        ended
    }
}

/// What a segment starts with, up to its first delimiter.
struct Name {
    tag: Tag,
    letters: usize,
    /// Whether that is the separator of elements.
    has_elements: bool,
}

impl Name {
    /// Returns a name of two or three letters; `None` for any other.
    #[inline(always)]
    fn of(bytes: &[u8], plain: &Plain<'_>, separator: u8) -> Option<Self> {
        let letters = match plain.marks.first() {
            Some(mark) => (*mark as usize).wrapping_sub(plain.start),
            None => plain.end - plain.start,
        };
        let four = bytes.get(plain.start..plain.start.wrapping_add(4))?;
        Some(Self {
            tag: Tag::of(*four.first_chunk::<4>()?, letters)?,
            letters,
            has_elements: bytes.get(plain.start.wrapping_add(letters)) == Some(&separator),
        })
    }
}

/// Tells whether a segment has a proper name of so many letters, and not one of the envelope.
#[cold]
fn is_plain(text: &[u8], letters: usize, edifact: bool) -> bool {
    let is_plain = match edifact {
        true => !text.starts_with(b"UN"),
        false => is_plain_x12(text),
    };
    is_plain && text.get(..letters).is_some_and(is_segment_name)
}

/// Tells whether a segment of X12 is neither of the envelope nor binary.
#[inline]
fn is_plain_x12(text: &[u8]) -> bool {
    match *text {
        [b'S', b'T' | b'E', c, ..] | [b'G', b'S' | b'E', c, ..] => c.is_ascii_alphanumeric(),
        [b'I', b'E' | b'S', b'A', ..] | [b'B', b'I' | b'D', b'N' | b'S', ..] => false,
        [b'S' | b'G', b'T' | b'S' | b'E'] => false,
        _ => true,
    }
}

/// Ends a segment before another header in it, and one without terminator before fill bytes;
/// tells whether marks are left that are not its own.
fn shortened(bytes: &[u8], at: usize, mut cut: Cut, standard: Standard) -> (Cut, bool) {
    let text = bytes.get(at..cut.end).unwrap_or_default();
    let is_binary = text.starts_with(b"BIN") || text.starts_with(b"BDS");
    let another = match is_binary {
        true => None,
        false => header::find_plain(text, standard),
    };
    if let Some(another) = another {
        cut.end = at + another;
        cut.terminated = false;
    }
    if !cut.terminated {
        cut.next = cut.end;
        let text = bytes.get(at..cut.end).unwrap_or_default();
        cut.end -= text.iter().rev().take_while(|b| is_fill(b)).count();
    }
    (cut, another.is_some())
}
