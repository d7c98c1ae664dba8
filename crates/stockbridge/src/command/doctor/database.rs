//! The database: reached, current, writable, undamaged, with room to grow.

use std::path::Path;

use store::{Error, Store};

use super::Check;
use crate::config::Config;

/// Below this share of the disk, or of the database's own size, it may be full within days.
const ROOM_MB: u64 = 1_024;

/// Opens the database beside whoever uses it, and looks at it.
pub(super) async fn look(settings: &Config) -> (Option<Store>, Vec<Check>) {
    let store = match Store::open_to_read(&settings.database).await {
        Ok(store) => store,
        Err(error) => return (None, vec![unreachable(settings, &error)]),
    };
    let mut checks = vec![schema(&store).await];
    checks.push(writable(settings).await);
    if let Ok(Some(file)) = store::file_of(&settings.database) {
        checks.push(room(&file));
        checks.push(structure(&store).await);
    }
    (Some(store), checks)
}

fn unreachable(settings: &Config, error: &Error) -> Check {
    let file = store::file_of(&settings.database).ok().flatten();
    match file.filter(|file| !file.exists()) {
        Some(file) => Check::failed(
            "database",
            format!("there is none at {}", file.display()),
            "`stockbridge serve` makes it; or name the right one with --data or `database`",
        ),
        None => Check::failed(
            "database",
            error.to_string(),
            "nothing can run until it is reached",
        ),
    }
}

async fn schema(store: &Store) -> Check {
    const NAME: &str = "schema";
    let newest = store::newest_schema();
    match store.schema().await {
        Ok(Some(found)) if found == newest => Check::ok(NAME, format!("{found}, up to date")),
        Ok(Some(found)) if found > newest => Check::failed(
            NAME,
            format!("{found}, this program knows {newest}"),
            "use the newer program that wrote it",
        ),
        Ok(Some(found)) => Check::warning(
            NAME,
            format!("{found}, this program knows {newest}"),
            "back up, then `stockbridge migrate`; starting the hub does the same",
        ),
        Ok(None) => Check::warning(NAME, "the database is empty", "`stockbridge migrate`"),
        Err(error) => Check::failed(NAME, error.to_string(), "see `stockbridge restore`"),
    }
}

async fn writable(settings: &Config) -> Check {
    const NAME: &str = "writing";
    match Store::try_writing(&settings.database).await {
        Ok(()) => Check::ok(NAME, "the database takes writing"),
        Err(error @ (Error::Busy(_) | Error::Refused(_))) => {
            Check::warning(NAME, error.to_string(), "look again in a moment")
        }
        Err(error) => Check::failed(
            NAME,
            error.to_string(),
            "check who owns the file and its folder, and how the disk is mounted",
        ),
    }
}

fn room(file: &Path) -> Check {
    const NAME: &str = "disk";
    let folder = file.parent().filter(|f| !f.as_os_str().is_empty());
    let stat = match rustix::fs::statvfs(folder.unwrap_or(Path::new("."))) {
        Ok(stat) => stat,
        Err(error) => return Check::warning(NAME, error.to_string(), "look at it by hand"),
    };
    let free = stat.f_bavail.saturating_mul(stat.f_frsize) / (1 << 20);
    let size = file.metadata().map_or(0, |data| data.len()) / (1 << 20);
    let found = format!("{free} MB free, the database has {size} MB");
    // A backup beside it, or a rewrite, needs as much again.
    match free {
        0..64 => Check::failed(NAME, found, "free some space now: writing is about to stop"),
        free if free < ROOM_MB.max(size) => Check::warning(
            NAME,
            found,
            "free some space, or keep backups on another disk",
        ),
        _ => Check::ok(NAME, found),
    }
}

async fn structure(store: &Store) -> Check {
    const NAME: &str = "integrity";
    match store.damage().await {
        Ok(None) => Check::ok(NAME, "no damage found"),
        Ok(Some(found)) => Check::failed(
            NAME,
            found.replace('\n', " "),
            "stop the hub, keep the file, and `stockbridge restore` the last backup",
        ),
        Err(error) => Check::failed(
            NAME,
            error.to_string(),
            "stop the hub, keep the file, and `stockbridge restore` the last backup",
        ),
    }
}
