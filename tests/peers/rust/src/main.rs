//! Asks the readers in Rust; `tests/peers/README.md` says what is asked and answered.

use std::error::Error;
use std::hint::black_box;
use std::io::BufRead;
use std::time::Instant;

mod edifact;
mod x12;

const USAGE: &str = "usage: edi-peers edifact-rs|edifact-parser|x12-stream-parser \
    check < NAMES | time FILE [--repeat N]";

/// How many segments the bytes were.
pub type Counted = Result<usize, Box<dyn Error>>;

/// What a peer makes of a file.
pub enum Judged {
    /// With what it looked at.
    Accepted(&'static str),
    Rejected(String),
    /// With the limit of the peer that the file lies beyond.
    Unjudged(String),
}

/// A reader and what is asked of it.
struct Peer {
    name: &'static str,
    check: fn(&[u8]) -> Judged,
    what: &'static str,
    /// Reads bytes as fast as the peer can.
    read: fn(&[u8]) -> Counted,
}

const PEERS: [Peer; 3] = [
    Peer {
        name: "edifact-rs",
        check: edifact::check_whole,
        what: "syntax (from_bytes), from memory",
        read: edifact::read_segments,
    },
    Peer {
        name: "edifact-parser",
        check: edifact::check_events,
        what: "events, from memory",
        read: edifact::read_events,
    },
    Peer {
        name: "x12-stream-parser",
        check: x12::check_tokens,
        what: "elements, from memory",
        read: x12::read_tokens,
    },
];

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [name, rest @ ..] = words.as_slice() else {
        return Err(USAGE.into());
    };
    let peer = PEERS.iter().find(|peer| peer.name == *name).ok_or(USAGE)?;
    match rest {
        ["check"] => check(peer),
        ["time", file] => time(peer, file, 3),
        ["time", file, "--repeat", count] => time(peer, file, count.parse()?),
        _ => Err(USAGE.into()),
    }
}

fn check(peer: &Peer) -> Result<(), Box<dyn Error>> {
    std::panic::set_hook(Box::new(|_| ()));
    for name in std::io::stdin().lock().lines() {
        let bytes = std::fs::read(name?)?;
        let judged = std::panic::catch_unwind(|| (peer.check)(&bytes));
        let (verdict, message) = match judged {
            Ok(Judged::Accepted(what)) => ("accepted", what.to_owned()),
            Ok(Judged::Rejected(why)) => ("rejected", why),
            Ok(Judged::Unjudged(why)) => ("unjudged", why),
            Err(_) => ("rejected", "it panicked".to_owned()),
        };
        let words: Vec<&str> = message.split_whitespace().collect();
        println!("{verdict}\t{}", words.join(" "));
    }
    Ok(())
}

fn time(peer: &Peer, file: &str, repeat: usize) -> Result<(), Box<dyn Error>> {
    let bytes = std::fs::read(file)?;
    let run = || (peer.read)(black_box(&bytes)).map(black_box);
    run().map_err(|problem| format!("{} rejects {file}: {problem}", peer.name))?;
    let mut runs = Vec::new();
    for _ in 0..repeat.max(1) {
        let start = Instant::now();
        run()?;
        runs.push(start.elapsed().as_secs_f64());
    }
    runs.sort_by(f64::total_cmp);
    let seconds = runs[runs.len() / 2];
    println!(
        "{{\"peer\":\"{}\",\"what\":\"{}\",\"bytes\":{},\"seconds\":{seconds:.6},\
         \"mb_per_s\":{:.2},\"peak_bytes\":{}}}",
        peer.name,
        peer.what,
        bytes.len(),
        bytes.len() as f64 / 1e6 / seconds,
        peak(),
    );
    Ok(())
}

/// Returns the most memory this process had, as Linux tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    let bytes = number.and_then(|number| number.parse::<u64>().ok());
    bytes.map_or("null".to_owned(), |kilobytes| {
        (kilobytes * 1024).to_string()
    })
}
