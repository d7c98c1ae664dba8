//! Topics have one file that names them; all others use its constants.

use super::source::{Source, line_of};

const DECLARED_IN: &str = "crates/bus/src/topics.rs";

pub(crate) fn check(source: &Source, broken: &mut Vec<String>) {
    if source.path == DECLARED_IN {
        return;
    }
    for (at, topic) in topics(&source.texts) {
        let line = line_of(&source.texts, at) + 1;
        broken.push(format!(
            "{}:{line}: names the topic {topic}; use bus::topics",
            source.path
        ));
    }
}

pub(crate) fn check_declared(sources: &[Source], broken: &mut Vec<String>) {
    let declared = sources.iter().find(|s| s.path == DECLARED_IN);
    if declared.is_none_or(|s| topics(&s.texts).is_empty()) {
        broken.push(format!("{DECLARED_IN}: declares no topic"));
    }
}

/// Finds what is named like a topic: `area.noun.v1`.
fn topics(texts: &str) -> Vec<(usize, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let words = texts.split(|c| !is_part(c)).filter(|word| is_topic(word));
    words
        .map(|word| (word.as_ptr().addr() - texts.as_ptr().addr(), word))
        .collect()
}

fn is_topic(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let is_name = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    let is_version = |part: &str| {
        part.strip_prefix('v')
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(parts.as_slice(), [names @ .., version]
        if names.len() >= 2 && names.iter().all(|n| is_name(n)) && is_version(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_known_by_their_form() {
        let cases = [
            ("site.facts.v1", true),
            ("partner.outbound.v12", true),
            ("facts.v1", false),
            ("site.facts.va", false),
            ("site.facts.v", false),
            ("Site.facts.v1", false),
            ("api/v1/activity", false),
            ("10.0.v1", false),
        ];
        for (word, expected) in cases {
            assert_eq!(!topics(word).is_empty(), expected, "{word}");
        }
    }

    #[test]
    fn a_topic_is_found_in_texts_only_and_not_in_its_own_file() {
        let text = "// site.facts.v1\nconst A: &str = \"site.facts.v1\";\n";
        for (path, expected) in [
            (
                "crates/store/src/a.rs",
                vec!["crates/store/src/a.rs:2: names the topic site.facts.v1; use bus::topics"],
            ),
            (DECLARED_IN, vec![]),
        ] {
            let mut broken = Vec::new();
            check(&Source::new(path, text), &mut broken);
            assert_eq!(broken, expected);
        }
    }

    #[test]
    fn a_workspace_without_topics_is_broken() {
        let mut broken = Vec::new();
        check_declared(&[Source::new(DECLARED_IN, "")], &mut broken);
        assert_eq!(broken.len(), 1);
    }
}
