//! The reader: bytes in, events out.

mod between;
mod cutter;
mod edifact;
mod inside;
mod numbers;
mod open;
mod trailer;
mod tree;
mod x12;

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
    Segment(Segment<'a>),
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
pub(crate) trait Sink {
    /// Takes a segment; they are so many that nothing may be moved for them.
    fn segment(&mut self, segment: &Segment<'_>);

    /// Takes anything else.
    fn event(&mut self, event: Event<'static>);
}

/// A function that takes all events.
struct Each<F>(F);

impl<F: FnMut(Event<'_>)> Sink for Each<F> {
    #[inline]
    fn segment(&mut self, segment: &Segment<'_>) {
        (self.0)(Event::Segment(*segment));
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
        }
    }

    /// Takes the next bytes and tells what they hold as far as it is decided.
    pub fn push(&mut self, bytes: &[u8], sink: impl FnMut(Event<'_>)) {
        self.push_into(bytes, &mut Each(sink));
    }

    pub(crate) fn push_into(&mut self, bytes: &[u8], sink: &mut impl Sink) {
        for piece in bytes.chunks(PIECE) {
            self.encoding.take(piece);
            let mut left_over = std::mem::take(&mut self.left_over);
            left_over.extend_from_slice(piece);
            let window = Window {
                bytes: &left_over,
                base: self.base,
                last: false,
            };
            let used = self.window(window, sink);
            left_over.drain(..used);
            self.base += used;
            self.left_over = left_over;
        }
    }

    /// Ends the file and returns its syntax.
    pub fn finish(self, sink: impl FnMut(Event<'_>)) -> Standard {
        self.finish_into(&mut Each(sink))
    }

    pub(crate) fn finish_into(mut self, sink: &mut impl Sink) -> Standard {
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
        self.cutter.restart(0);
        let mut at = 0;
        loop {
            let step = match self.open.is_some() {
                true => self.inside(&window, at, sink),
                false => self.outside(&window, at, sink),
            };
            match step {
                Step::On(next) => at = next,
                Step::More(next) => return next,
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
            self.say(Code::FileEmpty, Place::default(), "the file holds no data");
        } else if self.interchanges == 0 && self.standard == Standard::Unknown {
            let cause = "no interchange header is in the file: no ISA with sixteen elements, and \
                no UNB with a syntax identifier";
            self.say(Code::FileNoInterchange, Place::default(), cause);
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
            let cause = "this byte is not UTF-8; read as ISO 8859-1";
            self.say(Code::FileEncoding, place, cause);
        }
        self.queue.flush(None, sink);
    }

    fn say(&mut self, code: Code, place: Place, cause: &str) {
        self.queue
            .keep(Finding::new(code, place, &[], cause.to_owned()));
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
}
