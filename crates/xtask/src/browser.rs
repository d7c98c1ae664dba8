//! The browser test: the release binary's pages in a real Chromium.

use std::path::Path;

use crate::process::{cargo, run};

pub(crate) fn test(root: &Path, rest: &[&str]) -> Result<(), String> {
    cargo(root, &["build", "--release", "--package", "stockbridge"])?;
    let folder = root.join("tests/browser");
    // `ci` takes what the lock file says and nothing else; no package here needs its own scripts.
    run(
        &folder,
        "npm",
        &["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
    )?;
    let mut words = vec!["--test", "--test-concurrency=1", "--test-reporter=spec"];
    words.extend_from_slice(rest);
    run(&folder, "node", &words)
}
