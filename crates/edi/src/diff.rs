use std::collections::BTreeMap;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::file::{File, Interchange};
use crate::segment::{Segment, decode, released};
use crate::token::Span;

/// Something that one file says and the other does not, or says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it is about.
    pub what: Differing,
    /// The message it is in, "852 0001" by its name and place among those of its name; empty
    /// outside messages.
    pub message: String,
    /// The segment's name; empty for whole messages and interchanges.
    pub segment_id: String,
    /// Place of the element in its segment, from 1; zero for whole segments.
    pub element: u32,
    /// Place of the component, from 1; zero for whole segments.
    pub component: u32,
    /// Which repetition, from 1; zero for whole segments.
    pub repetition: u32,
    /// What the first file says; `None` when it has no such thing.
    pub first: Option<Side>,
    /// What the second file says.
    pub second: Option<Side>,
}

/// What a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Differing {
    /// One value.
    Element,
    /// A segment that only one file has.
    Segment,
    /// A message that only one file has.
    Message,
    /// An interchange that only one file has.
    Interchange,
}

/// What one of two files says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The segment's place in its message, from 1; zero outside messages.
    pub segment: u32,
    /// First byte in the file, from 0.
    pub offset: usize,
    /// How many bytes.
    pub length: usize,
    /// The value, or the whole segment.
    pub text: String,
}

/// Whether what the envelope counts, numbers and dates is compared, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// What is said, however it was packed.
    Content,
    /// Control numbers, dates and counts of the envelope, too.
    Envelope,
}

/// Elements of the envelope that differ between two sendings of the same content. Of an ISA and a
/// UNA the delimiters do not matter either.
const PACKING: &[(&str, &[u32])] = &[
    ("ISA", &[9, 10, 11, 13, 16]),
    ("IEA", &[1, 2]),
    ("GS", &[4, 5, 6]),
    ("GE", &[1, 2]),
    ("ST", &[2]),
    ("SE", &[1, 2]),
    ("UNB", &[4, 5]),
    ("UNZ", &[1, 2]),
    ("UNG", &[4, 5]),
    ("UNE", &[1, 2]),
    ("UNH", &[1]),
    ("UNT", &[1, 2]),
];

/// Compares two files by what they say: separators, padding, line ends and empty elements at the
/// end of a segment do not matter.
pub fn diff(first: &File<'_>, second: &File<'_>, compare: Compare) -> Vec<Difference> {
    let mut out = Out {
        compare,
        message: String::new(),
        differences: Vec::new(),
    };
    let (a, b) = (&first.interchanges, &second.interchanges);
    for (a, b) in a.iter().zip(b) {
        out.interchange(&Parts::of(first, a), &Parts::of(second, b));
    }
    for more in a.iter().skip(b.len()) {
        out.only(Differing::Interchange, Some(whole(first, more)), None);
    }
    for more in b.iter().skip(a.len()) {
        out.only(Differing::Interchange, None, Some(whole(second, more)));
    }
    out.differences
}

fn whole(file: &File<'_>, interchange: &Interchange) -> Side {
    let mut segments = file.interchange_segments(interchange);
    let text = segments.next().map_or(String::new(), |s| text(s.bytes()));
    side(0, interchange.span, text)
}

fn side(segment: u32, span: Span, text: String) -> Side {
    Side {
        segment,
        offset: span.offset,
        length: span.length,
        text,
    }
}

fn text(bytes: &[u8]) -> String {
    decode(bytes).into_owned()
}

/// Element, repetition and component of a value.
type Position = (u32, u32, u32);

/// A segment by what it says.
struct Said {
    id: String,
    ordinal: u32,
    span: Span,
    text: String,
    values: BTreeMap<Position, (Span, String)>,
}

/// An interchange: its envelope, and its messages by name.
struct Parts {
    envelope: Vec<Said>,
    messages: BTreeMap<(String, usize), Vec<Said>>,
}

impl Parts {
    fn of(file: &File<'_>, interchange: &Interchange) -> Self {
        let mut messages = BTreeMap::new();
        let mut spans = Vec::new();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for message in interchange.groups.iter().flat_map(|g| &g.messages) {
            let count = counts.entry(&message.kind).or_default();
            *count += 1;
            let said = file.segments(message).map(|s| Said::new(&s, s.ordinal()));
            messages.insert((message.kind.clone(), *count), said.collect());
            spans.push(message.span);
        }
        let inside = |s: &Segment<'_>| {
            let at = s.span().offset;
            let next = spans.partition_point(|span| span.offset <= at);
            let before = next.checked_sub(1).and_then(|n| spans.get(n));
            before.is_some_and(|span| at < span.end())
        };
        let segments = file.interchange_segments(interchange);
        let envelope = segments.filter(|s| !inside(s)).map(|s| Said::new(&s, 0));
        Self {
            envelope: envelope.collect(),
            messages,
        }
    }
}

impl Said {
    fn new(segment: &Segment<'_>, ordinal: u32) -> Self {
        let mut said = Self {
            id: segment.id().to_owned(),
            ordinal,
            span: segment.span(),
            text: text(segment.bytes()),
            values: BTreeMap::new(),
        };
        let d = segment.delimiters();
        for (n, element) in (0..).zip(segment.elements()).skip(1) {
            if said.id == "ISA" {
                let value = text(element.bytes().trim_ascii_end());
                said.values.insert((n, 1, 1), (element.span(), value));
                continue;
            }
            // No element holds a terminator that ends it: without repetitions nothing is split.
            let repetition = d.repetition.unwrap_or(d.terminator);
            for (r, part) in (1..).zip(element.split(repetition)) {
                for (c, part) in (1..).zip(part.split(d.component)) {
                    let value = released(decode(part.bytes()), d.release).into_owned();
                    if !value.is_empty() {
                        said.values.insert((n, r, c), (part.span(), value));
                    }
                }
            }
        }
        said
    }

    fn compared(&self, compare: Compare) -> impl Iterator<Item = (&Position, &str)> {
        let ignored = match compare {
            Compare::Envelope => None,
            Compare::Content => PACKING.iter().find(|(id, _)| *id == self.id),
        };
        let kept = move |n: u32| ignored.is_none_or(|(_, ignored)| !ignored.contains(&n));
        let values = self.values.iter().filter(move |((n, ..), _)| kept(*n));
        values.map(|(position, (_, value))| (position, value.as_str()))
    }

    /// Returns what it says in one text, equal for segments that say the same.
    fn key(&self, compare: Compare) -> String {
        let mut key = self.id.clone();
        for ((n, r, c), value) in self.compared(compare) {
            key.push_str(&format!("\u{1D}{n}.{r}.{c}\u{1F}{value}"));
        }
        key
    }

    fn side(&self) -> Side {
        side(self.ordinal, self.span, self.text.clone())
    }
}

struct Out {
    compare: Compare,
    message: String,
    differences: Vec<Difference>,
}

impl Out {
    fn interchange(&mut self, a: &Parts, b: &Parts) {
        self.message.clear();
        self.segments(&a.envelope, &b.envelope);
        for (key, message) in &a.messages {
            self.message = format!("{} {}", key.0, key.1);
            match b.messages.get(key) {
                Some(other) => self.segments(message, other),
                None => self.only(Differing::Message, message.first().map(Said::side), None),
            }
        }
        for (key, message) in &b.messages {
            if !a.messages.contains_key(key) {
                self.message = format!("{} {}", key.0, key.1);
                self.only(Differing::Message, None, message.first().map(Said::side));
            }
        }
    }

    /// Aligns segments by what they say, and those that say something else by their names.
    fn segments(&mut self, a: &[Said], b: &[Said]) {
        let keys = |all: &[Said]| all.iter().map(|s| s.key(self.compare)).collect::<Vec<_>>();
        for op in capture_diff_slices(Algorithm::Myers, &keys(a), &keys(b)) {
            let (_, first, second) = op.as_tag_tuple();
            let (first, second) = (a.get(first), b.get(second));
            if !matches!(op, DiffOp::Equal { .. }) {
                self.changed(first.unwrap_or_default(), second.unwrap_or_default());
            }
        }
    }

    fn changed(&mut self, a: &[Said], b: &[Said]) {
        let ids = |all: &[Said]| all.iter().map(|s| s.id.clone()).collect::<Vec<_>>();
        for op in capture_diff_slices(Algorithm::Myers, &ids(a), &ids(b)) {
            let (_, first, second) = op.as_tag_tuple();
            let first = a.get(first).unwrap_or_default();
            let second = b.get(second).unwrap_or_default();
            if matches!(op, DiffOp::Equal { .. }) {
                first
                    .iter()
                    .zip(second)
                    .for_each(|(a, b)| self.elements(a, b));
                continue;
            }
            for segment in first {
                self.only(Differing::Segment, Some(segment.side()), None);
                self.named(&segment.id);
            }
            for segment in second {
                self.only(Differing::Segment, None, Some(segment.side()));
                self.named(&segment.id);
            }
        }
    }

    fn elements(&mut self, a: &Said, b: &Said) {
        let (first, second): (BTreeMap<_, _>, BTreeMap<_, _>) = (
            a.compared(self.compare).collect(),
            b.compared(self.compare).collect(),
        );
        let mut positions: Vec<&Position> = first.keys().chain(second.keys()).copied().collect();
        positions.sort_unstable();
        positions.dedup();
        for position in positions {
            if first.get(position) == second.get(position) {
                continue;
            }
            let value = |said: &Said| {
                let (span, value) = said.values.get(position)?;
                Some(side(said.ordinal, *span, value.clone()))
            };
            self.only(Differing::Element, value(a), value(b));
            self.named(&a.id);
            if let Some(last) = self.differences.last_mut() {
                (last.element, last.repetition, last.component) = *position;
            }
        }
    }

    fn only(&mut self, what: Differing, first: Option<Side>, second: Option<Side>) {
        self.differences.push(Difference {
            what,
            message: self.message.clone(),
            segment_id: String::new(),
            element: 0,
            component: 0,
            repetition: 0,
            first,
            second,
        });
    }

    fn named(&mut self, id: &str) {
        if let Some(last) = self.differences.last_mut() {
            id.clone_into(&mut last.segment_id);
        }
    }
}
