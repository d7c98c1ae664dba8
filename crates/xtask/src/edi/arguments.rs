//! What can be asked of the peers.

use std::path::PathBuf;

use super::peers::{self, PEERS, Peer};
use super::{Syntax, files::Path};

#[derive(Debug, PartialEq)]
pub(super) struct Asked {
    pub task: Task,
    pub paths: Vec<Path>,
    pub peers: Vec<&'static Peer>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Task {
    Check,
    Time { repeat: u32 },
}

pub(super) fn parse(words: &[&str]) -> Result<Asked, String> {
    let (is_timed, words) = match words {
        ["time", rest @ ..] => (true, rest),
        all => (false, all),
    };
    let mut paths = Vec::new();
    let mut peers = Vec::new();
    let mut repeat = None;
    let mut words = words.iter().copied();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word {
            "--x12" => paths.push(path(Syntax::X12, value()?)),
            "--edifact" => paths.push(path(Syntax::Edifact, value()?)),
            "--peer" => peers.push(peers::named(value()?)?),
            "--repeat" if is_timed => repeat = Some(times(value()?)?),
            _ => return Err(format!("{word}: `cargo xtask help` says what there is")),
        }
    }
    if paths.is_empty() {
        return Err("name what to read, with --x12 or --edifact".to_owned());
    }
    if peers.is_empty() {
        peers = PEERS.iter().collect();
    }
    let task = match is_timed {
        true => Task::Time {
            repeat: repeat.unwrap_or(3),
        },
        false => Task::Check,
    };
    Ok(Asked { task, paths, peers })
}

fn path(syntax: Syntax, value: &str) -> Path {
    Path {
        syntax,
        path: PathBuf::from(value),
    }
}

fn times(value: &str) -> Result<u32, String> {
    let parsed = value.parse().ok().filter(|count| *count > 0);
    parsed.ok_or(format!("--repeat takes a number from 1, not {value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Asked, String> {
        parse(&line.split_whitespace().collect::<Vec<_>>())
    }

    #[test]
    fn what_is_asked_is_understood() {
        let asked = parsed("time --edifact f --x12 d --repeat 5 --peer staedi").unwrap();
        let expected = Asked {
            task: Task::Time { repeat: 5 },
            paths: vec![path(Syntax::Edifact, "f"), path(Syntax::X12, "d")],
            peers: vec![peers::named("staedi").unwrap()],
        };
        assert_eq!(asked, expected);
        let all = parsed("--x12 d").unwrap();
        assert_eq!((all.task, all.peers.len()), (Task::Check, PEERS.len()));
    }

    #[test]
    fn what_has_no_meaning_is_refused() {
        for line in [
            "",
            "time",
            "--x12",
            "f",
            "--peer bots --x12 f",
            "--repeat 3 --x12 f",
            "time --repeat 0 --x12 f",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
