mod values;

use crate::error::Error;
use crate::file::{Party, Standard};
use crate::schema::{Level, MessageSchema, Node, Relation, Rule, Schemas, SegmentSchema, Tag, bit};
use crate::token::Delimiters;
use crate::write::{
    EdifactEnvelope, EdifactMessageType, EdifactWriter, Envelope, GroupEnvelope, Writer,
};
use values::Values;

/// What a sample says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleSettings {
    /// The message: "852", "INVRPT".
    pub message: String,
    /// The version of its schema, "004010", "D96A"; the usual one when not given.
    pub version: Option<String>,
    /// Who sends it.
    pub sender: Party,
    /// For whom it is.
    pub receiver: Party,
    /// The delimiters of X12; the usual ones when not given.
    pub delimiters: Option<Delimiters>,
    /// Its date, eight digits.
    pub date: String,
    /// Its time, four digits.
    pub time: String,
}

/// Where a message is known in several versions, the first of these that is.
const USUAL: [&str; 3] = ["004010", "D96A", "D3"];

/// Optional segments and loops without which a sample shows little, outermost and inside others.
const TELLING: [&str; 8] = ["N1", "NAD", "LIN", "PO1", "ZA", "QTY", "CPS", "CTT"];

/// Returns a message that follows its schema and holds little more than it must; `None` when there
/// is no such schema.
pub fn sample(schemas: &Schemas, settings: &SampleSettings) -> Result<Option<Vec<u8>>, Error> {
    let known: Vec<(Standard, &str, &str)> = schemas
        .messages()
        .into_iter()
        .filter(|(_, version, kind)| {
            let asked = settings.version.as_deref();
            *kind == settings.message && asked.is_none_or(|asked| asked == *version)
        })
        .collect();
    let usual = |v: &str| known.iter().find(|(_, version, _)| *version == v);
    let found = USUAL.iter().find_map(|v| usual(v)).or(known.first());
    let schema = found.and_then(|(standard, version, kind)| {
        let schema = schemas.version(*standard, version)?.messages.get(*kind)?;
        Some((*standard, *version, schema))
    });
    let Some((standard, version, schema)) = schema else {
        return Ok(None);
    };
    let segments = Sampler::new(settings, schema).segments(&schema.level);
    let written = match standard {
        Standard::Edifact => edifact(settings, version, &segments),
        _ => x12(settings, version, schema, &segments),
    };
    written.map(Some)
}

/// A segment: its name, its elements, their components.
type Sampled = (String, Vec<Vec<String>>);

/// Walks a schema.
struct Sampler<'s> {
    kind: &'s str,
    values: Values<'s>,
    sections: usize,
    /// Its items are ordered (PO1), and need no other description.
    orders: bool,
}

impl<'s> Sampler<'s> {
    fn new(settings: &'s SampleSettings, schema: &MessageSchema) -> Self {
        let nodes = schema.level.nodes.iter();
        Self {
            kind: &settings.message,
            values: Values::new(settings),
            orders: schema.has(Tag::new(b"PO1")),
            sections: nodes.filter(|n| n.tag.name() == "UNS").count(),
        }
    }

    fn segments(mut self, level: &Level) -> Vec<Sampled> {
        let mut out = Vec::new();
        self.level(level, 0, &mut out);
        out
    }

    fn level(&mut self, level: &Level, depth: usize, out: &mut Vec<Sampled>) {
        let mut told = Vec::new();
        for node in &level.nodes {
            let name = node.tag.name();
            if matches!(&*name, "ST" | "SE" | "UNH" | "UNT") {
                continue;
            }
            let telling = self.tells(node, &name, depth) && !told.contains(&name);
            if !(node.mandatory || telling) {
                continue;
            }
            match node.children.nodes.is_empty() {
                true => out.push(self.segment(&name, &node.segment)),
                false => self.level(&node.children, depth + 1, out),
            }
            told.push(name);
        }
    }

    fn tells(&self, node: &Node, name: &str, depth: usize) -> bool {
        let is_loop = !node.children.nodes.is_empty();
        TELLING.contains(&name)
            && match name {
                "N1" | "NAD" => depth == 0,
                // What an item's own segments count is said by its loops.
                "QTY" => is_loop && depth > 0 && !self.orders,
                "LIN" => !self.orders,
                "CPS" => matches!(self.kind, "DESADV" | "RECADV"),
                _ => true,
            }
    }

    fn segment(&mut self, name: &str, schema: &SegmentSchema) -> Sampled {
        if name == "UNS" {
            // The last section is the summary.
            self.sections -= 1;
            let section = if self.sections == 0 { "S" } else { "D" };
            return (name.to_owned(), vec![vec![section.to_owned()]]);
        }
        let mut elements = Vec::new();
        let chosen = chosen(schema, |n| self.values.wants(name, n, 1));
        for (n, element) in (1..).zip(&schema.elements) {
            let parts = match (chosen & bit(n) != 0, &element.composite) {
                (false, _) => Vec::new(),
                (true, None) => vec![self.values.value(name, n, element)],
                (true, Some(composite)) => self.composite(name, n, composite),
            };
            elements.push(parts);
        }
        (name.to_owned(), elements)
    }

    fn composite(&self, name: &str, n: usize, schema: &SegmentSchema) -> Vec<String> {
        let mut chosen = chosen(schema, |c| self.values.wants(name, n, c));
        if chosen == 0 {
            chosen = bit(1);
        }
        let parts = (1..)
            .zip(&schema.elements)
            .map(|(c, element)| match chosen & bit(c) != 0 {
                true => self.values.value(name, n, element),
                false => String::new(),
            });
        parts.collect()
    }
}

/// Returns which elements to fill, a bit for each: the mandatory and wanted ones, and what relations
/// between them ask for.
fn chosen(schema: &SegmentSchema, wants: impl Fn(usize) -> bool) -> u64 {
    let elements = (1..=schema.elements.len()).filter(|n| wants(*n));
    let mut chosen = elements.fold(schema.mandatory, |chosen, n| chosen | bit(n));
    // Each round mends every relation; what one adds may break another.
    for _ in 0..schema.relations.len() {
        for relation in &schema.relations {
            if relation.is_broken(chosen) {
                mend(relation, schema.mandatory, &mut chosen);
            }
        }
    }
    chosen
}

fn mend(relation: &Relation, mandatory: u64, chosen: &mut u64) {
    let nth = |n: usize| relation.elements.get(n).map_or(0, |n| bit(*n));
    match relation.rule {
        Rule::Paired | Rule::Conditional => *chosen |= relation.mask,
        Rule::Required => *chosen |= nth(0),
        Rule::List => *chosen |= nth(1),
        Rule::Exclusion => {
            let keep = match relation.mask & mandatory {
                0 => nth(0),
                kept => kept,
            };
            *chosen &= !relation.mask | keep;
        }
    }
}

fn x12(
    settings: &SampleSettings,
    version: &str,
    schema: &MessageSchema,
    segments: &[Sampled],
) -> Result<Vec<u8>, Error> {
    let isa_version = match version {
        "005010" => "00501",
        _ => "00401",
    };
    let mut writer = Writer::new(Envelope {
        sender: settings.sender.clone(),
        receiver: settings.receiver.clone(),
        date: settings.date.get(2..).unwrap_or_default().to_owned(),
        time: settings.time.clone(),
        version: isa_version.to_owned(),
        control_number: 1,
        acknowledgement_requested: false,
        usage: 'T',
        delimiters: settings.delimiters.unwrap_or_default(),
    });
    writer.group(&GroupEnvelope {
        functional_id: schema.group.clone(),
        sender: settings.sender.id.clone(),
        receiver: settings.receiver.id.clone(),
        date: settings.date.clone(),
        time: settings.time.clone(),
        control_number: 1,
        version: version.to_owned(),
    });
    writer.message(&settings.message, "0001");
    each(segments, |id, elements| {
        writer.composites(id, elements);
    });
    writer.finish()
}

fn edifact(
    settings: &SampleSettings,
    version: &str,
    segments: &[Sampled],
) -> Result<Vec<u8>, Error> {
    let (controlled, release) = version.split_at_checked(1).unwrap_or((version, ""));
    let syntax_4 = controlled == "4";
    let century = if syntax_4 { 0 } else { 2 };
    let mut writer = EdifactWriter::new(EdifactEnvelope {
        syntax: "UNOC".to_owned(),
        syntax_version: if syntax_4 { 4 } else { 3 },
        sender: settings.sender.clone(),
        receiver: settings.receiver.clone(),
        date: settings.date.get(century..).unwrap_or_default().to_owned(),
        time: settings.time.clone(),
        reference: "1".to_owned(),
        acknowledgement_requested: false,
        test: false,
        delimiters: Delimiters {
            repetition: syntax_4.then_some(b'*'),
            ..Delimiters::edifact()
        },
        declares_delimiters: false,
    });
    let kind = EdifactMessageType {
        kind: settings.message.clone(),
        version: controlled.to_owned(),
        release: release.to_owned(),
        agency: "UN".to_owned(),
        association: String::new(),
    };
    writer.message("1", &kind);
    each(segments, |id, elements| {
        writer.composites(id, elements);
    });
    writer.finish()
}

/// Hands on segments as the writers take them.
fn each(segments: &[Sampled], mut put: impl FnMut(&str, &[&[&str]])) {
    for (id, elements) in segments {
        let parts = elements.iter().map(|e| e.iter().map(String::as_str));
        let elements: Vec<Vec<&str>> = parts.map(Iterator::collect).collect();
        let elements: Vec<&[&str]> = elements.iter().map(Vec::as_slice).collect();
        put(id, &elements);
    }
}
