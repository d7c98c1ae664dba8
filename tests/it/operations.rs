//! What an operator does: backs up, restores, asks the doctor, ages out, limits the backlog.

mod admission;
mod doctor;
mod postgres;
mod restore;

use serde_json::Value;

/// What a command answered with `--json`.
fn answered(output: &std::process::Output) -> Value {
    let said = crate::program::said(output);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {said}"))
}
