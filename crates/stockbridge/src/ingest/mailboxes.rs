use anyhow::Result;
use model::PartnerId;
use transport::Inbox;

use super::{Delivery, read, receive};
use crate::hub::Hub;
use crate::system;

/// Returns the mailbox of every partner that sends files.
pub(super) fn inboxes(hub: &Hub) -> Result<Vec<(PartnerId, Inbox)>> {
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

/// Takes in what lies in a mailbox.
pub(super) async fn take(hub: &Hub, partner: &PartnerId, inbox: &Inbox) -> Result<()> {
    for taken in inbox.take(system::now_ms())? {
        // What was moved aside and not taken is found again.
        if hub.admission.files_wait().await {
            return Ok(());
        }
        let Some(bytes) = taken.read()? else {
            continue;
        };
        let delivery = Delivery::file(&taken.receipt, &taken.name, bytes);
        let document = receive(hub, partner, delivery).await?;
        taken.done()?;
        if let Some((document, bytes)) = document {
            read(hub, document, bytes).await?;
        }
    }
    Ok(())
}
