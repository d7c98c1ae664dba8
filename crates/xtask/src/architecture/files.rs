//! How long files are, and what they may not be called.

use super::source::Source;

const LONGEST: usize = 400;
/// The files a newcomer reads first: the five roles and the clock.
const ROLES: [&str; 6] = [
    "crates/stockbridge/src/ingest.rs",
    "crates/stockbridge/src/relay.rs",
    "crates/stockbridge/src/plan.rs",
    "crates/stockbridge/src/dispatch.rs",
    "crates/stockbridge/src/serve.rs",
    "crates/stockbridge/src/clock.rs",
];
const LONGEST_ROLE: usize = 150;
/// A name that says nothing gathers what belongs elsewhere.
const NAMELESS: [&str; 6] = [
    "mod.rs",
    "utils.rs",
    "util.rs",
    "types.rs",
    "common.rs",
    "helpers.rs",
];
/// Crates others may use on their own: what they offer is documented.
const DOCUMENTED: [&str; 4] = ["model", "edi", "forecast", "replenish"];

pub(crate) fn check(source: &Source, broken: &mut Vec<String>) {
    let Source { path, lines, .. } = source;
    let limit = if ROLES.contains(&path.as_str()) {
        LONGEST_ROLE
    } else {
        LONGEST
    };
    if *lines > limit {
        broken.push(format!(
            "{path}: {lines} lines without tests, the limit is {limit}"
        ));
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    if NAMELESS.contains(&name) {
        broken.push(format!(
            "{path}: call the file after what it holds; modules are foo.rs + foo/"
        ));
    }
    let is_root = source.inside() == "lib.rs";
    if is_root
        && DOCUMENTED.contains(&source.crate_name.as_str())
        && !source.code.contains("#![warn(missing_docs)]")
    {
        broken.push(format!("{path}: lacks `#![warn(missing_docs)]`"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(path: &str, text: &str) -> usize {
        let mut broken = Vec::new();
        check(&Source::new(path, text), &mut broken);
        broken.len()
    }

    #[test]
    fn each_rule_is_seen() {
        let lines = |count: usize| "\n".repeat(count);
        for (path, text, expected) in [
            ("crates/bus/src/a.rs", lines(400), 0),
            ("crates/bus/src/a.rs", lines(401), 1),
            ("crates/stockbridge/src/plan.rs", lines(150), 0),
            ("crates/stockbridge/src/plan.rs", lines(151), 1),
            ("crates/stockbridge/src/plan/site.rs", lines(151), 0),
            ("crates/bus/src/a/mod.rs", String::new(), 1),
            ("crates/edi/src/lib.rs", String::new(), 1),
            (
                "crates/edi/src/lib.rs",
                "#![warn(missing_docs)]\n".to_owned(),
                0,
            ),
            ("crates/bus/src/lib.rs", String::new(), 0),
        ] {
            assert_eq!(broken(path, &text), expected, "{path}");
        }
    }
}
