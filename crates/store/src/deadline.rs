use model::event::Deadline;
use model::{DateTime, NaiveDate, Utc};

use crate::apply::Statement;
use crate::{Error, Store, codec};

impl Store {
    /// Returns the deadlines at or before a time, earliest first.
    pub async fn deadlines_due(
        &self,
        at: DateTime<Utc>,
    ) -> Result<Vec<(DateTime<Utc>, Deadline)>, Error> {
        let sql = "SELECT at, body FROM deadlines WHERE at <= $1 ORDER BY at, id";
        let rows = self.rows(sql, [at.into()]).await?;
        rows.iter()
            .map(|row| Ok((row.time(0)?, row.body("deadline", 1)?)))
            .collect()
    }

    /// Returns the names of all deadlines, whatever their rows hold.
    pub async fn deadline_ids(&self) -> Result<Vec<String>, Error> {
        let rows = self.rows("SELECT id FROM deadlines", []).await?;
        rows.iter().map(|row| row.text(0)).collect()
    }

    /// Returns the time of the earliest deadline.
    pub async fn next_deadline(&self) -> Result<Option<DateTime<Utc>>, Error> {
        let rows = self
            .rows("SELECT at FROM deadlines ORDER BY at LIMIT 1", [])
            .await?;
        rows.first().map(|row| row.time(0)).transpose()
    }

    /// Returns the time up to which a partition of site facts knows time.
    pub async fn time_known(&self, partition: u16) -> Result<Option<DateTime<Utc>>, Error> {
        let rows = self
            .rows("SELECT at FROM times WHERE part = $1", [partition.into()])
            .await?;
        rows.first().map(|row| row.time(0)).transpose()
    }

    /// Returns the day up to which a partition of site facts knows time.
    pub async fn today(&self, partition: u16) -> Result<Option<NaiveDate>, Error> {
        Ok(self.time_known(partition).await?.map(|at| at.date_naive()))
    }
}

pub(crate) fn set(at: DateTime<Utc>, deadline: &Deadline) -> Result<Statement, Error> {
    let sql = "INSERT INTO deadlines (id, at, body) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET at = EXCLUDED.at, body = EXCLUDED.body";
    let body = codec::seal_json("deadline", deadline)?;
    Ok(Statement::new(
        sql,
        [deadline.id().into(), at.into(), body.into()],
    ))
}

pub(crate) fn gone(deadline: &Deadline) -> Statement {
    Statement::new(
        "DELETE FROM deadlines WHERE id = $1",
        [deadline.id().into()],
    )
}

pub(crate) fn time_known(partition: u16, at: DateTime<Utc>) -> Statement {
    let sql = "INSERT INTO times (part, at) VALUES ($1, $2)
        ON CONFLICT (part) DO UPDATE SET at = EXCLUDED.at";
    Statement::new(sql, [partition.into(), at.into()])
}
