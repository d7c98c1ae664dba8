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
use tracing::Instrument;

use crate::hub::Hub;
use crate::{failure, system, telemetry};

/// Events of a partner worked on at once.
const BATCH: u32 = 100;
/// How often finished documents are looked for that a dead process left behind.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// Writes and delivers until the process should finish.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    let consumer = Consumer::<Outbound>::new(hub.store.clone(), &hub.owner, system::now_ms);
    let mut consumer = consumer.through(hub.kafka.as_ref())?;
    loop {
        let worked = tokio::select! {
            () = hub.stopped() => break,
            batch = tokio::time::timeout(LOOK_AGAIN, consumer.next_batch(BATCH)) => match batch {
                Ok(Ok(batch)) => write(&hub, &consumer, batch).await,
                Ok(Err(error)) => Err(error.into()),
                Err(_) => Ok(()),
            },
        };
        let worked = match worked {
            Ok(()) => deliver::ready(&hub, &consumer).await,
            failed => failed,
        };
        failure::patience("cannot dispatch", worked).await?;
    }
    Ok(consumer.leave().await?)
}

/// Encodes a batch event by event, because each takes the control number after the one before.
async fn write(hub: &Hub, consumer: &Consumer<Outbound>, batch: Batch<Outbound>) -> Result<()> {
    for single in batch.into_singles() {
        let outcome = match single.events.first() {
            Some(event) => {
                let span = tracing::info_span!("write a document", event.id = %event.id);
                let span = telemetry::span_from(event.trace.as_deref(), span);
                let written = encode::encode(hub, event).instrument(span).await?;
                written.caused_by(event.trace.as_deref())
            }
            None => model::commit::Outcome::default(),
        };
        match consumer.commit(&single, outcome).await {
            Ok(bus::Applied::Committed) => {}
            // Another process writes for this partner now.
            Ok(bus::Applied::Fenced) => return Ok(()),
            // The partner's other documents do not wait for one that cannot be filed.
            Err(error) if error.disposition() == Disposition::DeadLetter => {
                let _ = consumer.dead_letter(&single, &error.to_string()).await?;
            }
            // The rest of the batch comes again with the next one, on fresh control numbers.
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
