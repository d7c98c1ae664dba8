//! The programs of the machine that the servers are made of, and what to install when one lacks.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::process::read;

pub(super) const JAVA: &str = "openjdk-17-jre-headless";
pub(crate) const MAVEN: &str = "maven";
pub(super) const POSTGRES: &str = "postgresql";
const OLDEST_JAVA: u32 = 17;
const OLDEST_POSTGRES: u32 = 15;
/// Where Debian puts PostgreSQL's programs, a folder for each version, off the usual path.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Checks that there is a Java that can run Kafka, and the EDI readers on the JVM.
pub(crate) fn check_java() -> Result<(), String> {
    let output = started("java", JAVA, Command::new("java").arg("-version").output())?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // openjdk version "17.0.15" 2025-04-15
    let version = said.split('"').nth(1).unwrap_or_default();
    at_least(OLDEST_JAVA, version, "Java", JAVA)
}

/// Returns the folder of PostgreSQL's programs; an empty one means the usual path.
pub(super) fn postgres() -> Result<PathBuf, String> {
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("bin"));
    let complete = folders.filter(|folder| folder.join("initdb").is_file());
    let folder = newest(complete.collect()).unwrap_or_default();
    let mut initdb = Command::new(folder.join("initdb"));
    let output = started("initdb", POSTGRES, initdb.arg("--version").output())?;
    // initdb (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = said.split(' ').nth(2).unwrap_or_default();
    at_least(OLDEST_POSTGRES, version, "PostgreSQL", POSTGRES)?;
    Ok(folder)
}

/// Says whether we are root, as whom PostgreSQL refuses to run.
pub(super) fn is_root() -> Result<bool, String> {
    Ok(read(Command::new("id").arg("-u"))? == "0")
}

/// Takes what came of starting a program; names the package of one that is not there.
pub(crate) fn started(
    program: &str,
    package: &str,
    output: io::Result<Output>,
) -> Result<Output, String> {
    let output = output.map_err(|e| not_started(program, package, &e))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    Err(format!(
        "`{program}` failed ({}): {}",
        output.status,
        said.trim()
    ))
}

pub(super) fn not_started(program: &str, package: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => {
            format!("`{program}` is not installed; on Debian: apt-get install {package}")
        }
        _ => format!("cannot start `{program}`: {error}"),
    }
}

fn at_least(oldest: u32, version: &str, what: &str, package: &str) -> Result<(), String> {
    match major(version) {
        Some(found) if found >= oldest => Ok(()),
        _ => Err(format!(
            "{what} {oldest} or newer is needed, this machine has {version:?}; on Debian: apt-get \
             install {package}"
        )),
    }
}

fn newest(folders: Vec<PathBuf>) -> Option<PathBuf> {
    let version = |folder: &PathBuf| {
        let name = folder.parent().and_then(Path::file_name)?;
        major(&name.to_string_lossy())
    };
    folders.into_iter().max_by_key(version)
}

fn major(version: &str) -> Option<u32> {
    let digits = version.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers_and_not_texts() {
        let folders = ["/p/9.6/bin", "/p/17/bin", "/p/15/bin"].map(PathBuf::from);
        assert_eq!(newest(folders.to_vec()), Some("/p/17/bin".into()));
        assert_eq!(newest(Vec::new()), None);
    }

    #[test]
    fn an_old_or_absent_program_is_told_with_its_package() {
        for (version, fine) in [
            ("17.0.15", true),
            ("21-ea", true),
            ("1.8.0_402", false),
            ("11.0.2", false),
            ("", false),
        ] {
            let told = at_least(17, version, "Java", JAVA);
            assert_eq!(told.is_ok(), fine, "{version}");
            assert!(told.err().is_none_or(|t| t.contains(JAVA)));
        }
        let absent = Command::new("no program has this name").output();
        let told = started("mvn", MAVEN, absent).unwrap_err();
        assert_eq!(
            told,
            "`mvn` is not installed; on Debian: apt-get install maven"
        );
    }
}
