//! The tests that need real servers: started for them, disturbed by them, and gone afterwards.

use std::path::Path;
use std::process::Command;

use super::Cluster;
use super::arguments::Wishes;
use crate::process::say;

/// Runs them; `--long` takes the hours that `docs/reliability.md` tells of, other words choose
/// tests by their names.
pub(super) fn run(root: &Path, words: &[&str]) -> Result<(), String> {
    let long = words.contains(&"--long");
    let chosen = words.iter().copied().filter(|word| *word != "--long");
    let cluster = Cluster {
        root: root.to_owned(),
        data: root.join("target/cluster-test"),
    };
    // What an earlier run left, if it was cut off.
    cluster.down(true)?;
    cluster.up(&Wishes::default())?;
    let tested = test(root, &cluster, long, chosen);
    let ended = cluster.down(true);
    tested.and(ended)
}

fn test<'a>(
    root: &Path,
    cluster: &Cluster,
    long: bool,
    chosen: impl Iterator<Item = &'a str>,
) -> Result<(), String> {
    let mut filters: Vec<&str> = chosen.collect();
    if filters.is_empty() {
        filters.push("cluster::");
    }
    let mut command = Command::new("cargo");
    command.args(["test", "--workspace", "--test", "it", "--"]);
    // One after the other: they stop the servers.
    command
        .args(&filters)
        .args(["--test-threads=1", "--nocapture"]);
    command.current_dir(root);
    command.envs(variables(&cluster.environment()?));
    command.env("STOCKBRIDGE_TEST_CLUSTER", chore(cluster)?);
    if long {
        command.env("STOCKBRIDGE_TEST_LONG", "1");
    }
    say(&format!("== cluster tests: {}", filters.join(" ")));
    let status = command.status();
    let status = status.map_err(|e| format!("cannot start `cargo test`: {e}"))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("the cluster tests failed: {status}")),
    }
}

/// Returns the words by which a test reaches this cluster's chores.
fn chore(cluster: &Cluster) -> Result<String, String> {
    let here = std::env::current_exe().map_err(|e| format!("cannot find xtask itself: {e}"))?;
    Ok(format!(
        "{} cluster --data {}",
        here.display(),
        cluster.data.display()
    ))
}

/// Reads `export NAME=VALUE` lines; only those that are for tests, not for the program itself.
fn variables(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("export "));
    let pairs = lines.filter_map(|line| line.split_once('='));
    let pairs = pairs.filter(|(name, _)| name.starts_with("STOCKBRIDGE_TEST_"));
    let unquoted = |value: &str| value.trim_matches('\'').to_owned();
    pairs
        .map(|(name, value)| (name.to_owned(), unquoted(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_for_tests_is_taken_over() {
        let text =
            "export STOCKBRIDGE__DATABASE=postgres://a\nexport STOCKBRIDGE_TEST_KAFKA='b:1'\n";
        let expected = [("STOCKBRIDGE_TEST_KAFKA".to_owned(), "b:1".to_owned())];
        assert_eq!(variables(text), expected);
    }
}
