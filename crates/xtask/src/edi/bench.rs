//! Our EDI engine beside its peers, in one run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{ask, files, peers, programs::Programs};
use crate::process::{print, read, say};

/// The figures of the last accepted run, as ratios to a search for the terminator.
const KEPT: &str = "crates/xtask/src/edi/figures.tsv";

/// A ratio that falls below this share of the kept one is a loss.
const LEAST: f64 = 0.85;

/// What is aimed at, in MB/s, and the peers that do most of the same work.
const GOALS: &[(&str, u32, &[&str])] = &[
    ("X12 tokens", 1500, &["x12-stream-parser"]),
    ("X12 envelope", 0, &["edireader", "staedi"]),
    ("X12 envelope + schema, 852", 400, &[]),
    ("X12 envelope + schema, 850 and 856", 400, &[]),
    ("852 to activity rows", 700, &[]),
    ("EDIFACT tokens", 0, &["edifact-parser"]),
    (
        "EDIFACT envelope + schema",
        300,
        &["edifact-rs", "edireader", "staedi"],
    ),
    ("write 855", 500, &[]),
    ("write ORDERS", 500, &[]),
];

/// Runs the bench; `--check` fails when a ratio has fallen, `--keep` makes these the kept ones,
/// `--no-peers` measures us alone, `--megabytes N` takes smaller files.
pub(crate) fn bench(root: &Path, words: &[&str]) -> Result<(), String> {
    let has = |word: &str| words.contains(&word);
    let known = ["--check", "--keep", "--no-peers", "--megabytes"];
    let mut megabytes = "100";
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match *word {
            "--megabytes" => megabytes = rest.next().ok_or("--megabytes needs a number")?,
            word if known.contains(&word) => {}
            word => return Err(format!("{word}: `cargo xtask help` says what there is")),
        }
    }
    let folder = root.join("target/bench-edi");
    let ours = ours(root, &folder, megabytes)?;
    let theirs = match has("--no-peers") {
        true => BTreeMap::new(),
        false => theirs(root, &folder)?,
    };
    print(&table(&ours, &theirs));
    let kept = root.join(KEPT);
    if has("--keep") {
        keep(&kept, &ours)?;
    }
    match has("--check") {
        true => check(&kept, &ours),
        false => Ok(()),
    }
}

/// One measured work of ours.
struct Figure {
    work: String,
    megabytes_per_second: f64,
    memchr: f64,
    ratio: f64,
}

fn ours(root: &Path, folder: &Path, megabytes: &str) -> Result<Vec<Figure>, String> {
    say("== the bench of our own crates, release build");
    let mut command = Command::new("cargo");
    command.current_dir(root).args([
        "bench",
        "--quiet",
        "-p",
        "formats",
        "--bench",
        "edi",
        "--",
        "--megabytes",
        megabytes,
        "--files",
    ]);
    let said = read(command.arg(folder))?;
    let lines = said.lines().filter(|line| line.starts_with('{'));
    let figures: Vec<Figure> = lines.filter_map(figure).collect();
    match figures.is_empty() {
        true => Err(format!("the bench measured nothing: {said}")),
        false => Ok(figures),
    }
}

fn figure(line: &str) -> Option<Figure> {
    Some(Figure {
        work: field(line, "work")?.to_owned(),
        megabytes_per_second: field(line, "mb_per_s")?.parse().ok()?,
        memchr: field(line, "memchr")?.parse().ok()?,
        ratio: field(line, "to_memchr")?.parse().ok()?,
    })
}

/// Returns a field of one line of flat JSON.
fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(&format!("\"{name}\":"))?;
    match rest.strip_prefix('"') {
        Some(text) => text.split('"').next(),
        None => rest.split([',', '}']).next(),
    }
}

/// Asks every peer how fast it reads our two files; MB/s by peer.
fn theirs(root: &Path, folder: &Path) -> Result<BTreeMap<String, f64>, String> {
    let all: Vec<&peers::Peer> = peers::PEERS.iter().collect();
    let programs = Programs::fetch(root, &all)?;
    let mut found = BTreeMap::new();
    for (name, syntax) in [
        ("852.edi", files::Syntax::X12),
        ("edifact.edi", files::Syntax::Edifact),
    ] {
        let file = files::File {
            path: folder.join(name),
            syntax,
        };
        for peer in all.iter().filter(|p| p.reads.contains(&syntax)) {
            say(&format!("== {} reads {name}", peer.name));
            match ask::time(&programs, peer, &file, 3) {
                Ok(Some(line)) => {
                    let speed = field(&line, "mb_per_s").and_then(|s| s.parse().ok());
                    let key = format!("{} {name}", peer.name);
                    found.extend(speed.map(|speed: f64| (key, speed)));
                }
                Ok(None) => say(&format!("{} is too slow for {name}", peer.name)),
                Err(problem) => say(&problem),
            }
        }
    }
    Ok(found)
}

fn table(ours: &[Figure], theirs: &BTreeMap<String, f64>) -> String {
    let mut lines = vec![
        "| work, one core | MB/s | goal | of memchr | peers, MB/s |".to_owned(),
        "|---|---|---|---|---|".to_owned(),
    ];
    for figure in ours {
        let goal = GOALS.iter().find(|(work, ..)| *work == figure.work);
        let file = match figure.work.contains("EDIFACT") {
            true => "edifact.edi",
            false => "852.edi",
        };
        let of_peer = |name: &&str| {
            let speed = theirs.get(&format!("{name} {file}"))?;
            Some(format!("{name} {speed:.0}"))
        };
        let peers: Vec<String> = goal
            .iter()
            .flat_map(|(_, _, p)| *p)
            .filter_map(of_peer)
            .collect();
        let wanted = goal.map_or(0, |(_, wanted, _)| *wanted);
        lines.push(format!(
            "| {} | {:.0} | {} | {:.3} of {:.0} | {} |",
            figure.work,
            figure.megabytes_per_second,
            if wanted == 0 {
                "–".to_owned()
            } else {
                wanted.to_string()
            },
            figure.ratio,
            figure.memchr,
            if peers.is_empty() {
                "–".to_owned()
            } else {
                peers.join(", ")
            },
        ));
    }
    lines.join("\n")
}

fn keep(kept: &PathBuf, ours: &[Figure]) -> Result<(), String> {
    let lines = ours.iter().map(|f| format!("{}\t{:.4}\n", f.work, f.ratio));
    let text = format!("work\tof memchr\n{}", lines.collect::<String>());
    fs::write(kept, text).map_err(|e| format!("cannot write {}: {e}", kept.display()))
}

fn check(kept: &PathBuf, ours: &[Figure]) -> Result<(), String> {
    let text = fs::read_to_string(kept);
    let text = text.map_err(|e| format!("cannot read {}: {e}", kept.display()))?;
    let losses = losses(&text, ours);
    match losses.is_empty() {
        true => Ok(()),
        false => Err(losses.join("\n")),
    }
}

/// Says which works have become slower, compared with a search for the terminator.
fn losses(kept: &str, ours: &[Figure]) -> Vec<String> {
    let mut losses = Vec::new();
    for line in kept.lines().skip(1) {
        let Some((work, ratio)) = line.split_once('\t') else {
            continue;
        };
        let before: f64 = ratio.parse().unwrap_or(0.0);
        match ours.iter().find(|f| f.work == work) {
            None => losses.push(format!("{work} is not measured any more")),
            Some(now) if now.ratio < before * LEAST => losses.push(format!(
                "{work}: {:.4} of memchr, {before:.4} before",
                now.ratio
            )),
            Some(_) => {}
        }
    }
    losses
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"work":"X12 tokens","mb":30,"mb_per_s":731,"memchr":3903,"sum":6999,"to_memchr":0.1874,"result":6792492}"#;

    #[test]
    fn a_line_is_a_figure() {
        let found = figure(LINE).unwrap();
        assert_eq!(found.work, "X12 tokens");
        assert_eq!(found.megabytes_per_second.to_string(), "731");
        assert_eq!(found.ratio.to_string(), "0.1874");
        assert!(figure("{\"work\":\"x\"}").is_none());
    }

    #[test]
    fn a_loss_is_told() {
        let ours = [figure(LINE).unwrap()];
        assert!(losses("work\tof memchr\nX12 tokens\t0.2100\n", &ours).is_empty());
        assert_eq!(
            losses("work\tof memchr\nX12 tokens\t0.2300\n", &ours).len(),
            1
        );
        assert_eq!(losses("work\tof memchr\nwrite 855\t0.1\n", &ours).len(), 1);
    }
}
