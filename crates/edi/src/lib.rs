//! Electronic data interchange in X12 and EDIFACT: a tolerant reader with byte positions, envelope and schema
//! checks, acknowledgements and a writer.
//!
//! Nothing here does input or output, reads a clock or panics. [`read`] takes any bytes; what is
//! wrong with them comes back as findings. [`check`] adds what a message's schema says, with
//! [`Schemas`] given as data. [`acknowledge`], [`ta1`] and
//! [`contrl`] write what the sender should hear.
#![warn(missing_docs)]

mod file;
mod header;
mod scan;
mod segment;
mod token;
mod tokens;

mod envelope;
mod read;

mod cause;
mod code;
mod explain;
mod finding;
mod place;

mod schema;

mod check;
mod report;

mod acknowledge;
mod error;
mod reply;
mod write;

mod anonymise;
mod diff;
mod outline;
mod rewrite;
mod sample;

#[cfg(test)]
#[path = "../tests/it/corpus.rs"]
mod corpus;
#[cfg(test)]
#[path = "../tests/it/dice.rs"]
mod dice;
#[cfg(test)]
#[path = "../tests/it/schema_files.rs"]
mod schema_files;

pub use acknowledge::{
    AcknowledgeSettings, AcknowledgementKind, ContrlSettings, acknowledge, contrl,
    contrl_duplicate, contrl_received, ta1, ta1_duplicate,
};
pub use anonymise::anonymise;
pub use check::{Checker, check};
pub use code::{Code, Severity};
pub use diff::{Compare, Difference, Differing, Side, diff};
pub use error::Error;
pub use explain::{Explanation, Language, explain};
pub use file::{File, Group, Interchange, InterchangeAcknowledgement, Message, Party, Standard};
pub use finding::{Acknowledgement, Finding, Implementation, Level, Owner, Trigger, Unit};
pub use outline::{Outline, Value, outline};
pub use place::{Part, Place};
pub use read::{Event, MessageHeader, Reader, Sink, read};
pub use reply::{ReplyCode, explain_reply, reply_codes};
pub use report::{GroupReport, InterchangeReport, MessageReport, MessageReports, Report, Verdict};
pub use rewrite::{canonical, rewrite};
pub use sample::{SampleSettings, sample};
pub use schema::Schemas;
pub use segment::{Element, Parts, Segment};
pub use token::{Delimiters, Span};
pub use tokens::tokens;
pub use write::{
    EdifactEnvelope, EdifactGroupEnvelope, EdifactMessageType, EdifactWriter, Envelope,
    GroupEnvelope, Writer,
};
