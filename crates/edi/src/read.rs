mod close;
mod open;

use crate::code::Code;
use crate::envelope;
use crate::file::{File, Interchange, Standard};
use crate::finding::{Finding, Findings};
use crate::header::{self, Header};
use crate::place::Place;
use crate::segment::Segment;
use crate::token::{self, Delimiters, Span, Token};
use open::Open;

/// Reads any bytes; what is wrong with them is in the file's findings.
pub fn read(bytes: &[u8]) -> File<'_> {
    let mut reader = Reader {
        bytes,
        standard: Standard::Unknown,
        interchanges: Vec::new(),
        findings: Findings::default(),
        starts: Vec::new(),
    };
    reader.file();
    File {
        bytes,
        standard: reader.standard,
        interchanges: reader.interchanges,
        findings: reader.findings.all,
        unlisted: reader.findings.unlisted,
        starts: reader.starts,
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    standard: Standard,
    interchanges: Vec<Interchange>,
    findings: Findings,
    starts: Vec<usize>,
}

impl<'a> Reader<'a> {
    fn file(&mut self) {
        let mut at = 0;
        if self.bytes.starts_with(b"\xEF\xBB\xBF") {
            at = 3;
            let place = Place::default().at(Span {
                offset: 0,
                length: 3,
            });
            self.say(
                Code::FileByteOrderMark,
                place,
                "the file starts with a byte order mark",
            );
        }
        while let Some(header) = header::find(self.bytes, at) {
            self.between(at, header.start, Some(&header));
            self.standard = Standard::X12;
            at = self.interchange(&header);
        }
        self.between(at, self.bytes.len(), None);
        if self.bytes.trim_ascii().is_empty() {
            self.say(Code::FileEmpty, Place::default(), "the file holds no data");
        } else if self.interchanges.is_empty() && self.standard == Standard::Unknown {
            let cause = "no interchange header (ISA with sixteen elements) is in the file";
            self.say(Code::FileNoInterchange, Place::default(), cause);
        }
        if let Err(error) = std::str::from_utf8(self.bytes) {
            let place = Place::default().at(Span {
                offset: error.valid_up_to(),
                length: 1,
            });
            self.say(
                Code::FileEncoding,
                place,
                "this byte is not UTF-8; read as ISO 8859-1",
            );
        }
    }

    /// Judges the bytes before, between and after interchanges.
    fn between(&mut self, from: usize, to: usize, next: Option<&Header>) {
        let start = token::skip_padding(self.bytes, from).min(to);
        let text = self
            .bytes
            .get(start..to)
            .unwrap_or_default()
            .trim_ascii_end();
        let place = Place::default().at(Span {
            offset: start,
            length: text.len(),
        });
        if text.is_empty() {
            return;
        }
        if text
            .iter()
            .all(|b| matches!(b, 0 | 0x1A | b'\r' | b'\n' | b' '))
        {
            self.say(Code::FilePadding, place, "fill bytes that are no data");
        } else if text.starts_with(b"UNA") || text.starts_with(b"UNB") {
            self.standard = Standard::Edifact;
            self.say(
                Code::FileEdifact,
                place,
                "EDIFACT is not read yet; only X12 is",
            );
        } else if text.starts_with(b"ISA") {
            self.standard = Standard::X12;
            self.say(
                Code::IsaMalformed,
                place,
                "an ISA without its sixteen elements",
            );
        } else if self.is_preamble(text, next) {
            self.say(
                Code::FilePreamble,
                place,
                "text before the first interchange",
            );
        } else {
            self.say(
                Code::FileRubbish,
                place,
                "bytes that belong to no interchange",
            );
        }
    }

    /// Tells whether this is a cover note: it precedes all data and holds no control segment.
    fn is_preamble(&self, text: &[u8], next: Option<&Header>) -> bool {
        let Some(header) = next.filter(|_| self.interchanges.is_empty()) else {
            return false;
        };
        let element = header.delimiters.element;
        let holds = |id: &[u8]| memchr::memmem::find(text, &[id, &[element]].concat()).is_some();
        ![&b"GS"[..], b"ST", b"SE", b"GE", b"IEA"]
            .into_iter()
            .any(holds)
    }

    /// Reads an interchange and returns the first byte after it.
    fn interchange(&mut self, header: &Header) -> usize {
        let mut open = Open::new(
            self.bytes,
            header,
            self.interchanges.len(),
            self.starts.len(),
        );
        self.starts.push(header.start);
        for finding in envelope::isa(self.bytes, header, &open.place()) {
            self.keep(finding);
        }
        let end = self.segments(&mut open, header.end);
        open.interchange.span = Span::between(header.start, end);
        open.interchange.segments.end = self.starts.len();
        self.interchanges.push(open.interchange);
        end
    }

    fn segments(&mut self, open: &mut Open, from: usize) -> usize {
        let mut at = from;
        let mut next_isa = header::find_plain(self.bytes, at);
        loop {
            let end = at;
            at = token::skip_padding(self.bytes, at);
            if next_isa.is_some_and(|isa| isa < at) {
                next_isa = header::find_plain(self.bytes, at);
            }
            if self.is_fill(at) {
                self.cut_off(open, end);
                return end;
            }
            if header::header(self.bytes, at).is_some() {
                self.cut_off(open, at);
                return at;
            }
            let token = self.token(at, next_isa, &open.interchange.delimiters);
            let segment = Segment {
                bytes: self.bytes.get(at..token.end).unwrap_or_default(),
                offset: at,
                ordinal: open.ordinal(),
                delimiters: open.interchange.delimiters,
            };
            self.starts.push(at);
            if self.segment(open, &segment, token) {
                return token.next;
            }
            at = token.next;
        }
    }

    /// Tells whether nothing but fill bytes is left.
    fn is_fill(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or_default();
        rest.first().is_none_or(|b| matches!(b, 0 | 0x1A))
            && rest
                .iter()
                .all(|b| matches!(b, 0 | 0x1A | b'\r' | b'\n' | b' '))
    }

    /// Finds the segment at `at`; another interchange's ISA ends it as the end of the file does.
    fn token(&self, at: usize, next_isa: Option<usize>, delimiters: &Delimiters) -> Token {
        let mut found = token::token(self.bytes, at, self.bytes.len(), delimiters);
        let id = self.bytes.get(at..).unwrap_or_default();
        let binary = id.starts_with(b"BIN") || id.starts_with(b"BDS");
        if let Some(isa) = next_isa.filter(|&isa| isa > at && isa < found.end && !binary) {
            found = Token {
                end: isa,
                next: isa,
                terminated: false,
            };
        }
        if !found.terminated {
            let text = self.bytes.get(at..found.end).unwrap_or_default();
            let fill = |b: &&u8| matches!(**b, 0 | 0x1A | b'\r' | b'\n' | b' ');
            found.end -= text.iter().rev().take_while(fill).count();
            found.next = found.end;
        }
        found
    }

    fn say(&mut self, code: Code, place: Place, cause: &str) {
        let end = place.offset.saturating_add(place.length);
        let text = self.bytes.get(place.offset..end).unwrap_or_default();
        self.keep(Finding::new(code, place, text, cause.to_owned()));
    }

    fn keep(&mut self, finding: Finding) {
        self.findings.keep(finding);
    }
}
