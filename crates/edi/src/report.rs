mod messages;

use serde::Serialize;

use crate::code::{Code, Severity};
use crate::file::{Group, Interchange, Standard};
use crate::finding::{Finding, Unlisted};
use crate::place::Part;
use crate::token::Delimiters;
pub use messages::{MessageReport, MessageReports};

/// What became of a part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing to say.
    #[default]
    Accepted,
    /// Understood in full, deviations noted.
    Tolerated,
    /// Not to be used.
    Rejected,
}

/// What is to be said of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Its syntax.
    pub standard: Standard,
    /// Envelopes, counts and references only; as bad as the worst part.
    pub syntax: Verdict,
    /// The messages' schemas, too; as bad as the worst part.
    pub verdict: Verdict,
    /// The interchanges in order.
    pub interchanges: Vec<InterchangeReport>,
    /// The reader's findings and the schema check's, sorted by part and segment.
    pub findings: Vec<Finding>,
    /// What is judged and not listed, as there is too much of it.
    #[serde(skip)]
    unlisted: Vec<Unlisted>,
}

/// What is to be said of an interchange.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InterchangeReport {
    /// ISA13.
    pub control_number: String,
    /// ISA06.
    pub sender: String,
    /// ISA08.
    pub receiver: String,
    /// Its own envelope, the groups in it apart.
    pub envelope: Verdict,
    /// Envelopes, counts and references of all of it.
    pub syntax: Verdict,
    /// All of it.
    pub verdict: Verdict,
    /// Its groups in order.
    pub groups: Vec<GroupReport>,
    /// Its first byte in the file, from 0.
    #[serde(skip)]
    pub offset: usize,
    /// The delimiters that its header declares.
    #[serde(skip)]
    pub delimiters: Delimiters,
}

/// What is to be said of a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupReport {
    /// GS01.
    pub functional_id: String,
    /// GS06.
    pub control_number: String,
    /// Its own envelope, the messages in it apart.
    pub envelope: Verdict,
    /// Envelopes, counts and references of all of it.
    pub syntax: Verdict,
    /// All of it.
    pub verdict: Verdict,
    /// Its messages in order.
    pub messages: MessageReports,
}

/// The parts of a file as they come.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    interchanges: Vec<InterchangeReport>,
}

impl Reports {
    pub(crate) fn interchange(&mut self, interchange: &Interchange) {
        self.interchanges.push(InterchangeReport {
            control_number: interchange.control_number.clone(),
            sender: interchange.sender.id.clone(),
            receiver: interchange.receiver.id.clone(),
            envelope: Verdict::Accepted,
            syntax: Verdict::Accepted,
            verdict: Verdict::Accepted,
            groups: Vec::new(),
            offset: interchange.span.offset,
            delimiters: interchange.delimiters,
        });
    }

    pub(crate) fn group(&mut self, group: &Group) {
        if let Some(interchange) = self.interchanges.last_mut() {
            interchange.groups.push(GroupReport {
                functional_id: group.functional_id.clone(),
                control_number: group.control_number.clone(),
                envelope: Verdict::Accepted,
                syntax: Verdict::Accepted,
                verdict: Verdict::Accepted,
                messages: MessageReports::default(),
            });
        }
    }

    pub(crate) fn message(&mut self, kind: &str, control_number: &str) {
        let interchange = self.interchanges.last_mut();
        if let Some(group) = interchange.and_then(|i| i.groups.last_mut()) {
            group.messages.push(kind, control_number);
        }
    }

    /// Returns the part that came last.
    pub(crate) fn part(&self) -> Part {
        let last = |n: usize| n.saturating_sub(1);
        let i = last(self.interchanges.len());
        let Some(group) = self.interchanges.last().map(|i| &i.groups) else {
            return Part::File;
        };
        match group.last() {
            None => Part::Interchange(i),
            Some(g) if g.messages.is_empty() => Part::Group(i, last(group.len())),
            Some(g) => Part::Message(i, last(group.len()), last(g.messages.len())),
        }
    }

    /// Returns the interchange that came last.
    pub(crate) fn interchange_part(&self) -> Part {
        Part::Interchange(self.interchanges.len().saturating_sub(1))
    }

    /// Sums up.
    pub(crate) fn report(
        self,
        standard: Standard,
        mut findings: Vec<Finding>,
        unlisted: Vec<Unlisted>,
    ) -> Report {
        // Sorting is stable: what the reader said of a place stays before what the schema says.
        findings.sort_by_key(|f| (f.place.part, f.place.segment));
        let mut report = Report {
            standard,
            syntax: Verdict::Accepted,
            verdict: Verdict::Accepted,
            interchanges: self.interchanges,
            findings,
            unlisted,
        };
        report.judge();
        report
    }
}

impl Report {
    /// Tells whether a message may be used: it, its group and its interchange are not rejected.
    pub fn usable(&self, interchange: usize, group: usize, message: usize) -> bool {
        let good = |v: Verdict| v != Verdict::Rejected;
        self.interchanges.get(interchange).is_some_and(|i| {
            good(i.envelope)
                && i.groups.get(group).is_some_and(|g| {
                    good(g.envelope) && g.messages.get(message).is_some_and(|m| good(m.verdict))
                })
        })
    }

    /// Returns the findings about a part itself, what it holds apart.
    ///
    /// Findings are sorted by part, so that answering many messages stays quick.
    pub fn findings_of(&self, part: Part) -> &[Finding] {
        let from = self.findings.partition_point(|f| f.place.part < part);
        let rest = self.findings.get(from..).unwrap_or_default();
        rest.get(..rest.partition_point(|f| f.place.part == part))
            .unwrap_or_default()
    }

    /// Makes every finding of this code an error, so that what it concerns is rejected.
    ///
    /// A receiver that takes nothing without a schema refuses [`Code::MessageNoSchema`] and
    /// [`Code::GroupVersionNoSchema`], which are tolerated otherwise.
    pub fn refuse(&mut self, code: Code) {
        for finding in self.findings.iter_mut().filter(|f| f.code == code) {
            finding.severity = Severity::Error;
        }
        for finding in self.unlisted.iter_mut().filter(|f| f.code == code) {
            finding.severity = Severity::Error;
        }
        self.judge();
    }

    fn judge(&mut self) {
        let listed = self
            .findings
            .iter()
            .map(|f| (f.place.part, f.code, f.severity));
        let unlisted = self.unlisted.iter().map(|f| (f.part, f.code, f.severity));
        for (part, code, severity) in listed.chain(unlisted) {
            let verdict = match severity {
                Severity::Error => Verdict::Rejected,
                Severity::Warning | Severity::Note => Verdict::Tolerated,
            };
            let syntax = if code.is_syntax() {
                verdict
            } else {
                Verdict::Accepted
            };
            raise(&mut self.syntax, syntax);
            raise(&mut self.verdict, verdict);
            judge_part(&mut self.interchanges, part, syntax, verdict);
        }
    }
}

fn raise(to: &mut Verdict, at_least: Verdict) {
    *to = (*to).max(at_least);
}

fn judge_part(all: &mut [InterchangeReport], part: Part, syntax: Verdict, verdict: Verdict) {
    let (i, g, m) = match part {
        Part::File => return,
        Part::Interchange(i) => (i, None, None),
        Part::Group(i, g) => (i, Some(g), None),
        Part::Message(i, g, m) => (i, Some(g), Some(m)),
    };
    let Some(interchange) = all.get_mut(i) else {
        return;
    };
    raise(&mut interchange.syntax, syntax);
    raise(&mut interchange.verdict, verdict);
    let Some(g) = g else {
        return raise(&mut interchange.envelope, verdict);
    };
    let Some(group) = interchange.groups.get_mut(g) else {
        return;
    };
    raise(&mut group.syntax, syntax);
    raise(&mut group.verdict, verdict);
    let Some(m) = m else {
        return raise(&mut group.envelope, verdict);
    };
    group.messages.raise(m, (syntax, verdict));
}
