//! A record of a foreign topic becomes events and findings, like a partner's file. Nobody is there
//! to be sent an acknowledgement.

use anyhow::Result;
use formats::{Decode, record_json};
use model::commit::{FactBody, Outcome};
use model::document::{Document, DocumentStatus};
use model::event::SiteFact;
use model::foreign_topic::ForeignTopic;
use model::partner::Partner;
use model::reference::Reference;

use super::decode::Reading;
use super::receive::Delivery;
use crate::hub::Hub;

/// The kind of documents that are records. Their decoder is found by their name.
const KIND: &str = "JSON";

/// Returns how a record reaches us: named, for ever, by topic, partition and offset.
pub(super) fn delivery(topic: &str, record: transport::Record) -> Delivery {
    let name = format!("{topic}/{}/{}", record.partition, record.offset);
    Delivery {
        receipt: name.clone(),
        name,
        kind: KIND,
        sender: format!("KAFKA:{topic}"),
        bytes: record.bytes,
    }
}

/// Says whether a document is a record.
pub(super) fn is_record(document: &Document) -> bool {
    document.kind == KIND
}

/// Reads a record.
pub(super) async fn decode(hub: &Hub, document: Document, bytes: &[u8]) -> Result<Outcome> {
    let mut reading = Reading::new(hub, document);
    match profile(&hub.reference, &reading.document) {
        Some((partner, topic)) => reading.record(partner, topic, bytes).await?,
        None => {
            let said = record_json::unmapped(bytes, &reading.document.name);
            reading.refused(said);
        }
    }
    Ok(reading.finish())
}

fn profile<'a>(
    reference: &'a Reference,
    document: &Document,
) -> Option<(&'a Partner, &'a ForeignTopic)> {
    let partner = reference.partner(document.partner.as_ref()?)?;
    let name = document.name.split('/').next()?;
    let topic = partner.topics.iter().find(|topic| topic.topic == name)?;
    Some((partner, topic))
}

impl Reading<'_> {
    async fn record(
        &mut self,
        partner: &Partner,
        topic: &ForeignTopic,
        bytes: &[u8],
    ) -> Result<()> {
        let document = self.document.id.clone();
        let context = Decode {
            reference: &self.hub.reference,
            partner,
            document: &document,
            received_at: self.document.at,
        };
        let said = record_json::decode(bytes, topic, &context);
        if said.rows == 0 {
            self.refused(said);
            return Ok(());
        }
        self.note(said.findings);
        self.set_aside(&said.exceptions, &context);
        if let [only] = said.activities.as_slice() {
            self.document.site = Some(only.site.clone());
        }
        for activity in said.activities {
            self.emit(FactBody::Site(SiteFact::ActivityReported(activity)));
        }
        if let Some(confirmation) = said.confirmation {
            self.confirmed(confirmation, &context).await?;
        }
        self.statuses.push(match said.refused {
            0 => DocumentStatus::Decoded,
            _ => DocumentStatus::DecodedInPart,
        });
        Ok(())
    }

    /// Sets a record aside in which nothing could be used.
    fn refused(&mut self, said: record_json::Decoded) {
        let first = said.findings.first().map(|finding| finding.cause.clone());
        self.quarantine(&first.unwrap_or_else(|| "it says nothing that we can read".to_owned()));
        self.note(said.findings);
    }
}
