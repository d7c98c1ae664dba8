//! PLAN applies site facts to the ledger, re-forecasts what changed, proposes and releases orders.
//!
//! Each batch of events of a partition becomes one commit: cursor, rows and new events. A site's
//! facts stand in one partition, so its rows have one writer, and what this process keeps of a
//! site in memory is true until a commit is refused.

mod attempt;
mod forecast;
mod planner;
mod propose;
mod series;

use anyhow::Result;
use bus::{Applied, Batch, Consumer, Disposition};
use model::event::SiteFact;

use crate::hub::Hub;
use crate::{failure, system};
use attempt::{Failed, attempt, one_by_one, settle_key};
pub(crate) use planner::{HISTORY_DAYS, ORDER_DAYS, Planner, order_of};

/// Events of a partition worked on at once. Large enough to share a flush, small enough that a
/// person's document does not wait for a backlog.
const BATCH: u32 = 200;

/// Applies facts until the process should finish.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    let consumer = Consumer::<SiteFact>::new(hub.store.clone(), &hub.owner, system::now_ms);
    let mut consumer = consumer.through(hub.kafka.as_ref())?;
    let mut planner = Planner::new(hub.store.clone(), hub.reference.clone());
    loop {
        let batches = tokio::select! {
            () = hub.stopped() => break,
            batches = consumer.next_batches(BATCH) => batches,
        };
        let worked = match batches {
            Ok(batches) => work(&hub, &consumer, &mut planner, batches).await,
            Err(error) => Err(error.into()),
        };
        if worked.is_err() {
            // Whatever was kept in memory may be ahead of the database now.
            planner.forget();
        }
        failure::patience("cannot plan", worked).await?;
    }
    Ok(consumer.leave().await?)
}

async fn work(
    hub: &Hub,
    consumer: &Consumer<SiteFact>,
    planner: &mut Planner,
    batches: Vec<Batch<SiteFact>>,
) -> Result<()> {
    let replayed = batches.iter().filter_map(|batch| batch.replayed.as_ref());
    let mut waited: Vec<String> = replayed.map(|letter| letter.event.key.clone()).collect();
    waited.retain(|key| consumer.is_parked(key));
    let (mut planned, mut failed) = (Vec::with_capacity(batches.len()), Vec::new());
    for batch in batches {
        match attempt(planner, &batch).await {
            Ok(outcome) => planned.push((batch, outcome)),
            Err(Failed::Now(error)) => return Err(error),
            Err(Failed::Always(_)) => failed.push(batch),
        }
    }
    let commits = planned
        .iter_mut()
        .map(|(batch, outcome)| consumer.commit(batch, std::mem::take(outcome)));
    // Together, so that the partitions share one flush.
    let applied = futures_util::future::join_all(commits).await;
    for ((batch, _), applied) in planned.into_iter().zip(applied) {
        match applied {
            Ok(Applied::Committed) => {}
            Ok(Applied::Fenced) => planner.forget(),
            Err(error) if error.disposition() == Disposition::DeadLetter => failed.push(batch),
            Err(error) => return Err(error.into()),
        }
    }
    for batch in failed {
        planner.forget();
        one_by_one(consumer, planner, batch).await?;
    }
    for key in waited {
        settle_key(hub, consumer, &key).await?;
    }
    Ok(())
}
