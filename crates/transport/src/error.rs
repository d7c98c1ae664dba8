use std::io;
use std::path::PathBuf;

/// Says what could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// With a folder or file.
    #[error("cannot {what} {}", path.display())]
    Folder {
        /// What was attempted.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// With a foreign topic.
    #[error(
        "cannot {what} the topic {topic}; check that Kafka runs, that the topic is there and that \
         we may read it"
    )]
    Topic {
        /// What was attempted.
        what: &'static str,
        /// The topic.
        topic: String,
        /// What Kafka's client says.
        source: rdkafka::error::KafkaError,
    },
}
