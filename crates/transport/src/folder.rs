use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::Error;

fn attempt<T>(what: &'static str, path: &Path, result: io::Result<T>) -> Result<T, Error> {
    result.map_err(|source| Error::Folder {
        what,
        path: path.to_owned(),
        source,
    })
}

/// A folder a partner puts files into.
///
/// A file is first moved aside under a name of its own, then read, and removed once its bytes are
/// kept. A process that dies between these steps finds the file again under the same name, so it
/// becomes the same document; a file sent a second time gets another name.
#[derive(Debug, Clone)]
pub struct Inbox {
    folder: PathBuf,
    taken: PathBuf,
}

/// A file moved aside and not yet removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The name it came under.
    pub name: String,
    /// The name that tells this receipt from any other of the same file name.
    pub receipt: String,
    /// Where it is now.
    pub path: PathBuf,
}

impl Inbox {
    /// Makes the folder where there is none.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let taken = folder.join(".taken");
        attempt("make the folder", &taken, fs::create_dir_all(&taken))?;
        Ok(Self {
            folder: folder.to_owned(),
            taken,
        })
    }

    /// Moves every complete file aside, in order of name, and returns it with those left from
    /// before. Files whose names begin with a dot or end in `.tmp` or `.part` are still being written.
    ///
    /// `stamp` must differ from that of any earlier call; it makes names of receipts.
    pub fn take(&self, stamp: i64) -> Result<Vec<Taken>, Error> {
        let mut names = names(&self.folder)?;
        names.retain(|name| !writing(name));
        for name in names {
            let from = self.folder.join(&name);
            if from.is_file() {
                let to = self.taken.join(format!("{stamp}-{name}"));
                let moved = unless_gone(fs::rename(&from, &to));
                attempt("move aside", &from, moved)?;
            }
        }
        let left = names_by_receipt(&self.taken)?;
        Ok(left)
    }

    /// Says whether no complete file waits, moved aside or not.
    pub fn is_empty(&self) -> Result<bool, Error> {
        let waits = names(&self.folder)?.iter().any(|name| !writing(name));
        Ok(!waits && names(&self.taken)?.is_empty())
    }
}

/// A mailbox has one reader, but one that slept may wake up beside it.
fn unless_gone<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

fn writing(name: &str) -> bool {
    name.starts_with('.') || name.ends_with(".tmp") || name.ends_with(".part")
}

fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let entries = attempt("list", folder, fs::read_dir(folder))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = attempt("list", folder, entry)?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn names_by_receipt(folder: &Path) -> Result<Vec<Taken>, Error> {
    let taken = |receipt: String| {
        let name = receipt
            .split_once('-')
            .map_or(receipt.as_str(), |(_, name)| name)
            .to_owned();
        Taken {
            name,
            path: folder.join(&receipt),
            receipt,
        }
    };
    Ok(names(folder)?.into_iter().map(taken).collect())
}

impl Taken {
    /// Reads the file; `None` where another process has finished it meanwhile.
    pub fn read(&self) -> Result<Option<Vec<u8>>, Error> {
        attempt("read", &self.path, unless_gone(fs::read(&self.path)))
    }

    /// Removes the file: its bytes are kept elsewhere now.
    pub fn done(&self) -> Result<(), Error> {
        let removed = unless_gone(fs::remove_file(&self.path));
        attempt("remove", &self.path, removed.map(|_| ()))
    }
}

/// A folder a partner takes files from.
#[derive(Debug, Clone)]
pub struct Outbox {
    folder: PathBuf,
}

impl Outbox {
    /// Makes the folder where there is none.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        attempt("make the folder", folder, fs::create_dir_all(folder))?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// Puts a file there whole: it is visible under its name only with all its bytes on disk.
    /// Putting the same file again changes nothing.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
        let (to, draft) = (
            self.folder.join(name),
            self.folder.join(format!(".{name}.tmp")),
        );
        // Held until the draft has its name: the file must not change once it can be seen.
        let mut file = attempt("open", &draft, lock(&draft))?;
        let written = file
            .set_len(0)
            .and_then(|()| file.write_all(bytes))
            .and_then(|()| file.sync_all());
        if written.is_err() {
            // A half-written draft is of no use to anyone; that it cannot be removed either changes
            // nothing about what is reported.
            let _ = fs::remove_file(&draft);
        }
        attempt("write", &draft, written)?;
        attempt("name", &to, fs::rename(&draft, &to))?;
        let folder = File::open(&self.folder).and_then(|folder| folder.sync_all());
        attempt("sync", &self.folder, folder)?;
        Ok(to)
    }
}

/// Opens a draft for this process alone. Two processes may think the same file theirs to write.
fn lock(draft: &Path) -> io::Result<File> {
    loop {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        let file = options.open(draft)?;
        file.lock()?;
        // While we waited, the other may have given the draft its name: then it is no draft any more.
        let ours = file.metadata()?;
        match fs::metadata(draft) {
            Ok(there) if (there.dev(), there.ino()) == (ours.dev(), ours.ino()) => return Ok(file),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_taken_once_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let inbox = Inbox::open(folder.path()).unwrap();
        fs::write(folder.path().join("b.edi"), "2").unwrap();
        fs::write(folder.path().join("a.edi"), "1").unwrap();
        fs::write(folder.path().join("c.edi.part"), "3").unwrap();
        let first = inbox.take(5).unwrap();
        assert_eq!(
            first.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(),
            ["a.edi", "b.edi"]
        );
        assert_eq!(
            inbox.take(6).unwrap(),
            first,
            "what was not finished comes again"
        );
        first[0].done().unwrap();
        assert_eq!(inbox.take(7).unwrap(), first[1..]);
        fs::write(folder.path().join("b.edi"), "2").unwrap();
        assert_eq!(
            inbox.take(8).unwrap().len(),
            2,
            "the same name again is another receipt"
        );
    }

    #[test]
    fn files_are_put_whole() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(folder.path()).unwrap();
        outbox.put("x.edi", b"ISA").unwrap();
        let path = outbox.put("x.edi", b"ISA").unwrap();
        assert_eq!(fs::read(path).unwrap(), b"ISA");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_put_by_many_at_once_is_never_seen_in_part() {
        let folder = tempfile::tempdir().unwrap();
        let bytes = vec![b'x'; 300_000];
        std::thread::scope(|scope| {
            let put = || {
                let outbox = Outbox::open(folder.path()).unwrap();
                (0..40).for_each(|_| drop(outbox.put("x.edi", &bytes).unwrap()));
            };
            let writers = [scope.spawn(put), scope.spawn(put), scope.spawn(put)];
            while !writers
                .iter()
                .all(std::thread::ScopedJoinHandle::is_finished)
            {
                if let Ok(seen) = fs::read(folder.path().join("x.edi")) {
                    assert_eq!(seen.len(), bytes.len());
                }
            }
        });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
