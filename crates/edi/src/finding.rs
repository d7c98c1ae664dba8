use std::collections::HashMap;

use serde::Serialize;

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
    /// What is wrong here.
    pub cause: String,
    /// What to do.
    pub fix: String,
    /// What the sender is told in an acknowledgement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<Acknowledgement>,
    /// The data element's number in the standard's directory (AK402).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_element: Option<u16>,
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
}

/// Longest text kept with a finding; an unterminated segment can be as long as the file.
const LONGEST_TEXT: usize = 120;

impl Finding {
    /// Returns a finding with what its code says; text is shortened.
    pub(crate) fn new(code: Code, place: Place, bytes: &[u8], cause: String) -> Self {
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
        }
    }

    /// Returns the finding with another code for the sender.
    pub(crate) fn told(mut self, level: Level, code: &'static str) -> Self {
        self.acknowledgement = Some(Acknowledgement { level, code });
        self
    }
}

/// So many findings of one code are kept for one part; a rotten file would fill the memory.
const FINDINGS_KEPT: usize = 100;

/// Findings as they come, bounded in number.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) all: Vec<Finding>,
    kept: HashMap<(Part, Code), usize>,
}

impl Findings {
    pub(crate) fn keep(&mut self, finding: Finding) {
        let kept = self
            .kept
            .entry((finding.place.part, finding.code))
            .or_default();
        *kept += 1;
        if *kept <= FINDINGS_KEPT {
            self.all.push(finding);
        } else if *kept == FINDINGS_KEPT + 1 {
            let cause = format!(
                "only the first {FINDINGS_KEPT} of {} are kept",
                finding.code.name()
            );
            self.all.push(Finding::new(
                Code::FindingsCapped,
                finding.place,
                &[],
                cause,
            ));
        }
    }
}
