use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads what a simulator remembers; one that never ran remembers nothing.
pub(crate) fn load<T: DeserializeOwned + Default>(path: &Path) -> Result<T> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .with_context(|| format!("read {} (remove it to start over)", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(error).with_context(|| format!("read {}", path.display())),
    }
}

/// Keeps what a simulator remembers: all of it, or what was there before.
pub(crate) fn save<T: Serialize>(path: &Path, memory: &T) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    put(folder, path, &serde_json::to_vec(memory)?)
}

/// Writes a file that others see whole or not at all, even if the machine stops meanwhile.
///
/// It is written inside `aside` first, which must be on the same file system, so that a reader of
/// the target's folder never meets half a file.
pub(crate) fn put(aside: &Path, path: &Path, bytes: &[u8]) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let half = aside.join(format!(".{name}.half"));
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&half)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&half, path)?;
        // The new name is durable once its folder is.
        File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
    };
    write().with_context(|| format!("write {}", path.display()))
}
