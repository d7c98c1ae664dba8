//! How many events a second pass from the log to a consumer that does nothing with them: through
//! relay and Kafka, or straight from the table.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use bus::{Applied, Consumer, Relay};
use model::commit::Outcome;
use model::event::SiteFact;

use super::figures::{Figures, Goal, rate};
use super::rig::{Place, Rig};
use super::world::{World, first_day};
use crate::system;

const SITES: usize = 200;
/// Facts of four items are about a kilobyte of JSON.
const ITEMS: usize = 4;
const DAYS: usize = 1_000;
const GOAL: Goal = Goal::AtLeast(20_000.0);
const AT_ONCE: u32 = 2_000;

pub(super) async fn measure(place: Place, data: &Path, figures: &mut Figures) -> Result<()> {
    let world = World::new(SITES, ITEMS)?;
    let rig = Rig::open(place, data, &world).await?;
    let first = bus::topics::events(world.report(0, first_day())?)?;
    let size = first.first().map_or(0, |event| event.body.len());
    let appended = rig
        .append(&world, first_day().iter_days().take(DAYS))
        .await?;
    let count = u64::try_from(SITES * DAYS)?;
    let label = "events appended to the log";
    figures.add("appended_per_s", label, rate(count, appended), "/s");
    #[expect(clippy::cast_precision_loss, reason = "a body is small")]
    figures.add("event_bytes", "  bytes of a body", size as f64, "B");
    let took = tokio::select! {
        consumed = consume(&rig, count) => consumed?,
        carried = carry(&rig) => { carried?; Duration::ZERO }
    };
    ensure!(!took.is_zero(), "the relay ended");
    let label = match place {
        Place::Cluster => "events through relay, Kafka and consumer",
        Place::Embedded | Place::Postgres => "events through the consumer",
    };
    figures.judge("carried_per_s", label, rate(count, took), "/s", GOAL);
    Ok(())
}

/// Carries the log where Kafka is to bring it; never ends by itself.
async fn carry(rig: &Rig) -> Result<()> {
    let Some(kafka) = rig.hub.kafka.clone() else {
        return std::future::pending().await;
    };
    let store = rig.hub.store.clone();
    let mut relay = Relay::new(store, kafka, "relay", system::now_ms)?;
    loop {
        relay.step().await?;
    }
}

async fn consume(rig: &Rig, count: u64) -> Result<Duration> {
    let store = rig.hub.store.clone();
    let consumer: Consumer<SiteFact> = Consumer::new(store, "consumer", system::now_ms);
    let mut consumer = consumer.through(rig.hub.kafka.as_ref())?;
    let begun = Instant::now();
    let mut seen = 0;
    while seen < count {
        let batches = consumer.next_batches(AT_ONCE).await?;
        let commits = batches
            .iter()
            .map(|batch| consumer.commit(batch, Outcome::default()));
        for applied in futures_util::future::join_all(commits).await {
            ensure!(applied? == Applied::Committed, "fenced");
        }
        let read = batches
            .iter()
            .map(|batch| batch.events.len())
            .sum::<usize>();
        seen += u64::try_from(read).context("a count")?;
    }
    let took = begun.elapsed();
    consumer.leave().await?;
    Ok(took)
}
