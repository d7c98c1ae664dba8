//! INGEST takes bytes from partners: keeps them, reads them, and leaves events in the log.
//!
//! Bytes are kept before they are read. What is read becomes events, one for each document and
//! site, in one transaction with the document's new status, so a document counts once or not yet.

mod acknowledged;
mod decode;
pub(crate) mod judge;
mod message;
mod orders;
mod receive;

use std::time::Duration;

use anyhow::{Context, Result};
use model::PartnerId;
use model::document::{Document, DocumentStatus};
use model::order::Direction;
use transport::Inbox;

use crate::hub::Hub;
use crate::system;

pub(crate) use receive::receive;

/// How often partners' folders are looked at. Short, because a person waits for the 997.
const LOOK_AGAIN: Duration = Duration::from_millis(25);

/// Takes files in until the process should finish.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    finish_what_was_kept(&hub).await?;
    loop {
        for (partner, inbox) in inboxes(&hub)? {
            if hub.admission.files_wait().await {
                break;
            }
            take(&hub, &partner, &inbox).await?;
        }
        tokio::select! {
            () = hub.stopped() => return Ok(()),
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }
}

/// Reads documents whose bytes were kept before the process ended.
async fn finish_what_was_kept(hub: &Hub) -> Result<()> {
    loop {
        let waiting = hub
            .store
            .documents_with_status(Direction::In, DocumentStatus::Received, 100)
            .await?;
        if waiting.is_empty() {
            return Ok(());
        }
        for document in waiting {
            let bytes = hub.store.document_bytes(&document.id).await?;
            read(hub, document, bytes).await?;
        }
    }
}

async fn take(hub: &Hub, partner: &PartnerId, inbox: &Inbox) -> Result<()> {
    for taken in inbox.take(system::now_ms())? {
        // What was moved aside and not taken is found again.
        if hub.admission.files_wait().await {
            return Ok(());
        }
        let bytes = taken.read()?;
        let document = receive(hub, partner, &taken.receipt, &taken.name, bytes).await?;
        taken.done()?;
        if let Some((document, bytes)) = document {
            read(hub, document, bytes).await?;
        }
    }
    Ok(())
}

/// Reads a document that is kept and commits what it says.
pub(crate) async fn read(hub: &Hub, document: Document, bytes: Vec<u8>) -> Result<()> {
    let id = document.id.clone();
    let told = || format!("cannot take in document {id}");
    loop {
        let outcome = decode::decode(hub, document.clone(), &bytes)
            .await
            .with_context(told)?;
        match bus::publish(&hub.store, outcome).await {
            // The same interchange was taken in beside us: decide again, now as a duplicate.
            Err(bus::Error::Store(store::Error::Conflict { .. })) => {}
            Err(error) if error.disposition() == bus::Disposition::Retry => {
                tracing::warn!(document.id = %id, %error, "the database is busy, trying again");
                tokio::time::sleep(LOOK_AGAIN).await;
            }
            committed => return committed.with_context(told),
        }
    }
}

fn inboxes(hub: &Hub) -> Result<Vec<(PartnerId, Inbox)>> {
    let partners = hub
        .reference
        .data
        .partners
        .iter()
        .filter(|p| p.x12.is_some());
    partners
        .map(|p| {
            Ok((
                p.id.clone(),
                Inbox::open(&hub.mail.join(p.id.as_str()).join("in"))?,
            ))
        })
        .collect()
}

/// Says whether no partner's file waits.
pub(crate) fn inboxes_are_empty(hub: &Hub) -> Result<bool> {
    for (_, inbox) in inboxes(hub)? {
        if !inbox.is_empty()? {
            return Ok(false);
        }
    }
    Ok(true)
}
