use super::{Plain, are_delimiters, exact, is_segment_name, put_name};
use crate::error::Error;
use crate::file::Party;
use crate::token::Delimiters;

/// What an interchange's ISA says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Who sends it (ISA05, ISA06).
    pub sender: Party,
    /// For whom it is (ISA07, ISA08).
    pub receiver: Party,
    /// Its date, six digits (ISA09).
    pub date: String,
    /// Its time, four digits (ISA10).
    pub time: String,
    /// The version of the envelope, "00401" or "00501" (ISA12).
    pub version: String,
    /// Its control number, up to nine digits (ISA13).
    pub control_number: u64,
    /// Whether a TA1 is asked for (ISA14).
    pub acknowledgement_requested: bool,
    /// `P`roduction, `T`est or `I`nformation (ISA15).
    pub usage: char,
    /// The delimiters; repetition is written from version 00402 on, and release never.
    pub delimiters: Delimiters,
}

/// What a group's GS says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupEnvelope {
    /// What kind of messages it holds (GS01).
    pub functional_id: String,
    /// Who sends it (GS02).
    pub sender: String,
    /// For whom it is (GS03).
    pub receiver: String,
    /// Its date, eight digits (GS04).
    pub date: String,
    /// Its time, four to eight digits (GS05).
    pub time: String,
    /// Its control number, up to nine digits (GS06).
    pub control_number: u64,
    /// The version of its messages, "004010" (GS08).
    pub version: String,
}

/// Writes one interchange; counts and trailers come by themselves.
///
/// The first thing that cannot be written is remembered and returned by [`Writer::finish`].
#[derive(Debug)]
pub struct Writer {
    envelope: Envelope,
    out: Vec<u8>,
    groups: usize,
    group: Option<OpenGroup>,
    message: Option<OpenMessage>,
    error: Option<Error>,
    plain: Plain,
}

#[derive(Debug)]
struct OpenGroup {
    control_number: u64,
    messages: usize,
}

#[derive(Debug)]
struct OpenMessage {
    control_number: String,
    segments: usize,
}

impl Writer {
    /// Starts an interchange.
    pub fn new(envelope: Envelope) -> Self {
        let mut writer = Self {
            envelope,
            out: Vec::new(),
            groups: 0,
            group: None,
            message: None,
            error: None,
            plain: Plain::new(|_| false),
        };
        let d = writer.envelope.delimiters;
        let service = [
            Some(d.element),
            Some(d.component),
            Some(d.terminator),
            writer.repetition(),
        ];
        writer.plain = Plain::new(|b| !b.is_ascii_control() && !service.contains(&Some(b)));
        if let Err(error) = writer.header() {
            writer.error = Some(error);
        }
        writer
    }

    /// Starts a group; the one before ends.
    pub fn group(&mut self, group: &GroupEnvelope) -> &mut Self {
        self.attempt(|w| w.try_group(group))
    }

    /// Starts a message; the one before ends.
    pub fn message(&mut self, kind: &str, control_number: &str) -> &mut Self {
        self.attempt(|w| w.try_message(&[kind, control_number]))
    }

    /// Starts a message that names the convention it follows (ST03, from version 005010 on).
    pub fn message_of(&mut self, kind: &str, control_number: &str, convention: &str) -> &mut Self {
        self.attempt(|w| w.try_message(&[kind, control_number, convention]))
    }

    /// Writes a segment of the open message; empty elements at its end are left out.
    pub fn segment(&mut self, id: &str, elements: &[&str]) -> &mut Self {
        self.attempt(|w| {
            w.count(id)?;
            w.put(id, elements.iter().map(std::slice::from_ref))
        })
    }

    /// Writes a segment of the open message whose elements are given by their components.
    pub fn composites(&mut self, id: &str, elements: &[&[&str]]) -> &mut Self {
        self.attempt(|w| {
            w.count(id)?;
            w.put(id, elements.iter().copied())
        })
    }

    /// Writes a segment that belongs to the interchange itself (TA1), between groups.
    pub fn interchange_segment(&mut self, id: &str, elements: &[&str]) -> &mut Self {
        self.attempt(|w| {
            w.end_group()?;
            w.put(id, elements.iter().map(std::slice::from_ref))
        })
    }

    /// Ends the interchange and returns it.
    pub fn finish(mut self) -> Result<Vec<u8>, Error> {
        self.attempt(|w| {
            w.end_group()?;
            let (groups, number) = (w.groups.to_string(), nine(w.envelope.control_number));
            w.put_plain("IEA", &[&groups, &number])
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

    fn header(&mut self) -> Result<(), Error> {
        let e = self.envelope.clone();
        self.check_delimiters()?;
        exact("ISA05", &e.sender.qualifier, 2, 2)?;
        exact("ISA06", &e.sender.id, 1, 15)?;
        exact("ISA07", &e.receiver.qualifier, 2, 2)?;
        exact("ISA08", &e.receiver.id, 1, 15)?;
        exact("ISA09", &e.date, 6, 6)?;
        exact("ISA10", &e.time, 4, 4)?;
        exact("ISA12", &e.version, 5, 5)?;
        exact("ISA13", &e.control_number.to_string(), 1, 9)?;
        let repetition = self.repetition().map_or('U', char::from).to_string();
        let number = nine(e.control_number);
        let requested = if e.acknowledgement_requested {
            "1"
        } else {
            "0"
        };
        let (sender, receiver) = (
            format!("{:<15}", e.sender.id),
            format!("{:<15}", e.receiver.id),
        );
        let usage = e.usage.to_string();
        let blank = " ".repeat(10);
        let fields = [
            "00",
            &blank,
            "00",
            &blank,
            &e.sender.qualifier,
            &sender,
            &e.receiver.qualifier,
            &receiver,
            &e.date,
            &e.time,
            &repetition,
            &e.version,
            &number,
            requested,
            &usage,
        ];
        for (n, field) in (1..).zip(&fields) {
            // ISA11 is a delimiter itself.
            if n != 11 {
                self.check_data("ISA", n, field)?;
            }
        }
        let d = self.envelope.delimiters;
        self.out.extend(b"ISA");
        for field in fields {
            self.out.push(d.element);
            self.out.extend(field.as_bytes());
        }
        self.out.extend([d.element, d.component, d.terminator]);
        Ok(())
    }

    fn repetition(&self) -> Option<u8> {
        let since = self.envelope.version.as_str() >= "00402";
        self.envelope.delimiters.repetition.filter(|_| since)
    }

    fn check_delimiters(&self) -> Result<(), Error> {
        let d = self.envelope.delimiters;
        let all: Vec<u8> = [
            Some(d.element),
            Some(d.component),
            self.repetition(),
            Some(d.terminator),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !are_delimiters(&all) {
            return Err(Error::Delimiters(all.into_iter().map(char::from).collect()));
        }
        // An ISA with a line end inside is taken for one that was wrapped on its way.
        let separators = [
            ("element", Some(d.element)),
            ("component", Some(d.component)),
            ("repetition", self.repetition()),
        ];
        let line_end = |byte: Option<u8>| matches!(byte, Some(b'\r' | b'\n'));
        match separators.into_iter().find(|(_, byte)| line_end(*byte)) {
            Some((name, _)) => Err(Error::LineEnd(name)),
            None => Ok(()),
        }
    }

    fn try_group(&mut self, group: &GroupEnvelope) -> Result<(), Error> {
        self.end_group()?;
        exact("GS01", &group.functional_id, 2, 2)?;
        exact("GS02", &group.sender, 2, 15)?;
        exact("GS03", &group.receiver, 2, 15)?;
        exact("GS04", &group.date, 8, 8)?;
        exact("GS05", &group.time, 4, 8)?;
        let number = group.control_number.to_string();
        exact("GS06", &number, 1, 9)?;
        exact("GS08", &group.version, 1, 12)?;
        self.put_plain(
            "GS",
            &[
                &group.functional_id,
                &group.sender,
                &group.receiver,
                &group.date,
                &group.time,
                &number,
                "X",
                &group.version,
            ],
        )?;
        self.groups += 1;
        self.group = Some(OpenGroup {
            control_number: group.control_number,
            messages: 0,
        });
        Ok(())
    }

    fn try_message(&mut self, elements: &[&str]) -> Result<(), Error> {
        self.end_message()?;
        let kind = elements.first().copied().unwrap_or_default();
        let number = elements.get(1).copied().unwrap_or_default();
        exact("ST01", kind, 3, 3)?;
        exact("ST02", number, 4, 9)?;
        let Some(group) = self.group.as_mut() else {
            return Err(Error::Outside {
                inner: kind.to_owned(),
                outer: "group",
            });
        };
        group.messages += 1;
        self.message = Some(OpenMessage {
            control_number: number.to_owned(),
            segments: 1,
        });
        self.put_plain("ST", elements)
    }

    fn count(&mut self, id: &str) -> Result<(), Error> {
        let outside = || Error::Outside {
            inner: id.to_owned(),
            outer: "message",
        };
        self.message.as_mut().ok_or_else(outside)?.segments += 1;
        Ok(())
    }

    fn end_message(&mut self) -> Result<(), Error> {
        let Some(message) = self.message.take() else {
            return Ok(());
        };
        let segments = (message.segments + 1).to_string();
        self.put_plain("SE", &[&segments, &message.control_number])
    }

    fn end_group(&mut self) -> Result<(), Error> {
        self.end_message()?;
        let Some(group) = self.group.take() else {
            return Ok(());
        };
        let (messages, number) = (group.messages.to_string(), group.control_number.to_string());
        self.put_plain("GE", &[&messages, &number])
    }

    fn put_plain(&mut self, id: &str, elements: &[&str]) -> Result<(), Error> {
        self.put(id, elements.iter().map(std::slice::from_ref))
    }

    fn put<'x>(
        &mut self,
        id: &str,
        elements: impl Iterator<Item = &'x [&'x str]>,
    ) -> Result<(), Error> {
        if !is_segment_name(id.as_bytes()) {
            return Err(Error::SegmentName(id.to_owned()));
        }
        put_name(id, &mut self.out);
        let d = self.envelope.delimiters;
        let mut end = self.out.len();
        for (n, components) in (1..).zip(elements) {
            let mut separator = d.element;
            for component in components {
                if !self.plain.copy(separator, component, &mut self.out) {
                    self.check_data(id, n, component)?;
                }
                if !component.is_empty() {
                    end = self.out.len();
                }
                separator = d.component;
            }
            if components.is_empty() {
                self.out.push(separator);
            }
        }
        self.out.truncate(end);
        self.out.push(d.terminator);
        Ok(())
    }

    fn check_data(&self, id: &str, element: usize, value: &str) -> Result<(), Error> {
        let d = self.envelope.delimiters;
        let is_delimiter = |b: u8| {
            b == d.element || b == d.component || b == d.terminator || self.repetition() == Some(b)
        };
        if let Some(b) = value.bytes().find(|&b| is_delimiter(b)) {
            return Err(Error::Delimiter {
                segment: id.to_owned(),
                element,
                delimiter: char::from(b),
                value: value.to_owned(),
            });
        }
        if value.bytes().any(|b| b.is_ascii_control()) {
            let (segment, value) = (id.to_owned(), value.to_owned());
            return Err(Error::Control {
                segment,
                element,
                value,
            });
        }
        Ok(())
    }
}

fn nine(number: u64) -> String {
    format!("{number:09}")
}
