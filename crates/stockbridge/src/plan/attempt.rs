//! What becomes of events that cannot be applied.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;

use anyhow::Result;
use bus::{Batch, Consumer, Disposition, Event};
use futures_util::FutureExt;
use model::commit::{Change, Outcome};
use model::event::SiteFact;
use model::exception::{Exception, ExceptionKind};
use model::{PartnerId, SiteId};

use super::planner::Planner;
use crate::failure;
use crate::hub::Hub;

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
            let told = single.events.iter().map(|event| told(event, &cause));
            let told = told.collect();
            let keys = single.events.iter().map(|event| event.key.clone());
            parked.extend(keys);
            tracing::error!(
                cause,
                partition = single.partition,
                "parked the key of an event"
            );
            // Where another worker took the partition, that one parks it.
            let _ = consumer.park(&single, &cause, told).await?;
        }
    }
    Ok(())
}

/// Tells a person that a key waits.
fn told(event: &Event<SiteFact>, cause: &str) -> Change {
    let detail = format!(
        "event {} cannot be applied ({cause}); its later events wait: see `stockbridge dlq show`",
        event.id
    );
    Change::Exception(of_key(&event.key, |kind, key| {
        ledger::raised(kind, key, event.at, detail)
    }))
}

/// Says that a key waits no more, once its last event was applied after all.
pub(super) async fn settle_key(hub: &Hub, consumer: &Consumer<SiteFact>, key: &str) -> Result<()> {
    if consumer.is_parked(key) {
        return Ok(());
    }
    let settled = of_key(key, |kind, key| {
        ledger::closed(kind, key, hub.time.now(), "its events were applied")
    });
    let outcome = Outcome {
        changes: vec![Change::Exception(settled)],
        events: Vec::new(),
    };
    Ok(bus::publish(&hub.store, outcome).await?)
}

fn of_key(key: &str, tell: impl FnOnce(ExceptionKind, &str) -> Exception) -> Exception {
    let found = tell(ExceptionKind::KeyParked, key);
    let (partner, site) = key.split_once('/').unzip();
    Exception {
        partner: partner.and_then(|id| PartnerId::new(id).ok()),
        site: site.and_then(|id| SiteId::new(id).ok()),
        ..found
    }
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
