use serde::Serialize;

use crate::check::Order;
use crate::file::{File, Group, Interchange, Message, Standard};
use crate::schema::{MessageSchema, Schemas, Tag};
use crate::segment::{Element, Segment, decode, released};
use crate::token::{Delimiters, Span};

/// A part of a file with what it holds, as people think of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outline {
    /// An interchange.
    Interchange {
        /// "X12" or "EDIFACT".
        standard: Standard,
        /// Its control number.
        control_number: String,
        /// Who sent it: qualifier and id.
        sender: [String; 2],
        /// For whom it is.
        receiver: [String; 2],
        /// What its header says of delimiters: the UNA, where there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        una: Option<String>,
        /// Its segments and groups.
        parts: Vec<Outline>,
    },
    /// A group.
    Group {
        /// What kind of messages it holds.
        functional_id: String,
        /// Its control number.
        control_number: String,
        /// The version of its messages.
        version: String,
        /// Its segments and messages.
        parts: Vec<Outline>,
    },
    /// A message.
    Message {
        /// What it is.
        #[serde(rename = "type")]
        name: String,
        /// Its control number.
        control_number: String,
        /// The directory it follows, in EDIFACT.
        version: String,
        /// Its segments and loops.
        parts: Vec<Outline>,
    },
    /// A round of a loop, in EDIFACT a segment group.
    Loop {
        /// Its first segment.
        name: String,
        /// Its segments and loops.
        parts: Vec<Outline>,
    },
    /// A segment.
    Segment {
        /// Its name.
        id: String,
        /// Its place in its message, from 1; zero outside messages.
        ordinal: u32,
        /// First byte in the file, from 0.
        offset: usize,
        /// How many bytes.
        length: usize,
        /// Its elements.
        elements: Vec<Value>,
    },
    /// What belongs to no interchange.
    Outside {
        /// First byte in the file, from 0.
        offset: usize,
        /// How many bytes.
        length: usize,
        /// Its text.
        text: String,
    },
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A value.
    Simple(String),
    /// Components.
    Composite(Vec<String>),
    /// Repetitions, each with its components.
    Repeated {
        /// In order.
        repetitions: Vec<Vec<String>>,
    },
}

/// Returns what a file holds as a tree; loops are told by the schemas that are known.
pub fn outline(file: &File<'_>, schemas: &Schemas) -> Vec<Outline> {
    let mut parts = Vec::new();
    let mut end = 0;
    for interchange in &file.interchanges {
        outside(
            file,
            Span::between(end, interchange.span.offset),
            &mut parts,
        );
        parts.push(of_interchange(file, interchange, schemas));
        end = interchange.span.end();
    }
    outside(file, Span::between(end, file.bytes.len()), &mut parts);
    parts
}

fn outside(file: &File<'_>, span: Span, parts: &mut Vec<Outline>) {
    let between = file.bytes.get(span.offset..span.end()).unwrap_or_default();
    let text = between.trim_ascii();
    if !text.is_empty() {
        let blank = between.len() - between.trim_ascii_start().len();
        parts.push(Outline::Outside {
            offset: span.offset + blank,
            length: text.len(),
            text: decode(text).into_owned(),
        });
    }
}

fn of_interchange(file: &File<'_>, interchange: &Interchange, schemas: &Schemas) -> Outline {
    let mut segments = Segments {
        all: file.interchange_segments(interchange).collect(),
        next: 0,
    };
    let mut parts = Vec::new();
    for group in &interchange.groups {
        segments.until(group.span.offset, &mut parts);
        of_group(file, interchange, group, schemas, &mut segments, &mut parts);
    }
    segments.until(usize::MAX, &mut parts);
    let from = interchange.span.offset;
    let una = file.bytes.get(from..from + 9).unwrap_or_default();
    let party = |p: &crate::file::Party| [p.qualifier.clone(), p.id.clone()];
    Outline::Interchange {
        standard: interchange.standard,
        control_number: interchange.control_number.clone(),
        sender: party(&interchange.sender),
        receiver: party(&interchange.receiver),
        // An ISA is shown in full.
        una: (interchange.standard == Standard::Edifact && interchange.declares_delimiters)
            .then(|| decode(una).into_owned()),
        parts,
    }
}

fn of_group(
    file: &File<'_>,
    interchange: &Interchange,
    group: &Group,
    schemas: &Schemas,
    segments: &mut Segments<'_>,
    parts: &mut Vec<Outline>,
) {
    let mut inner = Vec::new();
    for message in &group.messages {
        segments.until(message.span.offset, &mut inner);
        let version = match interchange.standard {
            Standard::Edifact => &message.version,
            _ => &group.version,
        };
        let version_schema = schemas.version(interchange.standard, version);
        let schema = version_schema.and_then(|v| v.messages.get(&message.kind));
        inner.push(of_message(file, message, schema.map(AsRef::as_ref)));
        segments.skip(message.span.end());
    }
    segments.until(group.span.end(), &mut inner);
    match group.explicit || interchange.standard != Standard::Edifact {
        false => parts.extend(inner),
        true => parts.push(Outline::Group {
            functional_id: group.functional_id.clone(),
            control_number: group.control_number.clone(),
            version: group.version.clone(),
            parts: inner,
        }),
    }
}

fn of_message(file: &File<'_>, message: &Message, schema: Option<&MessageSchema>) -> Outline {
    // The message itself, then the loops that are open in it.
    let mut open: Vec<(String, Vec<Outline>)> = vec![(String::new(), Vec::new())];
    let mut order = schema.map(|s| Order::new(&s.level));
    for segment in file.segments(message) {
        let tag = Tag::new(segment.id_bytes());
        if let Some((depth, starts)) = order.as_mut().and_then(|o| o.depth_of(tag)) {
            close(&mut open, if starts { depth - 1 } else { depth });
            if starts {
                open.push((segment.id().to_owned(), Vec::new()));
            }
        }
        if let Some((_, parts)) = open.last_mut() {
            parts.push(of_segment(&segment, segment.ordinal()));
        }
    }
    close(&mut open, 0);
    Outline::Message {
        name: message.kind.clone(),
        control_number: message.control_number.clone(),
        version: message.version.clone(),
        parts: open.pop().map_or(Vec::new(), |(_, parts)| parts),
    }
}

/// Ends loops until so many are open.
fn close(open: &mut Vec<(String, Vec<Outline>)>, loops: usize) {
    while open.len() > loops + 1 {
        if let Some((name, parts)) = open.pop()
            && let Some((_, outer)) = open.last_mut()
        {
            outer.push(Outline::Loop { name, parts });
        }
    }
}

/// The segments of an interchange that are not told of yet.
struct Segments<'a> {
    all: Vec<Segment<'a>>,
    next: usize,
}

impl Segments<'_> {
    /// Tells of the segments before a place, which are in no message.
    fn until(&mut self, offset: usize, parts: &mut Vec<Outline>) {
        while let Some(segment) = self.all.get(self.next) {
            if segment.span().offset >= offset {
                return;
            }
            parts.push(of_segment(segment, 0));
            self.next += 1;
        }
    }

    fn skip(&mut self, offset: usize) {
        let rest = self.all.get(self.next..).unwrap_or_default();
        let told = rest.iter().take_while(|s| s.span().offset < offset);
        self.next += told.count();
    }
}

fn of_segment(segment: &Segment<'_>, ordinal: u32) -> Outline {
    let elements = segment.elements().enumerate().skip(1);
    let is_isa = segment.id() == "ISA";
    let delimiters = segment.delimiters();
    Outline::Segment {
        id: segment.id().to_owned(),
        ordinal,
        offset: segment.span().offset,
        length: segment.span().length,
        elements: elements
            .map(|(_, element)| match is_isa {
                // ISA11 and ISA16 hold delimiters.
                true => Value::Simple(decode(element.bytes()).into_owned()),
                false => value(element, delimiters),
            })
            .collect(),
    }
}

pub(crate) fn value(element: Element<'_>, d: Delimiters) -> Value {
    let repetitions: Vec<Vec<String>> = match d.repetition {
        Some(separator) => element
            .split(separator)
            .map(|part| components(part, d))
            .collect(),
        None => vec![components(element, d)],
    };
    match <[Vec<String>; 1]>::try_from(repetitions) {
        Ok([components]) => match <[String; 1]>::try_from(components) {
            Ok([simple]) => Value::Simple(simple),
            Err(components) => Value::Composite(components),
        },
        Err(repetitions) => Value::Repeated { repetitions },
    }
}

fn components(element: Element<'_>, d: Delimiters) -> Vec<String> {
    element
        .split(d.component)
        .map(|part| released(decode(part.bytes()), d.release).into_owned())
        .collect()
}
