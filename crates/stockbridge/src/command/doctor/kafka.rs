//! Whether the brokers can be reached and have the topics as they must be.

use bus::Kafka;

use super::Check;
use crate::config::Config;

/// Checks the brokers, where any are configured.
pub(super) async fn kafka(settings: &Config) -> Vec<Check> {
    let Some(kafka) = settings.kafka.clone() else {
        return vec![Check::ok(
            "kafka",
            "not configured: the database is the log",
        )];
    };
    let brokers = kafka.brokers.clone();
    vec![match Kafka::new(kafka).check().await {
        Ok(()) => Check::ok("kafka", format!("{brokers}, with every topic as declared")),
        // The message names the next step by itself.
        Err(error) => Check::failed("kafka", error.to_string(), ""),
    }]
}
