//! PLAN applies site facts to the ledger, re-forecasts what changed, proposes and releases orders.
//!
//! Each batch of events of a partition becomes one commit: cursor, rows and new events. A site's
//! facts stand in one partition, so its rows have one writer, and what this process keeps of a
//! site in memory is true until a commit is refused.

mod forecast;
mod planner;
mod propose;
mod series;

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use anyhow::Result;
use bus::{Applied, Batch, Consumer, Disposition};
use futures_util::FutureExt;
use model::commit::Outcome;
use model::event::SiteFact;

use crate::hub::Hub;
use crate::{failure, system};
use planner::Planner;

/// Events of a partition worked on at once. Large enough to share a flush, small enough that a
/// person's document does not wait for a backlog.
const BATCH: u32 = 200;
const TRY_AGAIN: Duration = Duration::from_millis(100);

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
            Ok(batches) => work(&consumer, &mut planner, batches).await,
            Err(error) => Err(error.into()),
        };
        if let Err(error) = worked {
            // Whatever was kept in memory may be ahead of the database now.
            planner.forget();
            if failure::disposition(&error) != Some(Disposition::Retry) {
                return Err(error);
            }
            tracing::warn!(
                error = failure::line(&error),
                "cannot plan yet, trying again"
            );
            tokio::time::sleep(TRY_AGAIN).await;
        }
    }
    Ok(consumer.leave().await?)
}

async fn work(
    consumer: &Consumer<SiteFact>,
    planner: &mut Planner,
    batches: Vec<Batch<SiteFact>>,
) -> Result<()> {
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
    Ok(())
}

/// Why a batch could not be planned.
enum Failed {
    /// The database cannot answer: the same may do later.
    Now(anyhow::Error),
    /// Its events are more than our rules can bear.
    Always(String),
}

/// Plans a batch. An event that breaks a rule of ours must not take the process, and with it every
/// other site, down again and again.
async fn attempt(planner: &mut Planner, batch: &Batch<SiteFact>) -> Result<Outcome, Failed> {
    let planned = AssertUnwindSafe(planner.plan(batch)).catch_unwind().await;
    match planned {
        Ok(Ok(outcome)) => Ok(outcome),
        Ok(Err(error)) => match failure::disposition(&error) {
            Some(Disposition::DeadLetter) | None => Err(Failed::Always(failure::line(&error))),
            Some(Disposition::Retry | Disposition::Stop) => Err(Failed::Now(error)),
        },
        Err(panic) => Err(Failed::Always(failure::of_panic(&*panic))),
    }
}

/// Applies a batch event by event, and parks the key of one that fails again and again.
async fn one_by_one(
    consumer: &Consumer<SiteFact>,
    planner: &mut Planner,
    batch: Batch<SiteFact>,
) -> Result<()> {
    let mut parked = BTreeSet::new();
    for single in batch.into_singles() {
        let waits = single
            .events
            .iter()
            .any(|event| parked.contains(&event.key));
        if waits {
            // Comes again with the next batch, which knows that its key is parked.
            return Ok(());
        }
        if let Some(cause) = try_hard(consumer, planner, &single).await? {
            let keys = single.events.iter().map(|event| event.key.clone());
            parked.extend(keys);
            tracing::error!(
                cause,
                partition = single.partition,
                "parked the key of an event"
            );
            // Where another worker took the partition, that one parks it.
            let _ = consumer.park(&single, &cause).await?;
        }
    }
    Ok(())
}

/// Tries a batch of one event a few times; returns why it can never be applied.
async fn try_hard(
    consumer: &Consumer<SiteFact>,
    planner: &mut Planner,
    single: &Batch<SiteFact>,
) -> Result<Option<String>> {
    const ATTEMPTS: u32 = 3;
    let mut cause = String::new();
    for _ in 0..ATTEMPTS {
        let outcome = match attempt(planner, single).await {
            Ok(outcome) => outcome,
            Err(Failed::Now(error)) => return Err(error),
            Err(Failed::Always(why)) => {
                planner.forget();
                cause = why;
                continue;
            }
        };
        match consumer.commit(single, outcome).await {
            Ok(_) => return Ok(None),
            Err(error) if error.disposition() == Disposition::DeadLetter => {
                planner.forget();
                cause = error.to_string();
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Some(cause))
}
