//! Takes in topics that other systems publish. Each record is kept as a document, named by topic,
//! partition and offset, and read; only then the cursor in the database moves. A record read twice
//! is the same document, so nothing counts twice.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use bus::{Kafka, Shares};
use futures_util::future::try_join_all;
use model::PartnerId;
use model::foreign_topic::ForeignTopic;
use store::Lease;
use tokio::time::Instant;
use transport::{Feed, Record};

use super::{read, receive, record};
use crate::hub::Hub;
use crate::{failure, system};

/// The group whose cursors say how far foreign topics were taken in.
const GROUP: &str = "feed";
/// Records read before the cursors move.
const BATCH: usize = 500;
const POLL: Duration = Duration::from_millis(200);
const TRY_AGAIN: Duration = Duration::from_secs(1);
/// How often a topic is asked for its number of partitions, which may grow.
const COUNT: Duration = Duration::from_secs(60);

/// Takes every foreign topic in until the process should finish.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    let Some(kafka) = hub.kafka.clone() else {
        return without_kafka(&hub);
    };
    let partners = hub.reference.data.partners.iter();
    let listed = partners.flat_map(|p| p.topics.iter().map(|topic| (p.id.clone(), topic.clone())));
    let inlets = listed.map(|(partner, topic)| Inlet::open(&hub, &kafka, partner, topic));
    let inlets = inlets.collect::<Result<Vec<Inlet>>>()?;
    try_join_all(inlets.into_iter().map(Inlet::run)).await?;
    Ok(())
}

/// Topics without brokers are a mistake in the settings, told before anything else is done.
fn without_kafka(hub: &Hub) -> Result<()> {
    for partner in &hub.reference.data.partners {
        if let Some(topic) = partner.topics.first() {
            let cause = format!(
                "partner {} lists the topic {}, but kafka.brokers is not set",
                partner.id, topic.topic
            );
            return Err(bus::Error::KafkaSettings(cause).into());
        }
    }
    Ok(())
}

/// A foreign topic being taken in.
struct Inlet {
    hub: Hub,
    partner: PartnerId,
    topic: ForeignTopic,
    feed: Arc<Feed>,
    /// The epochs under which partitions are read now.
    followed: BTreeMap<u16, i64>,
    /// Whether the last attempt failed: an outage is told once.
    troubled: bool,
}

impl Inlet {
    fn open(hub: &Hub, kafka: &Kafka, partner: PartnerId, topic: ForeignTopic) -> Result<Self> {
        Ok(Self {
            hub: hub.clone(),
            feed: Arc::new(Feed::open(&kafka.properties(), &topic.topic)?),
            partner,
            topic,
            followed: BTreeMap::new(),
            troubled: false,
        })
    }

    async fn run(mut self) -> Result<()> {
        let mut shares: Option<(u16, Shares)> = None;
        let mut counted: Option<Instant> = None;
        while !*self.hub.stopping.borrow() {
            if counted.is_none_or(|at| at.elapsed() >= COUNT) {
                let count = self.count().await;
                let count = self.told(count)?.flatten();
                counted = count.map(|_| Instant::now());
                self.share(&mut shares, count).await?;
            }
            let done = match &mut shares {
                Some((_, shares)) => self.round(shares).await,
                None => Ok(()),
            };
            let done = self.told(done)?;
            if done.is_none() || shares.is_none() {
                self.pause(TRY_AGAIN).await;
            }
        }
        match shares {
            Some((_, shares)) => Ok(shares.leave().await?),
            None => Ok(()),
        }
    }

    /// Begins to share the partitions of the topic, again where their number has changed.
    async fn share(
        &mut self,
        shares: &mut Option<(u16, Shares)>,
        count: Option<u16>,
    ) -> Result<()> {
        let (Some(count), known) = (count, shares.as_ref().map(|(known, _)| *known)) else {
            return Ok(());
        };
        if known == Some(count) {
            return Ok(());
        }
        if let Some((_, before)) = shares.take() {
            before.leave().await?;
        }
        let what = (GROUP, self.topic.topic.as_str(), count);
        let hub = &self.hub;
        let new = Shares::new(hub.store.clone(), what, &hub.owner, system::now_ms);
        *shares = Some((count, new));
        Ok(())
    }

    async fn count(&mut self) -> Result<Option<u16>> {
        let feed = Arc::clone(&self.feed);
        let count = aside(move || feed.partitions()).await?;
        if count.is_none() && !self.troubled {
            let (topic, partner) = (&self.topic.topic, &self.partner);
            tracing::warn!(topic, partner.id = %partner, "the topic is not there yet; waiting for it");
            self.troubled = true;
        }
        Ok(count)
    }

    /// Tells of an outage once and of its end; `None` means that it lasts. What is no outage ends
    /// the role.
    fn told<T>(&mut self, done: Result<T>) -> Result<Option<T>> {
        match done {
            Ok(done) => Ok(Some(done)),
            Err(error) if passes(&error) => {
                if !self.troubled {
                    let error = failure::line(&error);
                    tracing::warn!(
                        topic = self.topic.topic,
                        error,
                        "records wait at the brokers"
                    );
                }
                self.troubled = true;
                // What was taken and not kept is taken again.
                self.followed.clear();
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Takes in what there is of the partitions this process holds.
    async fn round(&mut self, shares: &mut Shares) -> Result<()> {
        shares.hold().await?;
        self.follow(&shares.held()).await?;
        if self.followed.is_empty() || self.hub.admission.files_wait().await {
            self.pause(POLL).await;
            return Ok(());
        }
        let feed = Arc::clone(&self.feed);
        let records = aside(move || feed.take(BATCH, POLL)).await?;
        let mut partitions: BTreeMap<u16, Vec<Record>> = BTreeMap::new();
        for record in records {
            partitions.entry(record.partition).or_default().push(record);
        }
        let held = shares.held();
        let shares = &*shares;
        let taken = partitions.into_iter().filter_map(|(partition, records)| {
            let lease = held.get(&partition)?;
            // Taken over meanwhile: the offset is not ours to move from.
            let ours = self.followed.get(&partition) == Some(&lease.epoch);
            ours.then(|| self.take(shares, partition, *lease, records))
        });
        try_join_all(taken).await?;
        Ok(())
    }

    /// Reads the partitions that are held from their cursors on.
    async fn follow(&mut self, held: &BTreeMap<u16, Lease>) -> Result<()> {
        let epochs: BTreeMap<u16, i64> = held.iter().map(|(p, lease)| (*p, lease.epoch)).collect();
        if epochs == self.followed {
            return Ok(());
        }
        let feed = Arc::clone(&self.feed);
        let from = held.iter().map(|(p, lease)| (*p, lease.next)).collect();
        for moved in aside(move || feed.follow(&from)).await? {
            let transport::Moved {
                partition,
                wanted,
                oldest,
            } = moved;
            // A topic seen for the first time has lost nothing of ours.
            if wanted > 0 {
                tracing::warn!(
                    topic = self.topic.topic,
                    partition,
                    wanted,
                    oldest,
                    "the brokers no longer hold the next record; reading from their oldest"
                );
            }
        }
        if !epochs.is_empty() && std::mem::take(&mut self.troubled) {
            tracing::info!(topic = self.topic.topic, "the topic can be read now");
        }
        self.followed = epochs;
        Ok(())
    }

    /// Keeps and reads records of a partition in their order, then moves its cursor.
    async fn take(
        &self,
        shares: &Shares,
        partition: u16,
        lease: Lease,
        records: Vec<Record>,
    ) -> Result<()> {
        let Some(next) = records.last().map(|record| record.offset + 1) else {
            return Ok(());
        };
        let (hub, topic) = (&self.hub, &self.topic.topic);
        for record in records {
            let delivery = record::delivery(topic, record);
            if let Some((document, bytes)) = receive(hub, &self.partner, delivery).await? {
                read(hub, document, bytes).await?;
            }
        }
        // Fenced off, the worker that took the partition finds the same documents.
        let _ = shares.advance(partition, lease, next).await?;
        Ok(())
    }

    async fn pause(&self, time: Duration) {
        tokio::select! {
            () = self.hub.stopped() => {}
            () = tokio::time::sleep(time) => {}
        }
    }
}

/// Says whether the cause of an error passes by itself.
fn passes(error: &anyhow::Error) -> bool {
    let of_a_topic = |cause: &(dyn std::error::Error + 'static)| {
        matches!(cause.downcast_ref(), Some(transport::Error::Topic { .. }))
    };
    error.chain().any(of_a_topic) || failure::disposition(error) == Some(bus::Disposition::Retry)
}

/// Waits for Kafka's client on a thread made for waiting.
async fn aside<T: Send + 'static>(
    ask: impl FnOnce() -> Result<T, transport::Error> + Send + 'static,
) -> Result<T> {
    let asked = tokio::task::spawn_blocking(ask).await;
    Ok(asked.context("the reader of a topic ended in a panic")??)
}
