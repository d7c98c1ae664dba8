//! How long an 852 takes to its proposals, and a release to the file at the partner.
//!
//! Files appear on a fixed schedule whether or not the hub keeps up, and times count from the
//! schedule, so that waiting counts.

use std::collections::HashMap;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use bus::topics::SITE_FACTS;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use model::event::SiteFact;
use model::order::Direction;
use model::scope::Scope;
use model::{Quantity, SiteId};
use store::{DocumentFilter, Store};
use tokio::sync::watch;

use super::disk::{Probe, processor_seconds};
use super::figures::{Figures, Goal};
use super::mail::{Letter, feed, write};
use super::rig::{Place, Rig};
use super::world::{self, World, cut_off, first_day};
use crate::hub::Role;
use crate::system;

const SITES: usize = 200;
const ITEMS: usize = 100;
const HISTORY_DAYS: u64 = 84;
/// 2,000 documents a minute.
const EVERY: Duration = Duration::from_millis(30);

pub(super) async fn measure(
    place: Place,
    data: &Path,
    seconds: u32,
    figures: &mut Figures,
) -> Result<()> {
    let goal = Some(match place {
        Place::Embedded => Goal::AtMost(250.0),
        Place::Postgres | Place::Cluster => Goal::AtMost(1_000.0),
    });
    let world = World::new(SITES, ITEMS)?;
    let rig = Rig::open(place, data, &world).await?;
    load_history(&rig, &world, HISTORY_DAYS).await?;
    let roles = rig.run(&[Role::Ingest, Role::Plan, Role::Dispatch]).await?;
    rig.at_rest().await?;

    let duration = Duration::from_secs(seconds.into());
    let (begun, before) = (Instant::now(), processor_seconds());
    let probe = Probe::start(data.join("probe"));
    let (mut planned, mut released) = mixed(&rig, &world, data, duration).await?;
    probe.finish(figures)?;
    if let (Some(before), Some(after)) = (before, processor_seconds()) {
        let label = "  processors busy with it meanwhile";
        let busy = (after - before) / begun.elapsed().as_secs_f64();
        figures.add("busy_processors", label, busy, "");
    }
    let label = "852 received → proposals committed, 2,000 a minute";
    figures.times("activity_to_proposals", label, &mut planned, goal);
    let label = "release → 855 at the partner, 200 spread over that time";
    figures.times("release_to_file", label, &mut released, goal);

    let mut alone = next_day(&rig, &world, data).await?;
    let label = "release → 855 at the partner, 2,000 releases a minute";
    figures.times("full_release_to_file", label, &mut alone, goal);
    for role in roles {
        role.finish().await?;
    }
    let released = [released.len(), alone.len()];
    ensure!(released == [SITES; 2], "{released:?} orders, not {SITES}");
    Ok(())
}

/// Loads so many days before the first.
pub(super) async fn load_history(rig: &Rig, world: &World, days: u64) -> Result<()> {
    let first = first_day() - Days::new(days);
    let days = first.iter_days().take_while(|day| *day < first_day());
    let parts = [rig.start(crate::plan::run), rig.start(crate::relay::run)];
    rig.append(world, days).await?;
    rig.drained().await?;
    for part in parts {
        part.finish().await?;
    }
    Ok(())
}

/// Feeds 852s that restate the day before, sites in turn, and lets one site after the other reach
/// its cut-off meanwhile.
async fn mixed(
    rig: &Rig,
    world: &World,
    data: &Path,
    duration: Duration,
) -> Result<(Vec<Duration>, Vec<Duration>)> {
    let day = first_day() - Days::new(1);
    let count = usize::try_from(duration.as_millis() / EVERY.as_millis())?;
    let left = |site, item| world::left(site, item, day);
    let letters = write(world, data, day, 0..count, left)?;
    let heads = rig.hub.store.heads(SITE_FACTS.name).await?;
    let (stop, stopping) = watch::channel(false);
    let watching = tokio::spawn(watch_plan(rig.hub.store.clone(), stopping));
    let begun = Instant::now() + Duration::from_millis(200);
    let inbox = rig.inbox();
    let feeding = tokio::task::spawn_blocking(move || feed(&letters, &inbox, begun, EVERY));
    let apart = duration / u32::try_from(SITES)?;
    let moved = move_time(rig, first_day(), begun, apart).await?;
    feeding.await??;
    rig.hub.settle().await?;
    let _ = stop.send(true);
    let progress = watching.await??;
    let planned = planned(&rig.hub.store, &heads, &progress, begun).await?;
    ensure!(
        planned.len() == count,
        "{} of {count} planned",
        planned.len()
    );
    let released = released(rig, first_day(), &moved).await?;
    Ok((planned, released))
}

/// Every shelf is found empty, so that every site orders again the next day, at the full rate.
async fn next_day(rig: &Rig, world: &World, data: &Path) -> Result<Vec<Duration>> {
    let (today, next) = (first_day(), first_day() + Days::new(1));
    rig.hub.time.move_to(at(today, 22))?;
    let numbers = 1_000_000..1_000_000 + SITES;
    let letters = write(world, data, today, numbers, |_, _| Quantity::ZERO)?;
    feed(&letters, &rig.inbox(), Instant::now(), Duration::ZERO)?;
    rig.hub.settle().await?;
    rig.hub.time.move_to(at(next, 6))?;
    rig.at_rest().await?;
    let moved = move_time(rig, next, Instant::now(), EVERY).await?;
    rig.hub.settle().await?;
    released(rig, next, &moved).await
}

fn at(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    day.and_time(time).and_utc()
}

/// Lets one site after the other reach its cut-off; returns when each did.
async fn move_time(
    rig: &Rig,
    day: NaiveDate,
    begun: Instant,
    apart: Duration,
) -> Result<Vec<DateTime<Utc>>> {
    let mut moved = Vec::with_capacity(SITES);
    let mut next = begun;
    for site in 0..SITES {
        tokio::time::sleep_until(next.into()).await;
        moved.push(system::now());
        rig.hub.time.move_to(cut_off(day, site))?;
        next += apart;
    }
    Ok(moved)
}

/// How far the planner had committed, and when that was seen.
struct Seen {
    at: Instant,
    next: HashMap<u16, i64>,
}

async fn watch_plan(store: Store, mut stopping: watch::Receiver<bool>) -> Result<Vec<Seen>> {
    let mut changed = store.changed();
    let mut seen = Vec::new();
    loop {
        let progress = store.progress().await?;
        let ours = progress.into_iter().filter(|p| p.topic == SITE_FACTS.name);
        let next = ours
            .filter_map(|p| Some((p.partition, p.group?.1)))
            .collect();
        let at = Instant::now();
        seen.push(Seen { at, next });
        tokio::select! {
            _ = stopping.changed() => return Ok(seen),
            _ = changed.changed() => {}
        }
    }
}

/// Returns how long each 852 took until its proposals stood: until the planner's cursor was past
/// its event, which moves in the transaction that writes them.
async fn planned(
    store: &Store,
    heads: &[(u16, i64)],
    progress: &[Seen],
    begun: Instant,
) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    for &(partition, head) in heads {
        let events = store
            .read_events(SITE_FACTS.name, partition, head, u32::MAX)
            .await?;
        for event in events {
            let SiteFact::ActivityReported(report) = serde_json::from_slice(&event.body)? else {
                continue;
            };
            let document = store
                .document(&Scope::default(), true, &report.document)
                .await?;
            let number = Letter::number(&document.context("a document")?.name)?;
            let due = begun + EVERY * u32::try_from(number)?;
            let past = |seen: &&Seen| seen.next.get(&partition).is_some_and(|n| *n > event.offset);
            let seen = progress
                .iter()
                .find(past)
                .context("an event never planned")?;
            times.push(seen.at.saturating_duration_since(due));
        }
    }
    Ok(times)
}

/// Returns how long each order took from its cut-off until its file had its name, as the file
/// system has it: to a tick of its clock, 4 ms on most machines.
async fn released(rig: &Rig, day: NaiveDate, moved: &[DateTime<Utc>]) -> Result<Vec<Duration>> {
    let filter = DocumentFilter {
        direction: Some(Direction::Out),
        kind: Some("855".to_owned()),
        limit: 100_000,
        ..DocumentFilter::default()
    };
    let documents = rig
        .hub
        .store
        .documents(&Scope::default(), true, &filter)
        .await?;
    let mut times = Vec::new();
    for document in documents.iter().filter(|d| d.at.date_naive() == day) {
        let site = document.site.as_ref().and_then(place).context("a site")?;
        let path = rig.outbox().join(&document.name);
        let file = std::fs::metadata(&path)
            .with_context(|| format!("cannot look at {}", path.display()))?;
        let named = DateTime::from_timestamp(file.ctime(), u32::try_from(file.ctime_nsec())?);
        let took = named.context("a time of a file")? - moved[site];
        times.push(took.max(TimeDelta::zero()).to_std()?);
    }
    Ok(times)
}

fn place(site: &SiteId) -> Option<usize> {
    site.as_str().strip_prefix('S')?.parse().ok()
}
