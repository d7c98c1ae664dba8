//! The benches, always on the release build: a figure from another build helps nobody.

use std::path::Path;

use crate::process::cargo;

pub(crate) fn flow(root: &Path, rest: &[&str]) -> Result<(), String> {
    let mut words = vec![
        "run",
        "--release",
        "--package",
        "stockbridge",
        "--",
        "bench",
        "flow",
    ];
    words.extend_from_slice(rest);
    cargo(root, &words)
}
