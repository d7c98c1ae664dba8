//! The log: which topics there are, how events are keyed, and how a group consumes them.
//!
//! Everything after "give me the next events of my partitions" is the same whether the log is
//! read from the database or, later, from Kafka.

mod batch;
mod consumer;
mod error;
mod log;
pub mod topics;

pub use batch::{Batch, Event};
pub use consumer::{Applied, Consumer};
pub use error::{Disposition, Error};
pub use log::{commit_of, publish, quiescent};
