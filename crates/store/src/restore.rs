//! A backup becomes the database again.

use std::path::{Path, PathBuf};

use model::PartnerId;
use sqlx::ConnectOptions;

use crate::backup::{beside, copy, put_in_place, sync};
use crate::fitness::{Contents, everything};
use crate::open::{Target, sqlite};
use crate::sql::Connection;
use crate::{Error, file_of};

/// What to restore, and how.
#[derive(Debug, Clone)]
pub struct Restore<'a> {
    /// The backup.
    pub from: &'a Path,
    /// The ending under which a database that is there is kept; `None` refuses to replace it.
    pub aside: Option<String>,
    /// By how much each partner's control numbers move ahead.
    pub skip: u32,
    /// Partners whose numbers move even if the backup knows none of them.
    pub partners: Vec<PartnerId>,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the backup holds.
    pub contents: Contents,
    /// Where the database that was there is kept.
    pub aside: Option<PathBuf>,
    /// The partners' next control numbers.
    pub numbers: Vec<Moved>,
    /// Documents that were written and not yet delivered: the hub delivers them when it starts.
    pub to_deliver: u64,
}

/// The next control number of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Whose.
    pub partner: String,
    /// In the backup.
    pub before: u64,
    /// Now.
    pub now: u64,
}

impl Restore<'_> {
    /// Puts the backup in the place of an embedded database that nobody holds.
    ///
    /// The backup is read in full first, and nothing that is there is touched before the new file
    /// is whole and on disk beside it.
    pub async fn run(&self, url: &str) -> Result<Restored, Error> {
        let to = file_of(url)?.ok_or_else(|| Error::Address("postgres://…".to_owned()))?;
        // Kept until the end: no hub may start on half of it.
        let _lock = Target::of(url)?.lock()?;
        if to.exists() && self.aside.is_none() {
            return Err(Error::Exists(to.display().to_string()));
        }
        let contents = everything(self.from).await?;
        let part = beside(&to, ".restoring");
        let prepared = self.prepare(&part).await;
        if prepared.is_err() {
            // Half a copy is of no use; that it cannot be removed either changes nothing.
            let _ = std::fs::remove_file(&part);
        }
        let (numbers, to_deliver) = prepared?;
        let aside = match &self.aside {
            Some(ending) if to.exists() => Some(set_aside(&to, ending).await?),
            _ => None,
        };
        put_in_place(&part, &to)?;
        Ok(Restored {
            contents,
            aside,
            numbers,
            to_deliver,
        })
    }

    async fn prepare(&self, part: &Path) -> Result<(Vec<Moved>, u64), Error> {
        copy(self.from, part).await?;
        let mut on = Connection::Sqlite(sqlite(part).connect().await?);
        let done = skip(&mut on, self.skip, &self.partners).await;
        on.close().await;
        sync(part)?;
        done
    }
}

/// Moves the partners' control numbers ahead in a database that was restored by other means.
/// Returns them, and how many documents wait for delivery.
pub async fn skip_control_numbers(
    url: &str,
    by: u32,
    partners: &[PartnerId],
) -> Result<(Vec<Moved>, u64), Error> {
    let mut on = Target::of(url)?.connect_to_old().await?;
    let done = skip(&mut on, by, partners).await;
    on.close().await;
    done
}

async fn skip(
    on: &mut Connection,
    by: u32,
    partners: &[PartnerId],
) -> Result<(Vec<Moved>, u64), Error> {
    if by > 0 {
        // A partner without a row stands at 1, and may have been written to since.
        let known = "INSERT INTO control_numbers (partner, next) VALUES ($1, 1)
            ON CONFLICT (partner) DO NOTHING";
        on.begin().await?;
        for partner in partners {
            on.execute(known, &[partner.as_str().into()]).await?;
        }
        let ahead = "UPDATE control_numbers SET next = next + $1";
        on.execute(ahead, &[by.into()]).await?;
        on.execute("COMMIT", &[]).await?;
    }
    let sql = "SELECT partner, next FROM control_numbers ORDER BY partner";
    let numbers = on.rows(sql, &[]).await?;
    let moved = numbers.iter().map(|row| {
        let now: u64 = row.number(1)?;
        Ok(Moved {
            partner: row.text(0)?,
            before: now.saturating_sub(by.into()),
            now,
        })
    });
    let moved = moved.collect::<Result<_, Error>>()?;
    let sql = "SELECT COUNT(*) FROM documents WHERE direction = 'out' AND status = 'ready'";
    let waiting = on.rows(sql, &[]).await?;
    let to_deliver = waiting.first().map_or(Ok(0), |row| row.number(0))?;
    Ok((moved, to_deliver))
}

/// Gives the database that is there another name, its write-ahead log first: what SQLite finds
/// beside a file it takes for that file's.
async fn set_aside(database: &Path, ending: &str) -> Result<PathBuf, Error> {
    const PARTS: [&str; 3] = ["-wal", "-shm", ""];
    let to = beside(database, ending);
    if PARTS.iter().any(|part| beside(&to, part).exists()) {
        return Err(Error::Exists(to.display().to_string()));
    }
    // So that nothing waits in the log. Where the file is damaged this fails, and the log goes along.
    if let Ok(on) = sqlite(database).connect().await {
        let mut on = Connection::Sqlite(on);
        let _ = on.rows("PRAGMA wal_checkpoint(TRUNCATE)", &[]).await;
        on.close().await;
    }
    for part in PARTS {
        let (from, to) = (beside(database, part), beside(&to, part));
        if from.exists() {
            std::fs::rename(&from, &to).map_err(|e| Error::of_path(&from, &e))?;
        }
    }
    Ok(to)
}
