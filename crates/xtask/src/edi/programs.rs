//! The programs of ours that ask the peers, with the peers they were fetched for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Peer;
use super::peers::Program;
use crate::cluster::programs::{MAVEN, check_java, started};
use crate::process::say;

const JDK: &str = "openjdk-17-jdk-headless";
const VENV: &str = "python3-venv";
/// What a folder was fetched for lies in it, so that another version is fetched anew.
const FETCHED_FOR: &str = "fetched-for";

/// The programs, ready to be started.
pub(super) struct Programs {
    /// Everything fetched and built lies in it, and nothing of it is ours to hand on.
    pub folder: PathBuf,
    sources: PathBuf,
}

impl Programs {
    /// Fetches what these peers need and is not there yet.
    pub(super) fn fetch(root: &Path, peers: &[&Peer]) -> Result<Self, String> {
        let sources = root.join("tests/peers");
        let folder = root.join("target/edi-peers");
        fs::create_dir_all(&folder).map_err(|e| told("make", &folder, &e))?;
        for (program, fetch) in [
            (Program::Python, python as fn(&Path, &Path) -> _),
            (Program::Java, java),
            (Program::Rust, rust),
        ] {
            if peers.iter().any(|peer| peer.program == program) {
                fetch(&sources, &folder).map_err(|problem: String| {
                    format!("{problem}\n(--peer NAME does without the others)")
                })?;
            }
        }
        Ok(Self { folder, sources })
    }

    /// Returns the program that asks this peer, without what it is asked.
    pub(super) fn command(&self, peer: &Peer) -> Command {
        let inside = |path: &str| self.folder.join(path);
        match peer.program {
            Program::Python => {
                let mut command = Command::new(inside("python/bin/python"));
                command.arg(self.sources.join("python/peer.py"));
                command
            }
            Program::Java => {
                let mut command = Command::new("java");
                let path = format!(
                    "{}:{}",
                    inside("java/libs/*").display(),
                    inside("java/classes").display()
                );
                command.args(["-cp", &path, "Peers", peer.name]);
                command
            }
            Program::Rust => {
                let mut command = Command::new(inside("rust/release/edi-peers"));
                command.arg(peer.name);
                command
            }
        }
    }
}

fn python(sources: &Path, folder: &Path) -> Result<(), String> {
    let wanted = sources.join("python/requirements.txt");
    renewed(&folder.join("python"), &[&wanted], |venv| {
        say("pip fetches pyx12");
        let made = Command::new("python3")
            .args(["-m", "venv"])
            .arg(venv)
            .output();
        started("python3", VENV, made)?;
        let mut pip = Command::new(venv.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "--requirement"]);
        started("pip", VENV, pip.arg(&wanted).output()).map(drop)
    })
}

fn java(sources: &Path, folder: &Path) -> Result<(), String> {
    let pom = sources.join("java/pom.xml");
    let libraries = folder.join("java/libs");
    renewed(&libraries, &[&pom], |libraries| {
        say("Maven fetches StAEDI and EDIReader");
        let mut maven = Command::new("mvn");
        maven.args(["-q", "-B", "-f"]).arg(&pom);
        maven.arg("dependency:copy");
        maven.arg(format!("-DoutputDirectory={}", libraries.display()));
        started("mvn", MAVEN, maven.output()).map(drop)
    })?;
    check_java()?;
    let source = sources.join("java/Peers.java");
    renewed(&folder.join("java/classes"), &[&pom, &source], |classes| {
        let mut compiler = Command::new("javac");
        compiler.arg("-cp").arg(libraries.join("*"));
        compiler.arg("-d").arg(classes).arg(&source);
        started("javac", JDK, compiler.output()).map(drop)
    })
}

fn rust(sources: &Path, folder: &Path) -> Result<(), String> {
    let mut cargo = Command::new("cargo");
    cargo.args([
        "build",
        "--quiet",
        "--release",
        "--locked",
        "--manifest-path",
    ]);
    cargo.arg(sources.join("rust/Cargo.toml"));
    cargo.arg("--target-dir").arg(folder.join("rust"));
    started("cargo", "cargo", cargo.output()).map(drop)
}

/// Fills the folder anew where it was not filled for these files as they are today.
fn renewed(
    folder: &Path,
    wanted: &[&Path],
    fill: impl FnOnce(&Path) -> Result<(), String>,
) -> Result<(), String> {
    let mut text = Vec::new();
    for file in wanted {
        text.extend(fs::read(file).map_err(|e| told("read", file, &e))?);
    }
    let stamp = folder.join(FETCHED_FOR);
    if fs::read(&stamp).is_ok_and(|present| present == text) {
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|e| told("remove", folder, &e))?;
    }
    fs::create_dir_all(folder).map_err(|e| told("make", folder, &e))?;
    fill(folder)?;
    fs::write(&stamp, text).map_err(|e| told("write", &stamp, &e))
}

fn told(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("cannot {what} {}: {error}", path.display())
}
