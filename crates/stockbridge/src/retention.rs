//! What is older than the horizon of replay leaves the database, once in a business day, by one
//! process among all that share it.

use std::time::Duration;

use anyhow::{Context, Result};
use bus::topics;
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use store::{AgedOut, Ageing, Commit, CursorMove, Lease, Store};

use crate::config::Config;
use crate::hub::Hub;
use crate::system;

/// Whoever ages out holds this lease; its position is the last day that was done.
const LEASE: (&str, &str) = ("retention", "retention");
const LEASE_MS: i64 = 30_000;
/// Between two steps, so that the writer is free for others most of the time.
const PAUSE: Duration = Duration::from_millis(20);

/// Ages out every business day until the process should finish.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    let mut done = None;
    loop {
        let passed = hub.time.passed();
        let today = hub.time.now().date_naive();
        if done != Some(today) {
            match of_the_day(&hub, today).await.map_err(bus::Error::from) {
                Ok(true) => done = Some(today),
                Ok(false) => {}
                Err(error) if error.disposition() == bus::Disposition::Retry => {
                    tracing::warn!(%error, "cannot remove what is too old yet, trying again");
                }
                Err(error) => return Err(error.into()),
            }
        }
        tokio::select! {
            () = hub.stopped() => return Ok(()),
            () = passed => {}
        }
    }
}

/// Ages out unless that was done today or another process is at it; says whether it is done.
async fn of_the_day(hub: &Hub, today: NaiveDate) -> Result<bool, store::Error> {
    let (store, owner, (group, topic)) = (&hub.store, &hub.owner, LEASE);
    let now = system::now_ms();
    let Some(lease) = store.take(group, topic, 0, owner, now, LEASE_MS).await? else {
        return Ok(false);
    };
    let day = i64::from(today.num_days_from_ce());
    if lease.next >= day {
        store.release(group, topic, 0, owner).await?;
        return Ok(true);
    }
    let Some(horizon) = horizon(hub.time.now(), hub.retention_months) else {
        return Ok(true);
    };
    let mut ageing = begin(store, horizon, today, hub.kafka.is_some()).await?;
    loop {
        if let Some(aged) = ageing.step().await? {
            done(hub, lease, day).await?;
            tell(&aged);
            return Ok(true);
        }
        tokio::time::sleep(PAUSE).await;
        let held = store
            .renew(group, topic, owner, system::now_ms(), LEASE_MS)
            .await?;
        if *hub.stopping.borrow() || !held.contains(&(0, lease.epoch)) {
            return Ok(false);
        }
    }
}

/// Notes the day, so that no other process does it again.
async fn done(hub: &Hub, lease: Lease, day: i64) -> Result<(), store::Error> {
    let (group, topic) = (LEASE.0.to_owned(), LEASE.1.to_owned());
    let cursor = Some(CursorMove {
        group,
        topic,
        partition: 0,
        expected: lease.next,
        next: day,
        epoch: lease.epoch,
        transport: None,
    });
    let noted = Commit {
        cursor,
        ..Commit::default()
    };
    hub.store.commit(noted).await?;
    hub.store.release(LEASE.0, LEASE.1, 0, &hub.owner).await
}

fn tell(aged: &AgedOut) {
    let AgedOut {
        events,
        documents,
        view_changes,
        ..
    } = *aged;
    if events + documents + view_changes > 0 {
        tracing::info!(events, documents, view_changes, "removed what is too old");
    }
    if aged.partitions_held > 0 {
        tracing::warn!(
            partitions = aged.partitions_held,
            "events older than the horizon stay: an open order, an open exception or a dead letter \
             names them, or a group has not applied them; see `stockbridge doctor`"
        );
    }
}

/// Ages out without pause.
pub(crate) async fn now(
    store: &Store,
    at: DateTime<Utc>,
    settings: &Config,
    dry_run: bool,
) -> Result<AgedOut> {
    let horizon = horizon(at, settings.retention_months)
        .context("the setting retention_months is too large")?;
    let mut ageing = begin(store, horizon, at.date_naive(), settings.kafka.is_some()).await?;
    if dry_run {
        ageing = ageing.without_removing();
    }
    loop {
        if let Some(aged) = ageing.step().await? {
            return Ok(aged);
        }
    }
}

/// Returns the time before which nothing needs to stay.
pub(crate) fn horizon(now: DateTime<Utc>, months: u32) -> Option<DateTime<Utc>> {
    now.checked_sub_months(Months::new(months))
}

async fn begin(
    store: &Store,
    horizon: DateTime<Utc>,
    today: NaiveDate,
    through_kafka: bool,
) -> Result<Ageing, store::Error> {
    let mut groups: Vec<(&str, &str)> = topics::ALL.iter().map(|t| (t.name, t.group)).collect();
    if through_kafka {
        groups.extend(topics::CARRIED.iter().map(|t| (t.name, bus::RELAY)));
        groups.push((topics::SITE_FACTS.name, bus::PUBLISH));
    }
    Ageing::begin(store, horizon, today, system::now_ms(), &groups).await
}
