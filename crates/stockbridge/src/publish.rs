//! Publishes the latest positions, forecasts and orders in topics of Kafka for other systems to
//! read, a part of the role RELAY. They follow from the tables: a site is read again once `plan`
//! has applied a fact of it. Without brokers there is nothing to do.

mod site;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use anyhow::Result;
use bus::topics::SITE_FACTS;
use bus::{Applied, AsOf, Disposition, Kafka, PUBLISH, Shares, StateRecord, StateWriter};
use model::event::SiteFact;
use store::{Lease, StoredEvent};
use tokio::time::Instant;

use crate::hub::Hub;
use crate::{failure, plan, system};
use site::Place;

/// Facts looked at together: a site is read once for all of its facts among them.
const BATCH: i64 = 2_000;
/// Records sent before their arrival is awaited.
const AT_ONCE: usize = 5_000;
/// How long facts gather before the sites they are about are read.
const GATHER: Duration = Duration::from_millis(250);
/// The kind of facts that make up most of the log.
const REPORT: &str = "activity_reported";
/// So many times as long as it works, it rests.
const REST: u32 = 4;
/// What it waited for brokers is no work, and must not keep others waiting as well.
const LONGEST_REST: Duration = Duration::from_secs(2);
const TRY_AGAIN: Duration = Duration::from_millis(500);

/// Publishes until the process should finish.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    let Some(kafka) = hub.kafka.clone() else {
        return Ok(());
    };
    let mut publisher = Publisher::new(hub.clone(), kafka)?;
    while !*hub.stopping.borrow() {
        let begun = Instant::now();
        let pause = match publisher.round().await {
            // Whoever receives and plans goes first: others read a little later, and what piles up
            // meanwhile costs less, because a site is read once for all of it.
            Ok(()) => (begun.elapsed() * REST).clamp(GATHER, LONGEST_REST),
            Err(error) if failure::disposition(&error) == Some(Disposition::Retry) => {
                tracing::debug!(error = failure::line(&error), "cannot publish yet");
                publisher.recover()?;
                TRY_AGAIN
            }
            Err(error) => return Err(error),
        };
        tokio::select! {
            () = hub.stopped() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    publisher.leave().await
}

struct Publisher {
    hub: Hub,
    kafka: Kafka,
    writer: StateWriter,
    shares: Shares,
    /// What was published of each partition since it was taken, under the epoch of that time.
    published: BTreeMap<u16, (i64, Published)>,
}

/// A digest of the last value of each topic and key, so that the same is not sent again.
type Published = HashMap<(&'static str, String), u64>;

impl Publisher {
    fn new(hub: Hub, kafka: Kafka) -> Result<Self> {
        let what = (PUBLISH, SITE_FACTS.name, SITE_FACTS.partitions);
        Ok(Self {
            writer: StateWriter::new(&kafka)?,
            shares: Shares::new(hub.store.clone(), what, &hub.owner, system::now_ms),
            published: BTreeMap::new(),
            hub,
            kafka,
        })
    }

    /// Makes a new writer where the old one is of no more use.
    fn recover(&mut self) -> Result<()> {
        self.writer = StateWriter::new(&self.kafka)?;
        Ok(())
    }

    async fn leave(self) -> Result<()> {
        Ok(self.shares.leave().await?)
    }

    /// Publishes what the facts that `plan` has applied since have changed.
    async fn round(&mut self) -> Result<()> {
        self.shares.hold().await?;
        let held = self.shares.held();
        self.published.retain(|partition, (epoch, _)| {
            // Whoever held the partition meanwhile may have published something else.
            held.get(partition)
                .is_some_and(|lease| lease.epoch == *epoch)
        });
        for (partition, planned) in self.planned().await? {
            if let Some(lease) = held.get(&partition).filter(|lease| lease.next < planned) {
                self.follow(partition, *lease, planned).await?;
            }
        }
        Ok(())
    }

    /// Returns how far `plan` has got in each partition.
    async fn planned(&self) -> Result<Vec<(u16, i64)>> {
        let progress = self.hub.store.progress().await?.into_iter();
        let of_plan = progress.filter(|part| part.topic == SITE_FACTS.name);
        let next = of_plan.filter_map(|part| {
            let (group, next) = part.group?;
            (group == SITE_FACTS.group).then_some((part.partition, next))
        });
        Ok(next.collect())
    }

    async fn follow(&mut self, partition: u16, lease: Lease, planned: i64) -> Result<()> {
        let next = planned.min(lease.next + BATCH);
        let limit = u32::try_from(next - lease.next)?;
        let store = self.hub.store.clone();
        let facts = store
            .read_events(SITE_FACTS.name, partition, lease.next, limit)
            .await?;
        let touched = self.touched(partition, &facts);
        let at = store.time_known(partition).await?;
        let as_of = AsOf {
            partition,
            offset: next,
            at: at.unwrap_or_else(|| self.hub.time.now()),
        };
        self.publish(touched, lease.epoch, as_of).await?;
        match self.shares.advance(partition, lease, next).await? {
            Applied::Committed => {}
            Applied::Fenced => drop(self.published.remove(&partition)),
        }
        Ok(())
    }

    /// Returns the sites that facts are about and the orders they name. A day that opens touches
    /// every site of the partition, and has all of them sent again.
    fn touched(&mut self, partition: u16, facts: &[StoredEvent]) -> Touched {
        let mut touched = Touched::default();
        for fact in facts {
            if fact.kind == REPORT {
                // Long, and names no order: its key says enough.
                touched.places.extend(site::place(&fact.key));
                continue;
            }
            // What cannot be read was set aside by `plan` and changed nothing.
            let Ok(body) = serde_json::from_slice::<SiteFact>(&fact.body) else {
                continue;
            };
            touched.orders.extend(plan::order_of(&body).cloned());
            match body {
                SiteFact::DayOpened(_) => {
                    self.published.remove(&partition);
                    let all = site::of_partition(&self.hub.reference, partition);
                    touched.places.extend(all);
                }
                _ => touched.places.extend(site::place(&fact.key)),
            }
        }
        touched
    }

    async fn publish(&mut self, touched: Touched, epoch: i64, as_of: AsOf) -> Result<()> {
        let (_, mut published) = self
            .published
            .remove(&as_of.partition)
            .unwrap_or_else(|| (epoch, Published::new()));
        let mut waiting = Vec::new();
        let today = as_of.at.date_naive();
        for place in &touched.places {
            let records = site::records(&self.hub, place, today).await?;
            waiting.extend(records.into_iter().filter(|r| is_new(&published, r)));
            if waiting.len() >= AT_ONCE {
                self.send(&mut waiting, &mut published, as_of).await?;
            }
        }
        for order in &touched.orders {
            let records = site::order_records(&self.hub, order).await?;
            waiting.extend(records.into_iter().filter(|r| is_new(&published, r)));
        }
        self.send(&mut waiting, &mut published, as_of).await?;
        self.published.insert(as_of.partition, (epoch, published));
        Ok(())
    }

    async fn send(
        &self,
        waiting: &mut Vec<StateRecord>,
        published: &mut Published,
        as_of: AsOf,
    ) -> Result<()> {
        self.writer.write(waiting, as_of).await?;
        for record in waiting.drain(..) {
            let digest = digest(&record.body);
            published.insert((record.topic.name, record.key), digest);
        }
        Ok(())
    }
}

/// What facts have changed.
#[derive(Default)]
struct Touched {
    places: BTreeSet<Place>,
    orders: BTreeSet<model::OrderId>,
}

fn is_new(published: &Published, record: &StateRecord) -> bool {
    let known = published.get(&(record.topic.name, record.key.clone()));
    known != Some(&digest(&record.body))
}

fn digest(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    hasher.finish()
}
