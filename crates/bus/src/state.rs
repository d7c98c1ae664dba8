use model::{DateTime, Utc};
use rdkafka::producer::FutureRecord;

use crate::Error;
use crate::kafka::{CloudEvent, Kafka, Producer};
use crate::topics::StateTopic;

/// The group whose cursors say how far what others may read follows the log.
pub const PUBLISH: &str = "publish";

/// The latest value of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateRecord {
    /// Its topic.
    pub topic: &'static StateTopic,
    /// Its key.
    pub key: String,
    /// Its value, JSON.
    pub body: Vec<u8>,
}

/// When and up to where in the log values are known to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The partition of site facts they follow from, and of their topics that they go to.
    pub partition: u16,
    /// The offset of the first fact that may not be in them.
    pub offset: i64,
    /// The time of the business.
    pub at: DateTime<Utc>,
}

/// Writes compacted topics of state for other systems to read.
#[derive(Debug)]
pub struct StateWriter {
    kafka: Kafka,
    producer: Producer,
}

impl StateWriter {
    /// Prepares to write.
    pub fn new(kafka: &Kafka) -> Result<Self, Error> {
        Ok(Self {
            producer: Producer::new(kafka)?,
            kafka: kafka.clone(),
        })
    }

    /// Writes values and waits until the brokers have acknowledged all of them. Writing the same
    /// again does no harm.
    pub async fn write(&self, records: &[StateRecord], as_of: AsOf) -> Result<(), Error> {
        let mut sent = Vec::with_capacity(records.len());
        for StateRecord { topic, key, body } in records {
            let name = self.kafka.topic(topic.name);
            let id = format!("{}:{key}:{}", topic.name, as_of.offset);
            let headers = CloudEvent {
                id: &id,
                kind: topic.kind,
                key,
                at: as_of.at,
                offset: as_of.offset,
            };
            let record = FutureRecord::<str, [u8]>::to(&name)
                .partition(as_of.partition.into())
                .key(key)
                .payload(body)
                .headers(headers.headers(None));
            sent.push(self.producer.enqueue(record).await?);
        }
        self.producer.arrived(sent).await
    }
}
