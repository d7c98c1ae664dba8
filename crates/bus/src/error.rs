/// Says why the log could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database said no.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// An event cannot be written as JSON, or its name is too long.
    #[error("event {id} cannot be appended: {cause}")]
    Encode {
        /// The event.
        id: String,
        /// Why.
        cause: String,
    },
    /// A setting of Kafka cannot be used, or its client has ended.
    #[error("Kafka's client cannot work ({0}); check the section [kafka] of the settings")]
    KafkaSettings(String),
    /// No broker answers, or none lets us in.
    #[error(
        "Kafka at {brokers} cannot be reached ({cause}); check that it runs, and kafka.brokers, \
         kafka.security_protocol and kafka.sasl_* in the settings"
    )]
    KafkaUnreachable {
        /// Where it was sought.
        brokers: String,
        /// Why.
        cause: String,
    },
    /// A topic does not exist.
    #[error("Kafka has no topic {topic}; run `stockbridge topics ensure`")]
    TopicMissing {
        /// Its name at the brokers.
        topic: String,
    },
    /// A topic has another number of partitions than keys are spread over.
    #[error(
        "topic {topic} has {found} partitions and must have {expected}, or keys would lose their \
         order; give another kafka.prefix, or delete the topic (its events are in the database) \
         and run `stockbridge topics ensure`"
    )]
    TopicPartitions {
        /// Its name at the brokers.
        topic: String,
        /// How many it has.
        found: usize,
        /// How many it must have.
        expected: u16,
    },
    /// A topic could not be made.
    #[error("the brokers refuse to make topic {topic} ({cause}); ask who runs them")]
    TopicRefused {
        /// Its name at the brokers.
        topic: String,
        /// Why.
        cause: String,
    },
    /// Events that must be there are not.
    #[error("partition {partition} of {topic} has no event {expected}; restore the database")]
    Gap {
        /// The topic.
        topic: &'static str,
        /// The partition.
        partition: u16,
        /// The offset that is missing.
        expected: i64,
    },
}

/// What a consumer does about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Ask for the batch again: the cause passes by itself, or the state it was decided on moved.
    Retry,
    /// Set the event aside: it will never do.
    DeadLetter,
    /// Stop and tell a person: nothing can be applied until someone acts.
    Stop,
}

impl Error {
    /// Says what a consumer does about it.
    pub fn disposition(&self) -> Disposition {
        use store::Error as Store;
        match self {
            Self::Store(error) => match error {
                Store::Busy(_)
                | Store::Unreachable(_)
                | Store::Fenced { .. }
                | Store::Conflict { .. } => Disposition::Retry,
                Store::Unstorable(_) | Store::Refused(_) => Disposition::DeadLetter,
                Store::Address(_)
                | Store::InUse(_)
                | Store::Full
                | Store::ReadOnly(_)
                | Store::Newer { .. }
                | Store::Corrupt(_)
                | Store::Unfit { .. }
                | Store::Exists(_)
                | Store::Closed => Disposition::Stop,
            },
            Self::Encode { .. } => Disposition::DeadLetter,
            Self::KafkaUnreachable { .. } => Disposition::Retry,
            Self::Gap { .. }
            | Self::KafkaSettings(_)
            | Self::TopicMissing { .. }
            | Self::TopicPartitions { .. }
            | Self::TopicRefused { .. } => Disposition::Stop,
        }
    }
}
