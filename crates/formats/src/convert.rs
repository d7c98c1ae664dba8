//! A file of one syntax becomes one of another, by way of what its documents say.

mod edifact;
mod endpoint;
mod ubl;
mod x12;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use model::document::Finding;
use serde::{Deserialize, Serialize};

use crate::content::Content;
use crate::reading::{Remark, Said, Source, sources};
use crate::{
    Code, Error, edifact_desadv, edifact_invrpt, edifact_orders, edifact_ordrsp, edifact_recadv,
    edifact_slsrpt, x12_850, x12_852, x12_855, x12_856, x12_861,
};

pub use edifact::{Directory, to_edifact};
pub use endpoint::{Endpoint, EndpointScheme};
pub use ubl::to_ubl;
pub use x12::to_x12;

/// What the documents of a file say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Documents {
    /// Its interchanges in order.
    pub interchanges: Vec<Interchange>,
}

/// Documents that travel together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interchange {
    /// Who sends them.
    pub sender: Endpoint,
    /// For whom they are.
    pub receiver: Endpoint,
    /// When they were put together.
    pub written: NaiveDateTime,
    /// The number of the interchange.
    pub control_number: String,
    /// Whether it is a test.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
    /// The documents.
    pub documents: Vec<Document>,
}

/// A document and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The message it came in ("852", "INVRPT").
    pub message: String,
    /// The control number of the message.
    pub control_number: String,
    /// What it says.
    #[serde(flatten)]
    pub content: Content,
}

/// A file that was written, and what of the documents it has no place for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// What was left out, in words, with the message it belongs to.
    pub left_out: Vec<String>,
    /// The last number given to an interchange that had none.
    numbered: u64,
}

impl Written {
    /// Adds an interchange, written in the first way that all its data fits into.
    fn extend<W>(
        &mut self,
        interchange: &Interchange,
        ways: &[W],
        write: impl Fn(&W) -> Result<Vec<u8>, edi::Error>,
    ) -> Result<(), Error> {
        use edi::Error::{Character, Delimiter};
        let mut refused = None;
        for way in ways {
            match write(way) {
                Ok(bytes) => {
                    self.bytes.extend(bytes);
                    return Ok(());
                }
                Err(error @ (Character { .. } | Delimiter { .. })) => refused = Some(error),
                Err(error) => {
                    refused = Some(error);
                    break;
                }
            }
        }
        let failed = |source| Error::Write {
            kind: "interchange",
            name: interchange.control_number.clone(),
            source: Box::new(source),
        };
        refused.map_or(Ok(()), |error| Err(failed(error)))
    }

    fn nothing_left(&mut self, document: &Document) {
        let (kind, number) = (&document.message, &document.control_number);
        self.left_out.push(format!(
            "{kind} {number}: it says nothing that can be written"
        ));
    }
}

impl Documents {
    /// Returns how many documents there are.
    pub fn count(&self) -> usize {
        self.interchanges.iter().map(|i| i.documents.len()).sum()
    }
}

/// Reads what the documents of a file say, and tells what was wrong, odd or not carried.
pub fn read(file: &edi::File<'_>) -> (Documents, Vec<Finding>) {
    let mut documents = Documents::default();
    let mut findings = Vec::new();
    for interchange in &file.interchanges {
        let of_it = |source: &Source| std::ptr::eq(source.interchange, interchange);
        let mut all = Vec::new();
        for source in sources(file).filter(of_it) {
            let said = said(source);
            findings.extend(said.findings);
            all.extend(said.content.map(|content| Document {
                message: source.message.kind.clone(),
                control_number: source.message.control_number.clone(),
                content,
            }));
        }
        documents.interchanges.push(Interchange {
            sender: Endpoint::read(interchange.standard, &interchange.sender),
            receiver: Endpoint::read(interchange.standard, &interchange.receiver),
            written: written(interchange),
            control_number: interchange.control_number.clone(),
            test: matches!(interchange.usage.as_str(), "T" | "1"),
            documents: all,
        });
    }
    (documents, findings)
}

fn said(source: Source) -> Said<Content> {
    match source.message.kind.as_str() {
        "850" => x12_850::read(source).map(Content::Order),
        "852" => x12_852::read(source).map(Content::Activity),
        "855" => x12_855::read(source).map(Content::OrderResponse),
        "856" => x12_856::read(source).map(Content::Shipment),
        "861" => x12_861::read(source).map(Content::Receipt),
        "ORDERS" => edifact_orders::read(source).map(Content::Order),
        "ORDRSP" => edifact_ordrsp::read(source).map(Content::OrderResponse),
        "DESADV" => edifact_desadv::read(source).map(Content::Shipment),
        "RECADV" => edifact_recadv::read(source).map(Content::Receipt),
        "SLSRPT" => edifact_slsrpt::read(source).map(Content::Activity),
        "INVRPT" => edifact_invrpt::read(source).map(Content::Activity),
        other => unknown(source, other),
    }
}

fn unknown(source: Source, kind: &str) -> Said<Content> {
    let cause = format!("{kind} is no message that can be converted, so it is left out");
    let header = source.segments().next();
    let finding = header
        .map(|header| source.finding(&header, None, Remark::new(Code::MessageNotTaken, cause)));
    Said {
        content: None,
        findings: finding.into_iter().collect(),
    }
}

/// Returns when an interchange says it was written; the reader has judged its date and time.
fn written(interchange: &edi::Interchange) -> NaiveDateTime {
    let digits = &interchange.date;
    // Files of before 2000 are still about.
    let century = match digits.get(..2) {
        _ if digits.len() == 8 => "",
        Some(year) if year >= "70" => "19",
        _ => "20",
    };
    let day = NaiveDate::parse_from_str(&format!("{century}{digits}"), "%Y%m%d");
    let time = NaiveTime::parse_from_str(&interchange.time, "%H%M");
    day.unwrap_or_default().and_time(time.unwrap_or_default())
}

impl<T> Said<T> {
    fn map<U>(self, into: impl FnOnce(T) -> U) -> Said<U> {
        Said {
            content: self.content.map(into),
            findings: self.findings,
        }
    }
}
