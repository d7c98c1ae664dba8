//! DISPATCH writes what partners are owed and brings it to them.
//!
//! A document's bytes and control number are frozen in the transaction that decides them. Delivery
//! follows and may happen twice after a crash; then it is the same file with the same bytes.

mod deliver;
mod encode;

use std::time::Duration;

use anyhow::Result;
use bus::{Batch, Consumer, Disposition};
use model::event::Outbound;

use crate::hub::Hub;
use crate::system;

/// Events of a partner worked on at once.
const BATCH: u32 = 100;
const TRY_AGAIN: Duration = Duration::from_millis(100);

/// Writes and delivers until the process should finish.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    let mut consumer = Consumer::<Outbound>::new(hub.store.clone(), &hub.owner, system::now_ms);
    deliver::ready(&hub).await?;
    loop {
        let batch = tokio::select! {
            () = hub.stopped() => return Ok(()),
            batch = consumer.next_batch(BATCH) => batch,
        };
        match batch {
            Ok(batch) => write(&hub, &consumer, batch).await?,
            Err(error) if error.disposition() == Disposition::Retry => {
                tracing::warn!(%error, "cannot read the log yet, trying again");
                tokio::time::sleep(TRY_AGAIN).await;
            }
            Err(error) => return Err(error.into()),
        }
        deliver::ready(&hub).await?;
    }
}

/// Encodes a batch event by event, because each takes the control number after the one before.
async fn write(hub: &Hub, consumer: &Consumer<Outbound>, batch: Batch<Outbound>) -> Result<()> {
    for single in batch.into_singles() {
        let outcome = match single.events.first() {
            Some(event) => encode::encode(hub, event).await?,
            None => model::commit::Outcome::default(),
        };
        match consumer.commit(&single, outcome).await {
            Ok(bus::Applied::Committed) => {}
            // Another process writes for this partner now.
            Ok(bus::Applied::Fenced) => return Ok(()),
            // The rest of the batch comes again with the next one, on fresh control numbers.
            Err(error) if error.disposition() == Disposition::Retry => {
                tracing::warn!(%error, "cannot commit a document yet, trying again");
                tokio::time::sleep(TRY_AGAIN).await;
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
