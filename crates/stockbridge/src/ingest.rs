//! INGEST takes bytes from partners: keeps them, reads them, and leaves events in the log.
//!
//! Bytes are kept before they are read. What is read becomes events, one for each document and
//! site, in one transaction with the document's new status, so a document counts once or not yet.

mod acknowledged;
mod decode;
pub(crate) mod feed;
pub(crate) mod judge;
mod mailboxes;
mod message;
mod orders;
mod receive;
mod record;

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use bus::{Shares, topics};
use model::PartnerId;
use model::document::{Document, DocumentStatus};
use model::order::Direction;
use portal::Readiness;
use store::Lease;
use tracing::Instrument;

use crate::hub::Hub;
use crate::{failure, system, telemetry};

pub(crate) use mailboxes::inboxes_are_empty;
pub(crate) use receive::{Delivery, receive};

/// How often partners' folders are looked at. Short, because a person waits for the 997.
const LOOK_AGAIN: Duration = Duration::from_millis(25);
/// Who looks after which partners' mailboxes is shared out like the partitions of a topic.
const MAILBOXES: (&str, &str, u16) = ("ingest", "mailboxes", topics::PARTITIONS);

/// Takes files in until the process should finish.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    let mut shares = Shares::new(hub.store.clone(), MAILBOXES, &hub.owner, system::now_ms);
    let mut known = BTreeMap::new();
    while !*hub.stopping.borrow() {
        let done = round(&hub, &mut shares, &mut known).await;
        if done.is_err() {
            // A file that was kept and not read is no longer in its folder: it is looked for again.
            known.clear();
        }
        failure::patience("cannot take files in", done).await?;
        tokio::select! {
            () = hub.stopped() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }
    Ok(shares.leave().await?)
}

/// Takes in what lies in the mailboxes this process looks after: each has one process, so that a
/// partner's files are read in their order.
async fn round(hub: &Hub, shares: &mut Shares, known: &mut BTreeMap<u16, i64>) -> Result<()> {
    shares.hold().await?;
    let held = shares.held();
    let epochs = held.iter().map(|(p, lease)| (*p, lease.epoch)).collect();
    if *known != epochs {
        let catching_up = "documents kept before are read first".to_owned();
        hub.health.tell("ingest", Readiness::Degraded(catching_up));
        finish_what_was_kept(hub, &held).await?;
        hub.health.tell("ingest", Readiness::Ready(String::new()));
        *known = epochs;
    }
    for (partner, inbox) in mailboxes::inboxes(hub)? {
        if hub.admission.files_wait().await {
            break;
        }
        if held.contains_key(&topics::partition(partner.as_str())) {
            mailboxes::take(hub, &partner, &inbox).await?;
        }
    }
    Ok(())
}

/// Reads documents whose bytes were kept before the process that kept them ended.
async fn finish_what_was_kept(hub: &Hub, held: &BTreeMap<u16, Lease>) -> Result<()> {
    let waiting = hub
        .store
        .documents_with_status(Direction::In, DocumentStatus::Received, u32::MAX)
        .await?;
    for document in waiting {
        let mailbox = document.partner.as_ref().map(PartnerId::as_str);
        if held.contains_key(&mailbox.map_or(0, topics::partition)) {
            let bytes = hub.store.document_bytes(&document.id).await?;
            read(hub, document, bytes).await?;
        }
    }
    Ok(())
}

/// Reads a document that is kept and commits what it says.
pub(crate) async fn read(hub: &Hub, document: Document, bytes: Vec<u8>) -> Result<()> {
    let span = tracing::info_span!(
        "read a document",
        document.id = %document.id,
        partner.id = document.partner.as_ref().map(PartnerId::as_str)
    );
    let trace = telemetry::traceparent_of(&document.id, document.id.as_str());
    let span = telemetry::span_from(Some(&trace), span);
    take_in(hub, document, bytes).instrument(span).await
}

async fn take_in(hub: &Hub, document: Document, bytes: Vec<u8>) -> Result<()> {
    let id = document.id.clone();
    let told = || format!("cannot take in document {id}");
    loop {
        let outcome = decode::decode(hub, document.clone(), &bytes)
            .await
            .with_context(told)?;
        let received = telemetry::Received::of(hub, &outcome).await?;
        match bus::publish(&hub.store, outcome).await {
            Err(bus::Error::Store(store::Error::Conflict {
                what: store::Conflict::Document { .. },
            })) => return Ok(()),
            // The same interchange was taken in beside us: decide again, now as a duplicate.
            Err(bus::Error::Store(store::Error::Conflict { .. })) => {}
            Err(error) if error.disposition() == bus::Disposition::Retry => {
                tracing::warn!(document.id = %id, %error, "the database is busy, trying again");
                tokio::time::sleep(LOOK_AGAIN).await;
            }
            Ok(()) => {
                if let Some(received) = received {
                    received.record(hub.time.now());
                }
                return Ok(());
            }
            refused => return refused.with_context(told),
        }
    }
}
