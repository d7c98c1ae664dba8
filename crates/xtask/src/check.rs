//! What a change must pass before it is sent, and what a machine can mend of it.

use std::path::Path;

use crate::architecture;
use crate::process::cargo;

pub(crate) fn check(root: &Path) -> Result<(), String> {
    architecture::report(root)?;
    cargo(root, &["fmt", "--all", "--check"])?;
    cargo(
        root,
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    )?;
    cargo(root, &["test", "--workspace"])
}

pub(crate) fn fix(root: &Path) -> Result<(), String> {
    cargo(
        root,
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--fix",
            "--allow-dirty",
            "--allow-staged",
        ],
    )?;
    cargo(root, &["fmt", "--all"])
}
