//! What we say of each foreign file, as it was last looked at and agreed to.

use std::path::{Path, PathBuf};

use edi::{Report, Schemas, Severity, Verdict, check, read};

use crate::corpus::foreign;
use crate::sample::schemas;

const HEAD: &str = "file\tsyntax\tverdict\tfindings";

/// Returns one line of the table: the findings by code and byte, how often where it is often.
fn line(name: &str, bytes: &[u8], schemas: &Schemas) -> String {
    let report = check(&read(bytes), schemas);
    let (syntax, verdict) = (in_word(report.syntax), in_word(report.verdict));
    format!("{name}\t{syntax}\t{verdict}\t{}", findings(&report))
}

fn in_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "accepted",
        Verdict::Tolerated => "tolerated",
        Verdict::Rejected => "rejected",
    }
}

/// Errors stand as they are; warnings and notes in brackets.
fn findings(report: &Report) -> String {
    let all = report.findings.iter().map(|f| {
        let told = format!("{}@{}", f.code.name(), f.place.offset);
        match f.severity {
            Severity::Error => told,
            Severity::Warning | Severity::Note => format!("({told})"),
        }
    });
    all.collect::<Vec<_>>().join(" ")
}

fn table() -> String {
    let schemas = schemas();
    let lines = foreign()
        .into_iter()
        .map(|(name, bytes)| line(&name, &bytes, &schemas));
    let lines: Vec<String> = std::iter::once(HEAD.to_owned()).chain(lines).collect();
    lines.join("\n") + "\n"
}

fn stored() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/verdicts.tsv")
}

#[test]
fn verdicts_are_as_they_were() {
    let found = table();
    if found.lines().count() == 1 {
        println!("skipped: no corpus; set STOCKBRIDGE_SHARED to the folder that holds it");
        return;
    }
    let expected = std::fs::read_to_string(stored()).unwrap_or_default();
    let changed: Vec<String> = found
        .lines()
        .filter(|line| !expected.lines().any(|e| e == *line))
        .map(str::to_owned)
        .collect();
    assert!(
        found == expected,
        "{} changed; if that is meant: cargo test -p edi -- --ignored renew_verdicts\n{}",
        changed.len(),
        changed.join("\n")
    );
}

#[test]
#[ignore = "writes the table of verdicts anew, after all that changed was looked at"]
fn renew_verdicts() {
    std::fs::write(stored(), table()).unwrap();
}
