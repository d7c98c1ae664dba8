//! The benches that need real servers: each part gets a database and topics of its own.

use std::path::Path;
use std::process::Command;

use super::Cluster;
use super::arguments::Wishes;
use crate::process::{cargo, say};

/// What is measured when nothing is chosen. The soak takes half an hour by itself.
const PARTS: [&str; 5] = ["latency", "applied", "carried", "restart", "workers"];

/// Measures the parts named; what follows `--` goes to the program.
pub(super) fn run(root: &Path, words: &[&str]) -> Result<(), String> {
    let options = words.iter().position(|word| *word == "--");
    let (chosen, options) = words.split_at(options.unwrap_or(words.len()));
    let parts = if chosen.is_empty() { &PARTS } else { chosen };
    cargo(root, &["build", "--release", "--package", "stockbridge"])?;
    let cluster = Cluster {
        root: root.to_owned(),
        data: root.join("target/cluster-bench"),
    };
    // What an earlier run left, if it was cut off.
    cluster.down(true)?;
    cluster.up(&Wishes::default())?;
    let measured = parts
        .iter()
        .try_for_each(|part| measure(root, &cluster, part, options.get(1..).unwrap_or(&[])));
    let ended = cluster.down(true);
    measured.and(ended)
}

fn measure(root: &Path, cluster: &Cluster, part: &str, options: &[&str]) -> Result<(), String> {
    let settings = cluster.settings()?;
    let name = format!("bench_{part}");
    let postgres = cluster.postgres(&settings)?;
    postgres.ask(&format!("create database {name}"))?;
    let mut command = Command::new(root.join("target/release/stockbridge"));
    command
        .args(["bench", "cluster", "--part", part, "--data"])
        .arg(cluster.data.join("bench-data"))
        .args(options)
        .env("STOCKBRIDGE__DATABASE", settings.database(&name))
        .env("STOCKBRIDGE__KAFKA__BROKERS", settings.brokers())
        .env("STOCKBRIDGE__KAFKA__PREFIX", format!("{name}."));
    say(&format!("== bench cluster: {part}"));
    let status = command.status();
    let status = status.map_err(|e| format!("cannot start the bench: {e}"))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("the bench of {part} failed: {status}")),
    }
}
