//! What an operator asks of a database: its schema, its size, whether it is whole and writable.

use std::path::PathBuf;

use crate::open::{NEWEST, Target};
use crate::{Error, Store};

/// Returns the file of an embedded database; `None` where a server keeps it.
pub fn file_of(url: &str) -> Result<Option<PathBuf>, Error> {
    Ok(match Target::of(url)? {
        Target::Sqlite(path) => Some(path),
        Target::Postgres(_) => None,
    })
}

/// Returns the newest schema this program knows.
pub fn newest_schema() -> i64 {
    NEWEST
}

impl Store {
    /// Returns the schema the database has; `None` while it is empty.
    pub async fn schema(&self) -> Result<Option<i64>, Error> {
        let sql = self.one_of(
            "SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'",
            "SELECT COUNT(*) FROM pg_tables
                WHERE tablename = '_sqlx_migrations' AND schemaname = current_schema()",
        );
        if self.number(sql).await? == 0 {
            return Ok(None);
        }
        let sql = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations";
        Ok(Some(self.number(sql).await?).filter(|version| *version > 0))
    }

    /// Returns how many bytes the data takes up on disk, its indexes included.
    pub async fn bytes(&self) -> Result<u64, Error> {
        let sql = self.one_of(
            "SELECT (pages.page_count - free.freelist_count) * size.page_size
                FROM pragma_page_count() pages, pragma_freelist_count() free,
                    pragma_page_size() size",
            "SELECT CAST(COALESCE(SUM(pg_total_relation_size(c.oid)), 0) AS BIGINT)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = current_schema() AND c.relkind = 'r'",
        );
        let bytes = self.number(sql).await?;
        u64::try_from(bytes).map_err(|_| Error::Corrupt(format!("{bytes} bytes")))
    }

    /// Looks for damage in the structure of an embedded database; what was found, in words. A
    /// server looks after its own.
    pub async fn damage(&self) -> Result<Option<String>, Error> {
        if self.is_shared() {
            return Ok(None);
        }
        let rows = self.rows("PRAGMA quick_check(1)", []).await?;
        let found = rows.first().map(|row| row.text(0)).transpose()?;
        Ok(found.filter(|found| found != "ok"))
    }

    /// Returns how many events of a topic a group has not applied.
    pub async fn backlog(&self, group: &str, topic: &str) -> Result<u64, Error> {
        let sql = "SELECT CAST(COALESCE(SUM(h.next - COALESCE(c.next, 0)), 0) AS BIGINT)
            FROM log_head h LEFT JOIN cursor c
                ON c.consumer = $1 AND c.topic = h.topic AND c.part = h.part
            WHERE h.topic = $2";
        let rows = self.rows(sql, [group.into(), topic.into()]).await?;
        rows.first().map_or(Ok(0), |row| row.number(0))
    }

    /// Takes the right to write and gives it back, having written nothing.
    pub async fn try_writing(url: &str) -> Result<(), Error> {
        let mut connection = Target::of(url)?.connect_to_old().await?;
        connection.begin().await?;
        // PostgreSQL judges permissions with the first statement, SQLite with the transaction.
        let tried = connection
            .execute("DELETE FROM sessions WHERE id = ''", &[])
            .await;
        let ended = connection.execute("ROLLBACK", &[]).await;
        connection.close().await;
        tried.and(ended).map(|_| ())
    }

    async fn number(&self, sql: &'static str) -> Result<i64, Error> {
        let rows = self.rows(sql, []).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// Chooses where the two databases have no word in common.
    fn one_of(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self.is_shared() {
            false => sqlite,
            true => postgres,
        }
    }
}
