//! What operators watch: how far consumer groups are, and what waits for someone.

use model::{DateTime, Utc};

use crate::sql::Row;
use crate::{Error, Store};

/// How far a consumer group got in a partition, and who works on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follower {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: u16,
    /// The offset the next event appended will get.
    pub head: i64,
    /// The consumer group; `None` while no group has taken the partition.
    pub group: Option<String>,
    /// The next offset the group applies.
    pub next: i64,
    /// Who took the partition last.
    pub owner: String,
}

/// How much waits for someone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Events set aside and not settled, by consumer group.
    pub dead_letters: Vec<(String, u64)>,
    /// Keys whose later events wait, by consumer group.
    pub parked_keys: Vec<(String, u64)>,
    /// Documents written and not yet at their partner.
    pub documents_ready: u64,
    /// Documents of ours whose acknowledgement is overdue.
    pub acknowledgements_overdue: u64,
}

impl Store {
    /// Returns how far every consumer group is in every partition that holds events.
    pub async fn followers(&self) -> Result<Vec<Follower>, Error> {
        let sql = "SELECT h.topic, h.part, h.next, c.consumer, COALESCE(c.next, 0),
                COALESCE(c.owner, '')
            FROM log_head h LEFT JOIN cursor c ON c.topic = h.topic AND c.part = h.part
            WHERE h.next > 0 AND h.topic <> 'view changes'
            ORDER BY h.topic, h.part, COALESCE(c.consumer, '')";
        let follower = |row: &Row| {
            Ok(Follower {
                topic: row.text(0)?,
                partition: row.number(1)?,
                head: row.int(2)?,
                group: row.text_or_null(3)?,
                next: row.int(4)?,
                owner: row.text(5)?,
            })
        };
        self.rows(sql, []).await?.iter().map(follower).collect()
    }

    /// Returns, for each consumer group and topic with events to apply, the time of the oldest.
    ///
    /// That is when it was appended, by the database's clock; of an event from before that was
    /// noted, when it happened. Where a cursor stands is the one event read of a partition.
    pub async fn oldest_unapplied(&self) -> Result<Vec<(String, String, DateTime<Utc>)>, Error> {
        let sql = "SELECT c.consumer, c.topic, MIN(CASE WHEN e.appended > 0 THEN e.appended ELSE e.at END)
            FROM cursor c
            JOIN events e ON e.topic = c.topic AND e.part = c.part AND e.off = c.next
            GROUP BY c.consumer, c.topic ORDER BY c.consumer, c.topic";
        let oldest = |row: &Row| Ok((row.text(0)?, row.text(1)?, row.time(2)?));
        self.rows(sql, []).await?.iter().map(oldest).collect()
    }

    /// Counts what waits for someone.
    pub async fn waiting(&self) -> Result<Waiting, Error> {
        let letters = "SELECT consumer, COUNT(*) FROM dead_letters
            WHERE state IN ('waiting', 'behind', 'replaying')
            GROUP BY consumer ORDER BY consumer";
        let parked = "SELECT consumer, COUNT(*) FROM parked_keys
            GROUP BY consumer ORDER BY consumer";
        let parked = self.rows(parked, []).await?;
        let letters = self.rows(letters, []).await?;
        // An exception is named by its kind. Those that are open are few and have an index; of the
        // documents, which become ever more, none says by an index that it is overdue.
        let sql = "SELECT
            (SELECT COUNT(*) FROM documents WHERE direction = 'out' AND status = 'ready'),
            (SELECT COUNT(*) FROM exceptions
                WHERE open = 1 AND id LIKE 'acknowledgement_overdue:%')";
        let rows = self.rows(sql, []).await?;
        let count = |column| rows.first().map_or(Ok(0), |row| row.number(column));
        Ok(Waiting {
            dead_letters: by_group(&letters)?,
            parked_keys: by_group(&parked)?,
            documents_ready: count(0)?,
            acknowledgements_overdue: count(1)?,
        })
    }
}

fn by_group(rows: &[Row]) -> Result<Vec<(String, u64)>, Error> {
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.number(1)?)))
        .collect()
}
