//! EDI readers that others wrote: what they say of files, and how fast they are.

use std::path::Path;

use crate::process::{print, say};

mod arguments;
mod ask;
mod bench;
mod files;
mod peers;
mod programs;
mod table;

pub(crate) use bench::bench;

use arguments::{Asked, Task};
use ask::{Answer, Verdict};
use files::{File, Syntax};
use peers::Peer;
use programs::Programs;

/// Lets foreign readers read files; fails when one rejects a file that it can judge.
pub(crate) fn peers(root: &Path, words: &[&str]) -> Result<(), String> {
    let Asked { task, paths, peers } = arguments::parse(words)?;
    let files = files::find(&paths)?;
    let of_files = |peer: &&Peer| files.iter().any(|file| peer.reads.contains(&file.syntax));
    let peers: Vec<&Peer> = peers.into_iter().filter(of_files).collect();
    if peers.is_empty() {
        return Err("none of these peers reads these files".to_owned());
    }
    let programs = Programs::fetch(root, &peers)?;
    match task {
        Task::Check => check(&programs, &peers, &files),
        Task::Time { repeat } => time(&programs, &peers, &files, repeat),
    }
}

fn check(programs: &Programs, peers: &[&Peer], files: &[File]) -> Result<(), String> {
    let mut answers = Vec::new();
    for peer in peers {
        let read = files.iter().filter(|f| peer.reads.contains(&f.syntax));
        let read: Vec<&File> = read.collect();
        answers.extend(ask::judge(programs, peer, &read)?);
    }
    // Peers were asked one after another; people read what all say of one file.
    answers.sort_by(|one, other| one.file.cmp(other.file));
    print(&table::of(&answers));
    for peer in peers {
        say(&counts(peer, &answers));
    }
    let rejected = |a: &&Answer| a.verdict == Verdict::Rejected;
    match answers.iter().filter(rejected).count() {
        0 => Ok(()),
        1 => Err("a peer rejects a file".to_owned()),
        count => Err(format!("peers reject files {count} times")),
    }
}

fn counts(peer: &Peer, answers: &[Answer]) -> String {
    let of = |verdict| {
        let same = |a: &&Answer| a.peer == peer.name && a.verdict == verdict;
        answers.iter().filter(same).count()
    };
    format!(
        "{}: {} accepted, {} rejected, {} not judged",
        peer.name,
        of(Verdict::Accepted),
        of(Verdict::Rejected),
        of(Verdict::Unjudged)
    )
}

fn time(programs: &Programs, peers: &[&Peer], files: &[File], repeat: u32) -> Result<(), String> {
    let mut failed = 0;
    for file in files {
        for peer in peers.iter().filter(|p| p.reads.contains(&file.syntax)) {
            match ask::time(programs, peer, file, repeat) {
                Ok(Some(line)) => print(&line),
                Ok(None) => say(&format!(
                    "{} is too slow for {}",
                    peer.name,
                    file.path.display()
                )),
                Err(problem) => {
                    say(&problem);
                    failed += 1;
                }
            }
        }
    }
    match failed {
        0 => Ok(()),
        count => Err(format!("{count} timings failed")),
    }
}
