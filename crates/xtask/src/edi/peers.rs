//! Who is asked, of what, and through which program of ours.

use super::Syntax;

#[derive(Debug, PartialEq)]
pub(super) struct Peer {
    pub name: &'static str,
    pub reads: &'static [Syntax],
    pub program: Program,
    /// The largest file that is worth the wait.
    pub longest_timed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Program {
    Java,
    Python,
    Rust,
}

pub(super) const PEERS: [Peer; 6] = [
    peer("pyx12", &[Syntax::X12], Program::Python, 10_000_000),
    peer("edireader", &Syntax::BOTH, Program::Java, u64::MAX),
    peer("staedi", &Syntax::BOTH, Program::Java, u64::MAX),
    peer("x12-stream-parser", &[Syntax::X12], Program::Rust, u64::MAX),
    peer("edifact-rs", &[Syntax::Edifact], Program::Rust, u64::MAX),
    peer(
        "edifact-parser",
        &[Syntax::Edifact],
        Program::Rust,
        u64::MAX,
    ),
];

const fn peer(
    name: &'static str,
    reads: &'static [Syntax],
    program: Program,
    longest_timed: u64,
) -> Peer {
    Peer {
        name,
        reads,
        program,
        longest_timed,
    }
}

pub(super) fn named(name: &str) -> Result<&'static Peer, String> {
    let known: Vec<&str> = PEERS.iter().map(|peer| peer.name).collect();
    let found = PEERS.iter().find(|peer| peer.name == name);
    found.ok_or(format!(
        "no peer is called {name}; there are {}",
        known.join(", ")
    ))
}
