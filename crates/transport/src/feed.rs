use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::{ClientConfig, Message, Offset, TopicPartitionList};

use crate::Error;

/// How long a broker may take to answer a question.
const PATIENCE: Duration = Duration::from_secs(5);

/// A topic that another system publishes, read from offsets that somebody else remembers.
///
/// Every call waits on the thread that makes it. Nothing is told to the brokers: what was taken and
/// not remembered is taken again.
pub struct Feed {
    consumer: BaseConsumer,
    topic: String,
}

/// A record of a foreign topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its partition.
    pub partition: u16,
    /// Its offset.
    pub offset: i64,
    /// Its value; empty where it has none.
    pub bytes: Vec<u8>,
}

/// A partition that cannot be read from where it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The partition.
    pub partition: u16,
    /// The offset that was asked for.
    pub wanted: i64,
    /// The oldest offset that is there, from which it is read.
    pub oldest: i64,
}

impl Feed {
    /// Prepares to read a topic. `properties` say how to reach the brokers, as Kafka's client names
    /// them.
    pub fn open(properties: &BTreeMap<&'static str, String>, topic: &str) -> Result<Self, Error> {
        let mut config = ClientConfig::new();
        for (name, value) in properties {
            config.set(*name, value);
        }
        config
            // The client wants a name, though we share partitions without its help.
            .set("group.id", "stockbridge.feed")
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            // Where an offset disappears while we read, what is left is read.
            .set("auto.offset.reset", "earliest")
            .set("isolation.level", "read_committed")
            .set("fetch.wait.max.ms", "50")
            .set("queued.max.messages.kbytes", "16384");
        let made = config.create();
        Ok(Self {
            consumer: made.map_err(|source| error("prepare to read", topic, source))?,
            topic: topic.to_owned(),
        })
    }

    /// Returns how many partitions the topic has; none where it does not exist.
    pub fn partitions(&self) -> Result<Option<u16>, Error> {
        let told = self.consumer.fetch_metadata(Some(&self.topic), PATIENCE);
        let told = told.map_err(|source| error("find", &self.topic, source))?;
        let found = told.topics().iter().find(|t| t.name() == self.topic);
        let found = found.filter(|t| t.error().is_none());
        let count = found.and_then(|t| u16::try_from(t.partitions().len()).ok());
        Ok(count.filter(|count| *count > 0))
    }

    /// Reads these partitions from these offsets on, and no others. Returns those whose offset is
    /// not there, which are read from the oldest record.
    pub fn follow(&self, partitions: &BTreeMap<u16, i64>) -> Result<Vec<Moved>, Error> {
        let mut moved = Vec::new();
        let mut list = TopicPartitionList::new();
        for (&partition, &wanted) in partitions {
            let (oldest, next) = self
                .consumer
                .fetch_watermarks(&self.topic, partition.into(), PATIENCE)
                .map_err(|source| error("find the records of", &self.topic, source))?;
            let there = (oldest..=next).contains(&wanted);
            if !there {
                moved.push(Moved {
                    partition,
                    wanted,
                    oldest,
                });
            }
            let from = Offset::Offset(if there { wanted } else { oldest });
            list.add_partition_offset(&self.topic, partition.into(), from)
                .map_err(|source| error("follow", &self.topic, source))?;
        }
        let assigned = self.consumer.assign(&list);
        assigned.map_err(|source| error("follow", &self.topic, source))?;
        Ok(moved)
    }

    /// Takes at most so many records; waits until there is one, or the time is up.
    pub fn take(&self, most: usize, patience: Duration) -> Result<Vec<Record>, Error> {
        let until = Instant::now() + patience;
        let mut records = Vec::new();
        while records.len() < most {
            let wait = match records.is_empty() {
                true => until.saturating_duration_since(Instant::now()),
                false => Duration::ZERO,
            };
            match self.poll(wait) {
                Some(Ok(record)) => records.push(record),
                // What was taken counts; an error that lasts comes again.
                Some(Err(source)) if records.is_empty() => {
                    return Err(error("read", &self.topic, source));
                }
                Some(Err(_)) | None => break,
            }
        }
        Ok(records)
    }

    fn poll(&self, wait: Duration) -> Option<KafkaResult<Record>> {
        let message = match self.consumer.poll(wait)? {
            Ok(message) => message,
            Err(error) => return Some(Err(error)),
        };
        let partition = u16::try_from(message.partition());
        Some(Ok(Record {
            partition: partition.ok()?,
            offset: message.offset(),
            bytes: message.payload().unwrap_or_default().to_vec(),
        }))
    }
}

fn error(what: &'static str, topic: &str, source: KafkaError) -> Error {
    Error::Topic {
        what,
        topic: topic.to_owned(),
        source,
    }
}

impl std::fmt::Debug for Feed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Feed")
            .field("topic", &self.topic)
            .finish_non_exhaustive()
    }
}
