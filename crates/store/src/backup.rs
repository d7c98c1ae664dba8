//! One consistent file of an embedded database, made while the hub writes to it.

use std::fs::File;
use std::path::{Path, PathBuf};

use sqlx::ConnectOptions;

use crate::fitness::{Contents, structure};
use crate::open::sqlite;
use crate::sql::Connection;
use crate::{Error, file_of};

/// Copies an embedded database into a file that does not exist yet, and checks the copy.
///
/// The copy is what one moment's reader sees, so it needs neither the hub's lock nor a pause. The
/// file appears under its name when it is whole and on disk.
pub async fn back_up(url: &str, to: &Path) -> Result<Contents, Error> {
    let from = file_of(url)?.ok_or_else(|| Error::Address("postgres://…".to_owned()))?;
    if to.exists() {
        return Err(Error::Exists(to.display().to_string()));
    }
    let part = beside(to, ".part");
    let copied = copy(&from, &part).await;
    if copied.is_err() {
        // Half a copy is of no use; that it cannot be removed either changes nothing.
        let _ = std::fs::remove_file(&part);
    }
    copied?;
    let contents = structure(&part).await?;
    put_in_place(&part, to)?;
    Ok(contents)
}

/// Writes a database anew into a file, without its free pages and its write-ahead log.
pub(crate) async fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    // What an interrupted attempt left; SQLite copies into no file that holds anything.
    if to.exists() {
        std::fs::remove_file(to).map_err(|e| Error::of_path(to, &e))?;
    }
    let options = sqlite(from).read_only(true);
    let mut connection = Connection::Sqlite(options.connect().await?);
    let name = to.to_str().ok_or_else(|| {
        Error::Unstorable(format!("a file named {}, which is no UTF-8,", to.display()))
    })?;
    let copied = connection.execute("VACUUM INTO $1", &[name.into()]).await;
    connection.close().await;
    copied?;
    sync(to)
}

/// Gives a finished file its name, in a way that a power cut undoes or keeps as a whole.
pub(crate) fn put_in_place(part: &Path, to: &Path) -> Result<(), Error> {
    std::fs::rename(part, to).map_err(|e| Error::of_path(to, &e))?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync(folder.unwrap_or(Path::new(".")))
}

/// Returns the name of a file beside another.
pub(crate) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

pub(crate) fn sync(path: &Path) -> Result<(), Error> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|e| Error::of_path(path, &e))
}
