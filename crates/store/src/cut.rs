use model::commit::Cut;
use model::{DateTime, Utc};

use crate::apply::{Statement, Work};
use crate::sql::{Query, Row};
use crate::{Error, Store, StoredEvent, codec, log};

/// Ids looked up with one statement.
const IDS: usize = 64;

impl Store {
    /// Returns how a partition of site facts was cut into batches, in the order they were applied,
    /// each with its number; those after a number, at most `limit`.
    pub async fn cuts(
        &self,
        partition: u16,
        after: i64,
        limit: u32,
    ) -> Result<Vec<(i64, Cut)>, Error> {
        let sql = "SELECT part, seq, start, next, fresh, parameters, events FROM cuts
            WHERE part = $1 AND seq > $2 ORDER BY seq LIMIT $3";
        let values = [partition.into(), after.into(), limit.into()];
        let rows = self.rows(sql, values).await?;
        rows.iter()
            .map(|row| Ok((row.int(1)?, cut_of(row)?)))
            .collect()
    }

    /// Returns the offsets from `from` to before `to` at which a group set events aside.
    pub async fn offsets_set_aside(
        &self,
        group: &str,
        topic: &str,
        partition: u16,
        from: i64,
        to: i64,
    ) -> Result<Vec<i64>, Error> {
        let sql = "SELECT off FROM dead_letters
            WHERE consumer = $1 AND topic = $2 AND part = $3 AND off >= $4 AND off < $5
            ORDER BY off";
        let place = [group.into(), topic.into(), partition.into()];
        let values = [&place[..], &[from.into(), to.into()]].concat();
        let rows = self.rows(sql, values).await?;
        rows.iter().map(|row| row.int(0)).collect()
    }

    /// Finds events of a topic by their names. What is not there is left out.
    pub async fn events_named(&self, topic: &str, ids: &[&str]) -> Result<Vec<StoredEvent>, Error> {
        let mut found = Vec::with_capacity(ids.len());
        for ids in ids.chunks(IDS) {
            let mut query = Query::new(
                "SELECT topic, part, off, id, key, kind, at, body, trace FROM events WHERE topic = ",
            );
            query.bind(topic).push(" AND ");
            query.within("id", ids.iter().copied());
            for row in self.query(query).await? {
                found.push(log::event_of(&row)?);
            }
        }
        Ok(found)
    }

    /// Keeps a version of the reference data for as long as the log may be replayed.
    pub async fn keep_parameters(
        &self,
        version: &str,
        at: DateTime<Utc>,
        text: &str,
    ) -> Result<(), Error> {
        let sql = "INSERT INTO parameters (version, at, body) VALUES ($1, $2, $3)
            ON CONFLICT (version) DO NOTHING";
        let body = codec::seal("parameters", text.as_bytes())?;
        let statement = Statement::new(sql, [version.into(), at.into(), body.into()]);
        let work = Work {
            statements: vec![statement],
            ..Work::default()
        };
        self.write(work).await.map(|_| ())
    }

    /// Returns a version of the reference data as it was kept.
    pub async fn parameters(&self, version: &str) -> Result<Option<String>, Error> {
        let sql = "SELECT body FROM parameters WHERE version = $1";
        let rows = self.rows(sql, [version.into()]).await?;
        let text = |row: &Row| {
            let bytes = codec::open("parameters", &row.blob(0)?)?;
            String::from_utf8(bytes).map_err(|e| Error::Corrupt(format!("parameters: {e}")))
        };
        rows.first().map(text).transpose()
    }

    /// Prolongs every lease of an owner, of whatever group.
    pub async fn prolong_all(&self, owner: &str, now_ms: i64, lease_ms: i64) -> Result<(), Error> {
        let sql = "UPDATE cursor SET lease_until = $2
            WHERE owner = $1 AND lease_until > 0 RETURNING part";
        let until = now_ms.saturating_add(lease_ms);
        self.returning(sql, [owner.into(), until.into()])
            .await
            .map(|_| ())
    }

    /// Gives back every lease of an owner, of whatever group.
    pub async fn give_back_all(&self, owner: &str) -> Result<(), Error> {
        let sql = "UPDATE cursor SET lease_until = 0 WHERE owner = $1 RETURNING part";
        self.returning(sql, [owner.into()]).await.map(|_| ())
    }
}

/// A partition has one writer, so its numbers need no lock of their own.
pub(crate) fn made(cut: &Cut) -> Result<Statement, Error> {
    let sql = "INSERT INTO cuts (part, seq, start, next, fresh, parameters, events)
        SELECT $1, COALESCE(MAX(seq), -1) + 1, $2, $3, $4, $5, $6 FROM cuts WHERE part = $1";
    let whole = cut.events.iter().copied().eq(cut.start..cut.next);
    let events = serde_json::to_string(&cut.events)
        .map_err(|e| Error::Unstorable(format!("offsets of a batch: {e}")))?;
    let values = [
        cut.partition.into(),
        cut.start.into(),
        cut.next.into(),
        cut.fresh.into(),
        cut.parameters.as_str().into(),
        (!whole).then_some(events.as_str()).into(),
    ];
    Ok(Statement::new(sql, values))
}

fn cut_of(row: &Row) -> Result<Cut, Error> {
    let (start, next) = (row.int(2)?, row.int(3)?);
    let events = match row.text_or_null(6)? {
        None => (start..next).collect(),
        Some(text) => serde_json::from_str(&text)
            .map_err(|e| Error::Corrupt(format!("offsets of a batch: {e}")))?,
    };
    Ok(Cut {
        partition: row.number(0)?,
        start,
        next,
        fresh: row.int(4)? != 0,
        parameters: row.text(5)?,
        events,
    })
}
