//! The reader: bytes in, events out.

mod between;
mod cutter;
mod edifact;
mod inside;
mod message;
mod numbers;
mod open;
mod trailer;
mod tree;
mod x12;

use crate::cause::Cause;
use crate::code::Code;
use crate::file::{File, Group, Interchange, InterchangeAcknowledgement, Message, Standard};
use crate::finding::Finding;
use crate::header;
use crate::place::Place;
use crate::scan::Method;
use crate::segment::Segment;
use crate::token::{Delimiters, Span};
use between::Between;
use cutter::Cutter;
pub use message::MessageHeader;
use open::{Open, Queue};

/// What the reader comes across, in the order of the file.
#[derive(Debug, Clone)]
pub enum Event<'a> {
    /// An interchange starts; its groups, acknowledgements, segments and end are not known yet.
    InterchangeStart(Box<Interchange>),
    /// A group starts; also before a message that has none.
    GroupStart(Box<Group>),
    /// A message starts.
    MessageStart(Box<Message>),
    /// A segment, headers and trailers included; they follow their start and precede their end.
    Segment(&'a Segment<'a>),
    /// An ISX changes the delimiters from its end on.
    Delimiters(Delimiters),
    /// A TA1, whose segment follows.
    Acknowledgement(Box<InterchangeAcknowledgement>),
    /// The open message ends, by its trailer or without.
    MessageEnd(Span),
    /// The open group ends.
    GroupEnd {
        /// All its bytes.
        span: Span,
        /// How many messages its trailer says it has.
        declared_messages: Option<u64>,
    },
    /// The open interchange ends.
    InterchangeEnd(Span),
    /// Something wrong or odd.
    Finding(Box<Finding>),
}

/// Takes what the reader comes across.
pub trait Sink {
    /// Takes a segment; they are so many that nothing may be moved for them.
    fn segment(&mut self, segment: &Segment<'_>);

    /// Takes the start of a message by its header, which follows as a segment.
    fn message(&mut self, header: MessageHeader<'_, '_>) {
        self.event(Event::MessageStart(Box::new(header.message())));
    }

    /// Takes anything else.
    fn event(&mut self, event: Event<'static>);
}

/// A function that takes all events.
struct Each<F>(F);

impl<F: FnMut(Event<'_>)> Sink for Each<F> {
    #[inline]
    fn segment(&mut self, segment: &Segment<'_>) {
        (self.0)(Event::Segment(segment));
    }

    fn event(&mut self, event: Event<'static>) {
        (self.0)(event);
    }
}

/// Reads any bytes at once; what is wrong with them is in the file's findings.
pub fn read(bytes: &[u8]) -> File<'_> {
    let mut reader = Reader::default();
    let mut tree = tree::Tree::default();
    let standard = reader.whole(bytes, &mut tree);
    tree.file(bytes, standard)
}

/// Reads bytes as they come, in pieces of any size, and remembers no more than it must.
#[derive(Debug)]
pub struct Reader {
    /// Where in the file the bytes that are left over start.
    base: usize,
    left_over: Vec<u8>,
    cutter: Cutter,
    standard: Standard,
    /// How many interchanges have started.
    interchanges: usize,
    open: Option<Box<Open>>,
    between: Between,
    encoding: Encoding,
    /// Events of a segment that wait until it has been looked at in full.
    queue: Queue,
    /// So many fill bytes are known to start what is left over.
    fill: usize,
}

/// A stretch of the file, whole segments or their start.
#[derive(Debug, Clone, Copy)]
struct Window<'w> {
    bytes: &'w [u8],
    /// Where in the file it starts.
    base: usize,
    /// Whether nothing follows.
    last: bool,
}

/// How far a window was read.
enum Step {
    /// Up to here; the interchange started or ended.
    On(usize),
    /// Up to here; more bytes are needed to go on.
    More(usize),
}

/// So many bytes of a window are looked at together, however many come at once.
const PIECE: usize = 1 << 18;

/// At least so many bytes are put behind what is left over of the piece before.
const JOINED: usize = 1 << 12;

/// Marks count in 32 bits.
const WINDOW: usize = 1 << 30;

impl Default for Reader {
    fn default() -> Self {
        Self::with_method(Method::detect())
    }
}

impl Reader {
    /// Returns a reader of a new file.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn with_method(method: Method) -> Self {
        Self {
            base: 0,
            left_over: Vec::new(),
            cutter: Cutter::new(method),
            standard: Standard::Unknown,
            interchanges: 0,
            open: None,
            between: Between::default(),
            encoding: Encoding::default(),
            queue: Queue::default(),
            fill: 0,
        }
    }

    /// Takes the next bytes and tells what they hold as far as it is decided.
    pub fn push(&mut self, bytes: &[u8], sink: impl FnMut(Event<'_>)) {
        self.push_into(bytes, &mut Each(sink));
    }

    /// Takes the next bytes as [`Reader::push`] does, for who wants segments apart from the rest.
    pub fn push_into(&mut self, bytes: &[u8], sink: &mut impl Sink) {
        for piece in bytes.chunks(PIECE) {
            self.encoding.take(piece);
            let from = self.push_left_over(piece, sink);
            let rest = piece.get(from..).unwrap_or_default();
            if !rest.is_empty() {
                let used = self.part(rest, sink);
                let rest = rest.get(used..).unwrap_or_default();
                self.left_over.extend_from_slice(rest);
            }
        }
    }

    /// Joins what is left over with as much of a piece as completes it, and returns how much of
    /// the piece was used.
    fn push_left_over(&mut self, piece: &[u8], sink: &mut impl Sink) -> usize {
        let mut taken = 0;
        while !self.left_over.is_empty() {
            let mut joined = std::mem::take(&mut self.left_over);
            let before = joined.len();
            let rest = piece.get(taken..).unwrap_or_default();
            if rest.is_empty() {
                self.left_over = joined;
                break;
            }
            let more = rest.len().min(before.max(JOINED));
            joined.extend_from_slice(rest.get(..more).unwrap_or(rest));
            let used = self.part(&joined, sink);
            if used >= before {
                return taken + used - before;
            }
            joined.drain(..used);
            self.left_over = joined;
            taken += more;
        }
        taken
    }

    /// Reads as much of the next bytes as can be decided, which are not the last, and returns how
    /// much.
    fn part(&mut self, bytes: &[u8], sink: &mut impl Sink) -> usize {
        let window = Window {
            bytes,
            base: self.base,
            last: false,
        };
        let used = self.window(window, sink);
        self.base += used;
        used
    }

    /// Ends the file and returns its syntax.
    pub fn finish(self, sink: impl FnMut(Event<'_>)) -> Standard {
        self.finish_into(&mut Each(sink))
    }

    /// Ends the file as [`Reader::finish`] does.
    pub fn finish_into(mut self, sink: &mut impl Sink) -> Standard {
        let left_over = std::mem::take(&mut self.left_over);
        let window = Window {
            bytes: &left_over,
            base: self.base,
            last: true,
        };
        self.window(window, sink);
        self.end(sink);
        self.standard
    }

    /// Reads a file that is there in full, without copying it.
    pub(crate) fn whole(&mut self, bytes: &[u8], sink: &mut impl Sink) -> Standard {
        self.encoding.take(bytes);
        let mut base = 0;
        loop {
            let rest = bytes.get(base..).unwrap_or_default();
            let last = rest.len() <= WINDOW;
            let window = Window {
                bytes: rest.get(..WINDOW).unwrap_or(rest),
                base,
                last,
            };
            base += self.window(window, sink);
            if last {
                break;
            }
        }
        self.end(sink);
        self.standard
    }

    /// Reads as much of a window as can be decided and returns how much.
    fn window(&mut self, window: Window<'_>, sink: &mut impl Sink) -> usize {
        let mut at = 0;
        loop {
            let step = match self.open.is_some() {
                true => self.inside(&window, at, sink),
                false => self.outside(&window, at, sink),
            };
            match step {
                Step::On(next) => at = next,
                Step::More(next) => {
                    self.cutter.shift(next);
                    return next;
                }
            }
        }
    }

    /// Looks for the next interchange and judges what precedes it.
    fn outside(&mut self, window: &Window<'_>, from: usize, sink: &mut impl Sink) -> Step {
        let bytes = window.bytes;
        let Some(from) = self.between.skip_mark(window, from) else {
            return Step::More(from);
        };
        let header = header::find(bytes, from);
        let decided = |start: usize| window.last || start + header::LOOK_AHEAD <= bytes.len();
        let step = match header {
            Some(header) if decided(header.start()) => {
                self.between.take(window, from, header.start());
                self.judge_between(Some(&header));
                Step::On(self.start(window, &header, sink))
            }
            found => {
                // A header may still start in the last bytes, or turn out to be none.
                let undecided = bytes.len().saturating_sub(header::LOOK_AHEAD);
                let end = match (window.last, found) {
                    (true, _) => bytes.len(),
                    (false, Some(header)) => header.start().min(undecided.max(from)),
                    (false, None) => undecided.max(from),
                };
                self.between.take(window, from, end);
                Step::More(end)
            }
        };
        self.queue.flush(None, sink);
        step
    }

    /// Says what is left to say at the end of the file.
    fn end(&mut self, sink: &mut impl Sink) {
        let nothing = self.interchanges == 0 && self.between.is_empty();
        self.judge_between(None);
        if nothing {
            self.say(Code::FileEmpty, Place::default(), Cause::FileEmpty);
        } else if self.interchanges == 0 && self.standard == Standard::Unknown {
            self.say(Code::FileNoInterchange, Place::default(), Cause::NoHeader);
        }
        // EDIFACT names its character set, most of them of one byte.
        if let Some(at) = self
            .encoding
            .fault()
            .filter(|_| self.standard != Standard::Edifact)
        {
            let place = Place::default().at(Span {
                offset: at,
                length: 1,
            });
            self.say(Code::FileEncoding, place, Cause::NotUtf8);
        }
        self.queue.flush(None, sink);
    }

    fn say(&mut self, code: Code, place: Place, cause: Cause) {
        self.queue.say(code, place, &[], cause);
    }
}

/// Whether the bytes so far are UTF-8.
#[derive(Debug, Default)]
struct Encoding {
    fault: Option<usize>,
    taken: usize,
    /// The start of a character that the next bytes complete.
    started: Vec<u8>,
}

impl Encoding {
    fn take(&mut self, bytes: &[u8]) {
        if self.fault.is_some() {
            return;
        }
        if self.started.is_empty() && bytes.is_ascii() {
            self.taken += bytes.len();
            return;
        }
        let mut bytes = bytes;
        while let (false, Some((first, rest))) = (self.started.is_empty(), bytes.split_first()) {
            self.started.push(*first);
            bytes = rest;
            let started = std::mem::take(&mut self.started);
            self.judge(&started);
        }
        if self.fault.is_none() {
            self.judge(bytes);
        }
    }

    fn judge(&mut self, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(_) => self.taken += bytes.len(),
            Err(error) if error.error_len().is_none() => {
                self.taken += error.valid_up_to();
                self.started = bytes
                    .get(error.valid_up_to()..)
                    .unwrap_or_default()
                    .to_vec();
            }
            Err(error) => self.fault = Some(self.taken + error.valid_up_to()),
        }
    }

    fn fault(&self) -> Option<usize> {
        self.fault
            .or((!self.started.is_empty()).then_some(self.taken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus;

    fn in_words(event: &Event<'_>) -> String {
        let Event::Segment(segment) = event else {
            return format!("{event:?}");
        };
        let elements: Vec<_> = segment.elements().map(|e| (e.span(), e.bytes())).collect();
        format!("{} {elements:?}", segment.ordinal())
    }

    fn events(bytes: &[u8], size: usize, method: Method) -> Vec<String> {
        let mut reader = Reader::with_method(method);
        let mut told = Vec::new();
        for piece in bytes.chunks(size) {
            reader.push(piece, |event| told.push(in_words(&event)));
        }
        reader.finish(|event| told.push(in_words(&event)));
        told
    }

    #[test]
    fn every_method_reads_the_same() {
        for (name, bytes) in corpus::all() {
            let expected = events(&bytes, PIECE, Method::Scalar);
            for method in Method::all() {
                for size in [PIECE, 1000, 61] {
                    let found = events(&bytes, size, method);
                    assert!(found == expected, "{name}: {method:?} in {size}");
                }
            }
        }
    }

    #[test]
    fn a_long_segment_is_searched_once_however_it_comes() {
        let data = "0123456789?+:??".repeat(4000);
        let header = "UNB+UNOC:3+A:14+B:14+240401:0600+7'UNH+1+ORDERS:D:96A:UN'";
        let text = format!("{header}FTX+{data}+{data}'UNT+3+1'UNZ+1+7'");
        let isa = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *240401*0600*U\
            *00401*000000007*0*P*>~GS*PD*A*B*20240401*0600*7*X*004010~ST*852*0001~";
        let tail = "SE*3*0001~GE*1*7~IEA*1*000000007~";
        let (zeros, data) = ("\0".repeat(5000), "*X".repeat(20_000));
        let binary = format!("{isa}BIN*3*~~~{data}~{zeros}{tail}");
        let endless = format!("{isa}BIN*3*~~~{data}");
        for text in [text, binary, endless] {
            let bytes = text.as_bytes();
            let expected = events(bytes, PIECE, Method::Scalar);
            for size in [1, 7, 64, 100] {
                let mut reader = Reader::new();
                let mut told = Vec::new();
                for piece in bytes.chunks(size) {
                    reader.push(piece, |event| told.push(in_words(&event)));
                }
                // The block that the bytes before have begun, and what came.
                let most = bytes.len().div_ceil(size) * 64 + 2 * bytes.len();
                let work = reader.cutter.work();
                assert!(work < most, "{work} bytes of {most} in {size}");
                reader.finish(|event| told.push(in_words(&event)));
                assert!(told == expected, "{:?} in {size}", text.get(..3));
            }
        }
    }
}
