//! Moves bytes to and from partners: by folders, where a partner, or the program that serves its
//! mailbox, puts files into one and takes ours out of another; and from topics of Kafka that other
//! systems publish.

mod error;
mod feed;
mod folder;

pub use error::Error;
pub use feed::{Feed, Moved, Record};
pub use folder::{Inbox, Outbox, Taken};
