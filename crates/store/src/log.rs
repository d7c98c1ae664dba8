use model::{DateTime, EventId, Utc};

use crate::sql::Row;
use crate::{Error, Store, codec};

/// An event as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: u16,
    /// Its place in the partition, from 0, without gaps.
    pub offset: i64,
    /// Its name in the topic.
    pub id: EventId,
    /// Its key.
    pub key: String,
    /// Its type.
    pub kind: String,
    /// When it happened, to the millisecond.
    pub at: DateTime<Utc>,
    /// The W3C trace context it belongs to.
    pub trace: Option<String>,
    /// Its body, JSON.
    pub body: Vec<u8>,
}

impl Store {
    /// Reads events of a partition in order, from an offset on.
    pub async fn read_events(
        &self,
        topic: &str,
        partition: u16,
        from: i64,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, Error> {
        let sql = "SELECT topic, part, off, id, key, kind, at, body, trace FROM events
            WHERE topic = $1 AND part = $2 AND off >= $3 ORDER BY off LIMIT $4";
        let values = [topic.into(), partition.into(), from.into(), limit.into()];
        self.rows(sql, values).await?.iter().map(event_of).collect()
    }

    /// Finds an event by its name.
    pub async fn event(&self, topic: &str, id: &EventId) -> Result<Option<StoredEvent>, Error> {
        let sql = "SELECT topic, part, off, id, key, kind, at, body, trace FROM events
            WHERE topic = $1 AND id = $2";
        let rows = self.rows(sql, [topic.into(), id.as_str().into()]).await?;
        rows.first().map(event_of).transpose()
    }

    /// Returns the offset the next event of a partition will get.
    pub async fn head(&self, topic: &str, partition: u16) -> Result<i64, Error> {
        let sql = "SELECT next FROM log_head WHERE topic = $1 AND part = $2";
        let rows = self.rows(sql, [topic.into(), partition.into()]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// Returns the heads of a topic's partitions that hold events.
    pub async fn heads(&self, topic: &str) -> Result<Vec<(u16, i64)>, Error> {
        let sql = "SELECT part, next FROM log_head WHERE topic = $1 AND next > 0 ORDER BY part";
        let rows = self.rows(sql, [topic.into()]).await?;
        rows.iter()
            .map(|row| Ok((row.number(0)?, row.int(1)?)))
            .collect()
    }
}

pub(crate) fn event_of(row: &Row) -> Result<StoredEvent, Error> {
    Ok(StoredEvent {
        topic: row.text(0)?,
        partition: row.number(1)?,
        offset: row.int(2)?,
        id: row.id(3)?,
        key: row.text(4)?,
        kind: row.text(5)?,
        at: row.time(6)?,
        body: codec::open("event", &row.blob(7)?)?,
        trace: row.text_or_null(8)?,
    })
}
