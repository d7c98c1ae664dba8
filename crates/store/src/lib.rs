//! The database: the log and its cursors, views, documents. SQLite when embedded, PostgreSQL at
//! scale, behind one API and one SQL text.
//!
//! It commits what `ledger` and the roles decided, all or nothing, and holds no rule. Every query
//! made for a person takes a [`model::scope::Scope`] and applies it in SQL.

mod error;
mod open;

mod append;
mod apply;
mod commit;
mod notify;
mod writer;

mod backlog;
mod beside;
mod counts;
mod cursor;
mod cut;
mod dead_letter;
mod deadline;
mod document;
mod exception;
mod history;
mod interchange;
mod log;
mod order;
mod pool;
mod proposal;
mod session;
mod view;
mod worker;

mod backup;
mod fitness;
mod look;
mod named;
mod restore;
mod retention;

mod block;
mod codec;
mod sql;

pub use backlog::{Follower, Waiting};
pub use backup::back_up;
pub use beside::{Beside, Compared};
pub use block::{decode as decode_block, encode as encode_block};
pub use commit::{Commit, CursorMove, DeadLetter, NewEvent};
pub use counts::Counts;
pub use cursor::{Lease, Progress};
pub use dead_letter::{LetterState, ParkedKey, SetAside};
pub use document::DocumentFilter;
pub use error::{Conflict, Error};
pub use fitness::Contents;
pub use log::StoredEvent;
pub use look::{file_of, newest_schema};
pub use open::Store;
pub use order::{OrderFilter, OrderSummary};
pub use restore::{Moved, Restore, Restored, skip_control_numbers};
pub use retention::{AgedOut, Ageing};
pub use session::Session;
pub use worker::Rank;
