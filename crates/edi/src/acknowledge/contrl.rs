mod answer;

use crate::error::Error;
use crate::file::{File, Interchange, Message, Standard};
use crate::finding::Level;
use crate::place::Part;
use crate::report::{Report, Verdict};
use crate::write::EdifactEnvelope;
use answer::{Answer, Fault, fault};

/// How a CONTRL goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContrlSettings {
    /// Its own interchange, [`EdifactEnvelope::answering`] the acknowledged one. A character set
    /// too narrow for what is copied into it gives way to UNOB or UNOC.
    pub envelope: EdifactEnvelope,
    /// The reference of its message (UNH01).
    pub message_reference: String,
}

/// The message that answers and is never answered.
const CONTRL: &str = "CONTRL";

/// Actions of data element 0083.
const REJECTED: &str = "4";
const ACKNOWLEDGED: &str = "7";
const RECEIVED: &str = "8";

/// Writes the CONTRL that acknowledges or rejects an EDIFACT interchange and its parts.
///
/// What is acknowledged is not listed: action 7 acknowledges all of the next level that is not
/// listed as rejected (0083), so a UCF or UCM of its own would repeat what the level above said.
/// Only errors are told of: CONTRL has no "accepted with errors" since its codes 1 to 3 were
/// withdrawn, and receivers take any 0085 for a rejection.
///
/// `None` when there is nothing to answer: nothing but CONTRL inside, or a UNB without sender,
/// receiver or reference, of which the standard has the receiver tell by other means.
pub fn contrl(
    file: &File<'_>,
    interchange: usize,
    report: &Report,
    settings: &ContrlSettings,
) -> Result<Option<Vec<u8>>, Error> {
    let Some(judged) = report.interchanges.get(interchange) else {
        return Ok(None);
    };
    answer(file, interchange, settings, |answer| {
        let own = fault(report, Part::Interchange(interchange), Level::Uci);
        let fault = match judged.envelope {
            Verdict::Rejected => Some(own),
            _ => answer.without_header(report, &judged.groups),
        };
        if let Some(fault) = fault {
            return answer.uci(REJECTED, fault);
        }
        answer.uci(ACKNOWLEDGED, Fault::None);
        let groups = answer.read.groups.iter().zip(&judged.groups);
        for (g, (group, judged)) in groups.enumerate() {
            answer.group(report, g, group, judged);
        }
    })
}

/// Writes the CONTRL that says an interchange was received, before it is known what is in it.
///
/// `None` where [`contrl`] would not answer either.
pub fn contrl_received(
    file: &File<'_>,
    interchange: usize,
    settings: &ContrlSettings,
) -> Result<Option<Vec<u8>>, Error> {
    answer(file, interchange, settings, |answer| {
        answer.uci(RECEIVED, Fault::None);
    })
}

/// Writes the CONTRL that rejects an interchange whose reference was used before (26), whatever it
/// holds.
///
/// `None` where [`contrl`] would not answer either.
pub fn contrl_duplicate(
    file: &File<'_>,
    interchange: usize,
    settings: &ContrlSettings,
) -> Result<Option<Vec<u8>>, Error> {
    answer(file, interchange, settings, |answer| {
        answer.uci(REJECTED, Fault::Duplicate);
    })
}

fn answer(
    file: &File<'_>,
    interchange: usize,
    settings: &ContrlSettings,
    write: impl Fn(&mut Answer<'_>),
) -> Result<Option<Vec<u8>>, Error> {
    let Some(read) = file.interchanges.get(interchange) else {
        return Ok(None);
    };
    let named = [&read.control_number, &read.sender.id, &read.receiver.id];
    let is_edifact = read.standard == Standard::Edifact;
    if !is_edifact || named.iter().any(|n| n.is_empty()) || holds_only_answers(read) {
        return Ok(None);
    }
    let own = settings.envelope.syntax.as_str();
    let wider = ["UNOA", "UNOB", "UNOC"];
    let at = wider.iter().position(|s| *s == own);
    let wider = at.and_then(|at| wider.get(at + 1..)).unwrap_or_default();
    let mut text = Answer::new(file, interchange, read, settings, own).finish(&write);
    for syntax in wider {
        if !matches!(text, Err(Error::Character { .. })) {
            break;
        }
        text = Answer::new(file, interchange, read, settings, syntax).finish(&write);
    }
    text.map(Some)
}

fn holds_only_answers(read: &Interchange) -> bool {
    let mut messages = read.groups.iter().flat_map(|g| &g.messages).peekable();
    messages.peek().is_some() && messages.all(is_answer)
}

fn is_answer(message: &Message) -> bool {
    message.kind == CONTRL
}
