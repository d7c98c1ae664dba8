use std::time::Duration;

use futures_util::future::join_all;
use rdkafka::producer::FutureRecord;
use store::{Lease, Store, StoredEvent};
use tokio::sync::watch;

use crate::kafka::{self, Kafka, Producer};
use crate::topics::{self, Topic};
use crate::{Error, Shares};

/// The group whose cursors say how far the log was carried into Kafka.
pub const RELAY: &str = "relay";
/// Events of a partition sent before their arrival is awaited.
const BATCH: u32 = 2_000;
const POLL: Duration = Duration::from_millis(200);
const TRY_AGAIN: Duration = Duration::from_millis(500);

/// Carries committed events into Kafka, in order, each partition to the partition of its number.
///
/// The cursor moves after the brokers have acknowledged. Killed in between, the relay sends again;
/// consumers skip what they know by the offset in each record.
#[derive(Debug)]
pub struct Relay {
    store: Store,
    kafka: Kafka,
    producer: Producer,
    shares: Vec<(&'static Topic, Shares)>,
    changed: watch::Receiver<u64>,
}

impl Relay {
    /// Prepares to carry every topic as `owner`.
    pub fn new(
        store: Store,
        kafka: Kafka,
        owner: &str,
        now_ms: fn() -> i64,
    ) -> Result<Self, Error> {
        let shares = topics::CARRIED.map(|topic| {
            let what = (RELAY, topic.name, topic.partitions);
            (topic, Shares::new(store.clone(), what, owner, now_ms))
        });
        Ok(Self {
            producer: Producer::new(&kafka)?,
            changed: store.changed(),
            shares: shares.into(),
            store,
            kafka,
        })
    }

    /// Carries what there is and returns how many events that were; waits for some where there are
    /// none. Dropped or failed, nothing is lost.
    pub async fn step(&mut self) -> Result<usize, Error> {
        self.changed.borrow_and_update();
        let carried = self.carry().await?;
        if carried == 0 {
            tokio::select! {
                commit = self.changed.changed() => commit.map_err(|_| store::Error::Closed)?,
                () = tokio::time::sleep(POLL) => {}
            }
        }
        Ok(carried)
    }

    /// Waits a moment after an error, and makes a new producer where the old one is of no more use.
    pub async fn recover(&mut self) -> Result<(), Error> {
        tokio::time::sleep(TRY_AGAIN).await;
        self.producer = Producer::new(&self.kafka)?;
        Ok(())
    }

    /// Gives everything back.
    pub async fn leave(self) -> Result<(), Error> {
        for (_, shares) in self.shares {
            shares.leave().await?;
        }
        Ok(())
    }

    async fn carry(&mut self) -> Result<usize, Error> {
        let mut waiting = Vec::new();
        for (topic, shares) in &mut self.shares {
            shares.hold().await?;
            let held = shares.held();
            for (partition, head) in self.store.heads(topic.name).await? {
                if let Some(lease) = held.get(&partition).filter(|lease| lease.next < head) {
                    waiting.push((*topic, partition, *lease));
                }
            }
        }
        let carried = waiting
            .iter()
            .map(|(topic, partition, lease)| self.forward(topic, *partition, *lease));
        let mut count = 0;
        for carried in join_all(carried).await {
            count += carried?;
        }
        Ok(count)
    }

    async fn forward(&self, topic: &Topic, partition: u16, lease: Lease) -> Result<usize, Error> {
        let events = self
            .store
            .read_events(topic.name, partition, lease.next, BATCH)
            .await?;
        let Some(last) = events.last() else {
            return Err(Error::Gap {
                topic: topic.name,
                partition,
                expected: lease.next,
            });
        };
        let next = last.offset + 1;
        self.send(topic, &events).await?;
        let shares = self
            .shares
            .iter()
            .find(|(known, _)| known.name == topic.name);
        if let Some((_, shares)) = shares {
            // A worker that took the partition over sends them again, and moves the cursor itself.
            let _ = shares.advance(partition, lease, next).await?;
        }
        let count = events.len();
        let sent = u64::try_from(count).unwrap_or_default();
        metrics::counter!("stockbridge_relay_published_total").increment(sent);
        Ok(count)
    }

    /// Sends events in order and waits until all of them are acknowledged.
    async fn send(&self, topic: &Topic, events: &[StoredEvent]) -> Result<(), Error> {
        let name = self.kafka.topic(topic.name);
        let mut sent = Vec::with_capacity(events.len());
        for event in events {
            let mut record = FutureRecord::<str, [u8]>::to(&name)
                .partition(event.partition.into())
                .key(&event.key)
                .headers(kafka::headers(event));
            if let Some(body) = kafka::value(event) {
                record = record.payload(body);
            }
            sent.push(self.producer.enqueue(record).await?);
        }
        self.producer.arrived(sent).await
    }
}
