//! How long a planner that was killed takes from its start to the first event it applies.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use bus::topics::SITE_FACTS;
use chrono::Days;
use model::commit::Outcome;
use store::Store;

use super::figures::{Figures, Goal};
use super::process::Processes;
use super::rig::{Place, Rig};
use super::world::{World, first_day};

const SITES: usize = 20;
const ITEMS: usize = 20;
const TIMES: u64 = 50;
const GOAL: Goal = Goal::AtMost(2_000.0);
const LOOK: Duration = Duration::from_millis(2);
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) async fn measure(place: Place, data: &Path, figures: &mut Figures) -> Result<()> {
    let world = World::new(SITES, ITEMS)?;
    let database = place.settings(data)?.database;
    // Topics and schema; the processes do the rest.
    Rig::open(place, data, &world)
        .await?
        .hub
        .store
        .close()
        .await;
    let processes = Processes::of(place, data, &world)?;
    let mut times = Vec::new();
    for nth in 0..TIMES {
        let store = Store::open(&database).await?;
        let day = first_day() - Days::new(TIMES - nth);
        let events = vec![world.report(usize::try_from(nth)? % SITES, day)?];
        let changes = Vec::new();
        bus::publish(&store, Outcome { changes, events }).await?;
        store.close().await;
        let store = Store::open_to_read(&database).await?;
        let begun = Instant::now();
        // The relay carries what it finds beside it, as it would.
        let process = processes.start(place, roles(place))?;
        while !applied(&store).await? {
            ensure!(begun.elapsed() < PATIENCE, "the planner applies nothing");
            tokio::time::sleep(LOOK).await;
        }
        times.push(begun.elapsed());
        store.close().await;
        drop(process);
    }
    let label = "start of a killed planner → first event applied";
    figures.times("restart", label, &mut times, Some(GOAL));
    Ok(())
}

fn roles(place: Place) -> &'static str {
    match place {
        Place::Cluster => "relay,plan",
        Place::Embedded | Place::Postgres => "plan",
    }
}

/// Says whether planners stand at the head of every partition.
async fn applied(store: &Store) -> Result<bool> {
    let planned: BTreeMap<u16, i64> = store
        .progress()
        .await?
        .into_iter()
        .filter(|p| p.topic == SITE_FACTS.name)
        .filter_map(|p| {
            let (group, next) = p.group?;
            (group == SITE_FACTS.group).then_some((p.partition, next))
        })
        .collect();
    let heads = store.heads(SITE_FACTS.name).await?;
    Ok(heads
        .iter()
        .all(|(partition, head)| planned.get(partition) >= Some(head)))
}
