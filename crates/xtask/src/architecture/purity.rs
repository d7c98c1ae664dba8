//! The crates that compute do no I/O and read no clock, so that a plan can be replayed.

use super::source::{Source, line_of};

pub(crate) const PURE: [&str; 6] = ["model", "edi", "formats", "ledger", "forecast", "replenish"];
const REACHES_OUT: [&str; 8] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime::now",
    "Instant::now",
    "Utc::now",
    "Local::now",
];

pub(crate) fn check(source: &Source, broken: &mut Vec<String>) {
    if !PURE.contains(&source.crate_name.as_str()) {
        return;
    }
    for word in REACHES_OUT {
        for (at, _) in source.code.match_indices(word) {
            let line = line_of(&source.code, at) + 1;
            broken.push(format!(
                "{}:{line}: `{word}` in a crate that only computes",
                source.path
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_shell_reaches_out() {
        let text = "fn a() { std::fs::read(\"std::fs\"); }\n#[cfg(test)]\nmod t { use std::fs; }\n";
        for (path, expected) in [("crates/edi/src/a.rs", 1), ("crates/store/src/a.rs", 0)] {
            let mut broken = Vec::new();
            check(&Source::new(path, text), &mut broken);
            assert_eq!(broken.len(), expected, "{path}");
        }
    }
}
