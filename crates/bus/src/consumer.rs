use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::commit::Outcome;
use store::{Commit, Lease, Store};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::batch::dead_letter;
use crate::log::commit_of;
use crate::topics::Body;
use crate::{Batch, Error};

/// How long a worker that stopped without a word keeps its partitions from others.
const LEASE_MS: i64 = 10_000;
/// How often leases are prolonged and free partitions sought: three chances in a lease.
const RENEWAL: Duration = Duration::from_secs(3);
/// How often commits of other processes are looked for.
const POLL: Duration = Duration::from_millis(200);

/// Follows a topic for its consumer group: holds partitions by lease, hands out their events in
/// order, commits what came of them.
#[derive(Debug)]
pub struct Consumer<B> {
    store: Store,
    owner: String,
    now_ms: fn() -> i64,
    changed: watch::Receiver<u64>,
    held: Mutex<BTreeMap<u16, Lease>>,
    renewal: Instant,
    /// The partition after the one last handed out, so that all get their turn.
    turn: u16,
    body: PhantomData<fn() -> B>,
}

/// What became of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Applied {
    /// It is durable.
    Committed,
    /// Another worker took the partition: nothing was written, the other applies it.
    Fenced,
}

impl<B: Body> Consumer<B> {
    /// Starts to follow the topic as `owner`, a name no other running process has. `now_ms` gives
    /// epoch milliseconds, for leases only.
    pub fn new(store: Store, owner: impl Into<String>, now_ms: fn() -> i64) -> Self {
        Self {
            changed: store.changed(),
            store,
            owner: owner.into(),
            now_ms,
            held: Mutex::default(),
            renewal: Instant::now(),
            turn: 0,
            body: PhantomData,
        }
    }

    /// Waits for events and returns those of one partition, at most `limit`.
    ///
    /// Partitions take turns. Dropping the future loses nothing. A batch that was not committed
    /// comes again, so after an error to be retried it is enough to ask again.
    pub async fn next_batch(&mut self, limit: u32) -> Result<Batch<B>, Error> {
        loop {
            if let Some(batch) = self.wait_for(limit, 1).await?.pop() {
                self.turn = batch.partition + 1;
                return Ok(batch);
            }
        }
    }

    /// Waits for events and returns a batch for every partition that has some.
    ///
    /// Batches of different partitions may be worked on at once: their commits share a flush.
    pub async fn next_batches(&mut self, limit: u32) -> Result<Vec<Batch<B>>, Error> {
        self.wait_for(limit, usize::from(B::TOPIC.partitions)).await
    }

    /// Commits what came of a batch: cursor, rows and events at once.
    pub async fn commit(&self, batch: &Batch<B>, outcome: Outcome) -> Result<Applied, Error> {
        let mut commit = commit_of(outcome)?;
        commit.dead_letters.clone_from(&batch.dead_letters);
        self.move_on(batch, commit).await
    }

    /// Sets a batch aside that can never be applied, and goes on behind it.
    pub async fn dead_letter(&self, batch: &Batch<B>, cause: &str) -> Result<Applied, Error> {
        let mut commit = Commit {
            dead_letters: batch.dead_letters.clone(),
            ..Commit::default()
        };
        for event in &batch.events {
            let (topic, partition) = (B::TOPIC.name, batch.partition);
            let found = self
                .store
                .read_events(topic, partition, event.offset, 1)
                .await?;
            let stored = found.into_iter().next();
            let stored = stored.ok_or(Error::Gap {
                topic,
                partition,
                expected: event.offset,
            })?;
            commit
                .dead_letters
                .push(dead_letter::<B>(stored, cause.to_owned()));
        }
        self.move_on(batch, commit).await
    }

    /// Gives the partitions back, so that other workers need not wait for the leases to end.
    pub async fn leave(self) -> Result<(), Error> {
        let (group, topic) = (B::TOPIC.group, B::TOPIC.name);
        self.store
            .release(group, topic, &self.owner)
            .await
            .map_err(Error::from)
    }

    async fn move_on(&self, batch: &Batch<B>, mut commit: Commit) -> Result<Applied, Error> {
        commit.cursor = Some(batch.cursor_move());
        match self.store.commit(commit).await {
            Ok(()) => {
                if let Some(lease) = self.held().get_mut(&batch.partition)
                    && lease.epoch == batch.epoch
                {
                    lease.next = batch.next;
                }
                Ok(Applied::Committed)
            }
            Err(store::Error::Fenced { .. }) => {
                let (topic, partition) = (B::TOPIC.name, batch.partition);
                tracing::warn!(topic, partition, "another worker took the partition");
                self.held().remove(&partition);
                Ok(Applied::Fenced)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn wait_for(&mut self, limit: u32, most: usize) -> Result<Vec<Batch<B>>, Error> {
        loop {
            // Marked as seen before looking: a commit that comes between is not missed.
            self.changed.borrow_and_update();
            self.hold_partitions().await?;
            let batches = self.look(limit, most).await?;
            if !batches.is_empty() {
                return Ok(batches);
            }
            let until = if self.store.is_shared() {
                self.renewal.min(Instant::now() + POLL)
            } else {
                self.renewal
            };
            tokio::select! {
                commit = self.changed.changed() => commit.map_err(|_| store::Error::Closed)?,
                () = sleep_until(until) => {}
            }
        }
    }

    async fn look(&self, limit: u32, most: usize) -> Result<Vec<Batch<B>>, Error> {
        let heads = self.store.heads(B::TOPIC.name).await?;
        let held = self.held().clone();
        let mut waiting: Vec<(u16, Lease)> = heads
            .into_iter()
            .filter_map(|(partition, head)| {
                let lease = held.get(&partition)?;
                (head > lease.next).then_some((partition, *lease))
            })
            .collect();
        waiting.sort_by_key(|(partition, _)| (*partition < self.turn, *partition));
        let mut batches = Vec::new();
        for (partition, Lease { epoch, next }) in waiting {
            if batches.len() >= most {
                break;
            }
            let events = self
                .store
                .read_events(B::TOPIC.name, partition, next, limit)
                .await?;
            if events.is_empty() {
                let topic = B::TOPIC.name;
                return Err(Error::Gap {
                    topic,
                    partition,
                    expected: next,
                });
            }
            let batch = Batch::read(partition, epoch, next, events)?;
            if batch.events.is_empty() {
                // Poison only: there is nothing for the caller to do.
                let _ = self.commit(&batch, Outcome::default()).await?;
            } else {
                batches.push(batch);
            }
        }
        Ok(batches)
    }

    /// Prolongs leases and takes free partitions, when it is time to.
    async fn hold_partitions(&mut self) -> Result<(), Error> {
        if Instant::now() < self.renewal {
            return Ok(());
        }
        let (group, topic, now) = (B::TOPIC.group, B::TOPIC.name, (self.now_ms)());
        if !self.held().is_empty() {
            let kept = self
                .store
                .renew(group, topic, &self.owner, now, LEASE_MS)
                .await?;
            self.held()
                .retain(|partition, lease| kept.contains(&(*partition, lease.epoch)));
        }
        // All at once, so that they share a flush.
        let mut takes = JoinSet::new();
        for partition in 0..B::TOPIC.partitions {
            if self.held().contains_key(&partition) {
                continue;
            }
            let (store, owner) = (self.store.clone(), self.owner.clone());
            takes.spawn(async move {
                let taken = store
                    .take(group, topic, partition, &owner, now, LEASE_MS)
                    .await;
                taken.map(|lease| (partition, lease))
            });
        }
        for taken in takes.join_all().await {
            if let (partition, Some(lease)) = taken? {
                self.held().insert(partition, lease);
            }
        }
        self.renewal = Instant::now() + RENEWAL;
        Ok(())
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<u16, Lease>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
