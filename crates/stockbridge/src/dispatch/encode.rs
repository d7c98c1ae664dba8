//! Writes one document: bytes, control number and what its acknowledgement will name it by.

mod acknowledgement;
mod advice;

use anyhow::Result;
use bus::Event;
use chrono::{DateTime, Utc};
use formats::{Envelope, x12_850, x12_855, x12_856};
use model::commit::{Change, Outcome};
use model::document::{Document, DocumentStatus};
use model::event::Outbound;
use model::exception::{Exception, ExceptionKind};
use model::order::{Acknowledgement, Direction, Order};
use model::partner::{OrderDocumentKind, Partner, X12Profile};
use model::{DocumentId, PartnerId};
use sha2::{Digest, Sha256};

use crate::hub::Hub;
use crate::reference::hex;

/// Returns the documents an event asks for.
pub(crate) async fn encode(hub: &Hub, event: &Event<Outbound>) -> Result<Outcome> {
    let partner = match &event.body {
        Outbound::AcknowledgementDue(due) => &due.partner,
        Outbound::OrderReleased(released) => &released.order.partner,
        Outbound::ShipNoticeDue(due) => &due.order.partner,
    };
    let known = hub.reference.partner(partner);
    let Some((partner, profile)) = known.and_then(|p| Some((p, p.x12.as_ref()?))) else {
        return Ok(cannot(event, partner, "the partner has no X12 profile"));
    };
    let number = hub.store.control_number(&partner.id).await?;
    let mut pen = Pen {
        partner,
        profile,
        number,
        first: number,
        outcome: Outcome::default(),
    };
    let written = match &event.body {
        Outbound::AcknowledgementDue(due) => {
            let received = acknowledgement::fetch(hub, due).await?;
            acknowledgement::write(hub, &mut pen, due, received)
        }
        Outbound::OrderReleased(released) => pen.order(hub, &released.order, released.at),
        Outbound::ShipNoticeDue(due) => {
            let envelope = pen.envelope(due.shipment.at);
            x12_856::encode(&envelope, &hub.reference, &due.order, &due.shipment)
                .map(|bytes| pen.about("856", bytes, &due.order, due.shipment.at))
                .map_err(|e| reasons(&e))
        }
    };
    Ok(match written {
        Ok(()) => pen.finish(),
        // A document that cannot be written will not be writable later: a person must act, and the
        // partner's other documents go on.
        Err(why) => cannot(event, &partner.id, &why),
    })
}

/// Writes documents of one partner on running control numbers.
pub(crate) struct Pen<'a> {
    pub(crate) partner: &'a Partner,
    pub(crate) profile: &'a X12Profile,
    pub(crate) number: u64,
    first: u64,
    outcome: Outcome,
}

impl Pen<'_> {
    fn envelope(&self, at: DateTime<Utc>) -> Envelope<'_> {
        let (profile, control_number) = (self.profile, self.number);
        Envelope {
            profile,
            direction: Direction::Out,
            control_number,
            at,
        }
    }

    fn order(&mut self, hub: &Hub, order: &Order, at: DateTime<Utc>) -> Result<(), String> {
        let envelope = self.envelope(at);
        let (kind, bytes) = match self.profile.order_document {
            OrderDocumentKind::Acknowledgement855 => {
                ("855", x12_855::encode(&envelope, &hub.reference, order))
            }
            OrderDocumentKind::Order850 => (
                "850",
                x12_850::encode_order(&envelope, &hub.reference, order),
            ),
        };
        let bytes = bytes.map_err(|e| reasons(&e))?;
        self.about(kind, bytes, order, at);
        Ok(())
    }

    /// Files a document about an order, to be acknowledged.
    fn about(&mut self, kind: &str, bytes: Vec<u8>, order: &Order, at: DateTime<Utc>) {
        self.file_to_be_acknowledged(kind, bytes, at, |document| {
            document.site = Some(order.ship_to.clone());
            document.order = Some(order.id.clone());
        });
    }

    /// Files a document of one message, by which its acknowledgement will name it.
    fn file_to_be_acknowledged(
        &mut self,
        kind: &str,
        bytes: Vec<u8>,
        at: DateTime<Utc>,
        complete: impl FnOnce(&mut Document),
    ) {
        let group = self.number.to_string();
        let Some(document) = self.file(kind, bytes, at, |document| {
            complete(document);
            document.acknowledgement = Acknowledgement::Expected;
        }) else {
            return;
        };
        let partner = self.partner.id.clone();
        let message = Envelope::message(1);
        self.outcome.changes.push(Change::SentMessage {
            partner,
            group,
            message,
            document,
        });
    }

    /// Files a document under the current control number and moves on to the next.
    pub(crate) fn file(
        &mut self,
        kind: &str,
        bytes: Vec<u8>,
        at: DateTime<Utc>,
        complete: impl FnOnce(&mut Document),
    ) -> Option<DocumentId> {
        let number = format!("{:09}", self.number);
        let id = DocumentId::new(format!("OUT-{}-{number}", self.partner.id)).ok()?;
        let (ours, theirs) = (&self.profile.our_qualifier, &self.profile.qualifier);
        let mut document = Document {
            id: id.clone(),
            direction: Direction::Out,
            partner: Some(self.partner.id.clone()),
            site: None,
            order: None,
            kind: kind.to_owned(),
            name: format!("{number}-{kind}.edi"),
            at,
            sha256: hex(&Sha256::digest(&bytes)),
            size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            sender: format!("{ours}:{}", self.profile.our_id),
            receiver: format!("{theirs}:{}", self.profile.id),
            control_number: number,
            status: DocumentStatus::Ready,
            acknowledgement: Acknowledgement::None,
            findings: Vec::new(),
        };
        complete(&mut document);
        self.outcome.changes.push(Change::Document {
            document,
            bytes: Some(bytes),
        });
        self.number += 1;
        Some(id)
    }

    pub(crate) fn change(&mut self, change: Change) {
        self.outcome.changes.push(change);
    }

    fn finish(mut self) -> Outcome {
        if self.number != self.first {
            let partner = self.partner.id.clone();
            let (expected, next) = (self.first, self.number);
            self.outcome.changes.push(Change::ControlNumber {
                partner,
                expected,
                next,
            });
        }
        self.outcome
    }
}

fn cannot(event: &Event<Outbound>, partner: &PartnerId, why: &str) -> Outcome {
    let detail = format!("cannot write the {} document: {why}", event.body.name());
    let kind = ExceptionKind::DocumentQuarantined;
    let found = ledger::raised(kind, event.id.as_str(), event.at, detail);
    let (order, site) = match &event.body {
        Outbound::OrderReleased(e) => (Some(e.order.id.clone()), Some(e.order.ship_to.clone())),
        Outbound::ShipNoticeDue(e) => (Some(e.order.id.clone()), Some(e.order.ship_to.clone())),
        Outbound::AcknowledgementDue(_) => (None, None),
    };
    let found = Exception {
        partner: Some(partner.clone()),
        order,
        site,
        ..found
    };
    Outcome {
        changes: vec![Change::Exception(found)],
        events: Vec::new(),
    }
}

/// Returns an error with what caused it.
fn reasons(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
