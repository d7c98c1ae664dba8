use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqlSafeStr};
use tokio::sync::{mpsc, oneshot, watch};

use crate::apply::{Statement, Work};
use crate::notify;
use crate::sql::{ANSWER, Connection, FOR_LONG, Pool, Query, Row, Value, no_answer};
use crate::writer::{Request, Writer};
use crate::{Commit, Error};

/// The schema of each database, oldest first. A text that was released never changes.
const SQLITE: [(i64, &str); 4] = [
    (1, include_str!("../migrations/sqlite/0001_initial.sql")),
    (2, include_str!("../migrations/sqlite/0002_cluster.sql")),
    (3, include_str!("../migrations/sqlite/0003_cuts.sql")),
    (4, include_str!("../migrations/sqlite/0004_retention.sql")),
];
const POSTGRES: [(i64, &str); 4] = [
    (1, include_str!("../migrations/postgres/0001_initial.sql")),
    (2, include_str!("../migrations/postgres/0002_cluster.sql")),
    (3, include_str!("../migrations/postgres/0003_cuts.sql")),
    (4, include_str!("../migrations/postgres/0004_retention.sql")),
];
/// The newest schema this program knows; the same number for both databases.
pub(crate) const NEWEST: i64 = SQLITE[SQLITE.len() - 1].0;

/// Steps that may wait for the writer before those who bring more have to.
const QUEUE: usize = 1_024;
/// Statements kept prepared on a connection; more than there are texts.
const PREPARED: usize = 256;
const PATIENCE: Duration = Duration::from_secs(5);

/// A database that is open. Clones share it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    readers: Pool,
    writer: mpsc::Sender<Request>,
    changed: watch::Receiver<u64>,
    /// Names this process's connections, so that the server can say whether it lives.
    session: String,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("shared", &self.is_shared())
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…`, brings its schema up to date and starts the writer.
    ///
    /// One process at a time may hold a SQLite database: a second one gets [`Error::InUse`].
    pub async fn open(url: &str) -> Result<Self, Error> {
        let mut target = Target::of(url)?;
        let lock = target.lock()?;
        let mut connection = target.connect().await?;
        target.migrate(&mut connection).await?;
        if lock.is_some() {
            // Whoever held a partition of this file is gone, or the lock were not ours.
            for free in ["UPDATE cursor SET lease_until = 0", "DELETE FROM workers"] {
                connection.execute(free, &[]).await?;
            }
        }
        let session = name_session(&mut connection, &mut target).await?;
        let readers = target.readers();
        let (changes, changed) = watch::channel(0);
        if let Pool::Postgres(pool) = &readers {
            tokio::spawn(notify::listen(
                pool.clone(),
                session.clone(),
                changes.clone(),
            ));
        }
        let (writer, requests) = mpsc::channel(QUEUE);
        let task = Writer {
            target,
            connection: Some(connection),
            changed: changes,
            session: session.clone(),
            lock,
        };
        tokio::spawn(task.run(requests));
        Ok(Self {
            inner: Arc::new(Inner {
                readers,
                writer,
                changed,
                session,
            }),
        })
    }

    /// Opens a database to look at, beside whoever holds it, and leaves its schema as it is.
    /// Whoever tries to write gets [`Error::Closed`].
    pub async fn open_to_read(url: &str) -> Result<Self, Error> {
        let (_, changed) = watch::channel(0);
        let (writer, _) = mpsc::channel(1);
        let readers = Target::of(url)?.readers();
        let store = Self {
            inner: Arc::new(Inner {
                readers,
                writer,
                changed,
                session: String::new(),
            }),
        };
        // Its pool connects when first asked, and whether that works is what the caller wants to know.
        store.schema().await?;
        Ok(store)
    }

    /// Writes a step, all or nothing, and returns when it is durable.
    pub async fn commit(&self, commit: Commit) -> Result<(), Error> {
        self.write(Work::of(commit)?).await.map(|_| ())
    }

    /// Wakes after every commit: of this process at once, of another as soon as the database tells
    /// us. Such a word can be lost with a connection, so who must not miss one also looks by itself.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.inner.changed.clone()
    }

    /// Returns how many steps wait for the writer; `None` if it has stopped.
    pub fn queue(&self) -> Option<usize> {
        let writer = &self.inner.writer;
        (!writer.is_closed()).then(|| writer.max_capacity() - writer.capacity())
    }

    /// Says whether other processes may write, so that their commits must be polled for.
    pub fn is_shared(&self) -> bool {
        matches!(self.inner.readers, Pool::Postgres(_))
    }

    pub(crate) fn session(&self) -> &str {
        &self.inner.session
    }

    /// Finishes what waits, then closes every connection. Later calls get [`Error::Closed`].
    pub async fn close(&self) {
        self.inner.readers.close().await;
        let (done, wait) = oneshot::channel();
        if self.inner.writer.send(Request::Close(done)).await.is_ok() {
            let _ = wait.await;
        }
    }

    /// Runs a statement in the writer and returns the rows it gives back.
    pub(crate) async fn returning(
        &self,
        sql: &'static str,
        values: impl Into<Vec<Value>>,
    ) -> Result<Vec<Row>, Error> {
        self.write(Work::returning(vec![Statement::new(sql, values)]))
            .await
    }

    pub(crate) async fn write(&self, work: Work) -> Result<Vec<Row>, Error> {
        let (to, answer) = oneshot::channel();
        let sent = self.inner.writer.send(Request::Write(work, to)).await;
        sent.map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }

    pub(crate) async fn rows(
        &self,
        sql: &'static str,
        values: impl Into<Vec<Value>>,
    ) -> Result<Vec<Row>, Error> {
        self.inner.readers.rows(sql, &values.into()).await
    }

    pub(crate) async fn query(&self, query: Query) -> Result<Vec<Row>, Error> {
        let (sql, values) = query.into_parts();
        self.inner.readers.rows(sql, &values).await
    }
}

/// Where a database is.
pub(crate) enum Target {
    Sqlite(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

impl Target {
    pub(crate) fn of(url: &str) -> Result<Self, Error> {
        let unknown = || Error::Address(url.to_owned());
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            // The address may hold a password, which no message may repeat.
            let options = PgConnectOptions::from_str(url)
                .map_err(|e| Error::Address(format!("postgres://…: {e}")))?
                .statement_cache_capacity(PREPARED);
            return Ok(Self::Postgres(Box::new(options)));
        }
        let path = url.strip_prefix("sqlite:").ok_or_else(unknown)?;
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path == ":memory:" {
            return Err(unknown());
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }

    /// Takes the lock of a SQLite file: the system gives it back however this process ends.
    pub(crate) fn lock(&self) -> Result<Option<File>, Error> {
        let Self::Sqlite(path) = self else {
            return Ok(None);
        };
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(|e| Error::of_path(folder, &e))?;
        }
        let beside = lock_path(path);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&beside);
        let file = file.map_err(|e| Error::of_path(&beside, &e))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Err(Error::InUse(path.display().to_string())),
            Err(TryLockError::Error(e)) => Err(Error::of_path(&beside, &e)),
        }
    }

    pub(crate) async fn connect(&self) -> Result<Connection, Error> {
        match self {
            Self::Sqlite(path) => {
                let options = sqlite(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // NORMAL would lose acknowledged steps with the power.
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true);
                Ok(Connection::Sqlite(options.connect().await?))
            }
            Self::Postgres(options) => {
                let options = (**options).clone().options([
                    // Every statement of the writer finds its rows by key. A plan made while a
                    // table was small, and kept, would read the whole of it for ever.
                    ("enable_seqscan", "off"),
                    // A writer that the network has swallowed must not keep its locks for hours.
                    ("idle_in_transaction_session_timeout", "15000"),
                    ("tcp_keepalives_idle", "10"),
                    ("tcp_keepalives_interval", "5"),
                    ("tcp_keepalives_count", "3"),
                    ("lock_timeout", "10000"),
                ]);
                let connected = tokio::time::timeout(ANSWER, options.connect()).await;
                let on = connected.map_err(|_| no_answer())??;
                Ok(Connection::Postgres(on, ANSWER))
            }
        }
    }

    /// Connects to a database that is there, whatever its schema.
    pub(crate) async fn connect_to_old(&self) -> Result<Connection, Error> {
        Ok(match self {
            Self::Sqlite(path) => Connection::Sqlite(sqlite(path).connect().await?),
            Self::Postgres(options) => Connection::Postgres(options.connect().await?, FOR_LONG),
        })
    }

    fn readers(&self) -> Pool {
        match self {
            Self::Sqlite(path) => {
                let pool = SqlitePoolOptions::new()
                    .max_connections(4)
                    .acquire_timeout(PATIENCE);
                let pool = pool.test_before_acquire(false);
                Pool::Sqlite(pool.connect_lazy_with(sqlite(path).read_only(true)))
            }
            Self::Postgres(options) => {
                let pool = PgPoolOptions::new()
                    .max_connections(8)
                    .acquire_timeout(PATIENCE);
                // For the same reason readers plan anew: their filters differ widely, too.
                let options = (**options)
                    .clone()
                    .options([("plan_cache_mode", "force_custom_plan")]);
                Pool::Postgres(pool.connect_lazy_with(options))
            }
        }
    }

    async fn migrate(&self, connection: &mut Connection) -> Result<(), Error> {
        if is_current(connection).await? {
            return Ok(());
        }
        let (migrations, done) = match connection {
            Connection::Sqlite(on) => (SQLITE, migrator(&SQLITE).run_direct(None, on, false).await),
            Connection::Postgres(on, _) => (
                POSTGRES,
                migrator(&POSTGRES).run_direct(None, on, false).await,
            ),
        };
        let known = migrations.last().map_or(0, |(version, _)| *version);
        done.map_err(|error| match error {
            MigrateError::VersionMissing(found) => Error::Newer { found, known },
            MigrateError::VersionMismatch(version) | MigrateError::Dirty(version) => {
                Error::Corrupt(format!("schema {version} is not as this program writes it"))
            }
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            other => Error::Refused(other.to_string()),
        })
    }
}

/// Says whether nothing is left to migrate. The migrator would find out, too, but it waits for ever
/// for a server that does not answer.
async fn is_current(on: &mut Connection) -> Result<bool, Error> {
    let texts = match on {
        Connection::Sqlite(_) => &SQLITE,
        Connection::Postgres(..) => &POSTGRES,
    };
    let sql = "SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version";
    let done = match on.rows(sql, &[]).await {
        Ok(rows) => rows,
        Err(error @ Error::Unreachable(_)) => return Err(error),
        // The table is missing while the database is empty; anything else the migrator tells.
        Err(_) => return Ok(false),
    };
    let done: Vec<(i64, Vec<u8>)> = done
        .iter()
        .map(|row| Ok((row.int(0)?, row.blob(1)?)))
        .collect::<Result<_, Error>>()?;
    let wanted = migrator(texts);
    let wanted = wanted.iter().map(|m| (m.version, m.checksum.to_vec()));
    Ok(wanted.eq(done))
}

/// Gives every connection from now on a name that no other process has, made of the first one's
/// process number at the server and the time it began.
async fn name_session(on: &mut Connection, target: &mut Target) -> Result<String, Error> {
    let Target::Postgres(options) = target else {
        return Ok(String::new());
    };
    let sql = "SELECT 'stockbridge ' || pg_backend_pid() || ' ' ||
        CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
    let rows = on.rows(sql, &[]).await?;
    let row = rows.first();
    let name = row.map_or(Ok("stockbridge".to_owned()), |row| row.text(0))?;
    **options = (**options).clone().application_name(&name);
    let named = "SELECT set_config('application_name', $1, false)";
    on.rows(named, &[name.as_str().into()]).await?;
    Ok(name)
}

pub(crate) fn sqlite(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(PATIENCE)
        .statement_cache_capacity(PREPARED)
}

fn lock_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

fn migrator(texts: &[(i64, &'static str)]) -> Migrator {
    let migration = |&(version, text): &(i64, &'static str)| {
        let kind = MigrationType::Simple;
        Migration::new(version, "schema".into(), kind, text.into_sql_str(), false)
    };
    Migrator::with_migrations(texts.iter().map(migration).collect())
}

#[cfg(test)]
mod tests {
    use model::EventId;
    use model::commit::Change;

    use super::*;
    use crate::NewEvent;

    fn event(n: u32) -> Commit {
        let event = NewEvent {
            topic: "t".to_owned(),
            partition: 0,
            key: "k".to_owned(),
            id: EventId::new(format!("e{n}")).unwrap(),
            kind: "x".to_owned(),
            at: model::DateTime::UNIX_EPOCH,
            trace: None,
            // Nothing that compresses.
            body: (0..4_000_u32)
                .map(|k| ((k * k * (n + 7)) >> 5).to_le_bytes()[0])
                .collect(),
        };
        Commit {
            events: vec![event],
            changes: Vec::<Change>::new(),
            ..Commit::default()
        }
    }

    #[tokio::test]
    async fn a_full_disk_is_told_and_survived() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/hub.db", folder.path().display());
        let store = Store::open(&url).await.unwrap();
        // SQLite answers a limit on pages as it answers a full disk.
        store
            .returning("PRAGMA max_page_count = 120", [])
            .await
            .unwrap();
        let mut kept = 0;
        let error = loop {
            match store.commit(event(kept)).await {
                Ok(()) => kept += 1,
                Err(error) => break error,
            }
            assert!(kept < 1_000);
        };
        assert_eq!(error, Error::Full);
        assert_eq!(store.head("t", 0).await.unwrap(), i64::from(kept));
        store
            .returning("PRAGMA max_page_count = 100000", [])
            .await
            .unwrap();
        store.commit(event(kept)).await.unwrap();
        let read = store.read_events("t", 0, 0, 1_000).await.unwrap();
        assert_eq!(read.len(), usize::try_from(kept).unwrap() + 1);
    }
}
