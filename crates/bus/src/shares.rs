use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use store::{Commit, CursorMove, Lease, Rank, Store};
use tokio::task::{AbortHandle, JoinSet};

use crate::{Applied, Error};

/// How long a worker that stopped without a word keeps its partitions from others.
const LEASE_MS: i64 = 10_000;
/// How often leases are prolonged and shares made even.
const RENEWAL: Duration = Duration::from_secs(1);
/// A worker that has not asked for work for so long hangs; others get its partitions.
const STUCK: Duration = Duration::from_secs(120);

/// A worker's fair share of a group's partitions, held by lease.
///
/// Every worker counts the living by itself and holds no more than its share, so that a newcomer
/// finds partitions free within two renewals. Leases are prolonged beside the work, so that a long
/// batch does not lose its partition.
#[derive(Debug)]
pub struct Shares {
    inner: Arc<Inner>,
    keeper: Option<AbortHandle>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    group: &'static str,
    topic: String,
    partitions: u16,
    owner: String,
    now_ms: fn() -> i64,
    held: Mutex<BTreeMap<u16, Lease>>,
    asked: Mutex<Instant>,
}

impl Shares {
    /// Prepares to hold partitions of a topic for a group as `owner`, a name no other running
    /// worker of the group has. `now_ms` gives epoch milliseconds, for leases only.
    pub fn new(
        store: Store,
        (group, topic, partitions): (&'static str, &str, u16),
        owner: impl Into<String>,
        now_ms: fn() -> i64,
    ) -> Self {
        let inner = Inner {
            store,
            group,
            topic: topic.to_owned(),
            partitions,
            owner: owner.into(),
            now_ms,
            held: Mutex::default(),
            asked: Mutex::new(Instant::now()),
        };
        Self {
            inner: Arc::new(inner),
            keeper: None,
        }
    }

    /// Takes a share the first time, and says each time that the worker is at work.
    pub async fn hold(&mut self) -> Result<(), Error> {
        *lock(&self.inner.asked) = Instant::now();
        if self.keeper.is_none() {
            self.inner.keep().await?;
            // Where nobody else may write, nobody else can want a partition.
            let keeper = match self.inner.store.is_shared() {
                true => tokio::spawn(Arc::clone(&self.inner).keep_on()),
                false => tokio::spawn(async {}),
            };
            self.keeper = Some(keeper.abort_handle());
        }
        Ok(())
    }

    /// Returns the partitions held now.
    pub fn held(&self) -> BTreeMap<u16, Lease> {
        self.inner.held().clone()
    }

    /// Says whether a partition is held now.
    pub fn holds(&self, partition: u16) -> bool {
        self.inner.held().contains_key(&partition)
    }

    /// Moves a partition on to the offset `next`: what lies before it is done with.
    pub async fn advance(&self, partition: u16, lease: Lease, next: i64) -> Result<Applied, Error> {
        let cursor = CursorMove {
            group: self.inner.group.to_owned(),
            topic: self.inner.topic.clone(),
            partition,
            expected: lease.next,
            next,
            epoch: lease.epoch,
            transport: None,
        };
        let commit = Commit {
            cursor: Some(cursor),
            ..Commit::default()
        };
        match self.inner.store.commit(commit).await {
            Ok(()) => {
                self.moved(partition, lease.epoch, next);
                Ok(Applied::Committed)
            }
            Err(store::Error::Fenced { .. }) => {
                self.lost(partition, lease.epoch);
                Ok(Applied::Fenced)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Notes how far a commit moved a partition.
    pub(crate) fn moved(&self, partition: u16, epoch: i64, next: i64) {
        if let Some(lease) = self.inner.held().get_mut(&partition)
            && lease.epoch == epoch
        {
            lease.next = next;
        }
    }

    /// Notes that another worker took a partition.
    pub(crate) fn lost(&self, partition: u16, epoch: i64) {
        self.inner.lost(partition, epoch);
    }

    /// Gives everything back, so that other workers need not wait for the leases to end.
    pub async fn leave(mut self) -> Result<(), Error> {
        self.stop();
        let Inner {
            store,
            group,
            topic,
            owner,
            ..
        } = &*self.inner;
        store.leave(group, topic, owner).await.map_err(Error::from)
    }

    fn stop(&mut self) {
        if let Some(keeper) = self.keeper.take() {
            keeper.abort();
        }
    }
}

impl Drop for Shares {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Inner {
    fn held(&self) -> MutexGuard<'_, BTreeMap<u16, Lease>> {
        lock(&self.held)
    }

    /// Lets go of a partition that another worker took.
    fn lost(&self, partition: u16, epoch: i64) {
        let (group, topic) = (self.group, self.topic.as_str());
        metrics::counter!("stockbridge_fences_total", "group" => group).increment(1);
        tracing::warn!(group, topic, partition, "another worker took the partition");
        let mut held = self.held();
        if held
            .get(&partition)
            .is_some_and(|lease| lease.epoch == epoch)
        {
            held.remove(&partition);
        }
    }

    async fn keep_on(self: Arc<Self>) {
        loop {
            tokio::time::sleep(RENEWAL).await;
            let (group, topic) = (self.group, self.topic.as_str());
            if lock(&self.asked).elapsed() > STUCK {
                tracing::error!(
                    group,
                    topic,
                    "this worker hangs; its partitions go to others"
                );
                continue;
            }
            match self.keep().await {
                Ok(()) => {}
                Err(Error::Store(store::Error::Closed)) => return,
                Err(error) => tracing::warn!(group, topic, %error, "cannot prolong leases yet"),
            }
        }
    }

    async fn keep(&self) -> Result<(), Error> {
        let (group, topic, now) = (self.group, self.topic.as_str(), (self.now_ms)());
        let rank = match self.store.is_shared() {
            true => {
                self.store
                    .join(group, topic, &self.owner, now, LEASE_MS)
                    .await?
            }
            false => Rank {
                workers: 1,
                rank: 0,
            },
        };
        self.prolong(now).await?;
        let share = usize::from(rank.share(self.partitions));
        self.give_back_beyond(share).await?;
        self.take_up_to(share, rank, now).await?;
        Ok(())
    }

    async fn prolong(&self, now: i64) -> Result<(), Error> {
        if self.held().is_empty() {
            return Ok(());
        }
        let kept = self
            .store
            .renew(self.group, &self.topic, &self.owner, now, LEASE_MS)
            .await?;
        let before = self.held().clone();
        let lost = before
            .iter()
            .filter(|(partition, lease)| !kept.contains(&(**partition, lease.epoch)));
        for (partition, lease) in lost {
            self.lost(*partition, lease.epoch);
        }
        Ok(())
    }

    async fn give_back_beyond(&self, share: usize) -> Result<(), Error> {
        loop {
            let beyond = {
                let mut held = self.held();
                match held.len() > share {
                    true => held.pop_last(),
                    false => None,
                }
            };
            let Some((partition, _)) = beyond else {
                return Ok(());
            };
            // A batch of it that is under way may still be committed, until another takes it.
            self.store
                .release(self.group, &self.topic, partition, &self.owner)
                .await?;
        }
    }

    async fn take_up_to(&self, share: usize, rank: Rank, now: i64) -> Result<(), Error> {
        let held = self.held().clone();
        if held.len() >= share {
            return Ok(());
        }
        let (group, topic) = (self.group, self.topic.as_str());
        let taken = self
            .store
            .held_by_others(group, topic, &self.owner, now)
            .await?;
        // From a place of its own on, so that workers that start together do not race for each.
        let start = self.partitions / rank.workers.max(1) * rank.rank;
        let free = (0..self.partitions)
            .map(|n| (start + n) % self.partitions)
            .filter(|p| !held.contains_key(p) && !taken.contains(p))
            .take(share - held.len());
        // All at once, so that they share a flush.
        let mut takes = JoinSet::new();
        for partition in free {
            let (store, owner) = (self.store.clone(), self.owner.clone());
            let topic = self.topic.clone();
            takes.spawn(async move {
                let taken = store.take(group, &topic, partition, &owner, now, LEASE_MS);
                taken.await.map(|lease| (partition, lease))
            });
        }
        for taken in takes.join_all().await {
            if let (partition, Some(lease)) = taken? {
                self.held().insert(partition, lease);
            }
        }
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
