//! PLAN applies site facts to the ledger, re-forecasts what changed, proposes and releases orders.
//!
//! Each batch of events of a partition becomes one commit: cursor, rows and new events. A site's
//! facts stand in one partition, so its rows have one writer, and what this process keeps of a
//! site in memory is true until a commit is refused.

mod forecast;
mod planner;
mod propose;
mod series;

use std::time::Duration;

use anyhow::Result;
use bus::{Applied, Batch, Consumer, Disposition};
use model::event::SiteFact;

use crate::hub::Hub;
use crate::system;
pub(crate) use planner::Planner;

/// Events of a partition worked on at once. Large enough to share a flush, small enough that a
/// person's document does not wait for a backlog.
const BATCH: u32 = 200;
const TRY_AGAIN: Duration = Duration::from_millis(100);

/// Applies facts until the process should finish.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    let mut consumer = Consumer::<SiteFact>::new(hub.store.clone(), &hub.owner, system::now_ms);
    let mut planner = Planner::new(hub.store.clone(), hub.reference.clone());
    loop {
        let batches = tokio::select! {
            () = hub.stopped() => return Ok(()),
            batches = consumer.next_batches(BATCH) => batches,
        };
        let worked = match batches {
            Ok(batches) => work(&consumer, &mut planner, batches).await,
            Err(error) => Err(error.into()),
        };
        if let Err(error) = worked {
            // Whatever was kept in memory may be ahead of the database now.
            planner.forget();
            match error
                .downcast_ref::<bus::Error>()
                .map(bus::Error::disposition)
            {
                Some(Disposition::Retry) => tokio::time::sleep(TRY_AGAIN).await,
                _ => return Err(error),
            }
        }
    }
}

async fn work(
    consumer: &Consumer<SiteFact>,
    planner: &mut Planner,
    batches: Vec<Batch<SiteFact>>,
) -> Result<()> {
    let mut commits = Vec::with_capacity(batches.len());
    for batch in &batches {
        let outcome = planner.plan(batch).await?;
        commits.push(consumer.commit(batch, outcome));
    }
    // Together, so that the partitions share one flush.
    let applied = futures_util::future::join_all(commits).await;
    for (batch, applied) in batches.into_iter().zip(applied) {
        match applied {
            Ok(Applied::Committed) => {}
            Ok(Applied::Fenced) => planner.forget(),
            Err(error) if error.disposition() == Disposition::DeadLetter => {
                planner.forget();
                one_by_one(consumer, planner, batch).await?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Applies a batch event by event, and sets aside the one that cannot be written.
async fn one_by_one(
    consumer: &Consumer<SiteFact>,
    planner: &mut Planner,
    batch: Batch<SiteFact>,
) -> Result<()> {
    for single in batch.into_singles() {
        let outcome = planner.plan(&single).await?;
        match consumer.commit(&single, outcome).await {
            Ok(_) => {}
            Err(error) if error.disposition() == Disposition::DeadLetter => {
                planner.forget();
                tracing::error!(%error, partition = single.partition, "set an event aside");
                // Where another worker took the partition, that one sets the event aside.
                let _ = consumer.dead_letter(&single, &error.to_string()).await?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
