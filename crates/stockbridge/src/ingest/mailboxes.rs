use anyhow::Result;
use model::PartnerId;
use transport::Inbox;

use crate::hub::Hub;

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
