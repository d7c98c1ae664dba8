//! How fast reported facts enter the ledger, and whether that stays so as it grows.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use bus::topics::day_opened_events;
use chrono::{Days, NaiveDate, NaiveTime};
use store::Commit;

use super::figures::{Figures, Goal, rate};
use super::rig::Rig;
use super::world::{FACTS_A_LINE, World, first_day};

const SITES: u64 = 500;
const ITEMS: u64 = 100;
const MILLION: u64 = 1_000_000;
/// Days of all sites that make a million facts.
const DAYS: u64 = MILLION / (SITES * ITEMS * FACTS_A_LINE);
const GOAL: Goal = Goal::AtLeast(100_000.0);
/// Flat: the last million takes at most a tenth longer than the first.
const FLAT: Goal = Goal::AtLeast(0.9);

pub(super) async fn measure(data: &Path, millions: u32, figures: &mut Figures) -> Result<()> {
    let world = World::new(usize::try_from(SITES)?, usize::try_from(ITEMS)?)?;
    let rig = Rig::open(data, &world).await?;
    let mut day = first_day() - Days::new(u64::from(millions) * DAYS);
    let mut rates = Vec::new();
    for million in 1..=millions {
        let (appended, applied) = grow(&rig, &world, day).await?;
        day = day + Days::new(DAYS);
        rates.push(rate(MILLION, applied));
        let label = format!("facts applied, log to blocks, million {million}");
        let key = format!("applied_{million}m_per_s");
        figures.judge(&key, &label, rate(MILLION, applied), "/s", GOAL);
        let key = format!("appended_{million}m_per_s");
        figures.add(
            &key,
            "  appended to the log before",
            rate(MILLION, appended),
            "/s",
        );
        let both = rate(MILLION, appended + applied);
        figures.add(
            &format!("both_{million}m_per_s"),
            "  one after the other",
            both,
            "/s",
        );
    }
    if let (Some(first), Some(last)) = (rates.first(), rates.last()) {
        let label = "last million over first";
        figures.judge("applied_growth", label, last / first, "×", FLAT);
    }
    let (opened, series) = (open_day(&rig, day).await?, SITES * ITEMS);
    let label = "series forecast and proposed anew when a day opens";
    figures.add("opened_series_per_s", label, rate(series, opened), "/s");
    let (_, planned) = grow(&rig, &world, day).await?;
    let label = "facts applied, with forecasts and proposals of every batch";
    figures.add("planned_per_s", label, rate(MILLION, planned), "/s");
    Ok(())
}

/// Appends a million facts, then applies them: reads events, keeps the ledger, commits blocks.
async fn grow(rig: &Rig, world: &World, day: NaiveDate) -> Result<(Duration, Duration)> {
    let before = rig.hub.store.counts().await?.activity_rows;
    let days = day.iter_days().take(usize::try_from(DAYS)?);
    let appended = rig.append(world, days).await?;
    let begun = Instant::now();
    let plan = rig.start(crate::plan::run);
    rig.drained().await?;
    let applied = begun.elapsed();
    plan.finish().await?;
    let known = rig.hub.store.counts().await?.activity_rows;
    ensure!(known == before + MILLION, "{known} facts in the ledger");
    Ok((appended, applied))
}

/// Opens a day: every series of every site is forecast and proposed.
async fn open_day(rig: &Rig, day: NaiveDate) -> Result<Duration> {
    let events = day_opened_events(day, day.and_time(NaiveTime::MIN).and_utc())?;
    rig.hub
        .store
        .commit(Commit {
            events,
            ..Commit::default()
        })
        .await?;
    let begun = Instant::now();
    let plan = rig.start(crate::plan::run);
    rig.drained().await?;
    let opened = begun.elapsed();
    plan.finish().await?;
    Ok(opened)
}
