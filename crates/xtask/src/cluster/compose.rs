//! Whether docker/compose.yaml describes the servers that `cluster up` starts.
//!
//! Reads no more of YAML than our file uses: an entry is a line `NAME: "value"`.

use std::fs;
use std::path::Path;

use super::postgres::CONNECTIONS;
use crate::process::say;

/// Properties and variables that differ by place, or are the image's own.
const PLACED: [&str; 5] = [
    "KAFKA_LISTENERS",
    "KAFKA_ADVERTISED_LISTENERS",
    "KAFKA_CONTROLLER_QUORUM_VOTERS",
    "KAFKA_LOG_DIRS",
    "KAFKA_HEAP_OPTS",
];
/// What `cluster up` hands to Stockbridge.
const HANDED: [&str; 2] = ["STOCKBRIDGE__DATABASE", "STOCKBRIDGE__KAFKA__BROKERS"];

pub(super) fn report(root: &Path) -> Result<(), String> {
    let differences = differences(root)?;
    for difference in &differences {
        say(difference);
    }
    match differences.len() {
        0 => {
            say("docker/compose.yaml says what `cluster up` does");
            Ok(())
        }
        count => Err(format!("docker/compose.yaml differs in {count} places")),
    }
}

fn differences(root: &Path) -> Result<Vec<String>, String> {
    let read = |name: &str| {
        let file = root.join("docker").join(name);
        fs::read_to_string(&file).map_err(|e| format!("cannot read {}: {e}", file.display()))
    };
    Ok(compare(
        &read("compose.yaml")?,
        &read("kafka/server.properties")?,
        &read("kafka/pom.xml")?,
    ))
}

fn compare(compose: &str, properties: &str, pom: &str) -> Vec<String> {
    let mut differences = Vec::new();
    let version = version(pom).unwrap_or_default();
    if !compose
        .lines()
        .any(|l| l.trim() == format!("image: apache/kafka:{version}"))
    {
        differences.push(format!(
            "the image is not apache/kafka:{version}, as in kafka/pom.xml"
        ));
    }
    let told = entries(compose);
    let wanted: Vec<(String, &str)> = properties
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (variable(name), value))
        .collect();
    for (name, value) in &wanted {
        if !told.contains(&(name, value)) {
            differences.push(format!(
                "kafka/server.properties asks for {name}: \"{value}\""
            ));
        }
    }
    let known = |name: &str| PLACED.contains(&name) || wanted.iter().any(|(w, _)| w == name);
    for (name, _) in told.iter().filter(|(n, _)| n.starts_with("KAFKA_")) {
        if !known(name) {
            differences.push(format!("{name} is not in kafka/server.properties"));
        }
    }
    for name in HANDED {
        if !told.iter().any(|(told, _)| *told == name) {
            differences.push(format!(
                "{name}, which `cluster up` hands over, is not there"
            ));
        }
    }
    if !compose.contains(&format!("\"max_connections={CONNECTIONS}\"")) {
        differences.push(format!("PostgreSQL lacks max_connections={CONNECTIONS}"));
    }
    differences
}

fn entries(compose: &str) -> Vec<(&str, &str)> {
    compose
        .lines()
        .filter_map(|line| line.trim().split_once(": "))
        .filter_map(|(name, value)| Some((name, value.strip_prefix('"')?.strip_suffix('"')?)))
        .collect()
}

/// Returns the name under which Kafka's image takes a property.
fn variable(property: &str) -> String {
    format!("KAFKA_{}", property.to_uppercase().replace('.', "_"))
}

fn version(pom: &str) -> Option<&str> {
    let (_, rest) = pom.split_once("<kafka.version>")?;
    Some(rest.split_once("</kafka.version>")?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compose_file_says_what_up_does() {
        let differences = differences(&crate::workspace_root()).unwrap();
        assert!(differences.is_empty(), "\n{}", differences.join("\n"));
    }

    #[test]
    fn every_difference_is_seen() {
        const COMPOSE: &str = "
  image: apache/kafka:4.4.0
  KAFKA_NODE_ID: \"1\"
  KAFKA_LOG_DIRS: \"/d\"
  STOCKBRIDGE__DATABASE: \"postgres://a\"
  STOCKBRIDGE__KAFKA__BROKERS: \"kafka:9092\"
  command: [\"postgres\", \"-c\", \"max_connections=300\"]
";
        let pom = "<kafka.version>4.4.0</kafka.version>";
        for (from, to, expected) in [
            ("", "", 0),
            ("4.4.0", "4.4.1", 1),
            ("\"1\"", "\"2\"", 1),
            // Absent, and one nobody asked for.
            ("KAFKA_NODE_ID", "KAFKA_NODE_IDS", 2),
            ("KAFKA_LOG_DIRS", "KAFKA_LOG_DIR", 1),
            ("__BROKERS", "__BROKER", 1),
            ("=300", "=100", 1),
        ] {
            let changed = COMPOSE.replace(from, to);
            let changed = if from.is_empty() { COMPOSE } else { &changed };
            let found = compare(changed, "# one\nnode.id=1\n", pom);
            assert_eq!(found.len(), expected, "{from} → {to}: {found:?}");
        }
    }
}
