use std::time::Duration;

use rdkafka::error::KafkaError;
use rdkafka::producer::{DeliveryFuture, FutureProducer, FutureRecord};
use rdkafka::types::RDKafkaErrorCode;
use rdkafka::util::Timeout;

use super::Kafka;
use super::context::Context;
use crate::Error;

/// Sends records in order and adds nothing twice while it lives.
pub(crate) struct Producer {
    kafka: Kafka,
    inner: FutureProducer<Context>,
}

impl Producer {
    pub(crate) fn new(kafka: &Kafka) -> Result<Self, Error> {
        let mut config = kafka.config();
        config
            .set("enable.idempotence", "true")
            .set("acks", "all")
            .set("compression.type", "zstd")
            .set("linger.ms", "5")
            .set("message.max.bytes", "4194304")
            // An outage is told within half a minute; what was not acknowledged is sent again.
            .set("message.timeout.ms", "30000");
        Ok(Self {
            inner: kafka.client(&config)?,
            kafka: kafka.clone(),
        })
    }

    /// Puts a record in the queue, as soon as there is room.
    pub(crate) async fn enqueue(
        &self,
        mut record: FutureRecord<'_, str, [u8]>,
    ) -> Result<DeliveryFuture, Error> {
        loop {
            match self.inner.send_result(record) {
                Ok(delivery) => return Ok(delivery),
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), back)) => {
                    record = back;
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                Err((error, _)) => return Err(self.kafka.refused(&error)),
            }
        }
    }

    /// Waits until all of these are acknowledged.
    pub(crate) async fn arrived(&self, sent: Vec<DeliveryFuture>) -> Result<(), Error> {
        for delivery in sent {
            let arrived = delivery.await;
            let arrived = arrived.map_err(|_| Error::KafkaSettings("the producer ended".into()))?;
            arrived.map_err(|(error, _)| self.kafka.refused(&error))?;
        }
        self.kafka.well();
        Ok(())
    }
}

impl std::fmt::Debug for Producer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Producer").finish_non_exhaustive()
    }
}

impl Drop for Producer {
    fn drop(&mut self) {
        use rdkafka::producer::Producer as _;
        // What was not acknowledged is sent again; waiting for it would only hold up the end.
        self.inner
            .purge(rdkafka::producer::PurgeConfig::default().queue().inflight());
        let _ = self.inner.flush(Timeout::After(Duration::from_millis(100)));
    }
}
