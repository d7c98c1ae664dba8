//! What more planners bring: a day opens, and every series is forecast and proposed anew. That is
//! computing, not waiting, so it cannot grow beyond the cores.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use bus::topics::day_opened_events;
use chrono::{Days, NaiveTime};
use store::Commit;

use super::figures::{Figures, rate};
use super::latency::load_history;
use super::process::Processes;
use super::rig::{Place, Rig};
use super::world::{World, first_day};

const SITES: usize = 400;
const ITEMS: usize = 100;
const HISTORY_DAYS: u64 = 56;
const MOST: u32 = 3;
/// After it every planner has its share.
const SHARED: Duration = Duration::from_secs(6);

pub(super) async fn measure(place: Place, data: &Path, figures: &mut Figures) -> Result<()> {
    let world = World::new(SITES, ITEMS)?;
    let rig = Rig::open(place, data, &world).await?;
    load_history(&rig, &world, HISTORY_DAYS).await?;
    let processes = Processes::of(place, data, &world)?;
    let mut planners = Vec::new();
    let mut rates = Vec::new();
    for count in 1..=MOST {
        planners.push(processes.start(place, "plan")?);
        tokio::time::sleep(SHARED).await;
        let day = first_day() + Days::new(u64::from(count));
        let opened = rate(u64::try_from(SITES * ITEMS)?, open(&rig, day).await?);
        let label = format!("series planned when a day opens, {count} planner(s)");
        figures.add(&format!("planned_by_{count}_per_s"), &label, opened, "/s");
        rates.push(opened);
    }
    if let (Some(one), Some(all)) = (rates.first(), rates.last()) {
        let label = "  three over one";
        figures.add("workers_growth", label, all / one, "×");
    }
    Ok(())
}

async fn open(rig: &Rig, day: chrono::NaiveDate) -> Result<Duration> {
    let events = day_opened_events(day, day.and_time(NaiveTime::MIN).and_utc())?;
    let begun = Instant::now();
    let commit = Commit {
        events,
        ..Commit::default()
    };
    rig.hub.store.commit(commit).await?;
    while !bus::quiescent(&rig.hub.store).await? {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(begun.elapsed())
}
