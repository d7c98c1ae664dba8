//! Documents to events and back: one file per message.
//!
//! Decoding returns what the document says, what could not be placed (unknown items and sites) and
//! findings; it never fails, because a bad document is data. Encoding returns bytes or says why the
//! document cannot be written. Nothing here does I/O or reads a clock.

pub mod x12_824;
pub mod x12_850;
pub mod x12_852;
pub mod x12_855;
pub mod x12_856;
pub mod x12_861;
pub mod x12_864;
pub mod x12_997;

pub mod edifact_aperak;
pub mod edifact_desadv;
pub mod edifact_invrpt;
pub mod edifact_orders;
pub mod edifact_ordrsp;
pub mod edifact_recadv;
pub mod edifact_slsrpt;

pub mod content;
pub mod convert;

pub mod advice;

pub mod activity_json;
pub mod record_json;
pub mod rows;
pub mod shipment_json;

mod ubl;

mod code;
mod events;
mod field;
mod finding;
mod ours;
mod reading;
mod schemas;
mod taking;
mod writing;

mod edifact;
mod x12;

#[cfg(test)]
#[path = "../tests/converting/all.rs"]
mod converting;

pub use code::{Code, Explanation, explain, in_words, meaning_and_fix};
pub use edi::Language;
pub use events::event_schemas;
pub use field::FieldError;
pub use finding::to_model;
pub use reading::{Decode, OrderReference, Said, Source, Unknown, UnknownKind, sources};
pub use schemas::{schema_files, schemas};
pub use writing::{Envelope, delimiters};

/// Says why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The schema files in the binary do not fit together.
    #[error("cannot read the message schemas")]
    Schemas(#[source] edi::Error),
    /// The writer refused what a document holds.
    #[error("cannot write {kind} {name}")]
    Write {
        /// The document's kind ("855").
        kind: &'static str,
        /// The order, shipment or control number it is about.
        name: String,
        /// What the writer refused.
        #[source]
        source: Box<edi::Error>,
    },
    /// The control number does not fit the nine digits of an envelope.
    #[error("control number {0} has more than nine digits")]
    ControlNumber(u64),
    /// UBL has no such document without lines.
    #[error("{kind} {name} has no lines, and UBL has no such document without them")]
    NoLines {
        /// The document's kind ("ReceiptAdvice").
        kind: &'static str,
        /// Its number.
        name: String,
    },
}
