//! How fast reported facts enter the ledger, and whether that stays so as it grows.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use bus::topics::day_opened_events;
use chrono::{Days, NaiveDate, NaiveTime};
use store::{Commit, Progress};

use super::figures::{Figures, Goal, rate};
use super::rig::{Place, Rig};
use super::world::{FACTS_A_LINE, World, first_day};

const SITES: u64 = 500;
const ITEMS: u64 = 100;
const MILLION: u64 = 1_000_000;
/// Days of all sites that make a million facts.
const DAYS: u64 = MILLION / (SITES * ITEMS * FACTS_A_LINE);
const GOAL: Goal = Goal::AtLeast(100_000.0);
/// Flat: the last million takes at most a tenth longer than the first.
const FLAT: Goal = Goal::AtLeast(0.9);

pub(super) async fn measure(
    place: Place,
    data: &Path,
    millions: u32,
    figures: &mut Figures,
) -> Result<()> {
    let world = World::new(usize::try_from(SITES)?, usize::try_from(ITEMS)?)?;
    let rig = Rig::open(place, data, &world).await?;
    let empty = rig.hub.store.bytes().await?;
    let mut day = first_day() - Days::new(u64::from(millions) * DAYS);
    for million in 1..=millions {
        let appended = rate(MILLION, append(&rig, &world, day).await?);
        day = day + Days::new(DAYS);
        let label = format!("facts appended to the log, million {million}");
        figures.add(
            &format!("appended_{million}m_per_s"),
            &label,
            appended,
            "/s",
        );
    }
    let of_events = rig.hub.store.bytes().await? - empty;
    let applied = apply(&rig, millions).await?;
    let of_both = rig.hub.store.bytes().await? - empty;
    figures.disk("events", "events of reports", of_events, millions);
    figures.disk(
        "applied",
        "  with what applying them left",
        of_both,
        millions,
    );
    let rates: Vec<f64> = applied.iter().map(|took| rate(MILLION, *took)).collect();
    for (applied, million) in rates.iter().zip(1..) {
        let label = format!("facts applied, log to blocks, million {million}");
        let key = format!("applied_{million}m_per_s");
        figures.judge(&key, &label, *applied, "/s", GOAL);
    }
    if let (Some(first), Some(last)) = (rates.first(), rates.last()) {
        let label = "last million over first";
        figures.judge("applied_growth", label, last / first, "×", FLAT);
    }
    let opened = rate(SITES * ITEMS, open_day(&rig, day).await?);
    let label = "series forecast and proposed anew when a day opens";
    figures.add("opened_series_per_s", label, opened, "/s");
    append(&rig, &world, day).await?;
    let planned: Duration = apply(&rig, 1).await?.iter().sum();
    let label = "facts applied, with forecasts and proposals of every batch";
    figures.add("planned_per_s", label, rate(MILLION, planned), "/s");
    Ok(())
}

/// Appends a million facts to the log.
async fn append(rig: &Rig, world: &World, day: NaiveDate) -> Result<Duration> {
    let days = day.iter_days().take(usize::try_from(DAYS)?);
    rig.append(world, days).await
}

/// Applies what was appended: reads events, keeps the ledger, commits blocks. Returns how long each
/// million took.
async fn apply(rig: &Rig, millions: u32) -> Result<Vec<Duration>> {
    let before = rig.hub.store.counts().await?.activity_rows;
    let mut changed = rig.hub.store.changed();
    let mut left = waiting(rig).await?;
    let all = left;
    let begun = Instant::now();
    let plan = rig.start(crate::plan::run);
    let mut reached = vec![(0, Duration::ZERO)];
    while left > 0 {
        changed.changed().await?;
        left = waiting(rig).await?;
        reached.push(((all - left) * ITEMS * FACTS_A_LINE, begun.elapsed()));
    }
    plan.finish().await?;
    let known = rig.hub.store.counts().await?.activity_rows;
    let expected = before + u64::from(millions) * MILLION;
    ensure!(known == expected, "{known} facts, not {expected}");
    let at = |million: u32| crossing(&reached, u64::from(million) * MILLION);
    Ok((0..millions)
        .map(|m| at(m + 1).saturating_sub(at(m)))
        .collect())
}

/// Returns how many events no one has applied.
async fn waiting(rig: &Rig) -> Result<u64> {
    let progress = rig.hub.store.progress().await?;
    let left = |p: &Progress| p.head - p.group.as_ref().map_or(0, |(_, next)| *next);
    Ok(u64::try_from(progress.iter().map(left).sum::<i64>())?)
}

/// Returns when a number of facts was reached, between the two observations around it.
fn crossing(reached: &[(u64, Duration)], facts: u64) -> Duration {
    let after = reached.partition_point(|(count, _)| *count < facts);
    let Some(&(high, late)) = reached.get(after) else {
        return reached.last().map_or(Duration::ZERO, |(_, at)| *at);
    };
    let Some(&(low, early)) = after.checked_sub(1).and_then(|n| reached.get(n)) else {
        return late;
    };
    let share =
        Duration::from_nanos(facts - low).div_duration_f64(Duration::from_nanos(high - low));
    early + (late - early).mul_f64(share)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_lie_between_observations() {
        let second = Duration::from_secs;
        let reached = [(0, second(0)), (100, second(2)), (300, second(4))];
        for (facts, expected) in [(0, 0), (100, 2), (200, 3), (300, 4), (900, 4)] {
            assert_eq!(crossing(&reached, facts), second(expected), "{facts}");
        }
    }
}
