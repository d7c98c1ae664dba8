//! Where a consumer's next events come from: what a person wants replayed, Kafka, the table.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;
use std::time::Duration;

use model::commit::Outcome;
use store::Lease;
use tokio::time::Instant;

use super::{Consumer, LOOK};
use crate::kafka::Next;
use crate::topics::Body;
use crate::{Batch, Error};

/// How long Kafka may keep an event from us that stands in the table.
const PATIENCE: Duration = Duration::from_secs(2);
/// Events set aside that are looked at together.
const REPLAYS: u32 = 500;

impl<B: Body> Consumer<B> {
    pub(super) async fn look(
        &mut self,
        held: &BTreeMap<u16, Lease>,
        limit: u32,
        most: usize,
    ) -> Result<Vec<Batch<B>>, Error> {
        let due = self.looked.is_none_or(|looked| looked.elapsed() >= LOOK);
        if due {
            self.looked = Some(Instant::now());
        }
        let mut batches = match due {
            true => self.replays(held).await?,
            false => Vec::new(),
        };
        if !batches.is_empty() {
            // They come one by one: the next of them is due at once.
            self.looked = None;
        }
        let replayed: BTreeSet<u16> = batches.iter().map(|b| b.partition).collect();
        let mut order: Vec<u16> = held.keys().copied().collect();
        order.retain(|partition| !replayed.contains(partition));
        order.sort_by_key(|partition| (*partition < self.turn, *partition));
        let heads = match due || self.tail.is_none() {
            true => self.store.heads(B::TOPIC.name).await?,
            false => Vec::new(),
        };
        let heads: BTreeMap<u16, i64> = heads.into_iter().collect();
        if let Some(tail) = &mut self.tail {
            tail.drain();
        }
        for partition in order {
            if batches.len() >= most {
                break;
            }
            let lease = held[&partition];
            let head = heads.get(&partition).copied();
            let found = match self.tail.is_some() {
                true => self.read_kafka(partition, lease, head, limit).await?,
                false if head > Some(lease.next) => {
                    Some(self.read_table(partition, lease, limit).await?)
                }
                false => None,
            };
            batches.extend(found);
        }
        let (empty, full): (Vec<_>, Vec<_>) = batches
            .into_iter()
            .partition(|batch| batch.events.is_empty());
        for batch in empty {
            // Nothing in it is for the caller.
            let _ = self.commit(&batch, Outcome::default()).await?;
            self.looked = None;
        }
        Ok(full)
    }

    /// Returns events set aside that are to be applied now, the first of each partition: they go
    /// one by one, and before anything new.
    async fn replays(&self, held: &BTreeMap<u16, Lease>) -> Result<Vec<Batch<B>>, Error> {
        let (group, topic) = (B::TOPIC.group, B::TOPIC.name);
        let mut batches: BTreeMap<u16, Batch<B>> = BTreeMap::new();
        for letter in self.store.to_replay(group, topic, REPLAYS).await? {
            let partition = letter.event.partition;
            if let Some(lease) = held.get(&partition) {
                let place = (partition, lease.epoch, lease.next);
                batches
                    .entry(partition)
                    .or_insert_with(|| Batch::replay(place, letter));
            }
        }
        Ok(batches.into_values().collect())
    }

    async fn read_table(
        &self,
        partition: u16,
        lease: Lease,
        limit: u32,
    ) -> Result<Batch<B>, Error> {
        let (topic, Lease { epoch, next, .. }) = (B::TOPIC.name, lease);
        let events = self
            .store
            .read_events(topic, partition, next, limit)
            .await?;
        if events.is_empty() {
            return Err(Error::Gap {
                topic,
                partition,
                expected: next,
            });
        }
        Batch::read((partition, epoch, next), events.iter(), &self.parked())
    }

    /// Returns what came through Kafka. What it lost, or keeps from us for too long, is read from
    /// the table.
    async fn read_kafka(
        &mut self,
        partition: u16,
        lease: Lease,
        head: Option<i64>,
        limit: u32,
    ) -> Result<Option<Batch<B>>, Error> {
        let (group, Lease { epoch, next, .. }) = (B::TOPIC.group, lease);
        let Some(tail) = &mut self.tail else {
            return Ok(None);
        };
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        match tail.next(partition, next, most) {
            Next::Records(records) => {
                let parked = self.parked.lock().unwrap_or_else(PoisonError::into_inner);
                let events = records.iter().map(|record| &record.event);
                let mut batch = Batch::read((partition, epoch, next), events, &parked)?;
                batch.transport = records.last().map(|record| record.transport);
                self.behind.remove(&partition);
                return Ok(Some(batch));
            }
            Next::Gap(until) => {
                tracing::warn!(
                    topic = B::TOPIC.name,
                    partition,
                    next,
                    until,
                    "Kafka lost events; they are read from the database"
                );
                metrics::counter!("stockbridge_gaps_total", "group" => group).increment(1);
                let missing = u32::try_from(until - next).unwrap_or(limit);
                let limit = missing.clamp(1, limit);
                return self.read_table(partition, lease, limit).await.map(Some);
            }
            Next::Nothing => {}
        }
        if head.is_none_or(|head| head <= next) {
            if head.is_some() {
                self.behind.remove(&partition);
            }
            return Ok(None);
        }
        let (stood, since) = *self
            .behind
            .entry(partition)
            .or_insert((next, Instant::now()));
        if since.elapsed() < PATIENCE {
            if stood != next {
                self.behind.remove(&partition);
            }
            return Ok(None);
        }
        // The rest of a backlog follows without another wait.
        self.looked = None;
        metrics::counter!("stockbridge_fallback_reads_total", "group" => group).increment(1);
        self.read_table(partition, lease, limit).await.map(Some)
    }
}
