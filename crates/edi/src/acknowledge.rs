mod contrl;
mod functional;
mod ta1;

use crate::code::Severity;
use crate::error::Error;
use crate::file::{File, Group};
use crate::finding::{Finding, Level};
use crate::place::Part;
use crate::report::{Report, Verdict};
use crate::write::{Envelope, GroupEnvelope, Writer};
pub use contrl::{ContrlSettings, contrl, contrl_duplicate, contrl_received};
use functional::{Answer, NAMES_997, NAMES_999};
pub use ta1::{ta1, ta1_duplicate};

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

/// Fills a copy up to the least length of its element: by blanks, as X12.6 fills strings. Where
/// there was nothing to copy, question marks stand for what must be there.
fn filled(text: String, least: usize) -> String {
    match text.is_empty() {
        true => "?".repeat(least),
        false => format!("{text:<least$}"),
    }
}
