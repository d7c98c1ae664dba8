//! Replays the log of site facts, all partitions.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use bus::topics::{PARTITIONS, SITE_FACTS};
use indicatif::ProgressBar;
use model::commit::Change;
use model::{DateTime, EventId, Utc};
use store::{Commit, Store};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::partition::Partition;

/// Partitions replayed at once: enough to share flushes, few enough to fit in memory.
const AT_ONCE: usize = 4;
/// Ids of events told.
const TOLD: usize = 5;

/// What a replay came to.
#[derive(Debug, Default)]
pub(crate) struct Replayed {
    /// Events applied.
    pub(crate) events: u64,
    /// Events they led to that do not stand in the log in the same way.
    pub(crate) differing: u64,
    /// The first ids of those.
    pub(crate) first: Vec<String>,
}

impl Replayed {
    pub(super) fn note_differing(&mut self, id: &EventId) {
        self.differing += 1;
        if self.first.len() < TOLD {
            self.first.push(id.to_string());
        }
    }

    fn add(&mut self, other: Self) {
        self.events += other.events;
        self.differing += other.differing;
        self.first.extend(other.first);
        self.first.truncate(TOLD);
    }
}

/// Applies again, to the database beside, what was ever applied to the live one.
pub(super) async fn replay(live: &Store, beside: &Store, bar: &ProgressBar) -> Result<Replayed> {
    let applied = applied(live).await?;
    can_be_replayed(live, &applied).await?;
    let all = applied.iter().sum::<i64>();
    bar.set_length(u64::try_from(all).unwrap_or(0));
    bar.set_message("replaying the log");
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut tasks = JoinSet::new();
    for (partition, next) in (0..PARTITIONS).zip(applied) {
        let work = Partition::new(live.clone(), beside.clone(), partition, bar.clone());
        let turns = turns.clone();
        tasks.spawn(async move {
            let _turn = turns.acquire().await?;
            work.replay(next).await
        });
    }
    let mut replayed = Replayed::default();
    while let Some(done) = tasks.join_next().await {
        replayed.add(done.context("the replay of a partition ended in a panic")??);
    }
    forget_announced(live, beside).await?;
    Ok(replayed)
}

/// Returns where `plan` stands in each partition.
async fn applied(live: &Store) -> Result<Vec<i64>> {
    let mut applied = vec![0; usize::from(PARTITIONS)];
    for progress in live.progress().await? {
        if progress.topic == SITE_FACTS.name
            && let Some((group, next)) = progress.group
            && group == SITE_FACTS.group
            && let Some(place) = applied.get_mut(usize::from(progress.partition))
        {
            *place = next;
        }
    }
    Ok(applied)
}

/// Says from where on the log can be replayed, where that is not its beginning.
async fn can_be_replayed(live: &Store, applied: &[i64]) -> Result<()> {
    let mut missing = String::new();
    for (partition, next) in (0..PARTITIONS).zip(applied) {
        let cuts = live.cuts(partition, -1, 1).await?;
        let start = cuts.first().map_or(*next, |(_, cut)| cut.start);
        let explained = set_aside(live, partition, 0, start).await?;
        if explained < start {
            // Writing to a string cannot fail.
            let _ = write!(missing, ", partition {partition} from offset {start}");
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    bail!(
        "the log cannot be replayed from its beginning, only{}: what was before was applied by a \
         program that did not note how it cut events into batches; nothing was changed",
        missing.strip_prefix(',').unwrap_or_default()
    );
}

/// Returns how many events in a range were set aside, so that nothing followed from them.
pub(super) async fn set_aside(live: &Store, partition: u16, from: i64, to: i64) -> Result<i64> {
    if from >= to {
        return Ok(0);
    }
    let (group, topic) = (SITE_FACTS.group, SITE_FACTS.name);
    let offsets = live
        .offsets_set_aside(group, topic, partition, from, to)
        .await?;
    Ok(i64::try_from(offsets.len())?)
}

/// Forgets deadlines that the clock took from the live database when it announced them, or found
/// that it had announced them before, and that no replayed event speaks of.
async fn forget_announced(live: &Store, beside: &Store) -> Result<()> {
    let ever = DateTime::<Utc>::MAX_UTC;
    // Rows of the live database may be damaged; their names are enough.
    let standing: BTreeSet<String> = live.deadline_ids().await?.into_iter().collect();
    let mut changes = Vec::new();
    for (_, deadline) in beside.deadlines_due(ever).await? {
        let id = EventId::new(deadline.id())?;
        if !standing.contains(id.as_str()) && live.event(SITE_FACTS.name, &id).await?.is_some() {
            changes.push(Change::DeadlineGone(deadline));
        }
    }
    let commit = Commit {
        changes,
        ..Commit::default()
    };
    Ok(beside.commit(commit).await?)
}
