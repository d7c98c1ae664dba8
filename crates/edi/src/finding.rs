use std::collections::HashMap;

use serde::Serialize;

use crate::cause::Cause;
use crate::code::{Code, Severity};
use crate::explain::{self, Language};
use crate::place::{Part, Place};

/// Something wrong or odd.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What, as a stable code; [`crate::explain`] tells of it.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// Whose mistake it usually is.
    pub owner: Owner,
    /// Where.
    pub place: Place,
    /// The text it is about, as received, shortened.
    pub text: String,
    pub(crate) cause: Cause,
    /// What to do.
    pub fix: String,
    /// What the sender is told in an acknowledgement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<Acknowledgement>,
    /// The data element's number in the standard's directory (AK402).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_element: Option<u16>,
    /// What a 999 tells instead, where a partner's guide was broken and not the standard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub implementation: Option<Box<Implementation>>,
    /// The unit of business it is in, where a partner's guide says what one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Box<Unit>>,
}

/// What a 999 tells of a guide that was broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Implementation {
    /// The code (IK304, IK403, IK502), at the level of the finding's own.
    pub code: &'static str,
    /// What made a condition of the guide apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Trigger>,
}

/// The element whose value made a condition of a guide apply (CTX).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trigger {
    /// Its segment's name.
    pub segment_id: String,
    /// Its segment's place in the message, from 1.
    pub segment: u32,
    /// Its place in the segment, from 1.
    pub element: u32,
    /// The component's place in it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<u32>,
    /// Its number in the standard's directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_element: Option<u16>,
}

/// A unit of business: an order, an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// The element that names it, "LIN03".
    pub name: String,
    /// What it holds.
    pub value: String,
}

/// Whose mistake a finding usually is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// Who wrote the document.
    Sender,
    /// Who reads it: a schema or profile is missing.
    Receiver,
    /// What carried it: cut off, mangled.
    Transport,
}

/// A code of the standard in an acknowledgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Acknowledgement {
    /// The segment it goes into.
    pub level: Level,
    /// The code.
    pub code: &'static str,
}

/// The segment an acknowledgement code goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Level {
    /// The interchange (TA105).
    Ta1,
    /// A group (AK905 to AK909).
    Ak9,
    /// A message (AK502 to AK506, IK502 to IK506).
    Ak5,
    /// A segment (AK304, IK304).
    Ak3,
    /// An element (AK403, IK403).
    Ak4,
    /// An EDIFACT interchange (0085 in UCI).
    Uci,
    /// An EDIFACT group (0085 in UCF).
    Ucf,
    /// An EDIFACT message (0085 in UCM).
    Ucm,
    /// An EDIFACT segment (0085 in UCS).
    Ucs,
    /// An EDIFACT element (0085 in UCD).
    Ucd,
}

/// Longest text kept with a finding; an unterminated segment can be as long as the file.
const LONGEST_TEXT: usize = 120;

impl Finding {
    /// Returns a finding with what its code says; text is shortened.
    pub(crate) fn new(code: Code, place: Place, bytes: &[u8], cause: Cause) -> Self {
        let rule = code.rule();
        let short = bytes.get(..LONGEST_TEXT).unwrap_or(bytes);
        let fix = explain::of(code, Language::English)
            .map_or("", |e| e.fix)
            .to_owned();
        Self {
            code,
            severity: rule.severity,
            owner: rule.owner,
            place,
            text: String::from_utf8_lossy(short).into_owned(),
            cause,
            fix,
            acknowledgement: rule.acknowledgement,
            data_element: None,
            implementation: None,
            unit: None,
        }
    }

    /// Returns what is wrong here, in words.
    pub fn cause(&self, language: Language) -> String {
        self.cause.say(language)
    }

    /// Returns the finding with another code for the sender.
    pub(crate) fn told(mut self, level: Level, code: &'static str) -> Self {
        self.acknowledgement = Some(Acknowledgement { level, code });
        self
    }
}

/// So many findings of one code are listed for one part, and so many for a file: a rotten file of
/// 200 MB has millions, and nobody reads them.
const LISTED_FOR_PART: usize = 100;
const LISTED: usize = 10_000;

/// Findings as they come, bounded in number.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) all: Vec<Finding>,
    /// What was found after the list was full: enough to judge each part.
    pub(crate) unlisted: Vec<Unlisted>,
    kept: HashMap<(Part, Code), usize>,
}

/// A finding that is counted against its part and not told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unlisted {
    pub(crate) part: Part,
    pub(crate) code: Code,
    pub(crate) severity: Severity,
}

impl Findings {
    pub(crate) fn keep(&mut self, finding: Finding) {
        let (part, code, severity) = (finding.place.part, finding.code, finding.severity);
        let kept = self.kept.entry((part, code)).or_default();
        *kept += 1;
        match *kept {
            1 if self.all.len() >= LISTED => {
                if self.unlisted.is_empty() {
                    let cause = Cause::OnlyFirst { most: LISTED };
                    self.all.push(Finding::new(
                        Code::FindingsCapped,
                        Place::default(),
                        &[],
                        cause,
                    ));
                }
                self.unlisted.push(Unlisted {
                    part,
                    code,
                    severity,
                });
            }
            n if n <= LISTED_FOR_PART && self.all.len() < LISTED => self.all.push(finding),
            n if n == LISTED_FOR_PART + 1 => {
                let cause = Cause::OnlyFirstOf {
                    most: LISTED_FOR_PART,
                    code: code.name(),
                };
                self.all.push(Finding::new(
                    Code::FindingsCapped,
                    finding.place,
                    &[],
                    cause,
                ));
            }
            _ => {}
        }
    }
}
