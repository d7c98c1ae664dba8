//! Tells a partner what of its messages could not be used, their syntax being good.

use edi::{File, Report};
use formats::Code;
use formats::advice::{self, About, Advice, Taken};
use model::document::{Document, Finding};
use model::event::AcknowledgementDue;

use super::{Pen, reasons};

/// Groups of messages that are answers themselves (997 and 999, 824, 864): an answer to an answer
/// would never end.
const ANSWERS: [&str; 3] = ["FA", "AG", "TX"];

/// Writes an 824 or 864 about each message of a document that something is wrong with, where the
/// partner's profile asks for one.
pub(super) fn write(
    pen: &mut Pen<'_>,
    due: &AcknowledgementDue,
    (file, report): (&File<'_>, &Report),
    document: &Document,
) -> Result<(), String> {
    for (i, interchange) in file.interchanges.iter().enumerate() {
        for (g, group) in interchange.groups.iter().enumerate() {
            if ANSWERS.contains(&group.functional_id.as_str()) {
                continue;
            }
            for (m, message) in group.messages.iter().enumerate() {
                if !report.usable(i, g, m) {
                    continue;
                }
                let source = formats::Source {
                    file,
                    interchange,
                    group,
                    message,
                };
                about(pen, due, About::of(source, None), &document.findings)?;
            }
        }
    }
    Ok(())
}

fn about(
    pen: &mut Pen<'_>,
    due: &AcknowledgementDue,
    about: About<'_>,
    findings: &[Finding],
) -> Result<(), String> {
    let advice = Advice {
        about,
        taken: taken(findings, &about),
        findings,
        unknown: &[],
    };
    if !advice.is_needed() {
        return Ok(());
    }
    let written = advice::encode(&pen.envelope(due.at), &advice).map_err(|e| reasons(&e))?;
    if let Some((kind, bytes)) = written {
        pen.file_to_be_acknowledged(kind, bytes, due.at, |_| {});
    }
    Ok(())
}

/// An order that is not taken, or names none, is not used at all.
fn taken(findings: &[Finding], about: &About<'_>) -> Taken {
    let nothing = [Code::OrderNotTaken, Code::OrderUnnamed].map(Code::name);
    let is_nothing = |finding: &&Finding| {
        nothing.contains(&finding.code.as_str()) && about.is_place_of(&finding.place)
    };
    match findings.iter().find(is_nothing) {
        Some(_) => Taken::NotAtAll,
        None => Taken::InPart,
    }
}
