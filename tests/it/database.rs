//! The database as SQL sees it, to look at every byte of it and to damage it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection};
use tokio::runtime::Runtime;

/// Names the PostgreSQL server to run on too: `postgres://user@host:port/database`.
const POSTGRES: &str = "STOCKBRIDGE_TEST_POSTGRES";

/// The tables that follow from the log.
const TABLES: [&str; 8] = [
    "blocks",
    "forecasts",
    "proposals",
    "orders",
    "po_pools",
    "exceptions",
    "deadlines",
    "times",
];

/// A database of a test.
#[derive(Debug)]
pub(crate) enum Database {
    /// A file; no process may have it open.
    Sqlite(PathBuf),
    /// A schema of a server, which goes when this is dropped.
    Postgres { server: String, schema: String },
}

impl Database {
    pub(crate) fn sqlite(file: &Path) -> Self {
        Self::Sqlite(file.to_owned())
    }

    /// Makes a schema, where a server is named.
    pub(crate) fn postgres() -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "the one setting of the suite")]
        let Ok(server) = std::env::var(POSTGRES) else {
            println!("skipped on PostgreSQL: {POSTGRES} is not set");
            return None;
        };
        static SCHEMAS: AtomicU32 = AtomicU32::new(0);
        let nth = SCHEMAS.fetch_add(1, Ordering::Relaxed);
        let schema = format!("story_{}_{nth}", std::process::id());
        let database = Self::Postgres { server, schema };
        database.at_server("CREATE SCHEMA", "");
        Some(database)
    }

    fn at_server(&self, before: &str, after: &str) {
        let Self::Postgres { server, schema } = self else {
            return;
        };
        on_runtime(async {
            let mut on = PgConnection::connect(server).await.unwrap();
            let sql = AssertSqlSafe(format!("{before} {schema} {after}"));
            sqlx::raw_sql(sql).execute(&mut on).await.unwrap();
            on.close().await.unwrap();
        });
    }

    fn url(server: &str, schema: &str) -> String {
        let sign = if server.contains('?') { '&' } else { '?' };
        format!("{server}{sign}options[search_path]={schema}")
    }

    /// Returns the address, as settings name it.
    pub(crate) fn address(&self) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite:{}", file.display()),
            Self::Postgres { server, schema } => Self::url(server, schema),
        }
    }

    /// Returns a name that no other database of the suite has.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Sqlite(file) => file.display().to_string(),
            Self::Postgres { schema, .. } => schema.clone(),
        }
    }

    /// Tells a command which database to use.
    pub(crate) fn name_to(&self, command: &mut Command) {
        if let Self::Postgres { server, schema } = self {
            command.env("STOCKBRIDGE__DATABASE", Self::url(server, schema));
        }
    }

    /// Runs a statement and returns how many rows it wrote.
    pub(crate) fn execute(&self, sql: &'static str) -> u64 {
        on_runtime(async {
            match self {
                Self::Sqlite(file) => {
                    let mut on = open(file).await;
                    let done = sqlx::query(sql).execute(&mut on).await.unwrap();
                    on.close().await.unwrap();
                    done.rows_affected()
                }
                Self::Postgres { server, schema } => {
                    let url = Self::url(server, schema);
                    let mut on = PgConnection::connect(&url).await.unwrap();
                    let done = sqlx::query(sql).execute(&mut on).await.unwrap();
                    on.close().await.unwrap();
                    done.rows_affected()
                }
            }
        })
    }

    /// Returns the texts that a statement gives.
    fn texts(&self, sql: String) -> Vec<String> {
        let sql = AssertSqlSafe(sql);
        on_runtime(async {
            match self {
                Self::Sqlite(file) => {
                    let mut on = open(file).await;
                    let texts = sqlx::query_scalar(sql).fetch_all(&mut on).await.unwrap();
                    on.close().await.unwrap();
                    texts
                }
                Self::Postgres { server, schema } => {
                    let url = Self::url(server, schema);
                    let mut on = PgConnection::connect(&url).await.unwrap();
                    let texts = sqlx::query_scalar(sql).fetch_all(&mut on).await.unwrap();
                    on.close().await.unwrap();
                    texts
                }
            }
        })
    }

    /// Returns what a statement counts.
    pub(crate) fn count(&self, sql: &str) -> u64 {
        let counted = self.texts(format!("SELECT CAST(({sql}) AS TEXT)"));
        counted[0].parse().unwrap()
    }

    /// Returns every row of every table that follows from the log, with every byte.
    pub(crate) fn rows(&self) -> BTreeMap<&'static str, Vec<String>> {
        let rows = |table: &'static str| {
            let row = match self {
                Self::Sqlite(_) => {
                    let columns =
                        format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')");
                    self.texts(columns).join(" || ',' || ")
                }
                Self::Postgres { .. } => "CAST(t AS TEXT)".to_owned(),
            };
            let sql = format!("SELECT {row} AS r FROM {table} AS t ORDER BY 1");
            (table, self.texts(sql))
        };
        TABLES.into_iter().map(rows).collect()
    }

    /// Says whether something was planned, also while a process has the database open.
    pub(crate) fn is_planned(&self) -> bool {
        match self {
            Self::Sqlite(file) => file.exists(),
            Self::Postgres { .. } => {
                let sql = "SELECT tablename::text FROM pg_tables
                    WHERE schemaname = current_schema() AND tablename = 'cuts'";
                !self.texts(sql.to_owned()).is_empty()
                    && !self
                        .texts("SELECT CAST(part AS TEXT) FROM cuts LIMIT 1".to_owned())
                        .is_empty()
            }
        }
    }

    /// Says whether a rebuild left something beside the database.
    pub(crate) fn is_anything_left_beside(&self) -> bool {
        match self {
            Self::Sqlite(file) => {
                let folder = file.parent().unwrap().read_dir().unwrap();
                let mut names = folder.map(|entry| entry.unwrap().file_name());
                names.any(|name| name.to_string_lossy().contains("rebuild"))
            }
            Self::Postgres { schema, .. } => {
                let sql = format!(
                    "SELECT nspname::text FROM pg_namespace WHERE nspname = '{schema}_rebuild'"
                );
                !self.texts(sql).is_empty()
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A test that failed keeps its schema, to be looked at.
        if !std::thread::panicking() && matches!(self, Self::Postgres { .. }) {
            self.at_server("DROP SCHEMA", "CASCADE");
        }
    }
}

fn on_runtime<T>(work: impl Future<Output = T>) -> T {
    Runtime::new().unwrap().block_on(work)
}

async fn open(file: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(file);
    options.connect().await.unwrap()
}
