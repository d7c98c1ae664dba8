use crate::file::{File, Interchange, Standard};
use crate::header::LENGTHS;
use crate::segment::{Element, Segment};
use crate::token::Delimiters;

/// Writes a file back from its segments, with all that stood between them: the bytes it was read
/// from.
pub fn rewrite(file: &File<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(file.bytes.len());
    let mut end = 0;
    for interchange in &file.interchanges {
        for segment in file.interchange_segments(interchange) {
            let between = file.bytes.get(end..segment.span().offset);
            out.extend(between.unwrap_or_default());
            as_it_was(&segment, &mut out);
            end = segment.span().end();
        }
    }
    out.extend(file.bytes.get(end..).unwrap_or_default());
    out
}

/// Writes a file in its plainest form: no separators that end nothing, no line ends and nothing
/// else between segments or interchanges, the ISA padded, counts as they are.
///
/// What is wrong with its syntax would be hidden; ask [`crate::Report`] first.
pub fn canonical(file: &File<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(file.bytes.len());
    for interchange in &file.interchanges {
        if interchange.standard == Standard::Edifact && interchange.declares_delimiters {
            una(file, interchange, &mut out);
        }
        let mut counts = Counts::default();
        for segment in file.interchange_segments(interchange) {
            counts.take(segment.id(), interchange.standard);
            match interchange.standard {
                Standard::Edifact => edifact(&segment, &counts, &mut out),
                _ => x12(&segment, &counts, &mut out),
            }
            out.push(segment.delimiters().terminator);
        }
    }
    out
}

/// How much came since the header that a trailer counts from.
#[derive(Debug, Default)]
struct Counts {
    segments: usize,
    messages: usize,
    groups: usize,
    /// Messages outside groups, which an interchange of EDIFACT counts.
    ungrouped: usize,
    in_group: bool,
}

impl Counts {
    fn take(&mut self, id: &str, standard: Standard) {
        self.segments += 1;
        match (standard, id) {
            (Standard::X12, "ST") | (Standard::Edifact, "UNH") => {
                self.segments = 1;
                self.messages += 1;
                self.ungrouped += usize::from(!self.in_group);
            }
            (Standard::X12, "GS") | (Standard::Edifact, "UNG") => {
                self.messages = 0;
                self.groups += 1;
                self.in_group = true;
            }
            (Standard::X12, "GE") | (Standard::Edifact, "UNE") => self.in_group = false,
            _ => {}
        }
    }

    /// Returns the count that a trailer starts with.
    fn of(&self, id: &str, standard: Standard) -> Option<usize> {
        match (standard, id) {
            (Standard::X12, "SE") | (Standard::Edifact, "UNT") => Some(self.segments),
            (Standard::X12, "GE") | (Standard::Edifact, "UNE") => Some(self.messages),
            (Standard::X12, "IEA") => Some(self.groups),
            (Standard::Edifact, "UNZ") => Some(self.groups + self.ungrouped),
            _ => None,
        }
    }
}

fn as_it_was(segment: &Segment<'_>, out: &mut Vec<u8>) {
    let element = segment.delimiters().element;
    join(segment.elements(), element, out, |part, out| {
        out.extend(part.bytes());
    });
}

fn join<'a>(
    parts: impl Iterator<Item = Element<'a>>,
    separator: u8,
    out: &mut Vec<u8>,
    write: impl Fn(Element<'a>, &mut Vec<u8>),
) {
    for (n, part) in parts.enumerate() {
        if n > 0 {
            out.push(separator);
        }
        write(part, out);
    }
}

fn una(file: &File<'_>, interchange: &Interchange, out: &mut Vec<u8>) {
    let from = interchange.span.offset;
    // The decimal mark is in the file only.
    out.extend(file.bytes.get(from..from + 9).unwrap_or_default());
}

fn x12(segment: &Segment<'_>, counts: &Counts, out: &mut Vec<u8>) {
    let d = segment.delimiters();
    let id = segment.id();
    let count = counts.of(id, Standard::X12).map(|n| n.to_string());
    let start = out.len();
    let mut end = out.len();
    for (n, element) in segment.elements().enumerate() {
        if n > 0 {
            out.push(d.element);
        }
        match (&count, n) {
            (Some(count), 1) => out.extend(count.as_bytes()),
            _ => out.extend(element.bytes()),
        }
        if id == "ISA" {
            pad(n, element.bytes().len(), out);
        }
        if !element.bytes().is_empty() {
            end = out.len();
        }
    }
    if id != "ISA" {
        out.truncate(end.max(start));
    }
}

fn pad(n: usize, length: usize, out: &mut Vec<u8>) {
    let due = n.checked_sub(1).and_then(|n| LENGTHS.get(n));
    let missing = due.map_or(0, |due| due.saturating_sub(length));
    out.extend(std::iter::repeat_n(b' ', missing));
}

fn edifact(segment: &Segment<'_>, counts: &Counts, out: &mut Vec<u8>) {
    let d = segment.delimiters();
    let count = counts.of(segment.id(), Standard::Edifact);
    let count = count.map(|n| n.to_string());
    let mut end = out.len();
    for (n, element) in segment.elements().enumerate() {
        if n > 0 {
            out.push(d.element);
        }
        let before = out.len();
        match (&count, n) {
            (Some(count), 1) => out.extend(count.as_bytes()),
            _ => repetitions(element, d, out),
        }
        if out.len() > before {
            end = out.len();
        }
    }
    out.truncate(end);
}

/// Writes an element without the separators of components that are empty to its end.
fn repetitions(element: Element<'_>, d: Delimiters, out: &mut Vec<u8>) {
    match d.repetition {
        None => components(element, d, out),
        Some(repetition) => join(element.split(repetition), repetition, out, |part, out| {
            components(part, d, out);
        }),
    }
}

fn components(element: Element<'_>, d: Delimiters, out: &mut Vec<u8>) {
    let mut end = out.len();
    for (n, component) in element.split(d.component).enumerate() {
        if n > 0 {
            out.push(d.component);
        }
        out.extend(component.bytes());
        if !component.bytes().is_empty() {
            end = out.len();
        }
    }
    out.truncate(end);
}
