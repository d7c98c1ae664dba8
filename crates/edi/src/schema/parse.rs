use std::collections::HashMap;
use std::sync::Arc;

use super::{Codes, ElementSchema, Kind, MessageSchema, Node, Relation, Rule, SegmentSchema};
use crate::error::Error;
use crate::write::is_segment_name;

/// What one file tells.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) version: String,
    pub(super) extends: Option<String>,
    pub(super) messages: HashMap<String, Arc<MessageSchema>>,
    pub(super) segments: HashMap<String, Arc<SegmentSchema>>,
}

/// A line that says something.
struct Line<'a> {
    number: usize,
    depth: usize,
    words: Vec<&'a str>,
}

/// Reads a schema file.
pub(super) fn file(name: &str, text: &str) -> Result<Parsed, Error> {
    let lines: Vec<Line<'_>> = text
        .lines()
        .enumerate()
        .filter_map(|(n, line)| Line::new(n + 1, line))
        .collect();
    let mut parsed = Parsed::default();
    let mut rest = lines.as_slice();
    while let Some((line, after)) = rest.split_first() {
        let inner = after.iter().take_while(|l| l.depth > 0).count();
        let (body, next) = after.split_at(inner);
        parsed
            .block(line, body)
            .map_err(|(line, problem)| Error::Schema {
                file: name.to_owned(),
                line,
                problem,
            })?;
        rest = next;
    }
    match parsed.version.is_empty() {
        false => Ok(parsed),
        true => Err(Error::Schema {
            file: name.to_owned(),
            line: 1,
            problem: "the first line should name the version: x12 004010".to_owned(),
        }),
    }
}

type Problem = (usize, String);

impl<'a> Line<'a> {
    fn new(number: usize, line: &'a str) -> Option<Self> {
        let text = line.split('#').next().unwrap_or_default().trim_end();
        let words: Vec<&str> = text.split_whitespace().collect();
        let indent = text.len() - text.trim_start().len();
        (!words.is_empty()).then_some(Self {
            number,
            depth: indent.div_ceil(2),
            words,
        })
    }

    fn problem(&self, problem: &str) -> Problem {
        (self.number, format!("{problem}: {}", self.words.join(" ")))
    }
}

impl Parsed {
    fn block(&mut self, line: &Line<'_>, body: &[Line<'_>]) -> Result<(), Problem> {
        match line.words.as_slice() {
            ["x12", version] => self.version = (*version).to_owned(),
            ["extends", version] => self.extends = Some((*version).to_owned()),
            ["message", kind, group, ..] => {
                let schema = message(group, body)?;
                self.messages.insert((*kind).to_owned(), Arc::new(schema));
            }
            ["segment", id, ..] if is_segment_name(id.as_bytes()) => {
                let schema = segment(body)?;
                self.segments.insert((*id).to_owned(), Arc::new(schema));
            }
            ["segments", ids @ ..] => {
                let known = ids.iter().map(|id| ((*id).to_owned(), Arc::default()));
                self.segments.extend(known);
            }
            _ => return Err(line.problem("not a line a schema file may have here")),
        }
        Ok(())
    }
}

fn message(group: &str, body: &[Line<'_>]) -> Result<MessageSchema, Problem> {
    let noted = |l: &Line<'_>| l.words == ["errors", "noted"];
    let lines: Vec<&Line<'_>> = body.iter().filter(|l| !noted(l)).collect();
    Ok(MessageSchema {
        group: group.to_owned(),
        nodes: nodes(&lines, 1)?,
        noted: body.iter().any(noted),
    })
}

fn nodes(lines: &[&Line<'_>], depth: usize) -> Result<Vec<Node>, Problem> {
    let mut nodes = Vec::new();
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        if line.depth != depth {
            return Err(line.problem("indented too far"));
        }
        let inner = after.iter().take_while(|l| l.depth > depth).count();
        let (body, next) = after.split_at(inner);
        nodes.push(node(line, body, depth)?);
        rest = next;
    }
    Ok(nodes)
}

fn node(line: &Line<'_>, body: &[&Line<'_>], depth: usize) -> Result<Node, Problem> {
    let (words, is_loop) = match line.words.as_slice() {
        ["loop", words @ ..] => (words, true),
        words => (words, false),
    };
    let [id, usage, most] = words else {
        return Err(line.problem("expected a segment, M or O, and the most occurrences"));
    };
    let mandatory = mandatory(usage).ok_or_else(|| line.problem("usage is M, O or X"))?;
    let most = match *most {
        ">" => Some(u32::MAX),
        text => text.parse().ok(),
    };
    let most = most.ok_or_else(|| line.problem("the most occurrences are a number or >"))?;
    let children = nodes(body, depth + 1)?;
    let first = children.first().map(|n| n.id.as_str());
    if is_loop != (first == Some(*id)) || !is_segment_name(id.as_bytes()) {
        return Err(line.problem("a loop is named by its first segment, and only loops have some"));
    }
    Ok(Node {
        id: (*id).to_owned(),
        mandatory,
        most,
        children,
    })
}

fn segment(body: &[Line<'_>]) -> Result<SegmentSchema, Problem> {
    let mut schema = SegmentSchema::default();
    let mut elements: Vec<Option<ElementSchema>> = Vec::new();
    for line in body {
        if let Some(relations) = line
            .words
            .iter()
            .map(|w| relation(w))
            .collect::<Option<Vec<_>>>()
        {
            schema.relations.extend(relations);
            continue;
        }
        let (positions, element) = element(line)?;
        for position in positions {
            if elements.len() < position {
                elements.resize(position, None);
            }
            if let Some(slot) = position.checked_sub(1).and_then(|i| elements.get_mut(i)) {
                *slot = Some(element.clone());
            }
        }
    }
    let line = body.first().map_or(1, |l| l.number);
    schema.elements = elements
        .into_iter()
        .collect::<Option<Vec<_>>>()
        .ok_or((line, "an element between the others is missing".to_owned()))?;
    Ok(schema)
}

fn element(line: &Line<'_>) -> Result<(Vec<usize>, ElementSchema), Problem> {
    let [positions, number, usage, kind, rest @ ..] = line.words.as_slice() else {
        return Err(line.problem("expected position, number, usage, type and length"));
    };
    let positions: Option<Vec<usize>> = positions
        .split(',')
        .map(|p| p.parse().ok().filter(|p| (1..=99).contains(p)))
        .collect();
    let positions = positions.ok_or_else(|| line.problem("positions are numbers from 1 on"))?;
    let mandatory = mandatory(usage).ok_or_else(|| line.problem("usage is M, O or X"))?;
    let kind = kind_of(kind).ok_or_else(|| line.problem("unknown type"))?;
    let (length, rest) = match (kind, rest) {
        (Kind::Composite, rest) => (Some((0, usize::MAX)), rest),
        (_, [length, rest @ ..]) => (bounds(length), rest),
        (_, []) => (None, rest),
    };
    let (min, max) = length.ok_or_else(|| line.problem("the length is least/most"))?;
    let (repetitions, rest) = match rest {
        [word, rest @ ..] if word.starts_with('x') => (word[1..].parse().unwrap_or(1), rest),
        rest => (1, rest),
    };
    let listed = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect();
    let codes = match rest {
        [] => Codes::Any,
        ["codes", codes @ ..] => Codes::Only(listed(codes)),
        ["usual", codes @ ..] => Codes::Usual(listed(codes)),
        _ => return Err(line.problem("after the length come codes or usual")),
    };
    let number = number.parse().ok();
    let schema = ElementSchema {
        number,
        mandatory,
        kind,
        min,
        max,
        repetitions,
        codes,
    };
    Ok((positions, schema))
}

fn mandatory(usage: &str) -> Option<bool> {
    match usage {
        "M" => Some(true),
        "O" | "X" => Some(false),
        _ => None,
    }
}

fn kind_of(text: &str) -> Option<Kind> {
    Some(match text {
        "AN" => Kind::Text,
        "ID" => Kind::Identifier,
        "R" => Kind::Decimal,
        "DT" => Kind::Date,
        "TM" => Kind::Time,
        "B" => Kind::Binary,
        "C" => Kind::Composite,
        _ if text.len() == 2 && text.starts_with('N') => Kind::Integer,
        _ => return None,
    })
}

fn bounds(text: &str) -> Option<(usize, usize)> {
    let (min, max) = text.split_once('/')?;
    Some((min.parse().ok()?, max.parse().ok()?))
}

/// Reads a relation as the standard writes it: P0304 pairs elements 3 and 4.
fn relation(word: &str) -> Option<Relation> {
    let mut letters = word.chars();
    let rule = match letters.next()? {
        'P' => Rule::Paired,
        'R' => Rule::Required,
        'E' => Rule::Exclusion,
        'C' => Rule::Conditional,
        'L' => Rule::List,
        _ => return None,
    };
    let digits = letters.as_str();
    if digits.len() < 4
        || !digits.len().is_multiple_of(2)
        || !digits.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let elements = (0..digits.len() / 2)
        .map(|i| digits.get(2 * i..2 * i + 2).and_then(|d| d.parse().ok()))
        .collect::<Option<Vec<usize>>>()?;
    Some(Relation { rule, elements })
}
