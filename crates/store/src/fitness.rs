//! Whether a file can be the database: ours, not newer than this program, undamaged.

use std::path::Path;

use model::document::Document;
use model::{DateTime, Utc};
use sha2::{Digest, Sha256};
use sqlx::ConnectOptions;

use crate::open::{NEWEST, sqlite};
use crate::sql::{Connection, Row};
use crate::{Error, codec};

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Its schema.
    pub schema: i64,
    /// Its size.
    pub bytes: u64,
    /// Events in the log.
    pub events: u64,
    /// Documents, received and written.
    pub documents: u64,
    /// When the latest document was received or written.
    pub latest: Option<DateTime<Utc>>,
}

/// Rows read at once.
const PAGE: i64 = 500;

/// Tables whose bodies carry a checksum: the query of a page of them.
const FRAMED: [(&str, &str); 8] = [
    (
        "events",
        "SELECT rowid, body FROM events WHERE rowid > $1 ORDER BY rowid LIMIT $2",
    ),
    (
        "dead letters",
        "SELECT rowid, body FROM dead_letters WHERE rowid > $1 ORDER BY rowid LIMIT $2",
    ),
    (
        "blocks",
        "SELECT rowid, body FROM blocks WHERE rowid > $1 ORDER BY rowid LIMIT $2",
    ),
    (
        "forecasts",
        "SELECT rowid, body FROM forecasts WHERE rowid > $1 ORDER BY rowid LIMIT $2",
    ),
    (
        "proposals",
        "SELECT rowid, body FROM proposals WHERE rowid > $1 ORDER BY rowid LIMIT $2",
    ),
    (
        "orders",
        "SELECT rowid, body FROM orders WHERE rowid > $1 ORDER BY rowid LIMIT $2",
    ),
    (
        "exceptions",
        "SELECT rowid, body FROM exceptions WHERE rowid > $1 ORDER BY rowid LIMIT $2",
    ),
    (
        "deadlines",
        "SELECT rowid, body FROM deadlines WHERE rowid > $1 ORDER BY rowid LIMIT $2",
    ),
];

/// Says what a copy holds, after a look at its structure.
pub(crate) async fn structure(file: &Path) -> Result<Contents, Error> {
    let mut on = open(file).await?;
    let found = look(&mut on, file, "PRAGMA quick_check(1)").await;
    on.close().await;
    found
}

/// Says what a file holds, after reading all of it: SQLite's structure does not tell when a byte
/// inside a row was changed, but our checksums do.
pub(crate) async fn everything(file: &Path) -> Result<Contents, Error> {
    let unfit = |error| match error {
        Error::Corrupt(why) | Error::Refused(why) => Error::Unfit {
            file: file.display().to_string(),
            why,
        },
        other => other,
    };
    let mut on = open(file).await.map_err(unfit)?;
    let found = read(&mut on, file).await;
    on.close().await;
    found.map_err(unfit)
}

async fn open(file: &Path) -> Result<Connection, Error> {
    let options = sqlite(file).read_only(true);
    Ok(Connection::Sqlite(options.connect().await?))
}

async fn read(on: &mut Connection, file: &Path) -> Result<Contents, Error> {
    let contents = look(on, file, "PRAGMA integrity_check(1)").await?;
    for (table, sql) in FRAMED {
        let mut after = 0_i64;
        loop {
            let rows = on.rows(sql, &[after.into(), PAGE.into()]).await?;
            for row in &rows {
                codec::open(table, &row.blob(1)?)?;
            }
            match rows.last() {
                Some(last) => after = last.int(0)?,
                None => break,
            }
        }
    }
    documents(on).await?;
    Ok(contents)
}

async fn look(on: &mut Connection, file: &Path, check: &'static str) -> Result<Contents, Error> {
    let ours = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'
        AND name IN ('_sqlx_migrations', 'log_head', 'events', 'cursor', 'documents')";
    if number(on, ours).await? < 5 {
        return Err(Error::Corrupt(
            "it is no database of Stockbridge".to_owned(),
        ));
    }
    let schema = number(on, "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations").await?;
    if schema > NEWEST {
        let (found, known) = (schema, NEWEST);
        return Err(Error::Newer { found, known });
    }
    let found = on.rows(check, &[]).await?;
    let found = found.first().map(|row| row.text(0)).transpose()?;
    if let Some(damage) = found.filter(|found| found != "ok") {
        return Err(Error::Corrupt(damage.replace('\n', " ")));
    }
    let latest = "SELECT at FROM documents ORDER BY at DESC LIMIT 1";
    let latest = on.rows(latest, &[]).await?;
    let count = |n: i64| u64::try_from(n).unwrap_or_default();
    Ok(Contents {
        schema,
        bytes: std::fs::metadata(file)
            .map_err(|e| Error::of_path(file, &e))?
            .len(),
        events: count(number(on, "SELECT COUNT(*) FROM events").await?),
        documents: count(number(on, "SELECT COUNT(*) FROM documents").await?),
        latest: latest.first().map(|row| row.time(0)).transpose()?,
    })
}

async fn number(on: &mut Connection, sql: &'static str) -> Result<i64, Error> {
    let rows = on.rows(sql, &[]).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// Compares the bytes of every document with the digest they had when they came.
async fn documents(on: &mut Connection) -> Result<(), Error> {
    let sql = "SELECT rowid, body FROM documents WHERE rowid > $1 ORDER BY rowid LIMIT $2";
    let mut after = 0_i64;
    loop {
        let rows = on.rows(sql, &[after.into(), PAGE.into()]).await?;
        for row in &rows {
            document(on, row).await?;
        }
        match rows.last() {
            Some(last) => after = last.int(0)?,
            None => return Ok(()),
        }
    }
}

async fn document(on: &mut Connection, row: &Row) -> Result<(), Error> {
    let document: Document = row.body("document", 1)?;
    let sql = "SELECT bytes FROM document_chunks WHERE document = $1 AND chunk = $2";
    let mut digest = Sha256::new();
    for chunk in 0_u32.. {
        let place = [document.id.as_str().into(), chunk.into()];
        match on.rows(sql, &place).await?.first() {
            Some(row) => digest.update(row.blob(0)?),
            None => break,
        }
    }
    let digest = digest.finalize();
    let digits = digest.iter().map(|byte| format!("{byte:02x}"));
    if digits.collect::<String>() == document.sha256 {
        return Ok(());
    }
    let id = &document.id;
    Err(Error::Corrupt(format!(
        "the bytes of document {id} are not those that were kept"
    )))
}
