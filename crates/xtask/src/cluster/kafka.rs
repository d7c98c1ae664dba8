//! One Kafka broker that is its own controller (KRaft), on Java from the machine.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{make_folder, metadata, programs, remove_if_there, running, write};
use crate::process::{read, say};

/// A broker for tests shares the machine with builds.
const JVM: [&str; 6] = [
    "-Xms256m",
    "-Xmx512m",
    "-XX:+UseG1GC",
    "-XX:MaxDirectMemorySize=128m",
    "-Djava.awt.headless=true",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
];
const MAIN: &str = "kafka.Kafka";

/// A broker's place and addresses.
pub(super) struct Kafka {
    /// The properties that do not depend on the place.
    pub shared: PathBuf,
    pub folder: PathBuf,
    pub port: u16,
    pub controller_port: u16,
}

impl Kafka {
    pub(super) fn is_running(&self) -> bool {
        self.pid().is_some()
    }

    /// Starts the broker, unless it runs.
    pub(super) fn launch(&self, libraries: &Path) -> Result<(), String> {
        if self.is_running() {
            return Ok(());
        }
        make_folder(&self.folder)?;
        let shared = fs::read_to_string(&self.shared)
            .map_err(|e| format!("cannot read {}: {e}", self.shared.display()))?;
        write(&self.properties(), &(shared + &self.placed()))?;
        let classes = format!("{}/*", libraries.display());
        self.format(&classes)?;
        let log = File::options().create(true).append(true).open(self.log());
        let log = log.map_err(|e| format!("cannot write {}: {e}", self.log().display()))?;
        let errors = log
            .try_clone()
            .map_err(|e| format!("cannot write {}: {e}", self.log().display()))?;
        let mut child = Command::new("java")
            .args(JVM)
            .args(["-cp", &classes, MAIN])
            .arg(self.properties())
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            // A group of its own: Ctrl-C at the terminal means the chore, not the server.
            .process_group(0)
            .spawn()
            .map_err(|e| programs::not_started("java", programs::JAVA, &e))?;
        write(&self.pid_file(), &format!("{}\n", child.id()))?;
        // A process has no words for a moment after it has begun.
        running::wait_for(|| self.is_running() || !matches!(child.try_wait(), Ok(None)));
        Ok(())
    }

    /// Returns once the broker answers a client.
    pub(super) fn wait_until_ready(&self) -> Result<(), String> {
        let cluster_id = self.cluster_id().ok_or(format!(
            "{} names no cluster; remove the data with `cargo xtask cluster down --remove`",
            self.meta().display()
        ))?;
        let mut ready = false;
        running::wait_for(|| {
            ready = metadata::is_ready(self.port, &cluster_id);
            ready || !self.is_running()
        });
        if ready {
            return Ok(());
        }
        let what = match self.is_running() {
            true => format!("does not answer on port {} in time", self.port),
            false => "ended instead of starting".to_owned(),
        };
        Err(format!(
            "Kafka {what}; the end of its log:\n{}",
            running::tail(&self.log())
        ))
    }

    /// Asks the broker to end, and waits until it has.
    pub(super) fn stop(&self) -> Result<(), String> {
        self.end("TERM", "stopped")
    }

    /// Ends the broker at once, as a crash would.
    pub(super) fn kill(&self) -> Result<(), String> {
        self.end("KILL", "killed")
    }

    /// Removes the data and all else but the program files, which may lie beside them.
    pub(super) fn remove(&self) -> Result<(), String> {
        for path in [self.data(), self.properties(), self.log(), self.pid_file()] {
            remove_if_there(&path)?;
        }
        // Kept where the program files are in it.
        let _ = fs::remove_dir(&self.folder);
        Ok(())
    }

    fn end(&self, signal: &str, done: &str) -> Result<(), String> {
        let Some(pid) = self.pid() else {
            say("Kafka does not run");
            return remove_if_there(&self.pid_file());
        };
        running::end(
            pid,
            signal,
            &[MAIN, &self.properties().display().to_string()],
        )?;
        say(&format!("Kafka is {done}"));
        remove_if_there(&self.pid_file())
    }

    /// Gives the data folder its cluster id, once.
    fn format(&self, classes: &str) -> Result<(), String> {
        if self.meta().exists() {
            return Ok(());
        }
        let tool = |words: &[&str]| {
            let mut java = Command::new("java");
            java.args(["-cp", classes, "kafka.tools.StorageTool"])
                .args(words);
            read(&mut java)
        };
        let id = tool(&["random-uuid"])?;
        // Maven's logger may have said something before.
        let id = id.lines().last().unwrap_or_default();
        let properties = self.properties().display().to_string();
        tool(&["format", "-t", id, "-c", &properties, "--ignore-formatted"])?;
        Ok(())
    }

    /// Returns the properties that say where this broker is.
    fn placed(&self) -> String {
        let Self {
            port,
            controller_port,
            ..
        } = self;
        format!(
            "\n# This place.\n\
             listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}\n\
             advertised.listeners=PLAINTEXT://127.0.0.1:{port}\n\
             controller.quorum.voters=1@127.0.0.1:{controller_port}\n\
             log.dirs={}\n",
            self.data().display()
        )
    }

    fn cluster_id(&self) -> Option<String> {
        let text = fs::read_to_string(self.meta()).ok()?;
        let id = text.lines().find_map(|l| l.strip_prefix("cluster.id="))?;
        Some(id.to_owned())
    }

    fn pid(&self) -> Option<u32> {
        let properties = self.properties().display().to_string();
        running::ours(&self.pid_file(), &[MAIN, &properties])
    }

    fn properties(&self) -> PathBuf {
        self.folder.join("server.properties")
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Written when the data folder is made.
    fn meta(&self) -> PathBuf {
        self.data().join("meta.properties")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn pid_file(&self) -> PathBuf {
        self.folder.join("pid")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broker_is_told_its_own_place_only() {
        let kafka = Kafka {
            shared: PathBuf::new(),
            folder: "/d".into(),
            port: 1,
            controller_port: 2,
        };
        let placed = kafka.placed();
        for line in [
            "listeners=PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2",
            "advertised.listeners=PLAINTEXT://127.0.0.1:1",
            "controller.quorum.voters=1@127.0.0.1:2",
            "log.dirs=/d/data",
        ] {
            assert!(placed.lines().any(|l| l == line), "{line}:\n{placed}");
        }
    }
}
