mod data;
mod envelope;

use super::charset::Charset;
use super::{Plain, are_delimiters, exact, is_segment_name};
use crate::error::Error;
use crate::file::Party;
use crate::token::Delimiters;
pub use envelope::{EdifactEnvelope, EdifactGroupEnvelope, EdifactMessageType};

/// Writes one EDIFACT interchange; counts, references and trailers come by themselves, and data
/// that holds a service character is released.
///
/// The first thing that cannot be written is remembered and returned by
/// [`EdifactWriter::finish`].
#[derive(Debug)]
pub struct EdifactWriter {
    envelope: EdifactEnvelope,
    charset: Charset,
    out: Vec<u8>,
    groups: usize,
    /// Messages that are in no group.
    messages: usize,
    group: Option<Open>,
    message: Option<Open>,
    error: Option<Error>,
    plain: Plain,
}

/// A group with the number of its messages, or a message with the number of its segments.
#[derive(Debug)]
struct Open {
    reference: String,
    count: usize,
}

impl EdifactWriter {
    /// Starts an interchange.
    pub fn new(envelope: EdifactEnvelope) -> Self {
        let mut envelope = envelope;
        if envelope.syntax_version < 4 {
            envelope.delimiters.repetition = None;
        }
        let charset = Charset::of(&envelope.syntax);
        let mut writer = Self {
            envelope,
            charset: charset.unwrap_or(Charset::A),
            out: Vec::new(),
            groups: 0,
            messages: 0,
            group: None,
            message: None,
            error: None,
            plain: Plain::new(|_| false),
        };
        let (charset_used, service) = (writer.charset, writer.service().collect::<Vec<u8>>());
        writer.plain = Plain::new(|b| {
            let printable = b.is_ascii() && !b.is_ascii_control();
            printable && !service.contains(&b) && charset_used.has(char::from(b))
        });
        writer.attempt(|w| match charset {
            Some(_) if (1..=4).contains(&w.envelope.syntax_version) => w.header(),
            _ => Err(Error::Syntax(w.syntax_name())),
        });
        writer
    }

    /// Starts a group; the one before ends.
    pub fn group(&mut self, group: &EdifactGroupEnvelope) -> &mut Self {
        self.attempt(|w| w.try_group(group))
    }

    /// Starts a message; the one before ends.
    pub fn message(&mut self, reference: &str, kind: &EdifactMessageType) -> &mut Self {
        self.attempt(|w| w.try_message(reference, kind))
    }

    /// Writes a segment of the open message; what is empty at its end is left out.
    pub fn segment(&mut self, id: &str, elements: &[&str]) -> &mut Self {
        self.attempt(|w| w.try_segment(id, elements.iter().map(|e| [std::slice::from_ref(e)])))
    }

    /// Writes a segment of the open message whose elements are given by their components; what is
    /// empty at the end of the segment or of an element is left out.
    pub fn composites(&mut self, id: &str, elements: &[&[&str]]) -> &mut Self {
        self.attempt(|w| w.try_segment(id, elements.iter().map(|e| [*e])))
    }

    /// Writes a segment of the open message whose elements are given by their repetitions, and
    /// these by their components; several repetitions need syntax 4.
    pub fn repetitions(&mut self, id: &str, elements: &[&[&[&str]]]) -> &mut Self {
        self.attempt(|w| w.try_segment(id, elements.iter().copied()))
    }

    /// Ends the interchange and returns it.
    pub fn finish(mut self) -> Result<Vec<u8>, Error> {
        self.attempt(|w| {
            w.end_group()?;
            let count = w.groups.max(w.messages);
            if count == 0 {
                return Err(Error::Empty("interchange"));
            }
            let reference = w.envelope.reference.clone();
            w.trailer("UNZ", "UNZ01", count, &reference)
        });
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.out),
        }
    }

    fn attempt(&mut self, step: impl FnOnce(&mut Self) -> Result<(), Error>) -> &mut Self {
        if self.error.is_none()
            && let Err(error) = step(self)
        {
            self.error = Some(error);
        }
        self
    }

    fn syntax_name(&self) -> String {
        format!("{}:{}", self.envelope.syntax, self.envelope.syntax_version)
    }

    fn header(&mut self) -> Result<(), Error> {
        let e = self.envelope.clone();
        self.check_delimiters()?;
        party(["UNB02 identification", "UNB02 qualifier"], &e.sender)?;
        party(["UNB03 identification", "UNB03 qualifier"], &e.receiver)?;
        self.check_moment(["UNB04 date", "UNB04 time"], &e.date, &e.time)?;
        exact("UNB05", &e.reference, 1, 14)?;
        let version = e.syntax_version.to_string();
        let flag = |set: bool| if set { "1" } else { "" };
        let elements: [&[&str]; 11] = [
            &[&e.syntax, &version],
            &[&e.sender.id, &e.sender.qualifier],
            &[&e.receiver.id, &e.receiver.qualifier],
            &[&e.date, &e.time],
            &[&e.reference],
            &[],
            &[],
            &[],
            &[flag(e.acknowledgement_requested)],
            &[],
            &[flag(e.test)],
        ];
        self.put("UNB", elements.iter().map(|e| [*e]))?;
        let d = e.delimiters;
        // Some readers know no release character in a UNB that no UNA precedes, as StAEDI does.
        let releases = d.release.is_some_and(|r| self.out.contains(&r));
        if e.declares_delimiters || releases || !self.are_known() {
            let [release, repetition] = [d.release, d.repetition].map(|b| b.unwrap_or(b' '));
            // The decimal mark is a point, which all syntaxes allow.
            let marks = [
                d.component,
                d.element,
                b'.',
                release,
                repetition,
                d.terminator,
            ];
            self.out.splice(..0, b"UNA".iter().copied().chain(marks));
        }
        Ok(())
    }

    /// Tells whether readers know the delimiters without a UNA.
    fn are_known(&self) -> bool {
        let version_4 = self.envelope.syntax_version == 4;
        let known = Delimiters {
            repetition: version_4.then_some(b'*'),
            ..Delimiters::edifact()
        };
        // Before syntax 4, level B had separators of its own that cannot be printed.
        self.envelope.delimiters == known && (version_4 || self.charset != Charset::B)
    }

    fn check_delimiters(&self) -> Result<(), Error> {
        let all: Vec<u8> = self.service().collect();
        if are_delimiters(&all) {
            return Ok(());
        }
        Err(Error::Delimiters(all.into_iter().map(char::from).collect()))
    }

    /// Returns the characters that data cannot hold unless released.
    fn service(&self) -> impl Iterator<Item = u8> {
        let d = self.envelope.delimiters;
        let separators = [d.element, d.component, d.terminator];
        separators.into_iter().chain(d.repetition).chain(d.release)
    }

    fn check_moment(&self, fields: [&'static str; 2], date: &str, time: &str) -> Result<(), Error> {
        let length = if self.envelope.syntax_version < 4 {
            6
        } else {
            8
        };
        exact(fields[0], date, length, length)?;
        exact(fields[1], time, 4, 4)
    }

    fn try_group(&mut self, group: &EdifactGroupEnvelope) -> Result<(), Error> {
        self.end_group()?;
        if self.messages > 0 {
            // In an interchange either all messages are in groups or none is.
            let inner = "the message before".to_owned();
            let outer = "group";
            return Err(Error::Outside { inner, outer });
        }
        let version = &group.version;
        exact("UNG01", &group.functional_id, 1, 6)?;
        party(["UNG02 identification", "UNG02 qualifier"], &group.sender)?;
        party(["UNG03 identification", "UNG03 qualifier"], &group.receiver)?;
        self.check_moment(["UNG04 date", "UNG04 time"], &group.date, &group.time)?;
        exact("UNG05", &group.reference, 1, 14)?;
        self.check_version(
            ["UNG07 version", "UNG07 release", "UNG06", "UNG07 code"],
            version,
        )?;
        let elements: [&[&str]; 7] = [
            &[&group.functional_id],
            &[&group.sender.id, &group.sender.qualifier],
            &[&group.receiver.id, &group.receiver.qualifier],
            &[&group.date, &group.time],
            &[&group.reference],
            &[&version.agency],
            &[&version.version, &version.release, &version.association],
        ];
        self.put("UNG", elements.iter().map(|e| [*e]))?;
        self.groups += 1;
        self.group = Some(Open {
            reference: group.reference.clone(),
            count: 0,
        });
        Ok(())
    }

    fn check_version(
        &self,
        fields: [&'static str; 4],
        of: &EdifactMessageType,
    ) -> Result<(), Error> {
        let longest_agency = if self.envelope.syntax_version < 4 {
            2
        } else {
            3
        };
        exact(fields[0], &of.version, 1, 3)?;
        exact(fields[1], &of.release, 1, 3)?;
        exact(fields[2], &of.agency, 1, longest_agency)?;
        exact(fields[3], &of.association, 0, 6)
    }

    fn try_message(&mut self, reference: &str, of: &EdifactMessageType) -> Result<(), Error> {
        self.end_message()?;
        exact("UNH01", reference, 1, 14)?;
        exact("UNH02 type", &of.kind, 1, 6)?;
        let fields = [
            "UNH02 version",
            "UNH02 release",
            "UNH02 agency",
            "UNH02 code",
        ];
        self.check_version(fields, of)?;
        match &mut self.group {
            Some(group) => group.count += 1,
            None => self.messages += 1,
        }
        self.message = Some(Open {
            reference: reference.to_owned(),
            count: 1,
        });
        let kind: &[&str] = &[
            &of.kind,
            &of.version,
            &of.release,
            &of.agency,
            &of.association,
        ];
        self.put("UNH", [[&[reference] as &[&str]], [kind]].into_iter())
    }

    fn try_segment<'x, R: AsRef<[&'x [&'x str]]>>(
        &mut self,
        id: &str,
        elements: impl Iterator<Item = R>,
    ) -> Result<(), Error> {
        let is_envelope = || matches!(id, "UNA" | "UNB" | "UNZ" | "UNG" | "UNE" | "UNH" | "UNT");
        let named = id.len() == 3 && is_segment_name(id.as_bytes());
        if !named || (id.starts_with("UN") && is_envelope()) {
            return Err(Error::SegmentName(id.to_owned()));
        }
        let outside = || Error::Outside {
            inner: id.to_owned(),
            outer: "message",
        };
        self.message.as_mut().ok_or_else(outside)?.count += 1;
        self.put(id, elements)
    }

    fn end_message(&mut self) -> Result<(), Error> {
        match self.message.take() {
            Some(message) => self.trailer("UNT", "UNT01", message.count + 1, &message.reference),
            None => Ok(()),
        }
    }

    fn end_group(&mut self) -> Result<(), Error> {
        self.end_message()?;
        match self.group.take() {
            Some(group) if group.count == 0 => Err(Error::Empty("group")),
            Some(group) => self.trailer("UNE", "UNE01", group.count, &group.reference),
            None => Ok(()),
        }
    }

    fn trailer(
        &mut self,
        id: &str,
        field: &'static str,
        count: usize,
        reference: &str,
    ) -> Result<(), Error> {
        let count = count.to_string();
        let longest = if self.envelope.syntax_version < 4 {
            6
        } else {
            10
        };
        exact(field, &count, 1, longest)?;
        let elements: [&[&str]; 2] = [&[&count], &[reference]];
        self.put(id, elements.iter().map(|e| [*e]))
    }
}

fn party(fields: [&'static str; 2], party: &Party) -> Result<(), Error> {
    exact(fields[0], &party.id, 1, 35)?;
    exact(fields[1], &party.qualifier, 0, 4)
}
