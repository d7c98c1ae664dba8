//! How fast files are taken in when all of them wait already.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use bus::topics::SITE_FACTS;
use chrono::Days;

use super::figures::{Figures, rate};
use super::mail::{Letter, feed, write, write_large};
use super::rig::{Place, Rig};
use super::world::{self, FACTS_A_LINE, World, first_day};

const SITES: usize = 200;
const ITEMS: usize = 100;
const SMALL: usize = 1_000;
const LARGE: u64 = 10;

pub(super) async fn measure(data: &Path, figures: &mut Figures) -> Result<()> {
    let world = World::new(SITES, ITEMS)?;
    let rig = Rig::open(Place::Embedded, data, &world).await?;
    let day = first_day() - Days::new(1);
    let small = write(&world, data, day, 0..SMALL, |s, i| world::left(s, i, day))?;
    let took = take_in(&rig, &small, small.len()).await?;
    let facts = u64::try_from(SMALL * ITEMS)? * FACTS_A_LINE;
    let label = "X12 in: files of 100 lines, mailbox to log";
    figures.add(
        "ingest_files_per_s",
        label,
        rate(u64::try_from(SMALL)?, took),
        "/s",
    );
    figures.add("ingest_facts_per_s", "  facts", rate(facts, took), "/s");

    let days = (first_day() - Days::new(1 + LARGE)).iter_days();
    let large = write_large(&world, data, days.take(usize::try_from(LARGE)?), SMALL)?;
    let before = rig.hub.store.bytes().await?;
    let took = take_in(&rig, &large, large.len() * SITES).await?;
    let stored = rig.hub.store.bytes().await? - before;
    let facts = LARGE * u64::try_from(SITES * ITEMS)? * FACTS_A_LINE;
    // So many make a million.
    let parts = u32::try_from(1_000_000 / facts)?;
    let label = "documents and events of 852s by SDQ";
    figures.disk("documents", label, stored * u64::from(parts), 1);
    let label = "X12 in: files of 200 stores by SDQ, mailbox to log";
    figures.add("ingest_large_facts_per_s", label, rate(facts, took), "/s");
    let bytes: u64 = large.iter().map(|letter| letter.bytes).sum();
    figures.add(
        "ingest_large_mb_per_s",
        "  MB of X12",
        rate(bytes, took) / 1e6,
        "/s",
    );
    Ok(())
}

/// Waits until so many more events stand in the log.
async fn take_in(rig: &Rig, letters: &[Letter], events: usize) -> Result<Duration> {
    let before = events_in(rig).await?;
    let goal = before + i64::try_from(events)?;
    feed(letters, &rig.inbox(), Instant::now(), Duration::ZERO)?;
    let mut changed = rig.hub.store.changed();
    let begun = Instant::now();
    let ingest = rig.start(crate::ingest::run);
    while events_in(rig).await? < goal {
        changed.changed().await?;
    }
    let took = begun.elapsed();
    ingest.finish().await?;
    Ok(took)
}

async fn events_in(rig: &Rig) -> Result<i64> {
    let heads = rig.hub.store.heads(SITE_FACTS.name).await?;
    Ok(heads.iter().map(|(_, head)| head).sum())
}
