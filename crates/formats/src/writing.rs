use chrono::{DateTime, NaiveDate, Utc};
use model::order::Direction;
use model::partner::{X12Profile, X12Version};

use crate::Error;

/// What an encoder puts around its messages. One interchange holds one group.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'a> {
    /// The partner's identifiers, version and delimiters.
    pub profile: &'a X12Profile,
    /// Whether we send to the partner, or the partner (its simulator) to us.
    pub direction: Direction,
    /// The number of the interchange and of its group.
    pub control_number: u64,
    /// When it is written.
    pub at: DateTime<Utc>,
}

/// ISA13 and GS06 hold nine digits.
const LARGEST_CONTROL_NUMBER: u64 = 999_999_999;

impl Envelope<'_> {
    /// Returns the group's control number as GS06 writes it and AK102 repeats it.
    pub fn group(&self) -> String {
        self.control_number.to_string()
    }

    /// Returns what the ISA says, for who writes a whole interchange.
    pub fn interchange(&self) -> edi::Envelope {
        let profile = self.profile;
        let party = |qualifier: &String, id: &String| edi::Party {
            qualifier: qualifier.clone(),
            id: id.clone(),
        };
        let theirs = party(&profile.qualifier, &profile.id);
        let ours = party(&profile.our_qualifier, &profile.our_id);
        let (sender, receiver) = match self.direction {
            Direction::Out => (ours, theirs),
            Direction::In => (theirs, ours),
        };
        edi::Envelope {
            sender,
            receiver,
            date: self.at.format("%y%m%d").to_string(),
            time: self.at.format("%H%M").to_string(),
            version: match profile.version {
                X12Version::V4010 => "00401",
                X12Version::V5010 => "00501",
            }
            .to_owned(),
            control_number: self.control_number,
            acknowledgement_requested: false,
            usage: profile.usage,
            delimiters: delimiters(profile),
        }
    }

    /// Returns the control number of a message by its place in the group, from 1.
    pub fn message(place: usize) -> String {
        format!("{place:04}")
    }
}

/// The segments of a message between ST and SE.
#[derive(Debug, Default)]
pub(crate) struct Body {
    segments: Vec<(&'static str, Vec<String>)>,
    /// What the content says and the message has no place for.
    pub(crate) left_out: Vec<String>,
}

impl Body {
    pub(crate) fn add<const N: usize>(&mut self, id: &'static str, elements: [&str; N]) {
        self.add_all(id, elements.map(str::to_owned).to_vec());
    }

    pub(crate) fn add_all(&mut self, id: &'static str, elements: Vec<String>) {
        self.segments.push((id, elements));
    }

    /// Notes what the message has no place for.
    pub(crate) fn leave_out(&mut self, what: impl Into<String>) {
        self.left_out.push(what.into());
    }

    /// Writes the segments into the open message.
    pub(crate) fn write(&self, writer: &mut edi::Writer, kind: Kind, version: X12Version) {
        for (id, elements) in &self.segments {
            let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
            match (*id, version, &*elements) {
                // Orders of 5010 have MTX where those of 4010 have MSG.
                ("MSG", X12Version::V5010, [text]) if matches!(kind.message, "850" | "855") => {
                    writer.segment("MTX", &["", text])
                }
                _ => writer.segment(id, &elements),
            };
        }
    }

    /// Adds N1 with an identifier and no name: the receiver knows the name, and one with a
    /// delimiter in it would stop the document.
    pub(crate) fn party(&mut self, code: &str, qualifier: &str, id: &str) {
        self.add("N1", [code, "", qualifier, id]);
    }
}

/// Returns a day as CCYYMMDD.
pub(crate) fn date(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// A kind of message and the group it travels in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) message: &'static str,
    pub(crate) group: &'static str,
}

/// Writes an interchange with one group of messages of a kind.
pub(crate) fn write(
    envelope: &Envelope,
    kind: Kind,
    name: &str,
    messages: &[Body],
) -> Result<Vec<u8>, Error> {
    if envelope.control_number > LARGEST_CONTROL_NUMBER {
        return Err(Error::ControlNumber(envelope.control_number));
    }
    let failed = |source: edi::Error| Error::Write {
        kind: kind.message,
        name: name.to_owned(),
        source: Box::new(source),
    };
    write_interchange(envelope, kind, messages).map_err(failed)
}

fn write_interchange(
    envelope: &Envelope,
    kind: Kind,
    messages: &[Body],
) -> Result<Vec<u8>, edi::Error> {
    let profile = envelope.profile;
    let (theirs, ours) = (&profile.group_id, &profile.our_group_id);
    let (from, to) = match envelope.direction {
        Direction::Out => (ours, theirs),
        Direction::In => (theirs, ours),
    };
    let mut writer = edi::Writer::new(envelope.interchange());
    writer.group(&edi::GroupEnvelope {
        functional_id: kind.group.to_owned(),
        sender: from.clone(),
        receiver: to.clone(),
        date: date(envelope.at.date_naive()),
        time: envelope.at.format("%H%M").to_string(),
        control_number: envelope.control_number,
        version: profile.version.code().to_owned(),
    });
    for (body, place) in messages.iter().zip(1..) {
        writer.message(kind.message, &Envelope::message(place));
        body.write(&mut writer, kind, profile.version);
    }
    writer.finish()
}

/// Returns the delimiters of a partner's profile.
///
/// A delimiter that is no ASCII character becomes one that the writer refuses by name.
pub fn delimiters(profile: &X12Profile) -> edi::Delimiters {
    let byte = |c: char| u8::try_from(c).unwrap_or(u8::MAX);
    let chosen = profile.delimiters;
    edi::Delimiters {
        element: byte(chosen.element),
        component: byte(chosen.component),
        repetition: Some(byte(chosen.repetition)),
        terminator: byte(chosen.terminator),
        release: None,
    }
}
