use std::ops::Range;

use serde::Serialize;

use crate::finding::Finding;
use crate::schema::Tag;
use crate::segment::Segment;
use crate::token::{Delimiters, Span};

/// The syntax a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub enum Standard {
    /// ASC X12.
    X12,
    /// UN/EDIFACT.
    #[serde(rename = "EDIFACT")]
    Edifact,
    /// TRADACOMS, which is recognised and not read.
    #[serde(rename = "TRADACOMS")]
    Tradacoms,
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
    pub(crate) segments: Vec<Stored>,
    pub(crate) marks: Vec<u32>,
}

/// Where a segment is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stored {
    pub(crate) offset: usize,
    pub(crate) length: usize,
    /// The first of its delimiters in [`File::marks`]; they end where the next segment's start.
    pub(crate) marks: usize,
}

/// One interchange: ISA to IEA, or UNB, with the UNA before it, to UNZ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interchange {
    /// Its syntax.
    pub standard: Standard,
    /// Its bytes, terminator of the trailer included.
    pub span: Span,
    /// Its delimiters.
    pub delimiters: Delimiters,
    /// Whether a UNA declares the delimiters.
    pub declares_delimiters: bool,
    /// Who sent it (ISA05, ISA06; UNB02).
    pub sender: Party,
    /// For whom it is (ISA07, ISA08; UNB03).
    pub receiver: Party,
    /// Its date, six digits, in EDIFACT's syntax 4 eight (ISA09, UNB04).
    pub date: String,
    /// Its time, four digits (ISA10, UNB04).
    pub time: String,
    /// The version of its envelope: "00401" (ISA12), "UNOC:3" (UNB01).
    pub version: String,
    /// Its control number (ISA13, UNB05).
    pub control_number: String,
    /// Whether its sender asks for an acknowledgement (ISA14, UNB09).
    pub acknowledgement_requested: bool,
    /// `P`roduction, `T`est or `I`nformation (ISA15, UNB11).
    pub usage: String,
    /// Its groups in order.
    pub groups: Vec<Group>,
    /// The TA1 segments in it.
    pub acknowledgements: Vec<InterchangeAcknowledgement>,
    /// Its segments, header and trailer included.
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

/// A functional group, GS to GE or UNG to UNE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Whether it has a header; EDIFACT's messages need none.
    pub explicit: bool,
    /// What kind of messages it holds, "PD", "ORDERS" (GS01, UNG01); empty without a header.
    pub functional_id: String,
    /// Who sent it (GS02, UNG02).
    pub sender: String,
    /// For whom it is (GS03, UNG03).
    pub receiver: String,
    /// Its date (GS04, UNG04).
    pub date: String,
    /// Its time (GS05, UNG04).
    pub time: String,
    /// Its control number (GS06, UNG05).
    pub control_number: String,
    /// The version of its messages, "004010VICS", "D96A" (GS08, UNG07).
    pub version: String,
    /// Its messages in order.
    pub messages: Vec<Message>,
    /// How many messages its trailer says it has (GE01, UNE01).
    pub declared_messages: Option<u64>,
    /// Its bytes.
    pub span: Span,
}

/// A message, ST to SE (a transaction set) or UNH to UNT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it is, "852", "INVRPT" (ST01, UNH02).
    pub kind: String,
    /// Its control number (ST02, UNH01).
    pub control_number: String,
    /// The directory it follows, "D96A" (UNH02); X12 says it with the group.
    pub version: String,
    /// Who controls it, "UN" (UNH02).
    pub agency: String,
    /// The convention it follows, where it names one, "005010X231A1", "EAN008" (ST03, UNH02).
    pub convention: String,
    /// Its segments, header and trailer included.
    pub segments: Range<usize>,
    /// Its bytes.
    pub span: Span,
    pub(crate) delimiters: Delimiters,
}

impl File<'_> {
    /// Returns the segments of a message, header and trailer included.
    pub fn segments(&self, message: &Message) -> impl Iterator<Item = Segment<'_>> {
        self.stretch(message.segments.clone(), message.delimiters)
    }

    /// Returns every segment of an interchange; ordinals count from its header.
    pub fn interchange_segments(
        &self,
        interchange: &Interchange,
    ) -> impl Iterator<Item = Segment<'_>> {
        self.stretch(interchange.segments.clone(), interchange.delimiters)
    }

    /// Returns the segment of an interchange that starts at this byte.
    pub(crate) fn segment_at(&self, of: &Interchange, offset: usize) -> Option<Segment<'_>> {
        let stored = self.segments.get(of.segments.clone())?;
        let found = stored.binary_search_by_key(&offset, |s| s.offset).ok()?;
        let found = of.segments.start + found;
        self.stretch(found..found + 1, of.delimiters).next()
    }

    fn stretch(
        &self,
        range: Range<usize>,
        delimiters: Delimiters,
    ) -> impl Iterator<Item = Segment<'_>> {
        (1_u32..).zip(range).map_while(move |(ordinal, n)| {
            let stored = *self.segments.get(n)?;
            let end = self
                .segments
                .get(n + 1)
                .map_or(self.marks.len(), |s| s.marks);
            let segment = Segment {
                text: self
                    .bytes
                    .get(stored.offset..stored.offset + stored.length)?,
                start: 0,
                end: stored.length,
                marks: self.marks.get(stored.marks..end)?,
                printable: false,
                tag: Tag::default(),
                offset: stored.offset,
                ordinal,
                delimiters,
            };
            Some(segment.tagged())
        })
    }
}
