use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use edi::{AcknowledgeSettings, File, Interchange, Message, Segment};
use formats::x12_850::{self, Turnaround};
use model::event::ItemQuantity;
use model::partner::DelimiterProfile;
use model::{Gtin, OrderId, PoNumber, Quantity};

use super::memory::{Letter, Memory, Promise, Shipment};
use super::report::Series;
use super::{Mail, Trade};

/// Womart answers a quarter of an hour after a document was written.
const ANSWER_MINUTES: i64 = 15;

/// Where a message stands and how its answers are numbered and dated.
#[derive(Debug, Clone, Copy)]
struct Incoming<'a> {
    file: &'a File<'a>,
    message: &'a Message,
    running: u64,
    answered: DateTime<Utc>,
}

impl Trade {
    /// Reads a file of ours, notes what it says and decides the answers.
    pub(super) fn read(&self, bytes: &[u8], memory: &mut Memory, mail: &mut Mail) -> Result<()> {
        let file = edi::read(bytes);
        let report = edi::check(&file, &self.schemas);
        for (place, interchange) in file.interchanges.iter().enumerate() {
            let number: u64 = interchange
                .control_number
                .trim()
                .parse()
                .unwrap_or_default();
            if !memory.heard.insert(number) {
                continue;
            }
            let answered = answered(interchange)?;
            let settings = self.acknowledgement(interchange, number, answered)?;
            if let Some(bytes) = edi::acknowledge(&file, place, &report, &settings)? {
                memory
                    .outgoing
                    .push(Letter::new(format!("997-{number:09}.x12"), bytes)?);
            }
            let messages = interchange.groups.iter().flat_map(|group| &group.messages);
            for (message, nth) in messages.zip(0_u64..) {
                let running = number * 10 + nth;
                let incoming = Incoming {
                    file: &file,
                    message,
                    running,
                    answered,
                };
                self.take(incoming, memory, mail)?;
            }
        }
        Ok(())
    }

    fn take(&self, incoming: Incoming, memory: &mut Memory, mail: &mut Mail) -> Result<()> {
        match incoming.message.kind.as_str() {
            "855" => {
                let Some((po_number, promise)) = order(incoming) else {
                    return Ok(());
                };
                memory
                    .outgoing
                    .push(self.confirm(incoming, &po_number, &promise)?);
                memory.orders.insert(po_number, promise);
                mail.orders += 1;
            }
            "856" => {
                let Some(shipment) = shipment(incoming) else {
                    return Ok(());
                };
                memory.shipments.push(shipment);
                mail.notices += 1;
            }
            "997" => {
                let answers = incoming.file.segments(incoming.message);
                for answer in answers.filter(|segment| segment.id() == "AK5") {
                    let count = match answer.element(1) {
                        "A" => &mut mail.accepted,
                        _ => &mut mail.refused,
                    };
                    *count += 1;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn confirm(
        &self,
        incoming: Incoming,
        po_number: &PoNumber,
        promise: &Promise,
    ) -> Result<Letter> {
        let turnaround = Turnaround {
            po_number,
            order_id: promise.order_id.as_ref(),
            day: incoming.answered.date_naive(),
            ship_to: &self.centre,
            lines: &promise.lines,
        };
        let number = Series::Confirmation.number(incoming.running);
        let envelope = self.envelope(number, incoming.answered);
        let bytes = x12_850::encode_confirmation(&envelope, &self.reference, &turnaround)?;
        Letter::new(format!("850-{po_number}.x12"), bytes)
    }

    fn acknowledgement(
        &self,
        interchange: &Interchange,
        number: u64,
        at: DateTime<Utc>,
    ) -> Result<AcknowledgeSettings> {
        let control_number = Series::Acknowledgement.number(number);
        let envelope = edi::Envelope {
            sender: interchange.receiver.clone(),
            receiver: interchange.sender.clone(),
            date: at.format("%y%m%d").to_string(),
            time: at.format("%H%M").to_string(),
            version: interchange.version.clone(),
            control_number,
            acknowledgement_requested: false,
            usage: self.profile.usage,
            delimiters: delimiters(self.profile.delimiters)?,
        };
        Ok(AcknowledgeSettings {
            envelope,
            group_sender: self.profile.group_id.clone(),
            group_receiver: self.profile.our_group_id.clone(),
            group_date: at.format("%Y%m%d").to_string(),
            group_time: at.format("%H%M").to_string(),
            group_control_number: control_number,
            first_message_control_number: 1,
            version: self.profile.version.code().to_owned(),
            kind: edi::AcknowledgementKind::Functional997,
        })
    }
}

fn answered(interchange: &Interchange) -> Result<DateTime<Utc>> {
    let written = format!("{}{}", interchange.date, interchange.time);
    let written = NaiveDateTime::parse_from_str(&written, "%y%m%d%H%M")
        .with_context(|| format!("interchange {} has no date", interchange.control_number))?;
    Ok(written.and_utc() + TimeDelta::minutes(ANSWER_MINUTES))
}

fn delimiters(profile: DelimiterProfile) -> Result<edi::Delimiters> {
    Ok(edi::Delimiters {
        element: profile.element.try_into()?,
        component: profile.component.try_into()?,
        repetition: Some(profile.repetition.try_into()?),
        terminator: profile.terminator.try_into()?,
        release: None,
    })
}

/// Reads an order a vendor raised for us. `None` where it has no number.
fn order(incoming: Incoming) -> Option<(PoNumber, Promise)> {
    let (mut po_number, mut order_id, mut lines) = (None, None, Vec::new());
    for segment in incoming.file.segments(incoming.message) {
        match (segment.id(), segment.element(1)) {
            ("BAK", _) => po_number = PoNumber::new(segment.element(3)).ok(),
            ("REF", "VN") => order_id = OrderId::new(segment.element(2)).ok(),
            ("PO1", _) => lines.extend(line(item(&segment, 6), segment.element(2))),
            _ => {}
        }
    }
    Some((po_number?, Promise { order_id, lines }))
}

/// Reads a ship notice. `None` where it names no order or no day.
fn shipment(incoming: Incoming) -> Option<Shipment> {
    let (mut number, mut po_number, mut order_id, mut arrives) = (None, None, None, None);
    let (mut named, mut lines) = (None, Vec::new());
    for segment in incoming.file.segments(incoming.message) {
        match (segment.id(), segment.element(1)) {
            ("BSN", _) => number = Some(segment.element(2).to_owned()),
            ("DTM", "017") => {
                arrives = NaiveDate::parse_from_str(segment.element(2), "%Y%m%d").ok();
            }
            ("PRF", number) => po_number = PoNumber::new(number).ok(),
            ("REF", "VN") => order_id = OrderId::new(segment.element(2)).ok(),
            ("LIN", _) => named = item(&segment, 2),
            ("SN1", _) => lines.extend(line(named.take(), segment.element(2))),
            _ => {}
        }
    }
    let receipt = Series::Receipt.number(incoming.running);
    let (number, po_number, arrives) = (number?, po_number?, arrives?);
    Some(Shipment {
        number,
        receipt,
        po_number,
        order_id,
        arrives,
        lines,
    })
}

/// Finds the GTIN among the pairs of qualifier and number that start at element `first`.
fn item(segment: &Segment, first: usize) -> Option<Gtin> {
    let mut pairs = (first..segment.len()).step_by(2);
    let at = pairs.find(|&n| matches!(segment.element(n), "UP" | "EN" | "UK"))?;
    Gtin::new(segment.element(at + 1)).ok()
}

fn line(item: Option<Gtin>, quantity: &str) -> Option<ItemQuantity> {
    let quantity: Quantity = quantity.parse().ok()?;
    Some(ItemQuantity {
        item: item?,
        quantity,
    })
}
