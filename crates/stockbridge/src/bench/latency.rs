//! How long an 852 takes to its proposals, and a release to the file at the partner.
//!
//! Files appear on a fixed schedule whether or not the hub keeps up, and times count from the
//! schedule, so that waiting counts.

use std::collections::{BTreeMap, HashMap};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use bus::topics::{PARTITIONS, SITE_FACTS};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use model::document::Document;
use model::event::SiteFact;
use model::order::Direction;
use model::scope::Scope;
use model::{Quantity, SiteId};
use store::{DocumentFilter, Store};

use super::figures::{Figures, Goal};
use super::rig::{Rig, activity};
use super::world::{self, World, cut_off, first_day};
use crate::hub::Role;
use crate::system;

const SITES: usize = 200;
const ITEMS: usize = 100;
const HISTORY_DAYS: u64 = 84;
/// 2,000 documents a minute.
const EVERY: Duration = Duration::from_millis(30);
const GOAL: Goal = Goal::AtMost(250.0);

pub(super) async fn measure(data: &Path, seconds: u32, figures: &mut Figures) -> Result<()> {
    let world = World::new(SITES, ITEMS)?;
    let rig = Rig::open(data, &world).await?;
    load_history(&rig, &world).await?;
    let hub = rig.start(|hub| hub.run(&[Role::Ingest, Role::Plan, Role::Dispatch], None, false));
    rig.hub.settle().await?;
    let duration = Duration::from_secs(seconds.into());
    let (mut planned, mut released) = mixed(&rig, &world, data, duration).await?;
    figures.times(
        "activity_to_proposals",
        "852 received → proposals committed, 2,000 a minute",
        &mut planned,
        Some(GOAL),
    );
    let label = "release → 855 at the partner, while 852s arrive";
    figures.times("release_to_file", label, &mut released, Some(GOAL));
    let mut alone = released_at_full_rate(&rig, &world, data).await?;
    let label = "release → 855 at the partner, 2,000 releases a minute";
    figures.times("release_rate_to_file", label, &mut alone, Some(GOAL));
    hub.finish().await?;
    rig.close().await;
    Ok(())
}

async fn load_history(rig: &Rig, world: &World) -> Result<()> {
    let first = first_day() - Days::new(HISTORY_DAYS);
    let days = first.iter_days().take_while(|day| *day < first_day());
    let plan = rig.start(crate::plan::run);
    rig.append(world, days).await?;
    rig.drained().await?;
    plan.finish().await
}

/// Feeds 852s of the day before, sites in turn, and lets one site after the other reach its
/// cut-off meanwhile.
async fn mixed(
    rig: &Rig,
    world: &World,
    data: &Path,
    duration: Duration,
) -> Result<(Vec<Duration>, Vec<Duration>)> {
    let day = first_day() - Days::new(1);
    let count = u32::try_from(duration.as_millis() / EVERY.as_millis())?;
    let numbers = 0..u64::from(count);
    let letters = write_letters(world, data, numbers, |site| move |item| world::left(site, item, day))?;
    let heads: HashMap<u16, i64> = rig.hub.store.heads(SITE_FACTS.name).await?.into_iter().collect();
    let watching = tokio::spawn(watch_plan(rig.hub.store.clone()));
    let begun = Instant::now() + Duration::from_millis(200);
    let inbox = rig.inbox();
    let feeding = tokio::task::spawn_blocking(move || feed(&letters, &inbox, begun));
    let apart = duration / u32::try_from(SITES)?;
    let moved = move_time(rig, first_day(), begun, apart).await?;
    feeding.await??;
    rig.hub.settle().await?;
    watching.abort();
    let progress = watching.await;
    let progress = match progress {
        Err(stopped) if stopped.is_cancelled() => bail!("the watcher was stopped early"),
        progress => progress??,
    };
    let planned = planned(&rig.hub.store, &heads, &progress, begun).await?;
    let released = released(rig, first_day(), &moved).await?;
    Ok((planned, released))
}
