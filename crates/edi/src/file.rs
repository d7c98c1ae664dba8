use std::ops::Range;

use serde::Serialize;

use crate::finding::{Finding, Unlisted};
use crate::segment::Segment;
use crate::token::{self, Delimiters, Span};

/// The syntax a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub enum Standard {
    /// ASC X12.
    X12,
    /// UN/EDIFACT.
    #[serde(rename = "EDIFACT")]
    Edifact,
    /// None we know.
    #[default]
    #[serde(rename = "unknown")]
    Unknown,
}

/// A file as read: where its parts are, and what is odd about them.
#[derive(Debug, Clone)]
pub struct File<'a> {
    /// The bytes as received.
    pub bytes: &'a [u8],
    /// Its syntax.
    pub standard: Standard,
    /// Its interchanges in order.
    pub interchanges: Vec<Interchange>,
    /// What the reader found: delimiters, envelopes, counts and references.
    pub findings: Vec<Finding>,
    pub(crate) unlisted: Vec<Unlisted>,
    /// Where each segment starts.
    pub(crate) starts: Vec<usize>,
}

/// One interchange, ISA to IEA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interchange {
    /// Its bytes, terminator of the IEA included.
    pub span: Span,
    /// Its delimiters.
    pub delimiters: Delimiters,
    /// Who sent it (ISA05, ISA06).
    pub sender: Party,
    /// For whom it is (ISA07, ISA08).
    pub receiver: Party,
    /// Its date, six digits (ISA09).
    pub date: String,
    /// Its time, four digits (ISA10).
    pub time: String,
    /// The version of its envelope, "00401" (ISA12).
    pub version: String,
    /// Its control number (ISA13).
    pub control_number: String,
    /// Whether its sender asks for a TA1 (ISA14).
    pub acknowledgement_requested: bool,
    /// `P`roduction, `T`est or `I`nformation (ISA15).
    pub usage: String,
    /// Its groups in order.
    pub groups: Vec<Group>,
    /// The TA1 segments in it.
    pub acknowledgements: Vec<InterchangeAcknowledgement>,
    /// Its segments, ISA and IEA included.
    pub segments: Range<usize>,
}

/// Who sends or receives.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Party {
    /// What kind of id it is ("ZZ", "01", "12").
    pub qualifier: String,
    /// The id without padding.
    pub id: String,
}

/// What a partner said of an interchange of ours (TA1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterchangeAcknowledgement {
    /// Control number of the interchange it is about.
    pub control_number: String,
    /// Its date.
    pub date: String,
    /// Its time.
    pub time: String,
    /// `A`ccepted, accepted with `E`rrors, or `R`ejected.
    pub status: String,
    /// Why (data element I18, "000" when nothing is wrong).
    pub note: String,
    /// Where it is.
    pub span: Span,
}

/// A functional group, GS to GE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What kind of messages it holds, "PD" (GS01); empty where the GS is missing.
    pub functional_id: String,
    /// Who sent it (GS02).
    pub sender: String,
    /// For whom it is (GS03).
    pub receiver: String,
    /// Its date (GS04).
    pub date: String,
    /// Its time (GS05).
    pub time: String,
    /// Its control number (GS06).
    pub control_number: String,
    /// The version of its messages, "004010VICS" (GS08).
    pub version: String,
    /// Its messages in order.
    pub messages: Vec<Message>,
    /// How many messages its trailer says it has (GE01).
    pub declared_messages: Option<u64>,
    /// Its bytes.
    pub span: Span,
}

/// A message (transaction set), ST to SE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it is, "852" (ST01).
    pub kind: String,
    /// Its control number (ST02).
    pub control_number: String,
    /// The convention it follows, where it names one (ST03).
    pub convention: String,
    /// Its segments, ST and SE included.
    pub segments: Range<usize>,
    /// Its bytes.
    pub span: Span,
    pub(crate) delimiters: Delimiters,
}

impl<'a> File<'a> {
    /// Returns the segments of a message, ST and SE included.
    pub fn segments(&self, message: &Message) -> impl Iterator<Item = Segment<'a>> {
        self.stretch(
            message.segments.clone(),
            message.span.end(),
            message.delimiters,
        )
    }

    /// Returns every segment of an interchange, ISA and IEA included; ordinals count from its ISA.
    pub fn interchange_segments(
        &self,
        interchange: &Interchange,
    ) -> impl Iterator<Item = Segment<'a>> {
        self.stretch(
            interchange.segments.clone(),
            interchange.span.end(),
            interchange.delimiters,
        )
    }

    fn stretch(
        &self,
        range: Range<usize>,
        limit: usize,
        delimiters: Delimiters,
    ) -> impl Iterator<Item = Segment<'a>> {
        let bytes = self.bytes;
        let starts = self.starts.get(range).unwrap_or_default();
        (1_u32..).zip(starts).map(move |(ordinal, &offset)| {
            let end = token::token(bytes, offset, limit, &delimiters).end;
            let bytes = bytes.get(offset..end).unwrap_or_default();
            Segment {
                bytes,
                offset,
                ordinal,
                delimiters,
            }
        })
    }
}
