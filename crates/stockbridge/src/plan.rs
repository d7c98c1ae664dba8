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
use bus::{Applied, Consumer, Disposition};
use model::event::SiteFact;

use crate::hub::Hub;
use crate::system;
use planner::Planner;

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
    batches: Vec<bus::Batch<SiteFact>>,
) -> Result<()> {
    let mut commits = Vec::with_capacity(batches.len());
    for batch in &batches {
        let outcome = planner.plan(batch.partition, &batch.events).await?;
        commits.push(consumer.commit(batch, outcome));
    }
    // Together, so that the partitions share one flush.
    for applied in futures_util::future::join_all(commits).await {
        if applied? == Applied::Fenced {
            planner.forget();
        }
    }
    Ok(())
}
