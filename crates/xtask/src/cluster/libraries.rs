//! Kafka's program files, from its Maven artifacts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{make_folder, programs, remove_if_there};
use crate::process::say;

/// The POM they were fetched for lies beside them, so that a new version is fetched anew.
const FETCHED_FOR: &str = "pom.xml";

/// Returns the folder of libraries, fetching them where they are not those of the POM.
///
/// They lie with the build's output, whatever folder a cluster's data is in.
pub(super) fn fetch(root: &Path) -> Result<PathBuf, String> {
    let pom = root.join("docker/kafka/pom.xml");
    let folder = root.join("target/cluster/kafka/libs");
    let wanted = fs::read(&pom).map_err(|e| format!("cannot read {}: {e}", pom.display()))?;
    if fs::read(folder.join(FETCHED_FOR)).is_ok_and(|present| present == wanted) {
        return Ok(folder);
    }
    say("Maven fetches Kafka's libraries");
    // Under another name until they are whole.
    let part = folder.with_extension("part");
    remove_if_there(&part)?;
    make_folder(&part)?;
    let mut maven = Command::new("mvn");
    maven
        .args(["-q", "-B", "-f"])
        .arg(&pom)
        .args(["dependency:copy-dependencies", "-DincludeScope=runtime"])
        .arg(format!("-DoutputDirectory={}", part.display()));
    programs::started("mvn", programs::MAVEN, maven.output())?;
    super::write(&part.join(FETCHED_FOR), &String::from_utf8_lossy(&wanted))?;
    remove_if_there(&folder)?;
    fs::rename(&part, &folder).map_err(|e| {
        format!(
            "cannot rename {} to {}: {e}",
            part.display(),
            folder.display()
        )
    })?;
    Ok(folder)
}
