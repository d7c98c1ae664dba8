mod characters;
mod element;
mod fine;
mod guide;
mod header;
mod order;
mod place;
mod relation;
mod scope;
mod value;
mod word;
mod words;

use crate::cause::{Byte, Cause};
use crate::code::{Code, Severity};
use crate::file::{File, Group, Interchange, Standard};
use crate::finding::{Finding, Findings};
use crate::place::Place;
use crate::read::{Event, MessageHeader, Reader, Sink};
use crate::report::{Report, Reports};
use crate::schema::{MessageSchema, Node, Schemas, Tag, Version};
use crate::segment::{Segment, trim};
use crate::token::Span;
use characters::CharacterSet;
use header::Found;
pub(crate) use order::Order;
use order::{Problem, Steps};
use scope::Scopes;
use words::Words;

/// Checks a file against the schemas and sums up what is to be said of it.
pub fn check(file: &File<'_>, schemas: &Schemas) -> Report {
    let mut checker = Checker::new(schemas);
    // Reading again costs a fraction of checking, and spares a second way through the parts.
    let standard = checker.reader.whole(file.bytes, &mut checker.judge);
    checker.judge.report(standard)
}

/// Reads and checks a file that comes in pieces of any size; what it remembers does not grow with
/// the segments of a message.
#[derive(Debug)]
pub struct Checker<'s> {
    reader: Reader,
    judge: Judge<'s>,
}

impl<'s> Checker<'s> {
    /// Returns a checker of a new file.
    pub fn new(schemas: &'s Schemas) -> Self {
        Self {
            reader: Reader::new(),
            judge: Judge::new(schemas),
        }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.reader.push_into(bytes, &mut self.judge);
    }

    /// Ends the file and sums up what is to be said of it.
    pub fn finish(mut self) -> Report {
        let standard = self.reader.finish_into(&mut self.judge);
        self.judge.report(standard)
    }
}

/// What the schemas say of the parts of a file as they come.
#[derive(Debug)]
struct Judge<'s> {
    schemas: &'s Schemas,
    findings: Findings,
    reports: Reports,
    standard: Standard,
    /// Control numbers of what is open, for places.
    interchange: String,
    group: Option<String>,
    message: String,
    group_version: String,
    /// Where the group's header tells its version, and in which bytes.
    group_version_told: Option<(Span, Vec<u8>)>,
    functional_id: String,
    /// What the open message is, and the directory it follows in EDIFACT.
    kind: String,
    version: String,
    /// The header of a message is the next segment.
    announced: bool,
    /// That a message's version has no schema is said once for a group.
    version_said: bool,
    /// `None` when all its characters are allowed, or something was said of them.
    characters: Option<CharacterSet>,
    in_message: bool,
    open: Option<Checked<'s>>,
    /// The schema found last.
    found: Option<Found<'s>>,
    /// The order of the message before, whose room the next one takes.
    spare: Option<Order<'s>>,
    problems: Vec<Problem>,
    steps: Steps<'s>,
    scopes: Scopes,
}

/// The message being checked.
#[derive(Debug)]
struct Checked<'s> {
    version: &'s Version,
    schema: &'s MessageSchema,
    order: Order<'s>,
}

impl Sink for Judge<'_> {
    /// Most segments need no copy, and stay out of memory here; others are copied to be looked at.
    #[inline(always)]
    fn segment(&mut self, segment: &Segment<'_>) {
        let Some(open) = &mut self.open else {
            if self.announced || !self.in_message || self.characters.is_some() {
                let segment = *segment;
                self.outside(&segment);
            }
            return;
        };
        // What is wrong with its characters is said before what is wrong with its place.
        let set = self.characters.as_ref();
        if set.is_none_or(|set| set.is_within(segment)) {
            let tag = segment.tag;
            if let Some(node) = open.order.step(tag, &mut self.steps) {
                if node.guide.is_none() && fine::is_fine(segment, &node.segment) {
                    return;
                }
                let segment = *segment;
                return self.look_again(&segment, tag, Some(node));
            }
        }
        let segment = *segment;
        self.search(&segment);
    }

    fn message(&mut self, header: MessageHeader<'_, '_>) {
        let (kind, number) = (header.kind(), header.control_number());
        let (kind, number) = (trim(&kind), trim(&number));
        self.reports.message(kind, number);
        replace(&mut self.message, number);
        replace(&mut self.kind, kind);
        self.version = header.version();
        self.in_message = true;
        self.announced = true;
    }

    fn event(&mut self, event: Event<'static>) {
        match event {
            Event::Segment(segment) => self.segment(segment),
            Event::Finding(finding) => self.findings.keep(*finding),
            Event::InterchangeStart(interchange) => self.interchange(&interchange),
            Event::GroupStart(group) => self.group(&group),
            Event::MessageEnd(_) => self.message_end(),
            Event::GroupEnd { .. } => self.group_end(),
            // A message comes by its header.
            Event::MessageStart(_)
            | Event::InterchangeEnd(_)
            | Event::Acknowledgement(_)
            | Event::Delimiters(_) => {}
        }
    }
}

impl<'s> Judge<'s> {
    fn new(schemas: &'s Schemas) -> Self {
        Self {
            schemas,
            findings: Findings::default(),
            reports: Reports::default(),
            standard: Standard::Unknown,
            interchange: String::new(),
            group: None,
            message: String::new(),
            group_version: String::new(),
            group_version_told: None,
            functional_id: String::new(),
            kind: String::new(),
            version: String::new(),
            announced: false,
            found: None,
            version_said: false,
            characters: None,
            in_message: false,
            open: None,
            spare: None,
            problems: Vec::new(),
            steps: Steps::default(),
            scopes: Scopes::default(),
        }
    }

    fn interchange(&mut self, interchange: &Interchange) {
        self.reports.interchange(interchange);
        self.standard = interchange.standard;
        self.interchange.clone_from(&interchange.control_number);
        self.characters = CharacterSet::of(interchange);
    }

    fn group(&mut self, group: &Group) {
        self.reports.group(group);
        let explicit = group.explicit || self.standard != Standard::Edifact;
        self.group = explicit.then(|| group.control_number.clone());
        self.group_version.clone_from(&group.version);
        self.group_version_told = None;
        self.functional_id.clone_from(&group.functional_id);
        self.version_said = false;
    }

    fn group_end(&mut self) {
        self.group = None;
    }

    /// Returns the place of the open message, or of a segment in it.
    fn place(&self) -> Place {
        Place {
            interchange: Some(self.interchange.clone()),
            group: self.group.clone(),
            message: Some(self.message.clone()),
            part: self.reports.part(),
            ..Place::default()
        }
    }

    /// Takes a segment that no schema is at hand for.
    #[inline(never)]
    fn outside(&mut self, segment: &Segment<'_>) {
        if !self.in_message {
            return self.between_messages(segment);
        }
        if std::mem::take(&mut self.announced) {
            self.begin(segment);
        }
        match self.open.is_some() {
            true => self.search(segment),
            false => self.characters_of(segment),
        }
    }

    /// Finds the place of a segment that no step leads to.
    #[inline(never)]
    fn search(&mut self, segment: &Segment<'_>) {
        self.characters_of(segment);
        let Some(open) = &mut self.open else {
            return;
        };
        let tag = segment.tag;
        let node = match open.order.step(tag, &mut self.steps) {
            None => open.order.search(tag, &mut self.steps, &mut self.problems),
            node => node,
        };
        let is_fine = node.is_some_and(|node| {
            self.problems.is_empty()
                && node.guide.is_none()
                && fine::is_fine(segment, &node.segment)
        });
        if !is_fine {
            self.look_again(segment, tag, node);
        }
    }

    fn message_end(&mut self) {
        self.spare = self.open.take().map(|open| open.order);
        self.scopes.clear();
        self.in_message = false;
    }

    /// Says all that is wrong with a segment that a glance did not find fine.
    fn look_again(&mut self, segment: &Segment<'_>, tag: Tag, node: Option<&Node>) {
        let only_missing = self.problems.iter().all(|p| p.is_missing());
        let scoped = node.filter(|n| n.guide.is_some());
        // What is missing before a segment is told of where that would have been.
        if let Some(node) = scoped.filter(|_| !only_missing) {
            self.scopes(segment, tag, node);
        }
        if !self.problems.is_empty() {
            self.misplaced(segment, tag);
        }
        if let Some(node) = scoped.filter(|_| only_missing) {
            self.scopes(segment, tag, node);
        }
        let Some(node) = node else {
            return;
        };
        self.problems.clear();
        if !only_missing {
            return;
        }
        let mut checked = element::Checked::new(segment, Words::of(self.standard));
        element::check(&mut checked, &node.segment);
        guide::check(&mut checked, node);
        for wrong in checked.wrong {
            let finding = wrong.finding(segment, self.place(), self.standard);
            self.keep(finding);
        }
        if node.guide.as_ref().is_some_and(|g| g.unused) {
            self.say_unused(segment, None);
        }
    }

    /// Says once for an interchange that it holds characters its set does not.
    #[inline]
    fn characters_of(&mut self, segment: &Segment<'_>) {
        let Some(set) = &self.characters else {
            return;
        };
        let Some(at) = set.first_outside(segment) else {
            return;
        };
        let cause = Cause::OutsideSet {
            byte: Byte(segment.bytes().get(at).copied().unwrap_or_default()),
            set: set.name().to_owned(),
        };
        let mut place = self.place();
        place.part = self.reports.interchange_part();
        place.segment_id = Some(segment.id().to_owned());
        let place = place.at(Span {
            offset: segment.span().offset + at,
            length: 1,
        });
        let text = segment.bytes().get(at..=at).unwrap_or_default();
        let finding = Finding::new(Code::EdifactCharacterSet, place, text, cause);
        self.keep(finding);
        self.characters = None;
    }

    fn report(self, standard: Standard) -> Report {
        let Findings { all, unlisted, .. } = self.findings;
        self.reports.report(standard, all, unlisted)
    }

    fn keep(&mut self, finding: Finding) {
        let noted = self.open.as_ref().is_some_and(|o| o.schema.noted);
        self.keep_of(finding, noted);
    }

    fn keep_of(&mut self, mut finding: Finding, noted: bool) {
        if noted && finding.severity == Severity::Error {
            finding.severity = Severity::Warning;
        }
        if let Some(unit) = self.scopes.unit() {
            finding.unit = Some(Box::new(unit.clone()));
        }
        self.findings.keep(finding);
    }
}

fn replace(text: &mut String, new: &str) {
    text.clear();
    text.push_str(new);
}
