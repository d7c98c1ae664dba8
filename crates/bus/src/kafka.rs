//! Kafka as the carrier of the log. It transports; the database alone says what is done.

mod admin;
mod context;
mod producer;
mod reader;
mod record;
mod tail;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rdkafka::ClientConfig;
use rdkafka::config::FromClientConfigAndContext;
use serde::{Deserialize, Serialize};

use crate::Error;
use context::{Context, Seen};

pub use admin::TopicReport;
pub(crate) use producer::Producer;
pub(crate) use record::{CloudEvent, value};
pub use record::{Record, headers};
pub(crate) use tail::{Next, Tail};

/// How to reach Kafka. Passed through to the client library, which speaks to any broker from 1.0 on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KafkaSettings {
    /// `host:port`, several separated by commas.
    pub brokers: String,
    /// Put before every topic's name, so that deployments can share a cluster.
    #[serde(default)]
    pub prefix: String,
    /// Copies of a partition that new topics get; the brokers' default where not given.
    pub replication: Option<u16>,
    /// `plaintext`, `ssl`, `sasl_plaintext` or `sasl_ssl`; plaintext where not given.
    pub security_protocol: Option<String>,
    /// `SCRAM-SHA-256`, `SCRAM-SHA-512` or `PLAIN`.
    pub sasl_mechanism: Option<String>,
    /// Who we are.
    pub sasl_username: Option<String>,
    /// Our password; set it by the environment.
    pub sasl_password: Option<String>,
    /// File of the certificates that sign the brokers'; the system's where not given.
    pub ca: Option<PathBuf>,
}

/// A way to Kafka. Clones share what is known of its state.
#[derive(Debug, Clone)]
pub struct Kafka {
    settings: Arc<KafkaSettings>,
    seen: Arc<Seen>,
}

impl Kafka {
    /// Prepares to reach Kafka; nothing is connected yet.
    pub fn new(settings: KafkaSettings) -> Self {
        Self {
            settings: Arc::new(settings),
            seen: Arc::default(),
        }
    }

    /// Returns why Kafka cannot be reached now; `None` while it can, or was never tried.
    pub fn trouble(&self) -> Option<String> {
        self.seen.trouble()
    }

    /// Returns the name of a topic at the brokers.
    pub fn topic(&self, name: &str) -> String {
        format!("{}{name}", self.settings.prefix)
    }

    /// Returns how to reach the brokers, as the client library names it.
    pub fn properties(&self) -> BTreeMap<&'static str, String> {
        let settings = &self.settings;
        let ca = settings.ca.as_ref().map(|ca| ca.display().to_string());
        let given = [
            ("security.protocol", settings.security_protocol.clone()),
            ("sasl.mechanism", settings.sasl_mechanism.clone()),
            ("sasl.username", settings.sasl_username.clone()),
            ("sasl.password", settings.sasl_password.clone()),
            ("ssl.ca.location", ca),
        ];
        let always = [
            ("bootstrap.servers", settings.brokers.clone()),
            ("client.id", "stockbridge".to_owned()),
            // A broker that came back is found again within two seconds, not ten.
            ("reconnect.backoff.max.ms", "2000".to_owned()),
        ];
        let given = given
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        always.into_iter().chain(given).collect()
    }

    fn config(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        for (name, value) in self.properties() {
            config.set(name, value);
        }
        config
    }

    fn client<T: FromClientConfigAndContext<Context>>(
        &self,
        config: &ClientConfig,
    ) -> Result<T, Error> {
        let context = Context(self.seen.clone());
        let made = config.create_with_context(context);
        made.map_err(|error| Error::KafkaSettings(error.to_string()))
    }

    pub(crate) fn well(&self) {
        self.seen.well();
    }

    /// Says that brokers did not take a record.
    pub(crate) fn refused(&self, error: &rdkafka::error::KafkaError) -> Error {
        self.seen.ill(error.to_string());
        self.unreachable(error)
    }

    fn unreachable(&self, error: &rdkafka::error::KafkaError) -> Error {
        let brokers = self.settings.brokers.clone();
        // The library says only that it failed; why, it told its context before.
        let cause = self.seen.trouble().unwrap_or_else(|| error.to_string());
        Error::KafkaUnreachable { brokers, cause }
    }
}
