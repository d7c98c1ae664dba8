//! EDIFACT APERAK D96A, application error and acknowledgement: what a receiver thinks of what a
//! message says.

use chrono::{DateTime, Utc};
use edi::{EdifactEnvelope, EdifactMessageType, EdifactWriter, Party};

use crate::Error;
use crate::advice::{About, Advice, Taken, Told, lines};

const KIND: &str = "APERAK";

/// UNH01: it is the only message of its interchange.
const REFERENCE: &str = "1";

/// Longest reference (1154, 3039), line (4440) and line number (1156); lines of a text (C108).
const LONGEST_REFERENCE: usize = 35;
const LONGEST_LINE: usize = 70;
const LONGEST_LINE_NUMBER: usize = 6;
const MOST_LINES: usize = 5;

/// FTX: the description of an error, in free text (4451).
const ERROR_DESCRIPTION: &str = "AAO";

/// RFF: a message before this one, its reference of the transfer, a buyer's order (1153).
const PREVIOUS_MESSAGE: &str = "ACW";
const TRANSACTION: &str = "TN";
const ORDER: &str = "ON";

/// A list of codes that its users agreed on, and that the supplier keeps (1131, 3055).
const MUTUALLY_DEFINED: &str = "ZZZ";
const SUPPLIER: &str = "91";

/// Numbers of GS1: the qualifier in a UNB (0007) and who keeps them (3055).
const GLN: &str = "14";
const GS1: &str = "9";

/// Writes an APERAK about one message of a partner, alone in its interchange. `at` is when it is
/// written, and its number is the interchange's.
pub fn encode(
    envelope: &EdifactEnvelope,
    at: DateTime<Utc>,
    advice: &Advice,
) -> Result<Vec<u8>, Error> {
    let kind = EdifactMessageType {
        kind: KIND.to_owned(),
        version: "D".to_owned(),
        release: "96A".to_owned(),
        agency: "UN".to_owned(),
        association: String::new(),
    };
    let mut writer = EdifactWriter::new(envelope.clone());
    writer.message(REFERENCE, &kind);
    let mut text = Text { writer, envelope };
    text.heading(at, advice);
    for told in advice.told() {
        text.error(&advice.about, &told);
    }
    text.writer.finish().map_err(|source| Error::Write {
        kind: KIND,
        name: envelope.reference.clone(),
        source: Box::new(source),
    })
}

struct Text<'e> {
    writer: EdifactWriter,
    envelope: &'e EdifactEnvelope,
}

impl Text<'_> {
    fn heading(&mut self, at: DateTime<Utc>, advice: &Advice) {
        // 1225: confirmation; accepted, with amendment in the detail section; not accepted.
        let function = match advice.taken {
            Taken::InFull => "6",
            Taken::InPart => "30",
            Taken::NotAtAll => "27",
        };
        let moment = at.format("%Y%m%d%H%M").to_string();
        let number = self.envelope.reference.clone();
        // 12E is EANCOM's code for this message; D96A has none.
        self.put("BGM", &[&["12E", "", GS1], &[&number], &[function]]);
        self.put("DTM", &[&["137", &moment, "203"]]);
        let about = advice.about;
        let po = about.po_number.map(|number| number.as_str());
        let references = [
            (PREVIOUS_MESSAGE, about.document),
            (TRANSACTION, Some(about.message)),
            (ORDER, po),
        ];
        for (qualifier, number) in references {
            let number = self.fit(number.unwrap_or_default(), LONGEST_REFERENCE);
            if !number.is_empty() {
                self.put("RFF", &[&[qualifier, &number]]);
            }
        }
        let (sender, receiver) = (self.envelope.sender.clone(), self.envelope.receiver.clone());
        self.party("MS", &sender);
        self.party("MR", &receiver);
    }

    fn party(&mut self, role: &str, party: &Party) {
        let agency = if party.qualifier == GLN { GS1 } else { "" };
        let id = self.fit(&party.id, LONGEST_REFERENCE);
        self.put("NAD", &[&[role], &[&id, "", agency]]);
    }

    /// Tells what is wrong, what to do, and in which segment of which message.
    fn error(&mut self, about: &About, told: &Told<'_>) {
        let code = told.nature.edifact();
        self.put("ERC", &[&[code, MUTUALLY_DEFINED, SUPPLIER]]);
        let fix = told.fix.map(|fix| format!(". What to do: {fix}"));
        let cause = format!("{}{}", told.cause, fix.unwrap_or_default());
        self.free_text(&cause);
        let place = told.place;
        let number = about.document.unwrap_or(about.message);
        let number = self.fit(number, LONGEST_REFERENCE);
        let (Some(segment), Some(id)) = (place.segment, place.segment_id.as_deref()) else {
            return;
        };
        let line = segment.to_string();
        // The place in the message stands for the line's number, as every segment has one.
        let line = Some(line.as_str()).filter(|line| line.len() <= LONGEST_LINE_NUMBER);
        let reference: &[&str] = &[PREVIOUS_MESSAGE, &number, line.unwrap_or_default()];
        self.put("RFF", &[reference]);
        let element = place
            .element
            .map_or_else(String::new, |n| format!("{n:02}"));
        self.free_text(&format!("segment {segment}, {id}{element}: {}", told.value));
    }

    fn free_text(&mut self, text: &str) {
        let text = self.fit(text, usize::MAX);
        let lines = lines(&text, LONGEST_LINE);
        let lines: Vec<&str> = lines.iter().map(String::as_str).take(MOST_LINES).collect();
        self.put("FTX", &[&[ERROR_DESCRIPTION], &[], &[], &lines]);
    }

    fn put(&mut self, id: &str, elements: &[&[&str]]) {
        self.writer.composites(id, elements);
    }

    /// Returns a text in characters that the interchange's set has.
    fn fit(&self, text: &str, longest: usize) -> String {
        let fit = |c: char| match c {
            c if c.is_control() => ' ',
            c if self.envelope.has(c) => c,
            c if self.envelope.has(c.to_ascii_uppercase()) => c.to_ascii_uppercase(),
            _ => '?',
        };
        let text: String = text.chars().take(longest).map(fit).collect();
        text.trim_end().to_owned()
    }
}
