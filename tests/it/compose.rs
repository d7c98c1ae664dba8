//! The settings of docker/compose.yaml, read by the program they are meant for.

use std::fs;
use std::path::Path;

use crate::program::{run, said, stockbridge};

/// Returns what the compose file sets for Stockbridge; an entry is a line `NAME: "value"`.
fn settings(compose: &str) -> Vec<(&str, &str)> {
    compose
        .lines()
        .filter_map(|line| line.trim().split_once(": "))
        .filter(|(name, _)| name.starts_with("STOCKBRIDGE__"))
        .map(|(name, value)| (name, value.trim_matches('"')))
        .collect()
}

#[test]
fn the_program_knows_every_setting_of_the_compose_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let compose = fs::read_to_string(root.join("docker/compose.yaml")).unwrap();
    let settings = settings(&compose);
    assert!(!settings.is_empty());
    let check = |more: &[(&str, &str)]| {
        let mut check = stockbridge();
        check
            .args(["config", "check"])
            .envs(settings.iter().chain(more).copied())
            // Where the container has it, there is nothing here.
            .env(
                "STOCKBRIDGE__REFERENCE",
                root.join("examples/womart/reference.toml"),
            );
        run(&mut check)
    };
    let known = check(&[]);
    assert!(known.status.success(), "{}", said(&known));
    let unknown = check(&[("STOCKBRIDGE__LISTNE", "0.0.0.0:8480")]);
    assert!(!unknown.status.success(), "an unknown setting is refused");
}
