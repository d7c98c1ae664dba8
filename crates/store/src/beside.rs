//! A second database of the same schema beside the live one: where the log is replayed to, and what
//! the live rows are compared with and replaced by.

mod place;
mod tables;

use std::collections::BTreeSet;

use sqlx::AssertSqlSafe;

use crate::sql::Connection;
use crate::{Error, Store, append};
use place::Place;
use tables::{TABLES, Table};

/// Keys told of a table that differs.
const TOLD: usize = 5;
/// What open pages look at, of the tables that are swapped.
const VIEWS: [&str; 3] = ["exceptions", "orders", "proposals"];

/// A second database beside a live one. On SQLite it is a file, on PostgreSQL a schema.
#[derive(Debug)]
pub struct Beside {
    place: Place,
    store: Store,
    /// What exceptions may only be in the live database if they are in this one, too: those whose
    /// id begins so.
    own: Vec<String>,
}

/// How a table of the live database compares with the one beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The table.
    pub name: &'static str,
    /// Rows in the table beside.
    pub rows: u64,
    /// Rows that differ, are missing, or should not be there.
    pub differing: u64,
    /// The first keys of those.
    pub first: Vec<String>,
}

impl Beside {
    /// Makes an empty database beside the one at an address; removes what an earlier one left.
    ///
    /// `own` names the kinds of exceptions that nobody raises but who writes here: one that only
    /// the live database has is a difference. Of other kinds it is not.
    pub async fn open(url: &str, own: &[&str]) -> Result<Self, Error> {
        let place = Place::of(url).await?;
        place.remove().await?;
        place.make().await?;
        Ok(Self {
            store: Store::open(&place.url()).await?,
            place,
            own: own.iter().map(|kind| format!("{kind}:")).collect(),
        })
    }

    /// Returns the database beside.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Compares every table that follows from the log, row by row and byte by byte.
    pub async fn compare(&self) -> Result<Vec<Compared>, Error> {
        let mut on = self.place.connect().await?;
        let mut compared = Vec::with_capacity(TABLES.len());
        for table in &TABLES {
            compared.push(self.compare_table(&mut on, table).await?);
        }
        on.close().await;
        Ok(compared)
    }

    async fn compare_table(&self, on: &mut Connection, table: &Table) -> Result<Compared, Error> {
        let sql = table.differences(self.place.names(), &self.own);
        let rows = count(on, table.count(self.place.names())).await?;
        let differing = count(on, format!("SELECT COUNT(*) FROM ({sql}) AS d")).await?;
        let mut first = Vec::new();
        if differing > 0 {
            let sql = format!("{sql} ORDER BY 1 LIMIT {TOLD}");
            for row in on.rows(AssertSqlSafe(sql), &[]).await? {
                first.push(row.text(0)?);
            }
        }
        Ok(Compared {
            name: table.name,
            rows,
            differing,
            first,
        })
    }

    /// Puts the rows of this database in the place of the live ones, all or nothing.
    ///
    /// Refused unless `owner` holds so many partitions of the group: whoever took one meanwhile has
    /// written rows that this database does not know.
    pub async fn swap(
        &self,
        group: &str,
        topic: &str,
        owner: &str,
        partitions: u16,
    ) -> Result<(), Error> {
        let mut on = self.place.connect().await?;
        on.begin().await?;
        let held = "UPDATE cursor SET lease_until = lease_until
            WHERE consumer = $1 AND topic = $2 AND owner = $3";
        let values = [group.into(), topic.into(), owner.into()];
        if on.execute(held, &values).await? != u64::from(partitions) {
            on.execute("ROLLBACK", &[]).await?;
            let (group, topic) = (group.to_owned(), topic.to_owned());
            return Err(Error::Fenced {
                group,
                topic,
                partition: 0,
            });
        }
        for table in &TABLES {
            for sql in table.swap(self.place.names(), &self.own) {
                on.execute(AssertSqlSafe(sql), &[]).await?;
            }
        }
        append::view_changes(&mut on, &BTreeSet::from(VIEWS)).await?;
        on.execute("COMMIT", &[]).await?;
        on.close().await;
        Ok(())
    }

    /// Removes this database.
    pub async fn remove(self) -> Result<(), Error> {
        self.store.close().await;
        self.place.remove().await
    }
}

async fn count(on: &mut Connection, sql: String) -> Result<u64, Error> {
    let rows = on.rows(AssertSqlSafe(sql), &[]).await?;
    rows.first().map_or(Ok(0), |row| row.number(0))
}
