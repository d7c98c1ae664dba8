mod codes;
mod guide;
mod parse;
mod relation;
mod resolve;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::error::Error;
use crate::file::Standard;
pub(crate) use codes::{CodeSet, Codes};
pub(crate) use guide::{Ask, ElementAt, GuideRule, NodeGuide};
pub(crate) use relation::{Relation, Rule, bit};

/// Message schemas of X12 and EDIFACT, given as data.
///
/// A schema file is a list of lines; `#` starts a comment and two blanks indent what belongs to
/// the line above:
///
/// ```text
/// x12 005010                    the version the file tells of; or: edifact D96A
/// extends 004010                what it does not tell comes from there
///
/// message 852 PD                a message and the group (GS01) it travels in; EDIFACT: message INVRPT
///   ST M 1                      a segment: mandatory or optional, most occurrences (> is any)
///   loop N1 O 200               a loop (segment group), named by its first segment
///     N1 M 1
///
/// segment ZA                    a segment; one without elements is known, but not looked into
///   1 859 M ID 2/2 usual QS QA  element, number in the directory, usage, type, length, codes
///   2 380 X R 1/15
///   3,5 355 X ID 2/2            two elements alike
///   4 C001 O C                  a composite
///   P0203                       relations: P, R, E, C, L
///
/// composite C001                a composite: its components, as a segment its elements
///   1 355 M ID 2/2
///
/// codes 355                     the values of a data element, wherever no own list stands
///   EA CA
/// ```
///
/// Types are those of X12 (AN, ID, N0 to N9, R, DT, TM, B) and of EDIFACT (a, an, n). `codes` lists
/// all values there are and others are errors, `usual` those we know and others are noted. `x9`
/// before the codes lets an element repeat nine times. `errors noted` in a message makes what is
/// wrong with its segments warnings.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    x12: BTreeMap<String, Version>,
    edifact: BTreeMap<String, Version>,
}

/// One version of a standard, as far as it was told of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Version {
    pub(crate) messages: HashMap<String, Arc<MessageSchema>>,
    pub(crate) segments: HashMap<Tag, Arc<SegmentSchema>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MessageSchema {
    /// The group it travels in; empty in EDIFACT.
    pub(crate) group: String,
    pub(crate) level: Level,
    /// What is wrong with its segments is noted and does not reject it.
    pub(crate) noted: bool,
    /// The conventions a partner's guide is of (ST03, the association's code in UNH02).
    pub(crate) conventions: Option<CodeSet>,
}

/// The segments and loops of a message or loop, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Level {
    pub(crate) nodes: Vec<Node>,
    /// The nodes' tags, which are searched for each segment.
    pub(crate) tags: Vec<Tag>,
    /// How many mandatory nodes precede each node, and in the end, how many there are.
    pub(crate) mandatory_before: Vec<u32>,
}

/// A segment, or a loop when it has children: the first of them starts each round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) tag: Tag,
    pub(crate) mandatory: bool,
    pub(crate) most: u32,
    pub(crate) children: Level,
    pub(crate) segment: Arc<SegmentSchema>,
    /// What a partner's guide asks beyond the standard.
    pub(crate) guide: Option<Box<NodeGuide>>,
}

impl Level {
    pub(crate) fn new(nodes: Vec<Node>) -> Self {
        let mut count = 0;
        let mut mandatory_before = vec![0];
        for node in &nodes {
            count += u32::from(node.mandatory);
            mandatory_before.push(count);
        }
        Self {
            tags: nodes.iter().map(|n| n.tag).collect(),
            nodes,
            mandatory_before,
        }
    }

    /// Tells whether a mandatory node stands at `from` or behind, before `end`.
    #[inline]
    pub(crate) fn is_mandatory_between(&self, from: usize, end: usize) -> bool {
        self.mandatory_before.get(from) != self.mandatory_before.get(end)
    }
}

/// A segment's name, at most four bytes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Tag(u32);

/// A segment with its elements, or a composite with its components.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SegmentSchema {
    /// Empty where the elements are not told of.
    pub(crate) elements: Vec<ElementSchema>,
    /// The same, for a glance.
    pub(crate) leaves: Vec<Leaf>,
    /// A bit for each element that is mandatory.
    pub(crate) mandatory: u64,
    pub(crate) relations: Vec<Relation>,
    /// A bit for the first of each two neighbours that are there together or not at all, which are
    /// most relations there are.
    pub(crate) pairs: u64,
    /// Elements of which one must be there, where a relation says so.
    pub(crate) required: u64,
    /// The other relations.
    pub(crate) others: Vec<Relation>,
    /// A bit for each element without which none of the others is broken.
    pub(crate) related: u64,
    /// Whether one of the others may be broken by nothing being there.
    pub(crate) always_related: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ElementSchema {
    /// Its number in the directory; composites have none.
    pub(crate) number: Option<u16>,
    pub(crate) mandatory: bool,
    pub(crate) kind: Kind,
    pub(crate) min: usize,
    pub(crate) max: usize,
    pub(crate) repetitions: u32,
    pub(crate) codes: Codes,
    /// What a composite is made of, where that was told.
    pub(crate) composite: Option<Arc<SegmentSchema>>,
}

/// An element as far as a glance needs it, in a form that is quick to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) min: u32,
    /// By how much the greatest length exceeds the least.
    pub(crate) more: u32,
    pub(crate) look: Look,
}

/// What a glance looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Look {
    /// One of these codes.
    Listed(Arc<CodeSet>),
    Printable,
    Digits,
    Number,
    Date,
    Time,
    Anything,
    /// Too much for a glance.
    Nothing,
    Composite(Arc<SegmentSchema>),
}

impl SegmentSchema {
    /// Renews what a glance needs after the elements changed.
    fn look_again(&mut self) {
        self.leaves = self.elements.iter().map(Leaf::new).collect();
    }
}

impl Leaf {
    pub(crate) fn new(element: &ElementSchema) -> Self {
        let look = match (&element.codes, element.kind, &element.composite) {
            (_, Kind::Composite, Some(composite)) => Look::Composite(Arc::clone(composite)),
            (_, Kind::Composite, None) | (_, Kind::Letters, _) => Look::Nothing,
            _ if element.max < element.min => Look::Nothing,
            // A code that is listed has no odd characters.
            (Codes::Only(list) | Codes::Usual(list), ..) => Look::Listed(Arc::clone(list)),
            (Codes::Any, Kind::Text | Kind::Identifier, _) => Look::Printable,
            (Codes::Any, Kind::Integer, _) => Look::Digits,
            (Codes::Any, Kind::Decimal | Kind::Number, _) => Look::Number,
            (Codes::Any, Kind::Date, _) => Look::Date,
            (Codes::Any, Kind::Time, _) => Look::Time,
            (Codes::Any, Kind::Binary, _) => Look::Anything,
        };
        let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            min: short(element.min),
            more: short(element.max.saturating_sub(element.min)),
            look,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Identifier,
    Integer,
    Decimal,
    Date,
    Time,
    Binary,
    Composite,
    /// EDIFACT's a: no digits.
    Letters,
    /// EDIFACT's n: digits, a minus and a decimal mark, which do not count.
    Number,
}

impl Tag {
    /// Takes the first four bytes; longer names are no tags of any schema.
    #[inline]
    pub(crate) fn new(id: &[u8]) -> Self {
        match *id {
            [a, b] => Self(u32::from_be_bytes([a, b, 0, 0])),
            [a, b, c] => Self(u32::from_be_bytes([a, b, c, 0])),
            [a, b, c, d, ..] => Self(u32::from_be_bytes([a, b, c, d])),
            [a] => Self(u32::from_be_bytes([a, 0, 0, 0])),
            [] => Self(0),
        }
    }

    /// Takes four bytes of which the first two or three are a name.
    #[inline]
    pub(crate) fn of(four: [u8; 4], letters: usize) -> Option<Self> {
        let bytes = u32::from_be_bytes(four);
        match letters {
            2 => Some(Self(bytes & 0xFFFF_0000)),
            // A NUL is no letter, and would make the tag that of a shorter name.
            3 if bytes & 0xFF00 != 0 => Some(Self(bytes & 0xFFFF_FF00)),
            _ => None,
        }
    }

    /// Returns the same as a number.
    #[inline]
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// Returns the name of a tag that a schema file told.
    pub(crate) fn name(self) -> String {
        let bytes = self.0.to_be_bytes();
        let used = bytes.iter().copied().filter(|b| *b != 0);
        used.map(char::from).collect()
    }
}

impl Schemas {
    /// Reads schema files, each with its name.
    pub fn parse(texts: &[(&str, &str)]) -> Result<Self, Error> {
        let mut parsed = Vec::new();
        for (file, text) in texts {
            parsed.push(parse::file(file, text)?);
        }
        Ok(resolve::schemas(parsed))
    }

    /// Returns a version: of X12 as GS08 names it by its first six characters, of EDIFACT as UNH02
    /// does by version and release.
    pub(crate) fn version(&self, standard: Standard, name: &str) -> Option<&Version> {
        match standard {
            Standard::Edifact => self.edifact.get(name),
            _ => self.x12.get(name.get(..6)?),
        }
    }

    /// Returns every message of every version, each with a name.
    #[cfg(test)]
    pub(crate) fn schemas_by_name(&self) -> Vec<(String, &MessageSchema)> {
        let mut all = Vec::new();
        for (name, version) in self.x12.iter().chain(&self.edifact) {
            let messages = version.messages.iter();
            all.extend(messages.map(|(kind, schema)| (format!("{kind} {name}"), &**schema)));
        }
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }

    /// Returns every segment of every version.
    #[cfg(test)]
    pub(crate) fn segments(&self) -> Vec<(Standard, Tag, &SegmentSchema)> {
        let mut all: Vec<(Standard, Tag, &SegmentSchema)> = Vec::new();
        for (standard, versions) in [
            (Standard::X12, &self.x12),
            (Standard::Edifact, &self.edifact),
        ] {
            for version in versions.values() {
                let first = all.len();
                let segments = version.segments.iter();
                all.extend(segments.map(|(tag, s)| (standard, *tag, &**s)));
                all[first..].sort_by_key(|(_, tag, _)| tag.name());
            }
        }
        all
    }

    /// Returns every message there is a schema of, with its version: X12 first, then EDIFACT.
    pub fn messages(&self) -> Vec<(Standard, &str, &str)> {
        let mut all = Vec::new();
        for (standard, versions) in [
            (Standard::X12, &self.x12),
            (Standard::Edifact, &self.edifact),
        ] {
            for (name, version) in versions {
                let kinds = version.messages.keys();
                all.extend(kinds.map(|kind| (standard, name.as_str(), kind.as_str())));
            }
        }
        all.sort_unstable();
        all
    }

    /// Tells whether some version knows this message.
    pub(crate) fn knows(&self, kind: &str) -> bool {
        let mut versions = self.x12.values().chain(self.edifact.values());
        versions.any(|v| v.messages.contains_key(kind))
    }
}

impl MessageSchema {
    /// Tells whether the message has such a segment anywhere.
    pub(crate) fn has(&self, tag: Tag) -> bool {
        fn within(level: &Level, tag: Tag) -> bool {
            let mut nodes = level.nodes.iter();
            nodes.any(|n| n.tag == tag || within(&n.children, tag))
        }
        within(&self.level, tag)
    }
}
