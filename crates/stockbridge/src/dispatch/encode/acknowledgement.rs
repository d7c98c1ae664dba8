//! Writes what the sender of a received document should hear: TA1 and 997 (or 999), and
//! in an 824 or 864 what of it could not be used, where its profile asks for one.

use edi::{AcknowledgeSettings, AcknowledgementKind as Kind, File, Report};
use formats::Envelope;
use model::commit::Change;
use model::document::{Document, DocumentStatus};
use model::event::AcknowledgementDue;
use model::order::{Acknowledgement, Direction};
use model::partner::AcknowledgementKind;
use model::scope::Scope;

use super::{Pen, advice, reasons};
use crate::hub::Hub;
use crate::ingest::judge;

/// What an acknowledgement is made of. Fetched before writing begins: a database that is away is no
/// reason to send none.
pub(super) struct Received {
    bytes: Vec<u8>,
    document: Option<Document>,
}

pub(super) async fn fetch(hub: &Hub, due: &AcknowledgementDue) -> Result<Received, store::Error> {
    let bytes = hub.store.document_bytes(&due.document).await?;
    let scope = Scope::default();
    let document = hub.store.document(&scope, true, &due.document).await?;
    Ok(Received { bytes, document })
}

/// Reads the document again and acknowledges it: the acknowledgement is a function of its bytes
/// and the partner's profile.
pub(super) fn write(
    hub: &Hub,
    pen: &mut Pen<'_>,
    due: &AcknowledgementDue,
    received: Received,
) -> Result<(), String> {
    let file = edi::read(&received.bytes);
    let document = received.document.as_ref();
    let owner = document.and_then(|document| document.partner.as_ref());
    let report = judge::report(&file, judge::schemas(hub, owner, &file));
    for index in 0..file.interchanges.len() {
        interchange(pen, due, (&file, &report, index), document).map_err(|e| reasons(&e))?;
    }
    if let Some(document) = document {
        advice::write(pen, due, (&file, &report), document)?;
    }
    if let Some(document) = received.document {
        let acknowledgement = match document.status {
            DocumentStatus::Rejected => Acknowledgement::Rejected,
            DocumentStatus::DecodedInPart => Acknowledgement::Partial,
            _ => Acknowledgement::Accepted,
        };
        pen.change(Change::DocumentAcknowledged {
            document: document.id,
            acknowledgement,
        });
    }
    Ok(())
}

/// Acknowledges one interchange; one that came before, and must not, by a TA1 alone.
fn interchange(
    pen: &mut Pen<'_>,
    due: &AcknowledgementDue,
    (file, report, index): (&File<'_>, &Report, usize),
    document: Option<&Document>,
) -> Result<(), edi::Error> {
    let around = envelope(pen, due).interchange();
    let interchange = &file.interchanges[index];
    if document.is_some_and(|document| judge::is_rejected_duplicate(document, interchange)) {
        if let Some(bytes) = edi::ta1_duplicate(file, index, &around)? {
            pen.file("TA1", bytes, due.at, |_| {});
        }
        return Ok(());
    }
    if let Some(bytes) = edi::ta1(file, index, report, &around)? {
        pen.file("TA1", bytes, due.at, |_| {});
    }
    let settings = settings(pen, due);
    if let Some(bytes) = edi::acknowledge(file, index, report, &settings)? {
        pen.file(name(settings.kind), bytes, due.at, |_| {});
    }
    Ok(())
}

fn envelope<'a>(pen: &'a Pen<'_>, due: &AcknowledgementDue) -> Envelope<'a> {
    Envelope {
        profile: pen.profile,
        direction: Direction::Out,
        control_number: pen.number,
        at: due.at,
    }
}

fn settings(pen: &Pen<'_>, due: &AcknowledgementDue) -> AcknowledgeSettings {
    AcknowledgeSettings {
        envelope: envelope(pen, due).interchange(),
        group_sender: pen.profile.our_group_id.clone(),
        group_receiver: pen.profile.group_id.clone(),
        group_date: due.at.format("%Y%m%d").to_string(),
        group_time: due.at.format("%H%M").to_string(),
        group_control_number: pen.number,
        first_message_control_number: 1,
        version: pen.profile.version.code().to_owned(),
        kind: match pen.profile.acknowledgement {
            AcknowledgementKind::Functional997 => Kind::Functional997,
            AcknowledgementKind::Implementation999 => Kind::Implementation999,
        },
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Functional997 => "997",
        Kind::Implementation999 => "999",
    }
}
