//! What EDIFACT messages have in common: parties, item numbers, references, days and notes.

mod activity;
mod carrier;
mod item;
mod measure;
mod order;
mod party;
mod report;

use chrono::NaiveDate;

pub(crate) use activity::read as read_activity;
pub(crate) use carrier::{carrier, write_carrier};
pub(crate) use item::{description, number_of, pia, write_description, write_item};
pub(crate) use measure::{DISCRETE, Report, qualifier};
pub(crate) use order::{head, lines, read};
pub(crate) use party::{Parties, write_party};
pub(crate) use report::{Head, write_head};

use crate::content::{Amount, DateKind, Dated, Further, Reference, ReferenceKind};
use crate::taking::{Take, cut, joined};

/// The segments of a message between UNH and UNT.
#[derive(Debug)]
pub(crate) struct Body {
    segments: Vec<(&'static str, Vec<Vec<String>>)>,
    /// What the content says and the message has no place for.
    pub(crate) left_out: Vec<String>,
    early: bool,
}

impl Body {
    /// Starts a message of a directory ("96A", "01B").
    pub(crate) fn new(release: &str) -> Self {
        // Directories have been named after the year since 1990.
        let year = release.trim_start_matches('D').get(..2);
        Self {
            segments: Vec::new(),
            left_out: Vec::new(),
            early: year.is_some_and(|year| year >= "90"),
        }
    }

    /// Tells whether the directory is of the last century: texts are shorter, GTIN-14 has no code.
    pub(crate) fn is_early(&self) -> bool {
        self.early
    }

    pub(crate) fn add(&mut self, id: &'static str, elements: &[&[&str]]) {
        let owned = |parts: &&[&str]| parts.iter().map(|&part| part.to_owned()).collect();
        self.segments
            .push((id, elements.iter().map(owned).collect()));
    }

    /// Adds an element to the last segment.
    pub(crate) fn extend(&mut self, parts: Vec<String>) {
        if let Some((_, elements)) = self.segments.last_mut() {
            elements.push(parts);
        }
    }

    /// Notes what the message has no place for.
    pub(crate) fn leave_out(&mut self, what: impl Into<String>) {
        self.left_out.push(what.into());
    }

    /// Writes the segments into the open message.
    pub(crate) fn write(&self, writer: &mut edi::EdifactWriter) {
        for (id, elements) in &self.segments {
            let parts: Vec<Vec<&str>> = elements
                .iter()
                .map(|parts| parts.iter().map(String::as_str).collect())
                .collect();
            let elements: Vec<&[&str]> = parts.iter().map(Vec::as_slice).collect();
            writer.composites(id, &elements);
        }
    }

    pub(crate) fn day(&mut self, code: &str, day: Option<NaiveDate>) {
        if let Some(day) = day {
            self.add("DTM", &[&[code, &date(day), "102"]]);
        }
    }

    pub(crate) fn reference(&mut self, code: &str, number: Option<&str>) {
        if let Some(number) = number {
            self.add("RFF", &[&[code, number]]);
        }
    }

    pub(crate) fn quantity(&mut self, code: &str, amount: &Amount) {
        let number = amount.quantity.to_string();
        self.add("QTY", &[&[code, &number, amount.unit.edifact()]]);
    }

    /// Adds the days of a document or line.
    pub(crate) fn dates(&mut self, further: &Further) {
        for day in &further.dates {
            match &day.kind {
                DateKind::Other(code) => {
                    self.leave_out(format!("day {} of X12 kind {code}", day.date));
                }
                kind => self.day(kind.edifact(), Some(day.date)),
            }
        }
    }

    /// Adds the references of a document or line.
    pub(crate) fn references(&mut self, further: &Further) {
        for reference in &further.references {
            if let ReferenceKind::Other(code) = &reference.kind {
                self.leave_out(format!("that {} is {code} in X12", reference.number));
            }
            self.reference(reference.kind.edifact(), Some(&reference.number));
        }
    }

    /// Adds the notes of a document or line.
    pub(crate) fn notes(&mut self, further: &Further) {
        let longest = words(self.early);
        for note in &further.notes {
            for five in cut(note, longest).chunks(5) {
                // AAI: general information.
                self.add("FTX", &[&["AAI"], &[], &[]]);
                self.extend(five.to_vec());
            }
        }
    }

    /// Notes words that a message has no segment for.
    pub(crate) fn leave_out_notes(&mut self, further: &Further) {
        for note in &further.notes {
            self.leave_out(format!("note {note:?}"));
        }
    }
}

/// Returns a day as CCYYMMDD, format 102.
pub(crate) fn date(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// Returns how many characters a component of FTX holds.
fn words(early: bool) -> usize {
    if early { 70 } else { 512 }
}

/// Returns whether a message is of a directory of the last century.
pub(crate) fn is_early(source: crate::Source) -> bool {
    let header = source.segments().next();
    let release = header.map(|unh| unh.component_text(2, 3).into_owned());
    Body::new(&release.unwrap_or_default()).early
}

/// Takes a DTM; `None` where it has no day.
pub(crate) fn dated(take: &mut Take) -> Option<Dated> {
    let kind = DateKind::from_edifact(&take.peek_part(1, 1));
    let date = take.day()?;
    Some(Dated { kind, date })
}

/// Takes an RFF; `None` where it has no number.
pub(crate) fn reference(take: &mut Take) -> Option<Reference> {
    if take.peek_part(1, 2).is_empty() {
        return None;
    }
    Some(Reference {
        kind: ReferenceKind::from_edifact(&take.part(1, 1)?),
        number: take.part(1, 2)?,
    })
}

/// Takes the words of an FTX.
pub(crate) fn note(take: &mut Take, early: bool, further: &mut Further) {
    if take.peek(1) == "AAI" {
        take.skip(1);
    }
    let pieces: Vec<String> = (1..=5).filter_map(|c| take.part(4, c)).collect();
    further.notes.extend(joined(&pieces, words(early)));
}

/// Tells whether a line's number can be that of a LIN: up to six digits.
pub(crate) fn is_line_number(line: &str) -> bool {
    (1..=6).contains(&line.len()) && line.bytes().all(|b| b.is_ascii_digit())
}
