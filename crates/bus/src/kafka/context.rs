use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rdkafka::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::ConsumerContext;
use rdkafka::error::KafkaError;

/// What the clients of this process last saw of Kafka.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<Option<String>>);

impl Seen {
    pub(super) fn trouble(&self) -> Option<String> {
        self.last().clone()
    }

    pub(super) fn well(&self) {
        if self.last().take().is_some() {
            tracing::info!("Kafka can be reached again");
        }
    }

    pub(super) fn ill(&self, cause: String) {
        let mut last = self.last();
        if last.is_none() {
            tracing::warn!(
                cause,
                "Kafka cannot be reached; the log goes on in the database"
            );
        }
        *last = Some(cause);
    }

    fn last(&self) -> MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hears what the client library tells beside the answers it gives.
#[derive(Debug, Clone)]
pub(crate) struct Context(pub(super) Arc<Seen>);

impl ClientContext for Context {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, text: &str) {
        match level {
            RDKafkaLogLevel::Emerg
            | RDKafkaLogLevel::Alert
            | RDKafkaLogLevel::Critical
            | RDKafkaLogLevel::Error
            | RDKafkaLogLevel::Warning => tracing::debug!(facility, text, "Kafka client"),
            RDKafkaLogLevel::Notice | RDKafkaLogLevel::Info | RDKafkaLogLevel::Debug => {
                tracing::trace!(facility, text, "Kafka client");
            }
        }
    }

    fn error(&self, error: KafkaError, reason: &str) {
        use rdkafka::types::RDKafkaErrorCode as Code;
        let code = error.rdkafka_error_code();
        let outage = matches!(
            code,
            Some(
                Code::AllBrokersDown
                    | Code::Authentication
                    | Code::SSL
                    | Code::BrokerTransportFailure
                    | Code::Resolve
            )
        );
        // One broker of several that is away is no outage, and says so by the same code.
        if outage {
            self.0.ill(reason.to_owned());
        }
    }
}

impl ConsumerContext for Context {}
