mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::commit::{Change, Outcome};
use store::{Commit, DeadLetter, Lease, Store};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::batch::dead_letter;
use crate::kafka::{Kafka, Tail};
use crate::log::commit_of;
use crate::topics::{Body, Topic};
use crate::{Batch, Error, Shares};

/// How often commits of other processes are looked for.
const POLL: Duration = Duration::from_millis(200);
/// How often the table is compared with what came through Kafka, and replays are looked for.
const LOOK: Duration = Duration::from_secs(1);

/// Follows a topic for its consumer group: holds partitions by lease, hands out their events in
/// order, commits what came of them.
#[derive(Debug)]
pub struct Consumer<B> {
    store: Store,
    shares: Shares,
    changed: watch::Receiver<u64>,
    /// What came through Kafka, where Kafka carries the log.
    tail: Option<Tail>,
    /// Epochs under which what is known of the partitions was read.
    known: BTreeMap<u16, i64>,
    parked: Mutex<BTreeSet<String>>,
    /// Since when a partition has stood at an offset with more in the table.
    behind: BTreeMap<u16, (i64, Instant)>,
    looked: Option<Instant>,
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
        let what = (B::TOPIC.group, B::TOPIC.name, B::TOPIC.partitions);
        Self {
            changed: store.changed(),
            shares: Shares::new(store.clone(), what, owner, now_ms),
            store,
            tail: None,
            known: BTreeMap::new(),
            parked: Mutex::default(),
            behind: BTreeMap::new(),
            looked: None,
            turn: 0,
            body: PhantomData,
        }
    }

    /// The same, with the events coming through Kafka where there is one.
    pub fn through(self, kafka: Option<&Kafka>) -> Result<Self, Error> {
        let Topic { group, name, .. } = B::TOPIC;
        let tail = kafka.map(|kafka| Tail::start(kafka, group, name));
        Ok(Self {
            tail: tail.transpose()?,
            ..self
        })
    }

    /// Says whether this worker holds a partition now.
    pub fn holds(&self, partition: u16) -> bool {
        self.shares.holds(partition)
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
        // A replayed event that still cannot be read stays set aside.
        if batch.dead_letters.is_empty() {
            commit.replayed.extend(batch.replayed.clone());
        }
        let applied = u64::try_from(batch.events.len()).unwrap_or_default();
        let done = self.move_on(batch, commit).await?;
        let group = B::TOPIC.group;
        metrics::counter!("stockbridge_events_applied_total", "group" => group).increment(applied);
        metrics::histogram!("stockbridge_apply_seconds", "group" => group)
            .record(batch.since.elapsed().as_secs_f64());
        Ok(done)
    }

    /// Sets a batch aside that can never be applied, and goes on behind it.
    pub async fn dead_letter(&self, batch: &Batch<B>, cause: &str) -> Result<Applied, Error> {
        let dead_letters = self.letters(batch, cause).await?;
        self.move_on(
            batch,
            Commit {
                dead_letters,
                ..Commit::default()
            },
        )
        .await
    }

    /// Sets a batch of one event aside that cannot be applied, and lets later events of its key
    /// wait for it. `changes` tell people of it.
    pub async fn park(
        &self,
        batch: &Batch<B>,
        cause: &str,
        changes: Vec<Change>,
    ) -> Result<Applied, Error> {
        let parked = self.letters(batch, cause).await?;
        self.move_on(
            batch,
            Commit {
                parked,
                changes,
                ..Commit::default()
            },
        )
        .await
    }

    /// Says whether events of a key wait for one that could not be applied.
    pub fn is_parked(&self, key: &str) -> bool {
        self.parked().contains(key)
    }

    /// Gives the partitions back, so that other workers need not wait for the leases to end.
    pub async fn leave(self) -> Result<(), Error> {
        self.shares.leave().await
    }

    /// Returns the events of a batch as they stand in the log.
    async fn letters(&self, batch: &Batch<B>, cause: &str) -> Result<Vec<DeadLetter>, Error> {
        let (topic, partition) = (B::TOPIC.name, batch.partition);
        let mut letters = Vec::with_capacity(batch.events.len());
        for event in &batch.events {
            let expected = event.offset;
            let found = self
                .store
                .read_events(topic, partition, expected, 1)
                .await?;
            let stored = found.into_iter().next();
            let stored = stored.ok_or(Error::Gap {
                topic,
                partition,
                expected,
            })?;
            letters.push(dead_letter::<B>(stored, cause.to_owned()));
        }
        Ok(letters)
    }

    async fn move_on(&self, batch: &Batch<B>, mut commit: Commit) -> Result<Applied, Error> {
        let Batch {
            partition, epoch, ..
        } = *batch;
        commit
            .dead_letters
            .extend(batch.dead_letters.iter().cloned());
        commit.behind.extend(batch.behind.iter().cloned());
        commit.cursor = Some(batch.cursor_move());
        let keys_move = !commit.parked.is_empty() || batch.replayed.is_some();
        match self.store.commit(commit).await {
            Ok(()) => {
                self.shares.moved(partition, epoch, batch.next);
                if let (Some(tail), Some(transport)) = (&self.tail, batch.transport) {
                    tail.reached(partition, transport);
                }
                if keys_move {
                    self.learn_parked().await?;
                }
                Ok(Applied::Committed)
            }
            Err(store::Error::Fenced { .. }) => {
                self.shares.lost(partition, epoch);
                Ok(Applied::Fenced)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn wait_for(&mut self, limit: u32, most: usize) -> Result<Vec<Batch<B>>, Error> {
        loop {
            // Marked as seen before looking: a commit that comes between is not missed.
            self.changed.borrow_and_update();
            self.shares.hold().await?;
            let held = self.shares.held();
            self.learn(&held).await?;
            let batches = self.look(&held, limit, most).await?;
            if !batches.is_empty() {
                return Ok(batches);
            }
            self.wait().await?;
        }
    }

    async fn wait(&mut self) -> Result<(), Error> {
        match &mut self.tail {
            Some(tail) => tokio::select! {
                arrived = tail.arrived() => arrived,
                () = tokio::time::sleep(LOOK) => Ok(()),
            },
            None => {
                let shared = self.store.is_shared();
                tokio::select! {
                    commit = self.changed.changed() => {
                        commit.map_err(|_| store::Error::Closed.into())
                    }
                    () = tokio::time::sleep(if shared { POLL } else { LOOK }) => Ok(()),
                }
            }
        }
    }

    /// Reads what must be known of partitions that were taken since.
    async fn learn(&mut self, held: &BTreeMap<u16, Lease>) -> Result<(), Error> {
        let epochs: BTreeMap<u16, i64> = held.iter().map(|(p, l)| (*p, l.epoch)).collect();
        if epochs == self.known {
            return Ok(());
        }
        self.learn_parked().await?;
        if let Some(tail) = &mut self.tail {
            tail.follow(held);
        }
        self.known = epochs;
        Ok(())
    }

    async fn learn_parked(&self) -> Result<(), Error> {
        let (group, topic) = (B::TOPIC.group, B::TOPIC.name);
        let parked = self.store.parked_keys(group, topic).await?;
        *self.parked() = parked.into_iter().map(|parked| parked.key).collect();
        Ok(())
    }

    fn parked(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.parked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
