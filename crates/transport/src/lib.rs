//! Moves bytes to and from partners. So far by folders: a partner, or the program that serves its
//! mailbox, puts files into one and takes ours out of another.

mod folder;

pub use folder::{Error, Inbox, Outbox, Taken};
