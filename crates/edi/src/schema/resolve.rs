use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::parse::{Element, Message, Parsed, Segment, Structure};
use super::{
    CodeSet, Codes, ElementSchema, Kind, Leaf, Level, MessageSchema, Node, Relation, Rule, Schemas,
    SegmentSchema, Tag, Version, bit,
};
use crate::file::Standard;

/// What all files tell of one version.
#[derive(Debug, Clone, Default)]
struct Told {
    messages: HashMap<String, Arc<Message>>,
    segments: HashMap<String, Arc<Segment>>,
    composites: HashMap<String, Arc<Segment>>,
    codes: HashMap<u16, Arc<CodeSet>>,
}

/// Joins what the files tell: versions that extend others, composites and code lists by name.
pub(super) fn schemas(parsed: Vec<Parsed>) -> Schemas {
    let mut told: BTreeMap<(Standard, String), Told> = BTreeMap::new();
    let mut bases = Vec::new();
    for part in parsed {
        let key = (part.standard, part.version);
        if let Some(base) = part.extends {
            bases.push((key.clone(), (part.standard, base)));
        }
        let version = told.entry(key).or_default();
        version.messages.extend(part.messages);
        version.segments.extend(part.segments);
        version.composites.extend(part.composites);
        version.codes.extend(part.codes);
    }
    for (version, base) in bases {
        let base = told.get(&base).cloned().unwrap_or_default();
        told.entry(version).or_default().inherit(base);
    }
    let mut schemas = Schemas::default();
    for ((standard, name), told) in told {
        let versions = match standard {
            Standard::Edifact => &mut schemas.edifact,
            _ => &mut schemas.x12,
        };
        versions.insert(name, told.version());
    }
    schemas
}

impl Told {
    fn inherit(&mut self, base: Self) {
        for (name, message) in base.messages {
            self.messages.entry(name).or_insert(message);
        }
        for (name, segment) in base.segments {
            self.segments.entry(name).or_insert(segment);
        }
        for (name, composite) in base.composites {
            self.composites.entry(name).or_insert(composite);
        }
        for (number, codes) in base.codes {
            self.codes.entry(number).or_insert(codes);
        }
    }

    fn version(&self) -> Version {
        let mut segments: HashMap<Tag, Arc<SegmentSchema>> = self
            .segments
            .iter()
            .map(|(id, s)| (Tag::new(id.as_bytes()), Arc::new(self.segment(s))))
            .collect();
        let messages = self
            .messages
            .iter()
            .map(|(name, message)| {
                let schema = MessageSchema {
                    group: message.group.clone(),
                    level: level(&message.structure, &mut segments),
                    noted: message.noted,
                    conventions: None,
                };
                (name.clone(), Arc::new(schema))
            })
            .collect();
        Version { messages, segments }
    }

    fn segment(&self, segment: &Segment) -> SegmentSchema {
        let relations: Vec<Relation> = segment
            .relations
            .iter()
            .map(|(rule, elements)| Relation::new(*rule, elements.clone()))
            .collect();
        let mut others: Vec<Relation> = relations.clone();
        others.retain(|r| r.pair().is_none());
        let required = others
            .iter()
            .position(|r| r.rule == Rule::Required && r.mask != 0);
        let required = required.map_or(0, |at| others.remove(at).mask);
        let elements: Vec<ElementSchema> =
            segment.elements.iter().map(|e| self.element(e)).collect();
        let mandatory = (1..).zip(&segment.elements).filter(|(_, e)| e.mandatory);
        SegmentSchema {
            mandatory: mandatory.fold(0, |mask, (n, _)| mask | bit(n)),
            leaves: elements.iter().map(Leaf::new).collect(),
            elements,
            pairs: relations
                .iter()
                .filter_map(Relation::pair)
                .fold(0, |all, bit| all | bit),
            required,
            related: others.iter().fold(0, |mask, r| mask | r.concerns()),
            always_related: others.iter().any(|r| r.rule == Rule::Required),
            others,
            relations,
        }
    }

    fn element(&self, element: &Element) -> ElementSchema {
        let own = element.codes.clone();
        let listed = element.number.and_then(|n| self.codes.get(&n)).cloned();
        let composite = self.composites.get(&element.name);
        ElementSchema {
            number: element.number,
            mandatory: element.mandatory,
            kind: element.kind,
            min: element.min,
            max: element.max,
            repetitions: element.repetitions,
            codes: match (own, listed) {
                (Codes::Any, Some(list)) => Codes::Only(list),
                (own, _) => own,
            },
            composite: composite
                .filter(|_| element.kind == Kind::Composite)
                .map(|c| Arc::new(self.segment(c))),
        }
    }
}

/// Segments that only a message names are known, too, if not looked into.
fn level(structure: &[Structure], segments: &mut HashMap<Tag, Arc<SegmentSchema>>) -> Level {
    let node = |s: &Structure| {
        let tag = Tag::new(s.id.as_bytes());
        Node {
            tag,
            mandatory: s.mandatory,
            most: s.most,
            segment: Arc::clone(segments.entry(tag).or_default()),
            children: level(&s.children, segments),
            guide: None,
        }
    };
    Level::new(structure.iter().map(node).collect())
}
