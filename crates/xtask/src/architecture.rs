//! The rules of the workspace's shape that neither the compiler nor the linter checks.

use std::path::Path;

use crate::process::say;

mod edges;
mod files;
mod functions;
mod purity;
mod source;
mod topics;

pub(crate) fn report(root: &Path) -> Result<(), String> {
    let broken = violations(root)?;
    for rule in &broken {
        say(rule);
    }
    match broken.len() {
        0 => Ok(()),
        count => Err(format!("the architecture is broken in {count} places")),
    }
}

fn violations(root: &Path) -> Result<Vec<String>, String> {
    let sources = source::of_crates(root)?;
    let mut broken = Vec::new();
    for source in sources.iter().filter(|s| !s.is_test) {
        files::check(source, &mut broken);
        functions::check(source, &mut broken);
        topics::check(source, &mut broken);
        purity::check(source, &mut broken);
    }
    topics::check_declared(&sources, &mut broken);
    edges::check(root, &mut broken)?;
    Ok(broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_keeps_its_rules() {
        let broken = violations(&crate::workspace_root()).unwrap();
        assert!(broken.is_empty(), "\n{}", broken.join("\n"));
    }
}
