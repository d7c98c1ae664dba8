//! What becomes of events that cannot be applied.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;

use anyhow::Result;
use bus::{Batch, Consumer, Disposition};
use futures_util::FutureExt;
use model::commit::Outcome;
use model::event::SiteFact;

use super::planner::Planner;
use crate::failure;

/// Why a batch could not be planned.
pub(super) enum Failed {
    /// The database cannot answer: the same may do later.
    Now(anyhow::Error),
    /// Its events are more than our rules can bear.
    Always(String),
}

/// Plans a batch. An event that breaks a rule of ours must not take the process, and with it every
/// other site, down again and again.
pub(super) async fn attempt(
    planner: &mut Planner,
    batch: &Batch<SiteFact>,
) -> Result<Outcome, Failed> {
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
pub(super) async fn one_by_one(
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
