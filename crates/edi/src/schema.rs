mod parse;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::error::Error;

/// Message schemas of X12, given as data.
///
/// A schema file is a list of lines; `#` starts a comment and two blanks indent what belongs to
/// the line above:
///
/// ```text
/// x12 005010                    the version the file tells of
/// extends 004010                what it does not tell comes from there
///
/// message 852 PD                a message and the group (GS01) it travels in
///   ST M 1                      a segment: mandatory or optional, most occurrences (> is any)
///   loop N1 O 200               a loop, named by its first segment
///     N1 M 1
///
/// segment ZA                    a segment; one without elements is known, but not looked into
///   1 859 M ID 2/2 usual QS QA  element, number in the directory, usage, type, length, codes
///   2 380 X R 1/15
///   3,5 355 X ID 2/2            two elements alike
///   P0203                       relations: P, R, E, C, L
/// ```
///
/// `codes` lists all values there are and others are errors, `usual` those we know and others
/// are noted. `x9` before the codes lets an element repeat nine times. `errors noted` in a message
/// makes what is wrong with its segments warnings.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    versions: BTreeMap<String, Version>,
}

/// One version of the standard, as far as it was told of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Version {
    pub(crate) messages: HashMap<String, Arc<MessageSchema>>,
    pub(crate) segments: HashMap<String, Arc<SegmentSchema>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MessageSchema {
    pub(crate) group: String,
    pub(crate) nodes: Vec<Node>,
    /// What is wrong with its segments is noted and does not reject it.
    pub(crate) noted: bool,
}

/// A segment, or a loop when it has children: the first of them starts each round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) mandatory: bool,
    pub(crate) most: u32,
    pub(crate) children: Vec<Node>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SegmentSchema {
    /// Empty where the elements are not told of.
    pub(crate) elements: Vec<ElementSchema>,
    pub(crate) relations: Vec<Relation>,
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
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Codes {
    Any,
    Only(Vec<String>),
    Usual(Vec<String>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) rule: Rule,
    pub(crate) elements: Vec<usize>,
}

/// The relational conditions of X12.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// P: all or none.
    Paired,
    /// R: at least one.
    Required,
    /// E: at most one.
    Exclusion,
    /// C: the first requires all others.
    Conditional,
    /// L: the first requires at least one other.
    List,
}

impl Schemas {
    /// Reads schema files, each with its name.
    pub fn parse(texts: &[(&str, &str)]) -> Result<Self, Error> {
        let mut parsed = Vec::new();
        for (file, text) in texts {
            parsed.push(parse::file(file, text)?);
        }
        let mut versions: BTreeMap<String, Version> = BTreeMap::new();
        let mut bases: Vec<(String, String)> = Vec::new();
        for part in parsed {
            bases.extend(part.extends.map(|base| (part.version.clone(), base)));
            let version = versions.entry(part.version).or_default();
            version.messages.extend(part.messages);
            version.segments.extend(part.segments);
        }
        for (version, base) in bases {
            let base = versions.get(&base).cloned().unwrap_or_default();
            let version = versions.entry(version).or_default();
            for (kind, message) in base.messages {
                version.messages.entry(kind).or_insert(message);
            }
            for (id, segment) in base.segments {
                version.segments.entry(id).or_insert(segment);
            }
        }
        for version in versions.values_mut() {
            version.know_segments();
        }
        Ok(Self { versions })
    }

    /// Returns the version a GS08 names by its first six characters.
    pub(crate) fn version(&self, gs08: &str) -> Option<&Version> {
        self.versions.get(gs08.get(..6)?)
    }

    /// Tells whether some version knows this message.
    pub(crate) fn knows(&self, kind: &str) -> bool {
        self.versions
            .values()
            .any(|v| v.messages.contains_key(kind))
    }
}

impl Version {
    /// Segments that only a message names are known, too, if not looked into.
    fn know_segments(&mut self) {
        let mut open: Vec<&Node> = self.messages.values().flat_map(|m| &m.nodes).collect();
        let mut found = Vec::new();
        while let Some(node) = open.pop() {
            open.extend(&node.children);
            found.push(node.id.clone());
        }
        for id in found {
            self.segments.entry(id).or_default();
        }
    }
}

impl MessageSchema {
    /// Tells whether the message has such a segment anywhere.
    pub(crate) fn has(&self, id: &str) -> bool {
        fn within(nodes: &[Node], id: &str) -> bool {
            nodes.iter().any(|n| n.id == id || within(&n.children, id))
        }
        within(&self.nodes, id)
    }
}
