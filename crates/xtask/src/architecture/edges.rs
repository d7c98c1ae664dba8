//! Which crate may use which. Data goes right, dependencies point left.

use std::fs;
use std::path::Path;

use super::purity::PURE;

/// The crates, and those of ours each may name under `[dependencies]`.
const ALLOWED: [(&str, &[&str]); 12] = [
    ("model", &[]),
    ("edi", &[]),
    ("formats", &["model", "edi"]),
    ("ledger", &["model"]),
    ("forecast", &[]),
    ("replenish", &["model", "forecast"]),
    ("store", &["model"]),
    ("bus", &["model", "store"]),
    ("transport", &["model"]),
    ("portal", &["model", "store", "formats", "ledger"]),
    (
        "stockbridge",
        &[
            "model",
            "edi",
            "formats",
            "ledger",
            "forecast",
            "replenish",
            "store",
            "bus",
            "transport",
            "portal",
        ],
    ),
    ("xtask", &[]),
];
/// What a crate that only computes has no use for.
const SHELL: [&str; 6] = [
    "axum",
    "reqwest",
    "sqlx",
    "tokio",
    "tower-http",
    "tracing-subscriber",
];

pub(crate) fn check(root: &Path, broken: &mut Vec<String>) -> Result<(), String> {
    let folder = root.join("crates");
    let told = |e| format!("listing {}: {e}", folder.display());
    for entry in fs::read_dir(&folder).map_err(told)? {
        let path = entry.map_err(told)?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let manifest = path.join("Cargo.toml");
        let text = fs::read_to_string(&manifest)
            .map_err(|e| format!("reading {}: {e}", manifest.display()))?;
        check_manifest(&name, &text, broken);
    }
    broken.sort();
    Ok(())
}

fn check_manifest(name: &str, manifest: &str, broken: &mut Vec<String>) {
    let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
        broken.push(format!(
            "crates/{name}: has no row in the table of allowed edges"
        ));
        return;
    };
    let used = dependencies(manifest);
    for other in used
        .iter()
        .filter(|u| ALLOWED.iter().any(|(known, _)| known == *u))
    {
        if !allowed.contains(other) {
            broken.push(format!(
                "crates/{name}/Cargo.toml: `{name}` may not use `{other}`"
            ));
        }
    }
    for other in used
        .iter()
        .filter(|u| PURE.contains(&name) && SHELL.contains(u))
    {
        broken.push(format!(
            "crates/{name}/Cargo.toml: `{name}` only computes, no `{other}`"
        ));
    }
    if name == "xtask" && !used.is_empty() {
        broken.push("crates/xtask/Cargo.toml: chores use the standard library only".to_owned());
    }
    if sections(manifest).any(|(section, _)| section == "features") {
        broken.push(format!(
            "crates/{name}/Cargo.toml: options are configuration, not features"
        ));
    }
}

fn dependencies(manifest: &str) -> Vec<&str> {
    let inline = sections(manifest)
        .filter(|(section, line)| *section == "dependencies" && !line.starts_with('['))
        .filter_map(|(_, line)| line.split(['=', '.']).next());
    let tables =
        sections(manifest).filter_map(|(section, _)| section.strip_prefix("dependencies."));
    let mut names: Vec<&str> = inline
        .chain(tables)
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Returns each line with the section it stands in; a section's own line comes first.
fn sections(manifest: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut section = "";
    manifest
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'))
        .map(move |line| {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = name;
            }
            (section, line)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_follow_the_table() {
        for (name, manifest, expected) in [
            (
                "ledger",
                "[dependencies]\nmodel.workspace = true\nchrono = \"0.4\"\n",
                0,
            ),
            (
                "ledger",
                "[dependencies]\nstore = { path = \"../store\" }\n",
                1,
            ),
            ("ledger", "[dependencies.store]\npath = \"../store\"\n", 1),
            ("ledger", "[dev-dependencies]\nstore.workspace = true\n", 0),
            ("ledger", "[dependencies]\ntokio.workspace = true\n", 1),
            ("store", "[dependencies]\ntokio.workspace = true\n", 0),
            ("store", "[features]\nfast = []\n", 1),
            ("xtask", "[dependencies]\nserde = \"1\"\n", 1),
            ("unheard", "", 1),
        ] {
            let mut broken = Vec::new();
            check_manifest(name, manifest, &mut broken);
            assert_eq!(broken.len(), expected, "{name}: {broken:?}");
        }
    }
}
