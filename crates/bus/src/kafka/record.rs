//! An event as a Kafka record: its body as the value, everything else in headers named as the
//! Kafka binding of CloudEvents 1.0 names them.

use model::{DateTime, EventId, Utc};
use rdkafka::Message;
use rdkafka::message::{BorrowedMessage, Header, Headers, OwnedHeaders};
use store::StoredEvent;

/// Its place in the log of the database: below the cursor a duplicate, above it a gap.
const OFFSET: &str = "stockbridge_offset";
/// Bodies beyond this stay in the database; the record only says that the event is there.
const LARGEST_BODY: usize = 3 << 20;

/// An event that came through Kafka.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The event; its offset is that of the database.
    pub event: StoredEvent,
    /// Where Kafka goes on after it.
    pub transport: i64,
    /// Whether the body was too large for Kafka and has to be read from the database.
    pub elsewhere: bool,
}

/// What the headers of a record say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CloudEvent<'a> {
    pub(crate) id: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) key: &'a str,
    pub(crate) at: DateTime<Utc>,
    pub(crate) offset: i64,
}

impl CloudEvent<'_> {
    pub(crate) fn headers(&self, trace: Option<&str>) -> OwnedHeaders {
        let time = self.at.to_rfc3339();
        let offset = self.offset.to_string();
        let given = [
            ("ce_specversion", "1.0"),
            ("ce_id", self.id),
            ("ce_type", self.kind),
            ("ce_source", "stockbridge"),
            ("ce_subject", self.key),
            ("ce_time", &time),
            ("content-type", "application/json"),
            (OFFSET, &offset),
        ];
        let trace = trace.map(|trace| ("traceparent", trace));
        given
            .into_iter()
            .chain(trace)
            .fold(OwnedHeaders::new(), |headers, (key, value)| {
                let value = Some(value);
                headers.insert(Header { key, value })
            })
    }
}

/// Returns the headers of an event's record.
pub fn headers(event: &StoredEvent) -> OwnedHeaders {
    let said = CloudEvent {
        id: event.id.as_str(),
        kind: &event.kind,
        key: &event.key,
        at: event.at,
        offset: event.offset,
    };
    said.headers(event.trace.as_deref())
}

/// Returns the value of an event's record, or none where the body is too large for Kafka.
pub(crate) fn value(event: &StoredEvent) -> Option<&[u8]> {
    (event.body.len() <= LARGEST_BODY).then_some(event.body.as_slice())
}

impl Record {
    /// Reads a record; `None` where it cannot be one of ours.
    pub(super) fn read(topic: &str, message: &BorrowedMessage) -> Option<Self> {
        let mut headers = std::collections::BTreeMap::new();
        for header in message.headers()?.iter() {
            headers.insert(header.key, std::str::from_utf8(header.value?).ok()?);
        }
        let text = |name: &str| headers.get(name).map(|value| (*value).to_owned());
        let at = DateTime::parse_from_rfc3339(headers.get("ce_time")?).ok()?;
        let event = StoredEvent {
            topic: topic.to_owned(),
            partition: u16::try_from(message.partition()).ok()?,
            offset: headers.get(OFFSET)?.parse().ok()?,
            id: EventId::new(text("ce_id")?).ok()?,
            key: text("ce_subject")?,
            kind: text("ce_type")?,
            at: at.with_timezone(&Utc),
            trace: text("traceparent"),
            body: message.payload().unwrap_or_default().to_vec(),
        };
        Some(Self {
            event,
            transport: message.offset() + 1,
            elsewhere: message.payload().is_none(),
        })
    }
}
