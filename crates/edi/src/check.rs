mod characters;
mod element;
mod fine;
mod guide;
mod order;
mod place;
mod relation;
mod value;
mod word;
mod words;

use crate::code::{Code, Severity};
use crate::file::{File, Group, Interchange, Message, Standard};
use crate::finding::{Finding, Findings, Level};
use crate::place::{Part, Place};
use crate::read::{Event, Reader, Sink};
use crate::report::{Report, Reports};
use crate::schema::{MessageSchema, Node, Schemas, Tag, Version};
use crate::segment::Segment;
use crate::token::Span;
use characters::CharacterSet;
pub(crate) use order::Order;
use order::{Problem, Steps};
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
    /// A message whose header is the next segment.
    announced: Option<Box<Message>>,
    /// That a message's version has no schema is said once for a group.
    version_said: bool,
    /// `None` when all its characters are allowed, or something was said of them.
    characters: Option<CharacterSet>,
    in_message: bool,
    open: Option<Checked<'s>>,
    /// The order of the message before, whose room the next one takes.
    spare: Option<Order<'s>>,
    problems: Vec<Problem>,
    steps: Steps,
}

/// The message being checked.
#[derive(Debug)]
struct Checked<'s> {
    version: &'s Version,
    schema: &'s MessageSchema,
    kind: String,
    order: Order<'s>,
}

impl Sink for Judge<'_> {
    #[inline]
    fn segment(&mut self, segment: &Segment<'_>) {
        if !self.in_message {
            return self.between_messages(segment);
        }
        if let Some(message) = self.announced.take() {
            self.begin(message, segment);
        }
        self.characters_of(segment);
        let Some(open) = &mut self.open else {
            return;
        };
        let tag = Tag::new(segment.id_bytes());
        let node = match open.order.step(tag, &mut self.steps) {
            None => open.order.search(tag, &mut self.steps, &mut self.problems),
            node => node,
        };
        if let Some(node) = node
            && self.problems.is_empty()
            && node.guide.is_none()
            && fine::is_fine(segment, &node.segment)
        {
            return;
        }
        self.look_again(segment, tag, node);
    }

    fn event(&mut self, event: Event<'static>) {
        match event {
            Event::Segment(segment) => self.segment(&segment),
            Event::Finding(finding) => self.findings.keep(*finding),
            Event::InterchangeStart(interchange) => self.interchange(&interchange),
            Event::GroupStart(group) => self.group(&group),
            Event::MessageStart(message) => self.message(message),
            Event::MessageEnd(_) => self.message_end(),
            Event::GroupEnd { .. } => self.group_end(),
            Event::InterchangeEnd(_) | Event::Acknowledgement(_) | Event::Delimiters(_) => {}
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
            announced: None,
            version_said: false,
            characters: None,
            in_message: false,
            open: None,
            spare: None,
            problems: Vec::new(),
            steps: Steps::default(),
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

    fn message(&mut self, message: Box<Message>) {
        self.reports.message(&message);
        self.message.clone_from(&message.control_number);
        self.in_message = true;
        self.announced = Some(message);
    }

    /// Looks for the schema of a message, whose header this is.
    fn begin(&mut self, message: Box<Message>, header: &Segment<'_>) {
        let version = match self.standard {
            Standard::Edifact => message.version.as_str(),
            _ => self.group_version.as_str(),
        };
        let found = self.schemas.version(self.standard, version);
        let schema = found.and_then(|v| Some((v, v.messages.get(&message.kind)?)));
        let Some((version, schema)) = schema else {
            return self.no_schema(&message, header);
        };
        let id = &self.functional_id;
        if schema.group != *id && !id.is_empty() && self.standard == Standard::X12 {
            let cause = format!(
                "a message {} belongs in a group {}, this one is {id:?}",
                message.kind, schema.group
            );
            let place = self.place().element(header, 1);
            let text = header.element_bytes(1);
            let finding = Finding::new(Code::StGroup, place, text, cause);
            let noted = schema.noted;
            self.keep_of(finding, noted);
        }
        let level = &schema.level;
        self.open = Some(Checked {
            version,
            schema,
            kind: message.kind,
            order: match self.spare.take() {
                Some(order) => order.renew(level),
                None => Order::new(level),
            },
        });
    }

    fn no_schema(&mut self, message: &Message, header: &Segment<'_>) {
        let kind = &message.kind;
        if self.standard == Standard::Edifact {
            let version = &message.version;
            let cause = format!("no schema of message {kind:?} {version}: not looked into");
            let place = self.place().element(header, 2);
            let text = header.element_bytes(2);
            let finding = Finding::new(Code::EdifactMessageNoSchema, place, text, cause);
            return self.keep(finding);
        }
        if self.schemas.knows(kind)
            && !self.version_said
            && let Some((at, version)) = &self.group_version_told
        {
            self.version_said = true;
            let cause = format!("no schema of {kind} in version {:?}", self.group_version);
            let mut place = self.place().at(*at);
            place.message = None;
            place.segment_id = Some("GS".to_owned());
            place.element = Some(8);
            place.part = match place.part {
                Part::Message(i, g, _) => Part::Group(i, g),
                part => part,
            };
            let code = Code::GroupVersionNoSchema;
            let finding = Finding::new(code, place, version, cause);
            self.keep(finding);
        }
        let cause = format!("no schema of message {kind:?}: not looked into");
        let place = self.place().element(header, 1);
        let text = header.element_bytes(1);
        let finding = Finding::new(Code::MessageNoSchema, place, text, cause);
        self.keep(finding);
    }

    fn message_end(&mut self) {
        self.spare = self.open.take().map(|open| open.order);
        self.in_message = false;
    }

    /// Says all that is wrong with a segment that a glance did not find fine.
    fn look_again(&mut self, segment: &Segment<'_>, tag: Tag, node: Option<&Node>) {
        if !self.problems.is_empty() {
            self.misplaced(segment, tag);
        }
        let Some(node) = node else {
            return;
        };
        let only_missing = self
            .problems
            .iter()
            .all(|p| matches!(p, Problem::Missing(_)));
        self.problems.clear();
        if !only_missing {
            return;
        }
        let mut checked = element::Checked::new(segment, Words::of(self.standard));
        element::check(&mut checked, &node.segment);
        if let Some(guide) = &node.guide {
            guide::check(&mut checked, &guide.rules);
        }
        for wrong in checked.wrong {
            let finding = wrong.finding(segment, self.place());
            self.keep(self.told(finding));
        }
        if node.guide.as_ref().is_some_and(|g| g.unused) {
            let id = segment.id();
            let place = self.place().on(segment);
            let cause = format!("segment {id} is not used by the guide");
            let code = Code::GuideSegmentUnused;
            let finding = Finding::new(code, place, segment.bytes(), cause);
            self.keep(self.told(finding));
        }
    }

    /// Gives a finding of a guide the code of the standard that is read.
    fn told(&self, finding: Finding) -> Finding {
        let edifact = match finding.code {
            Code::GuideElementMissing => "13",
            Code::GuideElementUnused => "15",
            Code::GuideElementCode | Code::GuideElementValue => "12",
            Code::GuideElementLength => "39",
            Code::GuideSegmentUnused if self.standard == Standard::Edifact => {
                return finding.told(Level::Ucs, "15");
            }
            _ => return finding,
        };
        match self.standard {
            Standard::Edifact => finding.told(Level::Ucd, edifact),
            _ => finding,
        }
    }

    /// Notes where a group tells its version.
    fn between_messages(&mut self, segment: &Segment<'_>) {
        if self.standard == Standard::X12 && segment.id_bytes() == b"GS" {
            let version = segment.element_bytes(8).to_vec();
            self.group_version_told = Some((segment.element_span(8), version));
        }
    }

    /// Says once for an interchange that it holds characters its set does not.
    #[inline]
    fn characters_of(&mut self, segment: &Segment<'_>) {
        let Some(set) = &self.characters else {
            return;
        };
        let Some(at) = set.first_outside(segment.bytes()) else {
            return;
        };
        let cause = format!(
            "the byte {:#04x} is not in the set {}; said once for the interchange",
            segment.bytes().get(at).copied().unwrap_or_default(),
            set.name()
        );
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
        self.findings.keep(finding);
    }
}
