use crate::apply::Statement;
use crate::sql::Row;
use crate::{CursorMove, Error, Store};

/// A partition held by a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// Under which epoch: every commit of the partition must name it.
    pub epoch: i64,
    /// The next offset to apply.
    pub next: i64,
    /// Where Kafka goes on after the last event applied, if that came from there.
    pub transport: Option<i64>,
}

/// How far a consumer group got in a partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: u16,
    /// The offset the next event appended will get.
    pub head: i64,
    /// The group and the next offset it applies; `None` while no group has taken the partition.
    pub group: Option<(String, i64)>,
}

impl Store {
    /// Takes a partition for a worker if it is free, its lease ran out, or the worker holds it
    /// already. Raises the epoch, so that whoever held it before cannot commit any more.
    ///
    /// A group that is new begins with the oldest event that is kept.
    ///
    /// On SQLite every partition is free when the database is opened, because nobody else holds it.
    pub async fn take(
        &self,
        group: &str,
        topic: &str,
        partition: u16,
        owner: &str,
        now_ms: i64,
        lease_ms: i64,
    ) -> Result<Option<Lease>, Error> {
        let sql = "INSERT INTO cursor (consumer, topic, part, next, owner, lease_until, epoch)
            VALUES ($1, $2, $3, COALESCE(
                (SELECT MIN(off) FROM events WHERE topic = $2 AND part = $3),
                (SELECT next FROM log_head WHERE topic = $2 AND part = $3), 0), $4, $5, 1)
            ON CONFLICT (consumer, topic, part) DO UPDATE
            SET owner = $4, lease_until = $5, epoch = cursor.epoch + 1
            WHERE cursor.owner = $4 OR cursor.lease_until <= $6
            RETURNING epoch, next, transport";
        let until = now_ms.saturating_add(lease_ms);
        let place = [group.into(), topic.into(), partition.into()];
        let who = [owner.into(), until.into(), now_ms.into()];
        let rows = self.returning(sql, [place, who].concat()).await?;
        let lease = |row: &Row| {
            Ok(Lease {
                epoch: row.int(0)?,
                next: row.int(1)?,
                transport: Some(row.int(2)?).filter(|offset| *offset >= 0),
            })
        };
        rows.first().map(lease).transpose()
    }

    /// Prolongs all partitions of a topic that a worker holds; returns them with their epochs.
    pub async fn renew(
        &self,
        group: &str,
        topic: &str,
        owner: &str,
        now_ms: i64,
        lease_ms: i64,
    ) -> Result<Vec<(u16, i64)>, Error> {
        let sql = "UPDATE cursor SET lease_until = $4
            WHERE consumer = $1 AND topic = $2 AND owner = $3 AND lease_until > 0
            RETURNING part, epoch";
        let until = now_ms.saturating_add(lease_ms);
        let rows = self
            .returning(
                sql,
                [group.into(), topic.into(), owner.into(), until.into()],
            )
            .await?;
        rows.iter()
            .map(|row| Ok((row.number(0)?, row.int(1)?)))
            .collect()
    }

    /// Gives back one partition of a topic that a worker holds, for another to take.
    pub async fn release(
        &self,
        group: &str,
        topic: &str,
        partition: u16,
        owner: &str,
    ) -> Result<(), Error> {
        let sql = "UPDATE cursor SET lease_until = 0
            WHERE consumer = $1 AND topic = $2 AND part = $3 AND owner = $4
            RETURNING part";
        let values = [group.into(), topic.into(), partition.into(), owner.into()];
        self.returning(sql, values).await.map(|_| ())
    }

    /// Returns heads and cursors of all partitions that hold events, as of one moment.
    pub async fn progress(&self) -> Result<Vec<Progress>, Error> {
        let sql = "SELECT h.topic, h.part, h.next, c.consumer, COALESCE(c.next, 0)
            FROM log_head h LEFT JOIN cursor c ON c.topic = h.topic AND c.part = h.part
            WHERE h.next > 0 AND h.topic <> 'view changes'
            ORDER BY h.topic, h.part, COALESCE(c.consumer, '')";
        let progress = |row: &Row| {
            let next = row.int(4)?;
            Ok(Progress {
                topic: row.text(0)?,
                partition: row.number(1)?,
                head: row.int(2)?,
                group: row.text_or_null(3)?.map(|group| (group, next)),
            })
        };
        self.rows(sql, []).await?.iter().map(progress).collect()
    }
}

pub(crate) fn moved(step: CursorMove) -> Statement {
    let sql = "UPDATE cursor SET next = $4,
            transport = CASE WHEN $7 >= 0 THEN $7 ELSE transport END
        WHERE consumer = $1 AND topic = $2 AND part = $3 AND next = $5 AND epoch = $6";
    let CursorMove {
        group,
        topic,
        partition,
        expected,
        next,
        epoch,
        transport,
    } = step;
    let place = [
        group.as_str().into(),
        topic.as_str().into(),
        partition.into(),
    ];
    let transport = transport.unwrap_or(-1);
    let step = [next.into(), expected.into(), epoch.into(), transport.into()];
    let values = [&place[..], &step[..]].concat();
    Statement::new(sql, values).or_else(Error::Fenced {
        group,
        topic,
        partition,
    })
}
