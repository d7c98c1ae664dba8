//! The files that are read: those named, and those of the syntax in the folders named.

use std::fs;
use std::io::Read;
use std::path::PathBuf;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Syntax {
    X12,
    Edifact,
}

/// A file or folder as it was named.
#[derive(Debug, PartialEq)]
pub(super) struct Path {
    pub syntax: Syntax,
    pub path: PathBuf,
}

#[derive(Debug, PartialEq)]
pub(super) struct File {
    pub syntax: Syntax,
    pub path: PathBuf,
}

impl Syntax {
    pub(super) const BOTH: [Self; 2] = [Self::X12, Self::Edifact];

    /// Says whether a file begins as one of this syntax does.
    fn begins(self, bytes: &[u8]) -> bool {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let tag = bytes.trim_ascii_start().get(..3).unwrap_or_default();
        match self {
            Self::X12 => tag == b"ISA",
            Self::Edifact => tag == b"UNA" || tag == b"UNB",
        }
    }
}

/// Returns the files in the order of their paths, where they were named in a folder.
pub(super) fn find(paths: &[Path]) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    for Path { syntax, path } in paths {
        if path.is_file() {
            files.push(file(*syntax, path));
            continue;
        }
        let before = files.len();
        walk(*syntax, path, &mut files)?;
        if files.len() == before {
            return Err(format!("{} holds no file of that syntax", path.display()));
        }
    }
    Ok(files)
}

fn walk(syntax: Syntax, folder: &PathBuf, files: &mut Vec<File>) -> Result<(), String> {
    let told = |e| format!("cannot read {}: {e}", folder.display());
    let entries = fs::read_dir(folder).map_err(told)?;
    let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths.map_err(told)?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(syntax, &path, files)?;
        } else if syntax.begins(&beginning(&path)?) {
            files.push(file(syntax, &path));
        }
    }
    Ok(())
}

fn beginning(path: &PathBuf) -> Result<Vec<u8>, String> {
    let told = |e| format!("cannot read {}: {e}", path.display());
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(told)?;
    file.take(64).read_to_end(&mut bytes).map_err(told)?;
    Ok(bytes)
}

fn file(syntax: Syntax, path: &PathBuf) -> File {
    File {
        syntax,
        path: path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_how_it_begins() {
        for (bytes, x12, edifact) in [
            (&b"ISA*00*"[..], true, false),
            (b"\xEF\xBB\xBFISA*00*", true, false),
            (b"\r\nUNA:+.? '", false, true),
            (b"UNB+UNOA:3", false, true),
            (b"# Notes", false, false),
            (b"IS", false, false),
            (b"", false, false),
        ] {
            let found = Syntax::BOTH.map(|syntax| syntax.begins(bytes));
            assert_eq!(found, [x12, edifact], "{bytes:?}");
        }
    }
}
