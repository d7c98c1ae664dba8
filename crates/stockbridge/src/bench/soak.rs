//! Memory at twice the peak: 4,000 documents a minute, for a long while.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::Days;

use super::figures::{Figures, Goal};
use super::latency::load_history;
use super::mail::{feed, write};
use super::process::{Process, Processes};
use super::rig::{Place, Rig};
use super::world::{self, World, first_day};

const SITES: usize = 200;
const ITEMS: usize = 20;
const HISTORY_DAYS: u64 = 84;
const EVERY: Duration = Duration::from_millis(15);
const A_MINUTE: usize = 4_000;
const SAMPLE: Duration = Duration::from_secs(5);
/// Flat: the last third holds within a twentieth of what the second held.
const FLAT: Goal = Goal::AtMost(1.05);

pub(super) async fn measure(
    place: Place,
    data: &Path,
    minutes: u32,
    figures: &mut Figures,
) -> Result<()> {
    let world = World::new(SITES, ITEMS)?;
    let rig = Rig::open(place, data, &world).await?;
    load_history(&rig, &world, HISTORY_DAYS).await?;
    let processes = Processes::of(place, data, &world)?;
    let hub = processes.start(place, "ingest,relay,plan,dispatch")?;
    let duration = Duration::from_secs(60) * minutes;
    let (folder, inbox) = (data.to_owned(), rig.inbox());
    let feeding = tokio::task::spawn_blocking(move || deliver(&world, &folder, &inbox, minutes));
    let held = watch(&hub, duration).await?;
    feeding.await??;
    rig.hub.settle().await?;
    let third = held.len() / 3;
    ensure!(third > 0, "the soak was too short to say anything");
    let (second, last) = (mean(&held[third..2 * third]), mean(&held[2 * third..]));
    let label = "memory of all roles at 4,000 documents a minute, second third";
    figures.add("soak_second_mb", label, second, "MB");
    figures.add("soak_last_mb", "  last third", last, "MB");
    let label = "  last third over second";
    figures.judge("soak_growth", label, last / second, "×", FLAT);
    Ok(())
}

/// Puts files into the mailbox on schedule, made a minute's worth at a time.
fn deliver(world: &World, data: &Path, inbox: &Path, minutes: u32) -> Result<()> {
    let day = first_day() - Days::new(1);
    let begun = Instant::now();
    for minute in 0..minutes {
        let first = usize::try_from(minute)? * A_MINUTE;
        let numbers = first..first + A_MINUTE;
        let letters = write(world, data, day, numbers, |s, i| world::left(s, i, day))?;
        feed(
            &letters,
            inbox,
            begun + Duration::from_secs(60) * minute,
            EVERY,
        )?;
    }
    Ok(())
}

async fn watch(hub: &Process, duration: Duration) -> Result<Vec<f64>> {
    let begun = Instant::now();
    let mut held = Vec::new();
    while begun.elapsed() < duration {
        tokio::time::sleep(SAMPLE).await;
        held.push(hub.resident_mb().context("the hub has ended")?);
    }
    Ok(held)
}

fn mean(values: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "few values")]
    let count = values.len() as f64;
    values.iter().sum::<f64>() / count
}
