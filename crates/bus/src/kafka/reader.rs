//! The thread that reads Kafka. The library's consumer belongs to one thread from birth to death;
//! a bounded channel holds it back when nobody takes what it reads.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::error::KafkaResult;
use rdkafka::{Offset, TopicPartitionList};
use tokio::sync::mpsc;

use super::context::Context;
use super::{Kafka, Record};
use crate::Error;

/// Records read ahead.
const AHEAD: usize = 4_096;
const POLL: Duration = Duration::from_millis(50);
/// How often Kafka is told how far we are, for those who watch lag there. It decides nothing.
const HINT: Duration = Duration::from_secs(5);

/// What the reader is told.
#[derive(Debug)]
pub(super) enum Command {
    /// Read these partitions, too, from an offset of Kafka or from the beginning.
    Follow(Vec<(u16, Option<i64>)>),
    /// Stop reading these.
    Drop(Vec<u16>),
    /// So far has the database got.
    Reached(u16, i64),
}

/// The reading end. Dropped, it ends the thread.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) records: mpsc::Receiver<Record>,
    commands: Sender<Command>,
}

impl Reader {
    pub(super) fn start(kafka: &Kafka, group: &str, topic: &'static str) -> Result<Self, Error> {
        let mut config = kafka.config();
        config
            .set("group.id", format!("stockbridge.{group}"))
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            // Where our place in Kafka is gone, what comes twice is skipped and what is missing is
            // read from the database.
            .set("auto.offset.reset", "earliest")
            .set("fetch.wait.max.ms", "50")
            .set("queued.min.messages", "1000")
            .set("queued.max.messages.kbytes", "16384");
        let consumer: BaseConsumer<Context> = kafka.client(&config)?;
        let (to, records) = mpsc::channel(AHEAD);
        let (commands, told) = channel();
        let name = kafka.topic(topic);
        let mut work = Work {
            consumer,
            kafka: kafka.clone(),
            topic,
            name,
            to,
            waiting: VecDeque::new(),
            paused: false,
            reached: BTreeMap::new(),
            hinted: Instant::now(),
        };
        let spawned = thread::Builder::new()
            .name(format!("kafka-{group}"))
            .spawn(move || work.run(&told));
        spawned.map_err(|error| Error::KafkaSettings(error.to_string()))?;
        Ok(Self { records, commands })
    }

    pub(super) fn tell(&self, command: Command) {
        // A thread that ended has closed the channel of records, which its reader will see.
        let _ = self.commands.send(command);
    }
}

struct Work {
    consumer: BaseConsumer<Context>,
    kafka: Kafka,
    topic: &'static str,
    /// The topic's name at the brokers.
    name: String,
    to: mpsc::Sender<Record>,
    /// What was read while the channel was full.
    waiting: VecDeque<Record>,
    paused: bool,
    reached: BTreeMap<u16, i64>,
    hinted: Instant,
}

impl Work {
    fn run(&mut self, told: &Receiver<Command>) {
        loop {
            loop {
                match told.try_recv() {
                    Ok(command) => self.obey(command),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return,
                }
            }
            self.poll();
            if !self.hand_over() {
                return;
            }
            if self.hinted.elapsed() >= HINT {
                self.hint();
            }
        }
    }

    fn obey(&mut self, command: Command) {
        let done = match command {
            Command::Follow(partitions) => {
                let list = self.list(partitions.into_iter().map(|(partition, from)| {
                    (partition, from.map_or(Offset::Beginning, Offset::Offset))
                }));
                list.and_then(|list| {
                    self.consumer.incremental_assign(&list)?;
                    // Newly assigned partitions are not paused like the others.
                    match self.paused {
                        true => self.consumer.pause(&list),
                        false => Ok(()),
                    }
                })
            }
            Command::Drop(partitions) => {
                for partition in &partitions {
                    self.reached.remove(partition);
                }
                let list = self.list(partitions.into_iter().map(|p| (p, Offset::Invalid)));
                list.and_then(|list| self.consumer.incremental_unassign(&list))
            }
            Command::Reached(partition, offset) => {
                self.reached.insert(partition, offset);
                Ok(())
            }
        };
        if let Err(error) = done {
            tracing::warn!(topic = self.topic, %error, "Kafka's reader cannot change partitions");
        }
    }

    fn list(
        &self,
        partitions: impl Iterator<Item = (u16, Offset)>,
    ) -> KafkaResult<TopicPartitionList> {
        let mut list = TopicPartitionList::new();
        for (partition, offset) in partitions {
            list.add_partition_offset(&self.name, partition.into(), offset)?;
        }
        Ok(list)
    }

    /// Takes one message, and then those that are there already. One is asked for even when enough
    /// wait: a consumer that does not poll is thought dead.
    fn poll(&mut self) {
        let mut patience = POLL;
        loop {
            match self.consumer.poll(patience) {
                None => return,
                Some(Ok(message)) => {
                    self.kafka.seen.well();
                    match Record::read(self.topic, &message) {
                        Some(record) => self.waiting.push_back(record),
                        None => tracing::warn!(
                            topic = self.topic,
                            "a record in our topic is not ours; it is left alone"
                        ),
                    }
                }
                Some(Err(error)) => {
                    tracing::debug!(topic = self.topic, %error, "Kafka's reader");
                    return;
                }
            }
            patience = Duration::ZERO;
            if self.waiting.len() >= AHEAD {
                return;
            }
        }
    }

    /// Hands over what was read; says whether anyone is left to take it.
    fn hand_over(&mut self) -> bool {
        while let Some(record) = self.waiting.pop_front() {
            match self.to.try_send(record) {
                Ok(()) => {}
                Err(mpsc::error::TrySendError::Closed(_)) => return false,
                Err(mpsc::error::TrySendError::Full(record)) => {
                    self.waiting.push_front(record);
                    self.pause(true);
                    return true;
                }
            }
        }
        self.pause(false);
        !self.to.is_closed()
    }

    fn pause(&mut self, pause: bool) {
        if self.paused == pause {
            return;
        }
        let changed = self.consumer.assignment().and_then(|all| match pause {
            true => self.consumer.pause(&all),
            false => self.consumer.resume(&all),
        });
        match changed {
            Ok(()) => self.paused = pause,
            Err(error) => tracing::debug!(%error, "Kafka's reader cannot pause or go on"),
        }
    }

    fn hint(&mut self) {
        self.hinted = Instant::now();
        let reached = std::mem::take(&mut self.reached);
        if reached.is_empty() {
            return;
        }
        let list = self.list(reached.into_iter().map(|(p, o)| (p, Offset::Offset(o))));
        let told = list.and_then(|list| self.consumer.commit(&list, CommitMode::Async));
        if let Err(error) = told {
            tracing::debug!(%error, "Kafka was not told how far we are");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use model::{DateTime, EventId};
    use rdkafka::producer::{FutureProducer, FutureRecord, Producer};
    use store::StoredEvent;

    use super::*;
    use crate::kafka::{KafkaSettings, headers};
    use crate::topics::SITE_FACTS;

    /// More than are read ahead.
    const EVENTS: i64 = 3 * AHEAD as i64;

    fn kafka() -> Option<Kafka> {
        #[expect(clippy::disallowed_methods, reason = "the one setting of this test")]
        let brokers = std::env::var("STOCKBRIDGE_TEST_KAFKA").ok()?;
        let prefix = format!("reader-{}.", std::process::id());
        Some(Kafka::new(KafkaSettings {
            brokers,
            prefix,
            ..KafkaSettings::default()
        }))
    }

    fn event(partition: u16, offset: i64) -> StoredEvent {
        StoredEvent {
            topic: SITE_FACTS.name.to_owned(),
            partition,
            offset,
            id: EventId::new(format!("e{partition}-{offset}")).unwrap(),
            key: "k".to_owned(),
            kind: "x".to_owned(),
            at: DateTime::UNIX_EPOCH,
            trace: None,
            body: b"{}".to_vec(),
        }
    }

    async fn fill(kafka: &Kafka, partition: u16) {
        let producer: FutureProducer = kafka.config().create().unwrap();
        let topic = kafka.topic(SITE_FACTS.name);
        for offset in 0..EVENTS {
            let event = event(partition, offset);
            let record = FutureRecord::to(&topic)
                .partition(partition.into())
                .key(&event.key)
                .payload(&event.body)
                .headers(headers(&event));
            drop(producer.send_result(record).map_err(|(e, _)| e).unwrap());
        }
        let flushed = tokio::task::spawn_blocking(move || producer.flush(Duration::from_secs(30)));
        flushed.await.unwrap().unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_reader_held_back_loses_nothing_and_goes_on() {
        let Some(kafka) = kafka() else { return };
        kafka.ensure_topics().await.unwrap();
        fill(&kafka, 0).await;
        fill(&kafka, 1).await;
        let mut reader = Reader::start(&kafka, "test", SITE_FACTS.name).unwrap();
        // Nobody takes anything: it is held back. Another partition comes meanwhile.
        reader.tell(Command::Follow(vec![(0, None)]));
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!(reader.records.len(), AHEAD);
        reader.tell(Command::Follow(vec![(1, None)]));
        let mut next: BTreeMap<u16, i64> = BTreeMap::from([(0, 0), (1, 0)]);
        while next.values().any(|next| *next < EVENTS) {
            let read = tokio::time::timeout(Duration::from_secs(30), reader.records.recv());
            let read = read.await.expect("the rest is read").unwrap();
            let next = next.get_mut(&read.event.partition).unwrap();
            assert_eq!(read.event.offset, *next);
            *next += 1;
        }
    }
}
