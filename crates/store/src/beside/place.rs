//! Where a second database lives: a file beside the live one, or a schema of the same server.

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use sqlx::AssertSqlSafe;

use crate::Error;
use crate::open::Target;
use crate::sql::Connection;

/// The longest name PostgreSQL does not cut off.
const LONGEST_NAME: usize = 63;
/// What a schema of ours says of itself, so that no other is ever dropped.
const MARK: &str = "stockbridge rebuild";

/// Where it lives.
#[derive(Debug)]
pub(super) enum Place {
    /// A file beside the live one.
    Sqlite { live: PathBuf, beside: PathBuf },
    /// A schema beside the live one, with names as SQL quotes them.
    Postgres {
        url: String,
        schema: String,
        names: [String; 2],
    },
}

impl Place {
    /// Finds the place beside the live database at an address.
    pub(super) async fn of(url: &str) -> Result<Self, Error> {
        let target = Target::of(url)?;
        if let Target::Sqlite(live) = target {
            let beside = with(&live, ".rebuild");
            return Ok(Self::Sqlite { live, beside });
        }
        let mut on = target.connect().await?;
        let rows = on.rows("SELECT current_schema()::text", &[]).await?;
        on.close().await;
        let live = rows.first().map(|row| row.text_or_null(0)).transpose()?;
        let live = live.flatten().unwrap_or_else(|| "public".to_owned());
        let schema = format!("{live}_rebuild");
        if schema.len() > LONGEST_NAME {
            // Cut off, it might be the live one's own name.
            return Err(Error::Unstorable(format!("a schema named {schema}")));
        }
        let names = [quoted(&live), quoted(&schema)];
        Ok(Self::Postgres {
            url: url.to_owned(),
            schema,
            names,
        })
    }

    /// Returns its address.
    pub(super) fn url(&self) -> String {
        match self {
            Self::Sqlite { beside, .. } => format!("sqlite:{}", beside.display()),
            Self::Postgres { url, names, .. } => {
                let sign = if url.contains('?') { '&' } else { '?' };
                // Of two settings of one name the server takes the last.
                format!("{url}{sign}options[search_path]={}", escaped(&names[1]))
            }
        }
    }

    /// Returns how a connection to the live database names both: the live one, the one beside.
    pub(super) fn names(&self) -> [&str; 2] {
        match self {
            Self::Sqlite { .. } => ["main", "beside"],
            Self::Postgres { names, .. } => [&names[0], &names[1]],
        }
    }

    /// Connects to the live database, from where the one beside can be named.
    pub(super) async fn connect(&self) -> Result<Connection, Error> {
        match self {
            Self::Sqlite { live, beside } => {
                let mut on = Target::Sqlite(live.clone()).connect().await?;
                let file = beside.display().to_string();
                on.execute("ATTACH DATABASE $1 AS beside", &[file.into()])
                    .await?;
                Ok(on)
            }
            Self::Postgres { url, .. } => {
                let mut on = Target::of(url)?.connect().await?;
                // The writer's connections are set for rows found by key; here all are read.
                on.execute("SET enable_seqscan = on", &[]).await?;
                Ok(on)
            }
        }
    }

    /// Makes room for it.
    pub(super) async fn make(&self) -> Result<(), Error> {
        let Self::Postgres { url, names, .. } = self else {
            return Ok(());
        };
        let mut on = Target::of(url)?.connect().await?;
        let name = &names[1];
        on.begin().await?;
        for sql in [
            format!("CREATE SCHEMA {name}"),
            format!("COMMENT ON SCHEMA {name} IS '{MARK}'"),
        ] {
            on.execute(AssertSqlSafe(sql), &[]).await?;
        }
        on.execute("COMMIT", &[]).await?;
        on.close().await;
        Ok(())
    }

    /// Removes it with everything in it, if it is there. What is not ours is left, and making room
    /// will be refused.
    pub(super) async fn remove(&self) -> Result<(), Error> {
        match self {
            Self::Sqlite { beside, .. } => {
                for end in ["", "-wal", "-shm", ".lock"] {
                    remove_file(&with(beside, end))?;
                }
                Ok(())
            }
            Self::Postgres { url, schema, names } => {
                let mut on = Target::of(url)?.connect().await?;
                let ours = "SELECT 1::bigint FROM pg_namespace
                    WHERE nspname = $1 AND obj_description(oid, 'pg_namespace') = $2";
                let values = [schema.as_str().into(), MARK.into()];
                if !on.rows(ours, &values).await?.is_empty() {
                    let sql = format!("DROP SCHEMA {} CASCADE", names[1]);
                    on.execute(AssertSqlSafe(sql), &[]).await?;
                }
                on.close().await;
                Ok(())
            }
        }
    }
}

fn remove_file(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::of_path(path, &error))
        }
        _ => Ok(()),
    }
}

fn with(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Writes a text so that an address can hold it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            escaped.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}
