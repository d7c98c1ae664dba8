use super::{AcknowledgeSettings, filled, fit, told};
use crate::code::{Code, Severity};
use crate::file::{Group, Message};
use crate::finding::{Acknowledgement, Finding, Level};
use crate::place::Part;
use crate::report::{GroupReport, Report, Verdict};
use crate::write::Writer;

/// Longest name and value of a context (9998, 9999).
const LONGEST_CONTEXT: usize = 35;

/// What differs between a 997 and a 999.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    segment: &'static str,
    element: &'static str,
    message: &'static str,
    /// A 999 tells of guides in codes of their own, and of what made them apply.
    is_999: bool,
}

pub(super) const NAMES_997: Names = Names {
    is_999: false,
    segment: "AK3",
    element: "AK4",
    message: "AK5",
};
pub(super) const NAMES_999: Names = Names {
    is_999: true,
    segment: "IK3",
    element: "IK4",
    message: "IK5",
};

/// One 997 or 999 being written.
pub(super) struct Answer<'x> {
    pub(super) writer: &'x mut Writer,
    pub(super) report: &'x Report,
    pub(super) settings: &'x AcknowledgeSettings,
    pub(super) names: Names,
    pub(super) part: (usize, usize),
}

impl Answer<'_> {
    pub(super) fn group(&mut self, group: &Group, judged: &GroupReport) {
        let id = self.fit(&group.functional_id, 2);
        let number = self.fit(&group.control_number, 9);
        let later = self.is_later();
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
        let told = told(self.report, Part::Group(i, g), Level::Ak9);
        // The code for a number that was used before came after version 004010.
        let known = told.filter(|(f, _)| later || f.code != Code::GsDuplicate);
        let codes = distinct(known.map(|(_, code)| code));
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

    /// Tells whether it has what came with version 005010: AK103, AK203, the repetition in AK401.
    fn is_later(&self) -> bool {
        self.names.is_999 || self.settings.version.as_str() >= "005010"
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
        let kind = filled(self.fit(&message.kind, 3), 3);
        let number = filled(self.fit(&message.control_number, 9), 4);
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
            let code = self.code(finding, told);
            match told.level {
                _ if finding.severity == Severity::Note => continue,
                Level::Ak3 => {
                    segment_open = None;
                    self.segment(finding, code);
                    self.trigger(finding);
                    self.unit(finding);
                }
                Level::Ak4 => {
                    if segment_open != finding.place.segment {
                        segment_open = finding.place.segment;
                        self.segment(finding, "8");
                        self.unit(finding);
                    }
                    self.element(finding, code);
                    self.trigger(finding);
                }
                Level::Ak5 => {
                    codes.push(code);
                    continue;
                }
                // What belongs to the interchange has no code here.
                _ => continue,
            }
            codes.push(if code.starts_with('I') { "I5" } else { "5" });
        }
        let mut elements = vec![status];
        elements.extend(distinct(codes.into_iter()));
        self.writer.segment(self.names.message, &elements);
    }

    /// Returns the code of a finding: of a broken guide, only a 999 has one of its own.
    fn code(&self, finding: &Finding, told: Acknowledgement) -> &'static str {
        let own = finding.implementation.as_ref().map(|i| i.code);
        let is_component = finding.place.component.is_some();
        match (own, told.level, told.code) {
            (Some(own), ..) if self.names.is_999 => own,
            // Version 004010 does not tell components from elements.
            (_, Level::Ak4, "3") if self.is_later() && is_component => "13",
            (.., plain) => plain,
        }
    }

    /// Tells which value made a condition of a guide apply, after the IK3 or IK4 it is of.
    fn trigger(&mut self, finding: &Finding) {
        let implementation = finding.implementation.as_ref();
        let trigger = implementation.and_then(|i| i.trigger.as_ref());
        let Some(trigger) = trigger.filter(|_| self.names.is_999) else {
            return;
        };
        let id = self.fit(&trigger.segment_id, 3);
        let segment = trigger.segment.to_string();
        let position = numbers(&[Some(trigger.element), trigger.component]);
        let position: Vec<&str> = position.iter().map(String::as_str).collect();
        // A component's number stands behind its composite's, which the schemas do not tell.
        let number = trigger.data_element.filter(|_| trigger.component.is_none());
        let number = number.map_or_else(String::new, |n| n.to_string());
        let elements: [&[&str]; 6] = [
            &["SITUATIONAL TRIGGER"],
            &[&id],
            &[&segment],
            &[],
            &position,
            &[&number],
        ];
        self.writer.composites("CTX", &elements);
    }

    /// Tells in which unit of business a segment is, where a guide says what one is.
    fn unit(&mut self, finding: &Finding) {
        let Some(unit) = finding.unit.as_ref().filter(|_| self.names.is_999) else {
            return;
        };
        let value = self.fit(&unit.value, LONGEST_CONTEXT);
        // What cannot be written as it is counts as unknown (X12 RFI 2293).
        if !value.is_empty() && unit.value.starts_with(&value) {
            let name = self.fit(&unit.name, LONGEST_CONTEXT);
            self.writer.composites("CTX", &[&[&name, &value]]);
        }
    }

    fn segment(&mut self, finding: &Finding, code: &str) {
        let id = match finding.place.segment_id.as_deref() {
            None | Some("") => "???".to_owned(),
            Some(id) => filled(self.fit(id, 3), 2),
        };
        let ordinal = finding.place.segment.unwrap_or(1).to_string();
        self.writer
            .segment(self.names.segment, &[&id, &ordinal, "", code]);
    }

    fn element(&mut self, finding: &Finding, code: &str) {
        let place = &finding.place;
        let repetition = place.repetition.filter(|_| self.is_later());
        let position = numbers(&[place.element, place.component, repetition]);
        let position: Vec<&str> = position.iter().map(String::as_str).collect();
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

/// Returns the components of a place, without empty ones at the end.
fn numbers(places: &[Option<u32>]) -> Vec<String> {
    let length = places
        .iter()
        .rposition(Option::is_some)
        .map_or(0, |n| n + 1);
    let text = |n: &Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    places.iter().take(length).map(text).collect()
}
