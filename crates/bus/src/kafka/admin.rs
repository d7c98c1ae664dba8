use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::Client;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::metadata::Metadata;
use rdkafka::types::RDKafkaErrorCode;

use super::Kafka;
use super::context::Context;
use crate::Error;
use crate::topics::{self, AtBrokers};

/// How long a broker may take to answer before it counts as unreachable.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// What was found or done about a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicReport {
    /// Its name at the brokers.
    pub name: String,
    /// Its partitions.
    pub partitions: u16,
    /// Whether it was made just now.
    pub made: bool,
}

impl Kafka {
    /// Makes the topics that are missing, and checks those that are there.
    pub async fn ensure_topics(&self) -> Result<Vec<TopicReport>, Error> {
        let metadata = self.metadata().await?;
        let mut made = Vec::new();
        for topic in topics::at_brokers() {
            if self.partitions(&metadata, &topic)?.is_none() {
                self.make(&topic).await?;
                made.push(topic.name);
            }
        }
        if !made.is_empty() {
            self.seen_by_brokers().await?;
        }
        let report = topics::at_brokers().map(|topic| TopicReport {
            name: self.topic(topic.name),
            partitions: topic.partitions,
            made: made.contains(&topic.name),
        });
        Ok(report.collect())
    }

    /// Waits until the brokers tell everybody of topics just made.
    async fn seen_by_brokers(&self) -> Result<(), Error> {
        let until = tokio::time::Instant::now() + PATIENCE;
        loop {
            match self.check().await {
                Err(Error::TopicMissing { .. }) if tokio::time::Instant::now() < until => {
                    tokio::time::sleep(LOOK_AGAIN).await;
                }
                seen => return seen,
            }
        }
    }

    /// Says whether Kafka can be reached and has every topic as declared.
    pub async fn check(&self) -> Result<(), Error> {
        let metadata = self.metadata().await?;
        for topic in topics::at_brokers() {
            if self.partitions(&metadata, &topic)?.is_none() {
                let topic = self.topic(topic.name);
                return Err(Error::TopicMissing { topic });
            }
        }
        Ok(())
    }

    async fn metadata(&self) -> Result<Metadata, Error> {
        let kafka = self.clone();
        // The library waits on the thread that asks.
        let asked = tokio::task::spawn_blocking(move || {
            let consumer: BaseConsumer<Context> = kafka.client(&kafka.config())?;
            let metadata = fetch(consumer.client()).map_err(|e| kafka.unreachable(&e))?;
            kafka.seen.well();
            Ok(metadata)
        });
        let ended = |e: tokio::task::JoinError| Error::KafkaSettings(e.to_string());
        asked.await.map_err(ended)?
    }

    /// Returns how many partitions a topic has; none where it does not exist.
    fn partitions(&self, metadata: &Metadata, topic: &AtBrokers) -> Result<Option<u16>, Error> {
        let name = self.topic(topic.name);
        let found = metadata.topics().iter().find(|t| t.name() == name);
        let Some(found) = found.filter(|t| t.error().is_none()) else {
            return Ok(None);
        };
        let partitions = found.partitions().len();
        if partitions != usize::from(topic.partitions) {
            return Err(Error::TopicPartitions {
                topic: name,
                found: partitions,
                expected: topic.partitions,
            });
        }
        Ok(Some(topic.partitions))
    }

    async fn make(&self, topic: &AtBrokers) -> Result<(), Error> {
        let admin: AdminClient<Context> = self.client(&self.config())?;
        let name = self.topic(topic.name);
        let copies = self.settings.replication.map_or(-1, i32::from);
        let new = topic.kafka.iter().fold(
            NewTopic::new(
                &name,
                topic.partitions.into(),
                TopicReplication::Fixed(copies),
            ),
            |new, (key, value)| new.set(key, value),
        );
        let options = AdminOptions::new().operation_timeout(Some(PATIENCE));
        let answers = admin.create_topics([&new], &options).await;
        for answer in answers.map_err(|e| self.unreachable(&e))? {
            match answer {
                // Another process was faster.
                Ok(_) | Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
                Err((topic, code)) => {
                    let cause = code.to_string();
                    return Err(Error::TopicRefused { topic, cause });
                }
            }
        }
        Ok(())
    }
}

fn fetch(client: &Client<Context>) -> rdkafka::error::KafkaResult<Metadata> {
    client.fetch_metadata(None, PATIENCE)
}
