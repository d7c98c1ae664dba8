//! The servers of `cargo xtask cluster`, to be killed and started again.

use std::process::Command;

use crate::program::setting;

/// How to reach the chore that started them: a program and its first words.
const CHORE: &str = "STOCKBRIDGE_TEST_CLUSTER";

/// Says whether the servers are ours to disturb.
pub(super) fn are_ours() -> bool {
    let ours = setting(CHORE).is_some();
    if !ours {
        println!("skipped: {CHORE} is not set; run `cargo xtask cluster test`");
    }
    ours
}

/// Runs a chore, such as `kafka kill`.
pub(super) fn chore(words: &[&str]) {
    let line = setting(CHORE).expect("the servers are ours");
    let mut all = line.split_whitespace();
    let program = all.next().expect("a program");
    let output = Command::new(program).args(words_of(all, words)).output();
    let output = output.expect("the chore can be started");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {said}");
}

/// `cluster --data FOLDER` + `kafka kill` = `cluster kafka kill --data FOLDER`.
fn words_of<'a>(first: impl Iterator<Item = &'a str>, words: &[&'a str]) -> Vec<&'a str> {
    let mut all: Vec<&str> = first.collect();
    let options = all.split_off(1.min(all.len()));
    all.extend(words);
    all.extend(options);
    all
}
