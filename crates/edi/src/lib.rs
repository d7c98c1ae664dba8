//! Electronic data interchange in X12: a tolerant reader with byte positions, envelope and schema
//! checks, acknowledgements and a writer.
//!
//! Nothing here does input or output, reads a clock or panics. [`read`] takes any bytes; what is
//! wrong with them comes back as findings. [`check`] adds what a message's schema says, with
//! [`Schemas`] given as data. [`acknowledge`] and [`ta1`] write what the sender should hear.
#![warn(missing_docs)]

mod file;
mod header;
mod segment;
mod token;

mod envelope;
mod read;

mod code;
mod explain;
mod finding;
mod place;

mod schema;

mod check;
mod report;

mod acknowledge;
mod error;
mod write;

mod view;

pub use acknowledge::{AcknowledgeSettings, AcknowledgementKind, acknowledge, ta1};
pub use check::check;
pub use code::{Code, Severity};
pub use error::Error;
pub use explain::{Explanation, Language, explain};
pub use file::{File, Group, Interchange, InterchangeAcknowledgement, Message, Party, Standard};
pub use finding::{Acknowledgement, Finding, Level, Owner};
pub use place::{Part, Place};
pub use read::read;
pub use report::{GroupReport, InterchangeReport, MessageReport, Report, Verdict};
pub use schema::Schemas;
pub use segment::{Elements, Segment};
pub use token::{Delimiters, Span};
pub use view::{Line, view};
pub use write::{Envelope, GroupEnvelope, Writer};
