use chrono::{DateTime, NaiveDate, Utc};
use model::order::{Direction, Order};
use model::partner::{X12Profile, X12Version};
use model::reference::Reference;
use model::site::Site;
use model::{Gtin, SiteId};

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
pub(crate) struct Body(Vec<(&'static str, Vec<String>)>);

impl Body {
    pub(crate) fn add<const N: usize>(&mut self, id: &'static str, elements: [&str; N]) {
        self.add_all(id, elements.map(str::to_owned).to_vec());
    }

    pub(crate) fn add_all(&mut self, id: &'static str, elements: Vec<String>) {
        self.0.push((id, elements));
    }

    /// Adds N1 with an identifier and no name: the receiver knows the name, and one with a
    /// delimiter in it would stop the document.
    pub(crate) fn party(&mut self, code: &str, qualifier: &str, id: &str) {
        self.add("N1", [code, "", qualifier, id]);
    }

    /// Adds where an order goes to and where it comes from.
    pub(crate) fn ship_parties(&mut self, order: &Order, reference: &Reference) {
        self.party("ST", "92", order.ship_to.as_str());
        match our_site(reference, &order.ship_from).and_then(|site| site.gln.as_ref()) {
            Some(gln) => self.party("SF", "UL", gln.as_str()),
            // 91: a number the seller assigned.
            None => self.party("SF", "91", order.ship_from.as_str()),
        }
    }
}

fn our_site<'a>(reference: &'a Reference, id: &SiteId) -> Option<&'a Site> {
    reference.site(reference.data.supplier.as_ref()?, id)
}

/// Returns the pairs of qualifier and number that name an item.
pub(crate) fn item_ids(item: Gtin, reference: &Reference) -> Vec<String> {
    let digits = item.to_string();
    // GTIN-12 and 13 are written without the zeros that fill them to 14.
    let (qualifier, number) = match (digits.strip_prefix("00"), digits.strip_prefix('0')) {
        (Some(twelve), _) => ("UP", twelve),
        (None, Some(thirteen)) => ("EN", thirteen),
        (None, None) => ("UK", digits.as_str()),
    };
    let mut ids = vec![qualifier.to_owned(), number.to_owned()];
    if let Some(item) = reference.item(item) {
        ids.extend(["VN".to_owned(), item.vendor_number.clone()]);
    }
    ids
}

/// Returns a day as CCYYMMDD.
pub(crate) fn date(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// Returns the number an order is known by at the retailer. Where the retailer gives its own later,
/// ours has to do: BAK03, BEG03 and PRF01 may not be empty.
pub(crate) fn po_number(order: &Order) -> &str {
    order
        .po_number
        .as_ref()
        .map_or(order.id.as_str(), |number| number.as_str())
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
        for (id, elements) in &body.0 {
            let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
            writer.segment(id, &elements);
        }
    }
    writer.finish()
}

/// A delimiter that is no ASCII character becomes one that the writer refuses by name.
fn delimiters(profile: &X12Profile) -> edi::Delimiters {
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
