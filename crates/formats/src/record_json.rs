//! A record of a foreign topic: JSON that another system publishes in its own shape, read by the
//! mapping of the partner's profile. Says the same as an X12 852 or 850.

mod activity;
mod mapping;
mod order;
mod reader;

use model::activity::ActivityReported;
use model::document::{Finding, Place};
use model::foreign_topic::ForeignTopic;
use serde_json::Value;

use crate::reading::{Decode, offset};
use crate::x12_850::Confirmation;
use crate::{Code, Unknown};

pub use mapping::{Mapping, MappingError};
use reader::Reader;

/// What a record says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decoded {
    /// Sales and stock, by site.
    pub activities: Vec<ActivityReported>,
    /// The confirmation of one of our orders.
    pub confirmation: Option<Confirmation>,
    /// Items and sites we do not know.
    pub exceptions: Vec<Unknown>,
    /// What was wrong or odd.
    pub findings: Vec<Finding>,
    /// Rows of the record that could be read; what names unknown items or sites is among them.
    pub rows: u32,
    /// Rows of the record that could not be read.
    pub refused: u32,
}

/// Reads a record. One that is not JSON, or not as the mapping says, gives findings.
pub fn decode(bytes: &[u8], topic: &ForeignTopic, context: &Decode) -> Decoded {
    let record: Value = match serde_json::from_slice(bytes) {
        Ok(record) => record,
        Err(error) => {
            let cause = format!("the record is not JSON: {error}");
            return refused(Code::RecordUnreadable, cause, bytes);
        }
    };
    let mut reader = Reader::new(&record, topic, context, offset(bytes.len()));
    match Mapping::of(topic) {
        Ok(Mapping::Activity(mapping)) => activity::read(&mut reader, &mapping),
        Ok(Mapping::Orders(mapping)) => order::read(&mut reader, &mapping),
        Err(error) => return refused(Code::RecordUnmapped, error.to_string(), bytes),
    }
    reader.out
}

/// What is left of a record whose topic no profile lists any more.
pub fn unmapped(bytes: &[u8], name: &str) -> Decoded {
    let cause = format!("no partner's profile lists the topic {name}");
    refused(Code::RecordUnmapped, cause, bytes)
}

fn refused(code: Code, cause: String, bytes: &[u8]) -> Decoded {
    let shown: String = String::from_utf8_lossy(bytes).chars().take(60).collect();
    let finding = finding(code, cause, shown, offset(bytes.len()));
    Decoded {
        findings: vec![finding],
        refused: 1,
        ..Decoded::default()
    }
}

/// A record has no segments: the place is all of it, and the cause names the pointer.
fn finding(code: Code, cause: String, text: String, size: u64) -> Finding {
    Finding {
        code: code.name().to_owned(),
        severity: code.severity(),
        owner: code.owner(),
        place: Place {
            length: size,
            ..Place::default()
        },
        text,
        cause,
        cause_zh: None,
        fix: code.fix().to_owned(),
    }
}
