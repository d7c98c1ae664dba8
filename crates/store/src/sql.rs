//! One way to ask both databases: a text with `$n`, values of four portable kinds, rows.

use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use model::scope::Scope;
use serde::de::DeserializeOwned;
use sqlx::postgres::{PgConnection, PgPool, PgRow};
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqlSafeStr, SqlStr};

use crate::{Error, codec};

/// A value to bind.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
    /// A part of bytes held once, however many chunks they become.
    Part(Arc<Vec<u8>>, Range<usize>),
    NullText,
}

impl Value {
    /// How many bytes it holds.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Int(_) | Self::NullText => 8,
            Self::Text(text) => text.len(),
            Self::Blob(bytes) => bytes.len(),
            Self::Part(_, range) => range.len(),
        }
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl From<u16> for Value {
    fn from(value: u16) -> Self {
        Self::Int(value.into())
    }
}

impl From<NaiveDate> for Value {
    fn from(day: NaiveDate) -> Self {
        Self::Int(day.num_days_from_ce().into())
    }
}

impl From<DateTime<Utc>> for Value {
    /// Epoch milliseconds, which both databases order and compare alike.
    fn from(at: DateTime<Utc>) -> Self {
        Self::Int(at.timestamp_millis())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        // PostgreSQL refuses U+0000 in text. What senders wrote into an envelope may hold it, and
        // must name the same row on both databases, when it is written and when it is sought.
        if value.contains('\0') {
            Self::Text(value.replace('\0', "\u{fffd}"))
        } else {
            Self::Text(value)
        }
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::from(value.to_owned())
    }
}

impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Self {
        value.map_or(Self::NullText, Self::from)
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Blob(value)
    }
}

/// A query put together from fixed texts and bound values, so that nothing a person wrote can
/// become SQL.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    text: String,
    values: Vec<Value>,
}

impl Query {
    pub(crate) fn new(text: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            values: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// Adds `column IN (…)`, which no row fulfils where there are no values.
    pub(crate) fn within(
        &mut self,
        column: &'static str,
        values: impl IntoIterator<Item = impl Into<Value>>,
    ) -> &mut Self {
        let mut separator = " IN (";
        self.push(column);
        for value in values {
            self.push(separator).bind(value);
            separator = ", ";
        }
        if separator == ", " {
            self.push(")")
        } else {
            self.push(" IS NULL AND 1 = 0")
        }
    }

    /// Adds the condition that a row's `partner` and `site` are in scope. With `unowned` a row
    /// without a partner is, too.
    pub(crate) fn in_scope(&mut self, scope: &Scope, unowned: bool) -> &mut Self {
        self.push("(");
        match &scope.partners {
            Some(partners) => self.within("partner", partners.iter().map(|p| p.as_str())),
            None if unowned => self.push("1 = 1"),
            None => self.push("partner IS NOT NULL"),
        };
        if let Some(sites) = &scope.sites {
            self.push(" AND ")
                .within("site", sites.iter().map(|s| s.as_str()));
        }
        if unowned {
            self.push(" OR partner IS NULL");
        }
        self.push(")")
    }

    pub(crate) fn into_parts(self) -> (SqlStr, Vec<Value>) {
        (AssertSqlSafe(self.text).into_sql_str(), self.values)
    }
}

/// A row of either database.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

macro_rules! get {
    ($row:expr, $column:expr, $kind:ty) => {
        match $row {
            Row::Sqlite(row) => row.try_get::<$kind, _>($column),
            Row::Postgres(row) => row.try_get::<$kind, _>($column),
        }
        .map_err(Error::from)
    };
}

impl Row {
    pub(crate) fn int(&self, column: usize) -> Result<i64, Error> {
        get!(self, column, i64)
    }

    /// An integer of a narrower type.
    pub(crate) fn number<T: TryFrom<i64>>(&self, column: usize) -> Result<T, Error> {
        let value = self.int(column)?;
        T::try_from(value).map_err(|_| Error::Corrupt(format!("{value} is out of range")))
    }

    pub(crate) fn text(&self, column: usize) -> Result<String, Error> {
        get!(self, column, String)
    }

    pub(crate) fn text_or_null(&self, column: usize) -> Result<Option<String>, Error> {
        get!(self, column, Option<String>)
    }

    pub(crate) fn blob(&self, column: usize) -> Result<Vec<u8>, Error> {
        get!(self, column, Vec<u8>)
    }

    pub(crate) fn time(&self, column: usize) -> Result<DateTime<Utc>, Error> {
        let millis = self.int(column)?;
        DateTime::from_timestamp_millis(millis)
            .ok_or_else(|| Error::Corrupt(format!("{millis} is no time")))
    }

    pub(crate) fn day(&self, column: usize) -> Result<NaiveDate, Error> {
        let day = self.number(column)?;
        NaiveDate::from_num_days_from_ce_opt(day)
            .ok_or_else(|| Error::Corrupt(format!("{day} is no day")))
    }

    /// A body in its frame.
    pub(crate) fn body<T: DeserializeOwned>(&self, what: &str, column: usize) -> Result<T, Error> {
        codec::open_json(what, &self.blob(column)?)
    }

    /// An identifier, which must be valid because only valid ones are written.
    pub(crate) fn id<T: TryFrom<String, Error: std::fmt::Display>>(
        &self,
        column: usize,
    ) -> Result<T, Error> {
        T::try_from(self.text(column)?).map_err(|e| Error::Corrupt(e.to_string()))
    }
}

/// The reading side: a pool of connections.
pub(crate) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// The writing side: one connection.
pub(crate) enum Connection {
    Sqlite(SqliteConnection),
    /// With how long a statement may take to be answered.
    Postgres(PgConnection, Duration),
}

macro_rules! query {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match value {
                Value::Int(value) => query.bind(*value),
                Value::Text(value) => query.bind(value.clone()),
                Value::Blob(value) => query.bind(value.clone()),
                Value::Part(all, range) => query.bind(all[range.clone()].to_vec()),
                Value::NullText => query.bind(None::<String>),
            };
        }
        query
    }};
}

impl Pool {
    pub(crate) async fn rows(
        &self,
        sql: impl SqlSafeStr,
        values: &[Value],
    ) -> Result<Vec<Row>, Error> {
        match self {
            Self::Sqlite(pool) => {
                let mut on = waited(pool.acquire()).await?;
                let rows = query!(sql, values).fetch_all(&mut *on).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Self::Postgres(pool) => {
                let mut on = waited(pool.acquire()).await?;
                let rows = within(ANSWER, query!(sql, values).fetch_all(&mut *on)).await;
                if matches!(rows, Err(Error::Unreachable(_))) {
                    // What still comes through this connection would answer the wrong question.
                    drop(on.detach());
                    return Err(no_answer());
                }
                Ok(rows?.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// How long a server may take to answer before it counts as gone: a network can swallow a
/// connection without telling anyone.
pub(crate) const ANSWER: Duration = Duration::from_secs(20);

pub(crate) fn no_answer() -> Error {
    Error::Unreachable(format!("no answer within {} s", ANSWER.as_secs()))
}

/// For what a person asked for and watches: it may take as long as it takes.
pub(crate) const FOR_LONG: Duration = Duration::from_secs(24 * 60 * 60);

async fn within<T>(
    patience: Duration,
    asked: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, Error> {
    let answered = tokio::time::timeout(patience, asked).await;
    answered.map_err(|_| no_answer())?.map_err(Error::from)
}

/// Waits for a connection of a pool and records for how long.
async fn waited<T>(connection: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let connection = connection.await;
    metrics::histogram!("stockbridge_pool_wait_seconds").record(begun.elapsed());
    connection
}

impl Connection {
    /// Runs a statement and returns how many rows it wrote.
    pub(crate) async fn execute(
        &mut self,
        sql: impl SqlSafeStr,
        values: &[Value],
    ) -> Result<u64, Error> {
        match self {
            Self::Sqlite(on) => Ok(query!(sql, values).execute(on).await?.rows_affected()),
            Self::Postgres(on, patience) => {
                let done = query!(sql, values).execute(on);
                Ok(within(*patience, done).await?.rows_affected())
            }
        }
    }

    pub(crate) async fn rows(
        &mut self,
        sql: impl SqlSafeStr,
        values: &[Value],
    ) -> Result<Vec<Row>, Error> {
        match self {
            Self::Sqlite(on) => {
                let rows = query!(sql, values).fetch_all(on).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Self::Postgres(on, patience) => {
                let rows = within(*patience, query!(sql, values).fetch_all(on)).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// Returns the database's own clock in epoch milliseconds, as an expression: one clock for all
    /// processes, to tell how long an event has waited.
    pub(crate) fn clock(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
            Self::Postgres(..) => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
        }
    }

    pub(crate) async fn begin(&mut self) -> Result<(), Error> {
        // A deferred SQLite transaction takes its lock at the first write, too late to wait for it.
        let sql = match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(..) => "BEGIN",
        };
        self.execute(sql, &[]).await.map(|_| ())
    }

    pub(crate) async fn close(self) {
        let closed = match self {
            Self::Sqlite(on) => on.close().await,
            Self::Postgres(on, _) => on.close().await,
        };
        if let Err(error) = closed {
            tracing::debug!(%error, "the writer's connection did not close in order");
        }
    }
}
