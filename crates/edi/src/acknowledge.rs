mod contrl;

use crate::code::Severity;
use crate::error::Error;
use crate::file::{File, Group, Message};
use crate::finding::{Finding, Level};
use crate::place::Part;
use crate::report::{GroupReport, Report, Verdict};
use crate::write::{Envelope, GroupEnvelope, Writer};
pub use contrl::{ContrlSettings, contrl, contrl_received};

/// Which functional acknowledgement is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AcknowledgementKind {
    /// 997.
    #[default]
    Functional997,
    /// 999, from version 005010 on.
    Implementation999,
}

/// How an acknowledgement goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcknowledgeSettings {
    /// Its own interchange: from us to who sent the acknowledged one.
    pub envelope: Envelope,
    /// Who sends its group (GS02).
    pub group_sender: String,
    /// For whom its group is (GS03).
    pub group_receiver: String,
    /// Its group's date, eight digits (GS04).
    pub group_date: String,
    /// Its group's time (GS05).
    pub group_time: String,
    /// Its group's control number (GS06).
    pub group_control_number: u64,
    /// The control number of its first message (ST02); the next ones follow.
    pub first_message_control_number: u64,
    /// The version of its messages, "004010" (GS08).
    pub version: String,
    /// 997 or 999.
    pub kind: AcknowledgementKind,
}

/// The version and convention of a 999.
const CONVENTION_999: &str = "005010X231A1";

/// The group that holds acknowledgements, which are never acknowledged.
const ACKNOWLEDGEMENTS: &str = "FA";

/// Writes the functional acknowledgements of an interchange, one message for each group.
///
/// `None` when there is nothing to acknowledge: only acknowledgements inside, or an interchange
/// that was rejected as a whole, of which [`ta1`] tells.
pub fn acknowledge(
    file: &File<'_>,
    interchange: usize,
    report: &Report,
    settings: &AcknowledgeSettings,
) -> Result<Option<Vec<u8>>, Error> {
    let (Some(read), Some(judged)) = (
        file.interchanges.get(interchange),
        report.interchanges.get(interchange),
    ) else {
        return Ok(None);
    };
    let wanted = |group: &Group| !["", ACKNOWLEDGEMENTS].contains(&group.functional_id.as_str());
    if judged.envelope == Verdict::Rejected || !read.groups.iter().any(wanted) {
        return Ok(None);
    }
    let is_999 = settings.kind == AcknowledgementKind::Implementation999;
    let mut writer = Writer::new(settings.envelope.clone());
    writer.group(&GroupEnvelope {
        functional_id: ACKNOWLEDGEMENTS.to_owned(),
        sender: settings.group_sender.clone(),
        receiver: settings.group_receiver.clone(),
        date: settings.group_date.clone(),
        time: settings.group_time.clone(),
        control_number: settings.group_control_number,
        version: if is_999 {
            CONVENTION_999.to_owned()
        } else {
            settings.version.clone()
        },
    });
    let parts = read.groups.iter().zip(&judged.groups).enumerate();
    let parts = parts.filter(|(_, (group, _))| wanted(group));
    let numbers = settings.first_message_control_number..;
    for (number, (g, (group, group_report))) in numbers.zip(parts) {
        let control = format!("{number:04}");
        match is_999 {
            true => writer.message_of("999", &control, CONVENTION_999),
            false => writer.message("997", &control),
        };
        let names = if is_999 { NAMES_999 } else { NAMES_997 };
        let part = (interchange, g);
        Answer {
            writer: &mut writer,
            report,
            settings,
            names,
            part,
        }
        .group(group, group_report);
    }
    writer.finish().map(Some)
}

/// Writes the interchange acknowledgement, where one was asked for or the interchange is rejected.
///
/// `None` otherwise, and for an interchange that holds nothing but such acknowledgements.
pub fn ta1(
    file: &File<'_>,
    interchange: usize,
    report: &Report,
    envelope: &Envelope,
) -> Result<Option<Vec<u8>>, Error> {
    let (Some(read), Some(judged)) = (
        file.interchanges.get(interchange),
        report.interchanges.get(interchange),
    ) else {
        return Ok(None);
    };
    let rejected = judged.envelope == Verdict::Rejected;
    let only_answers = read.groups.is_empty() && !read.acknowledgements.is_empty();
    if only_answers || !(rejected || read.acknowledgement_requested) {
        return Ok(None);
    }
    let told: Vec<(&Finding, &str)> =
        told(report, Part::Interchange(interchange), Level::Ta1).collect();
    let error = told.iter().find(|(f, _)| f.severity == Severity::Error);
    let (status, note) = match (rejected, error.or(told.first())) {
        (true, Some((_, code))) => ("R", *code),
        (true, None) => ("R", "022"),
        (false, Some((_, code))) => ("E", *code),
        (false, None) => ("A", "000"),
    };
    let mut writer = Writer::new(envelope.clone());
    let clean = |text: &str| fit(text, envelope, 9);
    let fields = [
        clean(&read.control_number),
        clean(&read.date),
        clean(&read.time),
    ];
    let [number, date, time] = &fields;
    writer.interchange_segment("TA1", &[number, date, time, status, note]);
    writer.finish().map(Some)
}

/// Returns the findings of a part that lead to a code at a level.
fn told(
    report: &Report,
    part: Part,
    level: Level,
) -> impl Iterator<Item = (&Finding, &'static str)> {
    let noted = |f: &&Finding| f.severity != Severity::Note;
    let here = report
        .findings
        .iter()
        .filter(move |f| f.place.part == part)
        .filter(noted);
    here.filter_map(move |f| {
        f.acknowledgement
            .filter(|a| a.level == level)
            .map(|a| (f, a.code))
    })
}

/// Returns data of another interchange so that it fits into ours.
fn fit(text: &str, envelope: &Envelope, longest: usize) -> String {
    let d = envelope.delimiters;
    let delimiters = [
        Some(d.element),
        Some(d.component),
        Some(d.terminator),
        d.repetition,
    ];
    let unfit =
        |c: char| c.is_control() || delimiters.iter().flatten().any(|&b| char::from(b) == c);
    text.chars()
        .take(longest)
        .map(|c| if unfit(c) { '?' } else { c })
        .collect()
}

/// The segments of a 997 or 999 that differ in name only.
#[derive(Debug, Clone, Copy)]
struct Names {
    segment: &'static str,
    element: &'static str,
    message: &'static str,
}

const NAMES_997: Names = Names {
    segment: "AK3",
    element: "AK4",
    message: "AK5",
};
const NAMES_999: Names = Names {
    segment: "IK3",
    element: "IK4",
    message: "IK5",
};

/// One 997 or 999 being written.
struct Answer<'x> {
    writer: &'x mut Writer,
    report: &'x Report,
    settings: &'x AcknowledgeSettings,
    names: Names,
    part: (usize, usize),
}

impl Answer<'_> {
    fn group(&mut self, group: &Group, judged: &GroupReport) {
        let id = self.fit(&group.functional_id, 2);
        let number = self.fit(&group.control_number, 9);
        // AK103 and AK203 exist from version 005010 on.
        let later = self.settings.version.as_str() >= "005010";
        let version = if later {
            self.fit(&group.version, 12)
        } else {
            String::new()
        };
        self.writer.segment("AK1", &[&id, &number, &version]);
        let rejected = judged.envelope == Verdict::Rejected;
        let mut accepted = 0;
        let mut noted = false;
        for (m, message) in group.messages.iter().enumerate() {
            let status = self.status(m, judged);
            if status != "R" {
                accepted += 1;
            }
            noted |= status == "E";
            // In a rejected group nothing is accepted, so only what is wrong is listed.
            if !rejected || status != "A" {
                self.message(m, message, status, later);
            }
        }
        let (i, g) = self.part;
        let codes = distinct(told(self.report, Part::Group(i, g), Level::Ak9).map(|(_, c)| c));
        let received = group.messages.len();
        let status = match accepted {
            _ if rejected => "R",
            0 if received > 0 => "R",
            n if n < received => "P",
            _ if noted || !codes.is_empty() => "E",
            _ => "A",
        };
        let accepted = if rejected { 0 } else { accepted };
        let included = group
            .declared_messages
            .map_or(received.to_string(), |n| n.to_string());
        let (received, accepted) = (received.to_string(), accepted.to_string());
        let mut elements = vec![status, &included, &received, &accepted];
        elements.extend(codes);
        self.writer.segment("AK9", &elements);
    }

    fn status(&self, m: usize, judged: &GroupReport) -> &'static str {
        let (i, g) = self.part;
        let part = Part::Message(i, g, m);
        if judged
            .messages
            .get(m)
            .is_some_and(|m| m.verdict == Verdict::Rejected)
        {
            return "R";
        }
        let levels = [Level::Ak3, Level::Ak4, Level::Ak5];
        match levels
            .into_iter()
            .any(|l| told(self.report, part, l).next().is_some())
        {
            true => "E",
            false => "A",
        }
    }

    fn message(&mut self, m: usize, message: &Message, status: &str, later: bool) {
        let (kind, number) = (
            self.fit(&message.kind, 3),
            self.fit(&message.control_number, 9),
        );
        let convention = if later {
            self.fit(&message.convention, 35)
        } else {
            String::new()
        };
        self.writer.segment("AK2", &[&kind, &number, &convention]);
        let (i, g) = self.part;
        let report = self.report;
        let part = Part::Message(i, g, m);
        let mut segment_open = None;
        let mut codes = Vec::new();
        for finding in report.findings_of(part) {
            let Some(told) = finding.acknowledgement else {
                continue;
            };
            match told.level {
                _ if finding.severity == Severity::Note => continue,
                Level::Ak3 => {
                    segment_open = None;
                    self.segment(finding, told.code);
                }
                Level::Ak4 => {
                    if segment_open != finding.place.segment {
                        segment_open = finding.place.segment;
                        self.segment(finding, "8");
                    }
                    self.element(finding, told.code);
                }
                _ => {
                    codes.push(told.code);
                    continue;
                }
            }
            codes.push("5");
        }
        let mut elements = vec![status];
        elements.extend(distinct(codes.into_iter()));
        self.writer.segment(self.names.message, &elements);
    }

    fn segment(&mut self, finding: &Finding, code: &str) {
        let id = match finding.place.segment_id.as_deref() {
            None | Some("") => "???".to_owned(),
            Some(id) => self.fit(id, 3),
        };
        let ordinal = finding.place.segment.unwrap_or(1).to_string();
        self.writer
            .segment(self.names.segment, &[&id, &ordinal, "", code]);
    }

    fn element(&mut self, finding: &Finding, code: &str) {
        let text = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
        let position = [text(finding.place.element), text(finding.place.component)];
        let position: Vec<&str> = position
            .iter()
            .map(String::as_str)
            .filter(|p| !p.is_empty())
            .collect();
        let number = finding
            .data_element
            .map_or_else(String::new, |n| n.to_string());
        let copy = self.fit(&finding.text, 99);
        // A copy that had to be changed would mislead.
        let copy = if finding.text.starts_with(&copy) {
            copy.as_str()
        } else {
            ""
        };
        let elements: [&[&str]; 4] = [&position, &[&number], &[code], &[copy]];
        self.writer.composites(self.names.element, &elements);
    }

    fn fit(&self, text: &str, longest: usize) -> String {
        fit(text, &self.settings.envelope, longest)
    }
}

/// Returns up to five different codes, as many as AK5 and AK9 hold.
fn distinct(codes: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut found = Vec::new();
    for code in codes {
        if !found.contains(&code) && found.len() < 5 {
            found.push(code);
        }
    }
    found
}
