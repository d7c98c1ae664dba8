//! What the engine answers to a file.

use edi::{
    AcknowledgeSettings, AcknowledgementKind, ContrlSettings, EdifactEnvelope, Envelope, File,
    Finding, Report, Schemas, Span, Standard, acknowledge, check, contrl, contrl_received, read,
    ta1,
};

use super::table::Fault;
use crate::sample::{envelope, schemas};

/// Good files with the same things wrong, and in which form they are answered.
pub(super) struct Family {
    pub(super) good: &'static str,
    pub(super) form: Form,
    /// Schemas of its own, where it needs others than the project's.
    pub(super) schema: Option<(&'static str, &'static str)>,
    /// The message that guides are about: "x12 004010 852".
    pub(super) guided: &'static str,
    pub(super) table: &'static str,
}

/// Which acknowledgement is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    Of4010,
    Of5010,
    Implementation,
    Contrl,
    /// The CONTRL that tells of receipt, before anything is checked.
    Receipt,
}

/// An acknowledgement: all of it, and what is in it.
pub(super) struct Acknowledged {
    pub(super) whole: Vec<u8>,
    pub(super) bodies: Vec<String>,
    /// What is wrong with the acknowledgement itself.
    pub(super) findings: Vec<Finding>,
}

/// What became of a fault.
pub(super) struct Outcome {
    pub(super) report: Report,
    pub(super) answers: Vec<Acknowledged>,
}

impl Family {
    pub(super) fn outcome(&self, fault: &Fault) -> Outcome {
        let bytes = fault.spoil(self.good);
        let file = read(&bytes);
        let mut report = check(&file, &self.schemas(fault));
        for code in &fault.refused {
            report.refuse(*code);
        }
        let all = 0..file.interchanges.len();
        let answers = all.flat_map(|i| self.answers(&file, i, &report));
        let answers = answers.map(acknowledged).collect();
        Outcome { report, answers }
    }

    fn schemas(&self, fault: &Fault) -> Schemas {
        let schemas = match self.schema {
            Some(own) => Schemas::parse(&[own]).unwrap(),
            None => schemas(),
        };
        if fault.rules.is_empty() {
            return schemas;
        }
        let guide = format!("guide {}\n{}\n", self.guided, fault.rules.join("\n"));
        schemas.with_guide("a.guide", &guide).unwrap()
    }

    fn answers(&self, file: &File<'_>, interchange: usize, report: &Report) -> Vec<Vec<u8>> {
        if matches!(self.form, Form::Contrl | Form::Receipt) {
            let read = &file.interchanges[interchange];
            let settings = ContrlSettings {
                envelope: EdifactEnvelope::answering(read, "20240401", "0605", "42"),
                message_reference: "1".to_owned(),
            };
            let answer = match self.form {
                Form::Receipt => contrl_received(file, interchange, &settings),
                _ => contrl(file, interchange, report, &settings),
            }
            .unwrap();
            return answer.into_iter().collect();
        }
        let settings = self.settings();
        let told = ta1(file, interchange, report, &settings.envelope).unwrap();
        let answer = acknowledge(file, interchange, report, &settings).unwrap();
        told.into_iter().chain(answer).collect()
    }

    fn settings(&self) -> AcknowledgeSettings {
        let (envelope_version, version) = match self.form {
            Form::Of4010 | Form::Contrl | Form::Receipt => ("00401", "004010"),
            Form::Of5010 | Form::Implementation => ("00501", "005010"),
        };
        AcknowledgeSettings {
            envelope: Envelope {
                version: envelope_version.to_owned(),
                ..envelope()
            },
            group_sender: "ANAN".to_owned(),
            group_receiver: "WOMART".to_owned(),
            group_date: "20240401".to_owned(),
            group_time: "0605".to_owned(),
            group_control_number: 42,
            first_message_control_number: 1,
            version: version.to_owned(),
            kind: match self.form {
                Form::Implementation => AcknowledgementKind::Implementation999,
                _ => AcknowledgementKind::Functional997,
            },
        }
    }
}

/// Reads an acknowledgement: what stands between header and trailer of each message, or the TA1.
fn acknowledged(whole: Vec<u8>) -> Acknowledged {
    let file = read(&whole);
    let text: String = whole.iter().map(|b| char::from(*b)).collect();
    let interchange = &file.interchanges[0];
    let (end, header, trailer) = match interchange.standard {
        Standard::Edifact => ("'", "UNH", "UNT"),
        _ => ("~", "ST", "SE"),
    };
    let shown = |span: Span| text[span.offset..span.end()].to_owned() + end;
    let told = interchange.acknowledgements.iter();
    let mut bodies: Vec<String> = told.map(|t| shown(t.span)).collect();
    for message in interchange.groups.iter().flat_map(|g| &g.messages) {
        let segments = file.segments(message);
        let own = segments.filter(|s| s.id() != header && s.id() != trailer);
        bodies.push(own.map(|s| shown(s.span())).collect());
    }
    let findings = check(&file, &schemas()).findings;
    Acknowledged {
        bodies,
        findings,
        whole,
    }
}
