mod place;

use std::sync::Arc;

use super::{CodeSet, Codes, MessageSchema, Node, Schemas, SegmentSchema, Tag};
use crate::error::Error;
use place::element;

/// What a partner's guide asks of a segment at one place of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NodeGuide {
    /// The standard would do without it.
    pub(crate) required: bool,
    /// The standard would allow it.
    pub(crate) unused: bool,
    pub(crate) rules: Vec<GuideRule>,
    /// Other segments it asks for or forbids by what is in it.
    pub(crate) segments: Vec<SegmentRule>,
    /// The element that names a unit of business.
    pub(crate) unit: Option<ElementAt>,
}

/// What a guide asks of a segment in the same loop, where an element has one of these values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SegmentRule {
    pub(crate) when: (ElementAt, CodeSet),
    pub(crate) tag: Tag,
    /// It must be there; else it must not.
    pub(crate) required: bool,
}

/// What a guide asks of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GuideRule {
    pub(crate) at: ElementAt,
    pub(crate) ask: Ask,
    /// Only where another element has one of these values.
    pub(crate) when: Option<(ElementAt, CodeSet)>,
}

/// An element, or a component of it, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ElementAt {
    pub(crate) element: usize,
    pub(crate) component: Option<usize>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ask {
    /// It must be there.
    Required,
    /// It must not.
    Unused,
    /// It is one of these.
    Codes(CodeSet),
    /// It has so many characters, at least and at most.
    Length(usize, usize),
    /// It is a number no greater than this, in the guide's own words.
    Most(String),
    /// It is repeated so many times, at least and at most.
    Times(usize, usize),
}

type Problem = String;

impl Schemas {
    /// Returns the schemas with what a partner's guide adds for one message.
    ///
    /// A guide is a list of lines; `#` starts a comment:
    ///
    /// ```text
    /// guide x12 004010 852           the message; or: guide edifact D96A INVRPT
    /// segment N1 required            wherever it stands; asked for where the standard leaves it open
    /// segment /PER required          in the heading only, not in a loop
    /// segment LIN/SDQ unused         only in the loop LIN
    /// segment LIN most 5000
    /// element ZA01 codes QS QA       these and no others
    /// element ZA01 add ZZ            one more than the standard has
    /// element N104 required
    /// element DTM01-02 length 8/8    the second component
    /// element ZA02 most 99999        the greatest value
    /// element ZA01 times 1/3         so many repetitions
    /// when N101 is RL ST then N104 required
    /// when N101 is RL then segment N2 required     in the same loop; or unused
    /// unit LIN03                     names what errors from there on are told with, in a 999
    /// convention 005010VICS          ST03 names this one, or none
    /// ```
    pub fn with_guide(&self, file: &str, text: &str) -> Result<Self, Error> {
        let lines = text.lines().enumerate().map(|(n, line)| {
            let line = line.split('#').next().unwrap_or_default();
            (n + 1, line.split_whitespace().collect::<Vec<&str>>())
        });
        let mut lines = lines.filter(|(_, words)| !words.is_empty());
        let wrong = |line: usize, problem: Problem| Error::Schema {
            file: file.to_owned(),
            line,
            problem,
        };
        let first = lines.next().unwrap_or((1, Vec::new()));
        let (mut schemas, standard, version, kind) =
            self.header(&first.1).map_err(|p| wrong(first.0, p))?;
        let versions = match standard {
            "edifact" => &mut schemas.edifact,
            _ => &mut schemas.x12,
        };
        let message = versions
            .get_mut(version)
            .and_then(|v| v.messages.get_mut(kind));
        let Some(message) = message else {
            let problem = format!("there is no schema of {kind} in {version}");
            return Err(wrong(first.0, problem));
        };
        let mut changed = MessageSchema::clone(message);
        for (line, words) in lines {
            changed.ask(&words).map_err(|p| wrong(line, p))?;
            changed.look_everywhere().map_err(|p| wrong(line, p))?;
        }
        *message = Arc::new(changed);
        Ok(schemas)
    }

    fn header<'w>(&self, words: &[&'w str]) -> Result<(Self, &'w str, &'w str, &'w str), Problem> {
        match words {
            ["guide", standard @ ("x12" | "edifact"), version, kind] => {
                Ok((self.clone(), standard, version, kind))
            }
            _ => Err("the first line names the message: guide x12 004010 852".to_owned()),
        }
    }
}

impl MessageSchema {
    fn ask(&mut self, words: &[&str]) -> Result<(), Problem> {
        let unknown = || format!("not a line a guide may have: {}", words.join(" "));
        match words {
            ["segment", path, "required"] => self.nodes(path, |node| {
                if !node.mandatory {
                    node.mandatory = true;
                    node.guide().required = true;
                }
                Ok(())
            }),
            ["segment", path, "unused"] => self.nodes(path, |node| {
                node.guide().unused = true;
                Ok(())
            }),
            ["segment", path, "most", count] => {
                let count = count.parse().map_err(|_| unknown())?;
                self.nodes(path, |node| {
                    node.most = node.most.min(count);
                    Ok(())
                })
            }
            ["element", at, "add", codes @ ..] if !codes.is_empty() => {
                let (path, at) = element(at)?;
                self.nodes(path, |node| node.add(at, codes))
            }
            ["element", at, asked @ ..] => self.rule(at, asked, None),
            ["unit", at] => {
                let (path, at) = element(at)?;
                self.nodes(path, |node| {
                    node.knows(at)?;
                    node.guide().unit = Some(at);
                    Ok(())
                })
            }
            ["convention", names @ ..] if !names.is_empty() => {
                self.conventions = Some(CodeSet::new(names.iter().copied()));
                Ok(())
            }
            ["when", condition, "is", rest @ ..] => self.when(condition, rest, unknown),
            _ => Err(unknown()),
        }
    }

    /// Reads what follows `when ZA01 is`: values, `then`, and what is asked.
    fn when(
        &mut self,
        condition: &str,
        rest: &[&str],
        unknown: impl Fn() -> Problem,
    ) -> Result<(), Problem> {
        let then = rest
            .iter()
            .position(|w| *w == "then")
            .ok_or_else(&unknown)?;
        let (values, then) = rest.split_at(then);
        let (path, condition) = element(condition)?;
        let when = (condition, CodeSet::new(values.iter().copied()));
        match then {
            _ if values.is_empty() => Err(unknown()),
            ["then", "segment", name, asked @ ("required" | "unused")] => {
                self.segment_rule(path, when, name, *asked == "required")
            }
            ["then", at, ..] if !at.starts_with(path) => {
                Err("a condition looks at the same segment".to_owned())
            }
            ["then", at, asked @ ..] => self.rule(at, asked, Some(when)),
            _ => Err(unknown()),
        }
    }

    fn rule(
        &mut self,
        at: &str,
        asked: &[&str],
        when: Option<(ElementAt, CodeSet)>,
    ) -> Result<(), Problem> {
        let (path, at) = element(at)?;
        let unknown = || format!("not what a guide may ask: {}", asked.join(" "));
        let ask = match asked {
            ["required"] => Ask::Required,
            ["unused"] => Ask::Unused,
            ["codes", codes @ ..] if !codes.is_empty() => {
                Ask::Codes(CodeSet::new(codes.iter().copied()))
            }
            [what @ ("length" | "times"), bounds] => {
                let bounds = bounds.split_once('/');
                let (min, max) = bounds.ok_or_else(unknown)?;
                let number = |text: &str| text.parse().map_err(|_| unknown());
                let (min, max) = (number(min)?, number(max)?);
                match *what {
                    "length" => Ask::Length(min, max),
                    _ => Ask::Times(min, max),
                }
            }
            ["most", value] if value.parse::<f64>().is_ok() => Ask::Most((*value).to_owned()),
            _ => return Err(unknown()),
        };
        let rule = GuideRule { at, ask, when };
        self.nodes(path, |node| {
            node.knows(at)?;
            node.guide().rules.push(rule.clone());
            Ok(())
        })
    }

    fn segment_rule(
        &mut self,
        path: &str,
        (at, values): (ElementAt, CodeSet),
        name: &str,
        required: bool,
    ) -> Result<(), Problem> {
        let tag = Tag::new(name.as_bytes());
        self.nodes_among(path, |node, beside| {
            node.knows(at)?;
            // A loop's first segment asks for what is in the loop.
            let loop_tags = &node.children.tags;
            let tags = if loop_tags.is_empty() {
                beside
            } else {
                loop_tags
            };
            if !tags.contains(&tag) {
                let id = node.tag.name();
                return Err(format!("no segment {name} stands in one loop with {id}"));
            }
            let when = (at, values.clone());
            node.guide().segments.push(SegmentRule {
                when,
                tag,
                required,
            });
            Ok(())
        })
    }
}

impl Node {
    fn guide(&mut self) -> &mut NodeGuide {
        self.guide.get_or_insert_default()
    }

    /// Returns the schema of an element or component.
    pub(crate) fn schema_of(&self, at: ElementAt) -> Option<&super::ElementSchema> {
        let element = self.segment.elements.get(at.element.checked_sub(1)?)?;
        match at.component {
            None => Some(element),
            Some(c) => element.composite.as_ref()?.elements.get(c.checked_sub(1)?),
        }
    }

    fn knows(&self, at: ElementAt) -> Result<(), Problem> {
        let known = self.segment.elements.is_empty() || self.schema_of(at).is_some();
        known.then_some(()).ok_or_else(|| {
            let id = self.tag.name();
            format!("segment {id} has no element {}", at.element)
        })
    }

    /// Adds codes to the standard's list of an element.
    fn add(&mut self, at: ElementAt, codes: &[&str]) -> Result<(), Problem> {
        self.knows(at)?;
        let mut schema = SegmentSchema::clone(&self.segment);
        let Some(element) = schema.elements.get_mut(at.element.saturating_sub(1)) else {
            return Ok(());
        };
        match (at.component, &mut element.composite) {
            (Some(c), Some(composite)) => {
                let composite = Arc::make_mut(composite);
                if let Some(component) = composite.elements.get_mut(c.saturating_sub(1)) {
                    component.codes = component.codes.with(codes);
                }
                composite.look_again();
            }
            _ => element.codes = element.codes.with(codes),
        }
        schema.look_again();
        self.segment = Arc::new(schema);
        Ok(())
    }
}

impl Codes {
    fn with(&self, codes: &[&str]) -> Self {
        match self {
            Self::Any => Self::Any,
            Self::Only(list) => Self::Only(Arc::new(list.with(codes))),
            Self::Usual(list) => Self::Usual(Arc::new(list.with(codes))),
        }
    }
}
