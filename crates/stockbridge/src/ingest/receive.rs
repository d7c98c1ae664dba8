//! Bytes are kept before they are read.

use anyhow::Result;
use model::commit::{Change, Outcome};
use model::document::{Document, DocumentStatus};
use model::order::{Acknowledgement, Direction};
use model::scope::Scope;
use model::{DocumentId, PartnerId};
use sha2::{Digest, Sha256};
use store::Error;
use tracing::Instrument;

use crate::hub::Hub;
use crate::reference::hex;
use crate::telemetry;

/// Bytes as they reached us.
pub(crate) struct Delivery {
    /// Names this delivery: the same one found again after a crash is the same document.
    pub(crate) receipt: String,
    /// The name they came under.
    pub(crate) name: String,
    /// What they are, as far as that is known before they are read.
    pub(crate) kind: &'static str,
    /// Who sent them, where no envelope says so.
    pub(crate) sender: String,
    pub(crate) bytes: Vec<u8>,
}

impl Delivery {
    /// A file, which says itself what it is and who sent it.
    pub(crate) fn file(receipt: &str, name: &str, bytes: Vec<u8>) -> Self {
        Self {
            receipt: receipt.to_owned(),
            name: name.to_owned(),
            kind: "?",
            sender: String::new(),
            bytes,
        }
    }
}

/// Keeps what came from a partner as a document. Returns `None` where it was kept and read before.
pub(crate) async fn receive(
    hub: &Hub,
    mailbox: &PartnerId,
    delivery: Delivery,
) -> Result<Option<(Document, Vec<u8>)>> {
    let Delivery {
        receipt,
        name,
        kind,
        sender,
        bytes,
    } = delivery;
    let sha256 = hex(&Sha256::digest(&bytes));
    let delivery = hex(&Sha256::digest(format!("{mailbox}/{receipt}\n{sha256}")));
    let id = DocumentId::new(format!("IN-{}", &delivery[..20]))?;
    if let Some(known) = hub.store.document(&Scope::default(), true, &id).await? {
        let unread = known.status == DocumentStatus::Received;
        return Ok(unread.then_some((known, bytes)));
    }
    let document = Document {
        id,
        direction: Direction::In,
        partner: Some(mailbox.clone()),
        site: None,
        order: None,
        kind: kind.to_owned(),
        name,
        at: hub.time.now(),
        sha256,
        size: u64::try_from(bytes.len())?,
        sender,
        receiver: String::new(),
        control_number: String::new(),
        status: DocumentStatus::Received,
        acknowledgement: Acknowledgement::None,
        findings: Vec::new(),
    };
    let kept = Change::DocumentKept {
        document: document.clone(),
        bytes: bytes.clone(),
    };
    let outcome = Outcome {
        changes: vec![kept],
        events: Vec::new(),
    };
    let span = tracing::info_span!(
        "keep a document",
        document.id = %document.id,
        partner.id = %mailbox
    );
    let trace = telemetry::traceparent_of(&document.id, document.id.as_str());
    let span = telemetry::span_from(Some(&trace), span);
    let published = bus::publish(&hub.store, outcome);
    match published.instrument(span.clone()).await {
        // A process we thought gone woke up, or took the mailbox over: it reads the document.
        Err(bus::Error::Store(Error::Conflict { .. })) => return Ok(None),
        kept => kept?,
    }
    span.in_scope(|| tracing::info!(size = document.size, "kept a document"));
    Ok(Some((document, bytes)))
}
