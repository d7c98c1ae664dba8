use std::collections::HashMap;
use std::sync::Arc;

use super::{CodeSet, Codes, Kind, Rule};
use crate::error::Error;
use crate::file::Standard;
use crate::write::is_segment_name;

/// What one file tells.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) standard: Standard,
    pub(super) version: String,
    pub(super) extends: Option<String>,
    pub(super) messages: HashMap<String, Arc<Message>>,
    pub(super) segments: HashMap<String, Arc<Segment>>,
    pub(super) composites: HashMap<String, Arc<Segment>>,
    pub(super) codes: HashMap<u16, Arc<CodeSet>>,
}

/// A message as its file tells it.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) group: String,
    pub(super) structure: Vec<Structure>,
    pub(super) noted: bool,
}

/// A segment or loop of a message.
#[derive(Debug)]
pub(super) struct Structure {
    pub(super) id: String,
    pub(super) mandatory: bool,
    pub(super) most: u32,
    pub(super) children: Vec<Structure>,
}

/// A segment or composite as its file tells it.
#[derive(Debug, Default)]
pub(super) struct Segment {
    pub(super) elements: Vec<Element>,
    pub(super) relations: Vec<(Rule, Vec<usize>)>,
}

/// An element or component; a composite is known by its name until all files are read.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) number: Option<u16>,
    pub(super) mandatory: bool,
    pub(super) kind: Kind,
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) repetitions: u32,
    pub(super) codes: Codes,
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
            problem: "the first line should name the version: x12 004010, edifact D96A".to_owned(),
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
            ["x12", version] => self.starts(Standard::X12, version),
            ["edifact", version] => self.starts(Standard::Edifact, version),
            ["extends", version] => self.extends = Some((*version).to_owned()),
            ["message", kind, group @ ..] if group.len() <= 1 => {
                let group = group.first().copied().unwrap_or_default();
                if group.is_empty() != (self.standard == Standard::Edifact) {
                    return Err(line.problem("X12 names a message's group, EDIFACT does not"));
                }
                let schema = message(group, body)?;
                self.messages.insert((*kind).to_owned(), Arc::new(schema));
            }
            ["segment", id, ..] if is_segment_name(id.as_bytes()) => {
                let schema = segment(body)?;
                self.segments.insert((*id).to_owned(), Arc::new(schema));
            }
            ["composite", id] => {
                let schema = segment(body)?;
                self.composites.insert((*id).to_owned(), Arc::new(schema));
            }
            ["codes", number] => {
                let number = number.parse();
                let number = number.map_err(|_| line.problem("a data element has a number"))?;
                let codes = body.iter().flat_map(|l| &l.words).copied();
                self.codes.insert(number, Arc::new(CodeSet::new(codes)));
            }
            ["segments", ids @ ..] => {
                let known = ids.iter().map(|id| ((*id).to_owned(), Arc::default()));
                self.segments.extend(known);
            }
            _ => return Err(line.problem("not a line a schema file may have here")),
        }
        Ok(())
    }

    fn starts(&mut self, standard: Standard, version: &str) {
        self.standard = standard;
        self.version = version.to_owned();
    }
}

fn message(group: &str, body: &[Line<'_>]) -> Result<Message, Problem> {
    let noted = |l: &Line<'_>| l.words == ["errors", "noted"];
    let lines: Vec<&Line<'_>> = body.iter().filter(|l| !noted(l)).collect();
    Ok(Message {
        group: group.to_owned(),
        structure: nodes(&lines, 1)?,
        noted: body.iter().any(noted),
    })
}

fn nodes(lines: &[&Line<'_>], depth: usize) -> Result<Vec<Structure>, Problem> {
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

fn node(line: &Line<'_>, body: &[&Line<'_>], depth: usize) -> Result<Structure, Problem> {
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
    Ok(Structure {
        id: (*id).to_owned(),
        mandatory,
        most,
        children,
    })
}

fn segment(body: &[Line<'_>]) -> Result<Segment, Problem> {
    let mut schema = Segment::default();
    let mut elements: Vec<Option<Element>> = Vec::new();
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

fn element(line: &Line<'_>) -> Result<(Vec<usize>, Element), Problem> {
    let [positions, number, usage, kind, rest @ ..] = line.words.as_slice() else {
        return Err(line.problem("expected position, number, usage, type and length"));
    };
    let positions: Option<Vec<usize>> = positions
        .split(',')
        .map(|p| p.parse().ok().filter(|p| (1..=63).contains(p)))
        .collect();
    let positions = positions.ok_or_else(|| line.problem("positions are numbers from 1 to 63"))?;
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
    let listed = |codes: &[&str]| Arc::new(CodeSet::new(codes.iter().copied()));
    let codes = match rest {
        [] => Codes::Any,
        ["codes", codes @ ..] => Codes::Only(listed(codes)),
        ["usual", codes @ ..] => Codes::Usual(listed(codes)),
        _ => return Err(line.problem("after the length come codes or usual")),
    };
    let schema = Element {
        name: (*number).to_owned(),
        number: number.parse().ok(),
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
        "a" => Kind::Letters,
        "an" => Kind::Text,
        "n" => Kind::Number,
        _ if text.len() == 2 && text.starts_with('N') => Kind::Integer,
        _ => return None,
    })
}

fn bounds(text: &str) -> Option<(usize, usize)> {
    let (min, max) = text.split_once('/')?;
    Some((min.parse().ok()?, max.parse().ok()?))
}

/// Reads a relation as the standard writes it: P0304 pairs elements 3 and 4.
fn relation(word: &str) -> Option<(Rule, Vec<usize>)> {
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
    Some((rule, elements))
}
