//! The log: which topics there are, how events are keyed, and how a group consumes them.
//!
//! Everything after "give me the next events of my partitions" is the same whether the log is
//! read from the database or comes through Kafka.

mod batch;
mod consumer;
mod error;
mod kafka;
mod log;
mod relay;
mod shares;
mod state;
pub mod topics;
pub mod trace;

pub use batch::{Batch, Event};
pub use consumer::{Applied, Consumer};
pub use error::{Disposition, Error};
pub use kafka::{Kafka, KafkaSettings, Record, TopicReport, headers};
pub use log::{commit_of, publish, quiescent};
pub use relay::{RELAY, Relay};
pub use shares::Shares;
pub use state::{AsOf, PUBLISH, StateRecord, StateWriter};
