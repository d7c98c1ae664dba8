use super::{ACKNOWLEDGED, CONTRL, ContrlSettings, REJECTED, is_answer};
use crate::acknowledge::told;
use crate::code::{Code, Severity};
use crate::error::Error;
use crate::file::{File, Group, Interchange, Message};
use crate::finding::{Acknowledgement, Finding, Level};
use crate::place::Part;
use crate::report::{GroupReport, Report, Verdict};
use crate::segment::Segment;
use crate::write::{Charset, EdifactEnvelope, EdifactMessageType, EdifactWriter};

/// An error whose nature has no code (0085).
const UNSPECIFIED: &str = "18";

/// A duplicate detected (0085).
const DUPLICATE: &str = "26";

/// The last code of 0085 that CONTRL of syntax 3 knows.
const LAST_OF_SYNTAX_3: u8 = 43;

/// As many UCS as a UCM may have, and UCD as a UCS.
const MOST_SEGMENTS: usize = 999;
const MOST_ELEMENTS: usize = 99;

/// Stands for a value that CONTRL must repeat and the sender left out.
const LEFT_OUT: &str = "-";

/// What a level that is acknowledged or rejected says of itself (0085, 0013, S011).
#[derive(Debug, Clone, Copy)]
pub(super) enum Fault<'r> {
    /// Nothing; what is wrong is told of below.
    None,
    Unspecified,
    /// The reference was used before.
    Duplicate,
    Found(&'r Finding, &'static str),
}

/// One CONTRL being written.
pub(super) struct Answer<'x> {
    file: &'x File<'x>,
    pub(super) read: &'x Interchange,
    writer: EdifactWriter,
    syntax_4: bool,
    /// What may be copied.
    charset: Charset,
    interchange: usize,
}

type Element = Vec<String>;

impl<'x> Answer<'x> {
    pub(super) fn new(
        file: &'x File<'x>,
        interchange: usize,
        read: &'x Interchange,
        settings: &ContrlSettings,
        syntax: &str,
    ) -> Self {
        let envelope = EdifactEnvelope {
            syntax: syntax.to_owned(),
            ..settings.envelope.clone()
        };
        let syntax_4 = envelope.syntax_version >= 4;
        let (version, release) = if syntax_4 { ("4", "1") } else { ("D", "3") };
        let kind = EdifactMessageType {
            kind: CONTRL.to_owned(),
            version: version.to_owned(),
            release: release.to_owned(),
            agency: "UN".to_owned(),
            association: String::new(),
        };
        let charset = Charset::of(syntax).unwrap_or(Charset::A);
        let mut writer = EdifactWriter::new(envelope);
        writer.message(&settings.message_reference, &kind);
        Self {
            file,
            read,
            writer,
            syntax_4,
            charset: charset.widest(),
            interchange,
        }
    }

    pub(super) fn finish(mut self, write: &impl Fn(&mut Self)) -> Result<Vec<u8>, Error> {
        write(&mut self);
        self.writer.finish()
    }

    /// Returns what rejects messages that are in no group, other than themselves: no UCF can tell.
    pub(super) fn without_header<'r>(
        &self,
        report: &'r Report,
        judged: &[GroupReport],
    ) -> Option<Fault<'r>> {
        let groups = self.read.groups.iter().zip(judged).enumerate();
        let mut rejected = groups
            .filter(|(_, (group, judged))| !group.explicit && judged.envelope == Verdict::Rejected);
        let (g, _) = rejected.next()?;
        Some(fault(report, Part::Group(self.interchange, g), Level::Uci))
    }

    pub(super) fn uci(&mut self, action: &str, fault: Fault<'_>) {
        let unb = self.file.interchange_segments(self.read).next();
        // Address and routing; syntax 4 has a sub-address, too.
        let longest: &[usize] = match self.syntax_4 {
            true => &[35, 4, 35, 35],
            false => &[35, 4, 14],
        };
        let party = |n: usize| self.copied(unb, n, longest);
        let (sender, receiver) = (party(2), party(3));
        let reference = vec![self.fit(&self.read.control_number, 14)];
        let mut elements = vec![reference, sender, receiver, vec![action.to_owned()]];
        elements.extend(self.fault(fault));
        self.put("UCI", &elements);
    }

    pub(super) fn group(&mut self, report: &Report, g: usize, group: &Group, judged: &GroupReport) {
        let part = Part::Group(self.interchange, g);
        let is_bad = |m: &Message, verdict: Verdict| verdict == Verdict::Rejected && !is_answer(m);
        let pairs = || group.messages.iter().zip(judged.messages.iter());
        if !group.messages.is_empty() && group.messages.iter().all(is_answer) {
            return;
        }
        let rejected = judged.envelope == Verdict::Rejected;
        let any = pairs().any(|(m, j)| is_bad(m, j.verdict));
        if group.explicit && rejected {
            return self.ucf(group, REJECTED, fault(report, part, Level::Ucf));
        }
        if group.explicit && any {
            self.ucf(group, ACKNOWLEDGED, Fault::None);
        }
        for (m, (message, judged)) in pairs().enumerate() {
            if is_bad(message, judged.verdict) {
                self.message(report, Part::Message(self.interchange, g, m), message);
            }
        }
    }

    fn ucf(&mut self, group: &Group, action: &str, fault: Fault<'_>) {
        let ung = self.file.segment_at(self.read, group.span.offset);
        let mut elements = vec![
            self.copied(ung, 5, &[14]),
            self.copied(ung, 2, &[35, 4]),
            self.copied(ung, 3, &[35, 4]),
            vec![action.to_owned()],
        ];
        for element in elements.iter_mut().take(3) {
            fill_in(element, 1);
        }
        elements.extend(self.fault(fault));
        self.put("UCF", &elements);
    }

    fn message(&mut self, report: &Report, part: Part, message: &Message) {
        let findings = report.findings_of(part).iter();
        let errors = findings.filter(|f| f.severity == Severity::Error);
        let told = errors.filter_map(|f| Some((f, f.acknowledgement?)));
        let (mut own, mut below) = (None, Vec::new());
        for (finding, told) in told {
            match told.level {
                Level::Ucs | Level::Ucd if header_or_trailer(finding).is_none() => {
                    below.push((finding, told));
                }
                Level::Ucm | Level::Ucs | Level::Ucd => own = own.or(Some((finding, told.code))),
                _ => {}
            }
        }
        let fault = match own {
            Some((finding, code)) => Fault::Found(finding, code),
            None if below.is_empty() => Fault::Unspecified,
            None => Fault::None,
        };
        let unh = self.file.segments(message).next();
        let agency = if self.syntax_4 { 3 } else { 2 };
        let mut reference = self.copied(unh, 1, &[14]);
        let mut kind = self.copied(unh, 2, &[6, 3, 3, agency, 6]);
        // Without these there is no UCM, and without a UCM the message would be acknowledged.
        fill_in(&mut reference, 1);
        fill_in(&mut kind, 4);
        let mut elements = vec![reference, kind, vec![REJECTED.to_owned()]];
        elements.extend(self.fault(fault));
        self.put("UCM", &elements);
        self.segments(&below);
    }

    /// Tells of errors in segments and their elements.
    fn segments(&mut self, told: &[(&Finding, Acknowledgement)]) {
        let (mut segments, mut elements) = (0, 0);
        let mut open = None;
        for (finding, told) in told {
            let position = position(finding);
            let is_element = told.level == Level::Ucd;
            // An element's UCD follows the UCS of its segment, which need not be in error itself.
            if !is_element || open != Some(position) {
                segments += 1;
                if segments > MOST_SEGMENTS {
                    break;
                }
                let code = if is_element { "" } else { self.code(told.code) };
                self.put("UCS", &[vec![position.to_string()], vec![code.to_owned()]]);
                elements = 0;
            }
            open = (!is_missing_segment(finding)).then_some(position);
            elements += usize::from(is_element);
            if is_element && elements <= MOST_ELEMENTS {
                let code = vec![self.code(told.code).to_owned()];
                self.put("UCD", &[code, self.element(finding)]);
            }
        }
    }

    /// Returns 0085, 0013 and S011.
    fn fault(&self, fault: Fault<'_>) -> Vec<Element> {
        let text = |text: &str| vec![text.to_owned()];
        match fault {
            Fault::None => Vec::new(),
            Fault::Unspecified => vec![text(UNSPECIFIED)],
            Fault::Duplicate => vec![text(DUPLICATE)],
            Fault::Found(finding, code) => {
                let code = text(self.code(code));
                match service_segment(finding) {
                    None => vec![code],
                    Some(segment) => vec![code, text(segment), self.element(finding)],
                }
            }
        }
    }

    /// Returns S011. The segment's tag is position 1 (0098), so that its first element is 2;
    /// components count from 1 (0104).
    fn element(&self, finding: &Finding) -> Element {
        let place = &finding.place;
        let Some(element) = place.element else {
            return Vec::new();
        };
        let text = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
        let mut element = vec![(element + 1).to_string(), text(place.component)];
        if self.syntax_4 {
            element.push(text(place.repetition));
        }
        element
    }

    fn code(&self, code: &'static str) -> &'static str {
        let is_known = self.syntax_4 || code.parse().is_ok_and(|n: u8| n <= LAST_OF_SYNTAX_3);
        if is_known { code } else { UNSPECIFIED }
    }

    /// Returns the components of an element, each cut to its length.
    fn copied(&self, segment: Option<Segment<'_>>, n: usize, longest: &[usize]) -> Element {
        let part = |(c, longest): (usize, &usize)| match segment {
            Some(segment) => self.fit(segment.component_text(n, c).trim(), *longest),
            None => String::new(),
        };
        (1..).zip(longest).map(part).collect()
    }

    /// Returns data of another interchange so that it fits into ours.
    fn fit(&self, text: &str, longest: usize) -> String {
        let fits = |c: char| !c.is_control() && self.charset.has(c);
        let characters = text.chars().take(longest);
        characters.map(|c| if fits(c) { c } else { '?' }).collect()
    }

    fn put(&mut self, id: &str, elements: &[Element]) {
        let elements: Vec<Vec<&str>> = elements
            .iter()
            .map(|e| e.iter().map(String::as_str).collect())
            .collect();
        let elements: Vec<&[&str]> = elements.iter().map(Vec::as_slice).collect();
        self.writer.composites(id, &elements);
    }
}

/// Fills the mandatory components that the sender left out.
fn fill_in(element: &mut Element, mandatory: usize) {
    for part in element.iter_mut().take(mandatory) {
        if part.is_empty() {
            LEFT_OUT.clone_into(part);
        }
    }
}

/// Returns where a segment is in its message (0096); a missing one is told of at the last segment
/// before its place.
fn position(finding: &Finding) -> u32 {
    let position = finding.place.segment.unwrap_or(1);
    match is_missing_segment(finding) {
        true => position.saturating_sub(1).max(1),
        false => position,
    }
}

fn is_missing_segment(finding: &Finding) -> bool {
    let codes = [Code::EdifactSegmentMissing, Code::GuideSegmentMissing];
    codes.contains(&finding.code)
}

/// Returns the service segment that an error of an envelope is in (0013); other errors are of the
/// whole.
fn service_segment(finding: &Finding) -> Option<&'static str> {
    let level = finding.acknowledgement.map(|a| a.level);
    Some(match finding.code {
        Code::EdifactElementTooMany if level == Some(Level::Uci) => "UNZ",
        Code::EdifactElementTooMany if level == Some(Level::Ucf) => "UNE",
        Code::UnbField => "UNB",
        Code::UngField | Code::UngDuplicate => "UNG",
        Code::UnzMissing | Code::UnzNumber | Code::UnzCount => "UNZ",
        Code::UneMissing | Code::UneNumber | Code::UneCount => "UNE",
        Code::UntMissing => "UNT",
        _ if matches!(finding.place.part, Part::Message(..)) => return header_or_trailer(finding),
        _ => return None,
    })
}

/// Tells whether an error is in the header or trailer of a message, whose errors a UCM tells.
fn header_or_trailer(finding: &Finding) -> Option<&'static str> {
    match finding.place.segment_id.as_deref() {
        Some("UNH") => Some("UNH"),
        Some("UNT") => Some("UNT"),
        _ => None,
    }
}

/// Returns the first error of a part; each level tells of one only.
pub(super) fn fault(report: &Report, part: Part, level: Level) -> Fault<'_> {
    match errors(report, part, level).next() {
        Some((finding, code)) => Fault::Found(finding, code),
        None => Fault::Unspecified,
    }
}

fn errors(
    report: &Report,
    part: Part,
    level: Level,
) -> impl Iterator<Item = (&Finding, &'static str)> {
    told(report, part, level).filter(|(f, _)| f.severity == Severity::Error)
}
