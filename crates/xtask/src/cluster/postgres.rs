//! A PostgreSQL server of our own, made with the programs of the machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{make_folder, programs, remove_if_there, running};
use crate::process::{read, say};

/// The database people work with; tests make theirs in `postgres`.
pub(super) const DATABASE: &str = "stockbridge";
/// Many tests side by side, each with its own pool.
pub(super) const CONNECTIONS: u16 = 300;

/// A server's place and address.
pub(super) struct Postgres {
    folder: PathBuf,
    port: u16,
    fsync: bool,
    programs: PathBuf,
    as_root: bool,
}

impl Postgres {
    pub(super) fn new(folder: PathBuf, port: u16, fsync: bool) -> Result<Self, String> {
        Ok(Self {
            folder,
            port,
            fsync,
            programs: programs::postgres()?,
            as_root: programs::is_root()?,
        })
    }

    pub(super) fn is_running(&self) -> bool {
        let data = self.data().display().to_string();
        running::ours(&self.data().join("postmaster.pid"), &["-D", &data]).is_some()
    }

    /// Makes what is not there yet, and starts it.
    pub(super) fn up(&self) -> Result<(), String> {
        if !self.data().join("PG_VERSION").exists() {
            self.make()?;
        }
        self.start()?;
        let find = format!("select 1 from pg_database where datname = '{DATABASE}'");
        if self.ask(&find)?.is_empty() {
            self.ask(&format!("create database {DATABASE}"))?;
        }
        Ok(())
    }

    /// Starts the server, unless it runs, and returns once it answers.
    pub(super) fn start(&self) -> Result<(), String> {
        if !self.is_running() {
            self.control(&["start", "--options", &self.options()])?;
        }
        self.ask("select 1").map(drop)
    }

    /// Ends the server in good order, cutting its connections off.
    pub(super) fn stop(&self) -> Result<(), String> {
        if !self.is_running() {
            say("PostgreSQL does not run");
            return Ok(());
        }
        self.control(&["stop", "--mode", "fast"])?;
        say("PostgreSQL is stopped");
        Ok(())
    }

    /// Ends the server as a crash would and starts it again; it recovers from its write-ahead log.
    pub(super) fn restart_immediate(&self) -> Result<(), String> {
        if self.is_running() {
            self.control(&["stop", "--mode", "immediate"])?;
        }
        self.start()?;
        say("PostgreSQL was ended as by a crash, and answers again");
        Ok(())
    }

    /// Removes the server's data.
    pub(super) fn remove(&self) -> Result<(), String> {
        // Where it stands decides nothing: only a folder that `up` made holds these two.
        remove_if_there(&self.data())?;
        remove_if_there(&self.log())?;
        match fs::remove_dir(&self.folder) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                Err(format!("cannot remove {}: {e}", self.folder.display()))
            }
            _ => Ok(()),
        }
    }

    fn make(&self) -> Result<(), String> {
        let mut initdb = self.program("initdb");
        initdb.arg("--pgdata").arg(self.data()).args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ]);
        if !self.fsync {
            initdb.arg("--no-sync");
        }
        read(&mut initdb).map(drop)
    }

    fn control(&self, words: &[&str]) -> Result<(), String> {
        let mut control = self.program("pg_ctl");
        control
            .arg("--pgdata")
            .arg(self.data())
            .arg("--log")
            .arg(self.log())
            .args(["--silent", "--wait", "--timeout"])
            .arg(running::PATIENCE.as_secs().to_string())
            .args(words);
        // Not its output: a server inherits the pipe, which then never ends.
        let done = control
            .stdout(std::process::Stdio::null())
            .status()
            .map_err(|e| programs::not_started("pg_ctl", programs::POSTGRES, &e))?;
        if done.success() {
            return Ok(());
        }
        let what = words.first().unwrap_or(&"");
        Err(format!(
            "PostgreSQL does not {what}; the end of its log:\n{}",
            running::tail(&self.log())
        ))
    }

    /// By TCP only: the path of a socket in a deep folder is longer than systems allow.
    fn options(&self) -> String {
        let fsync = if self.fsync { "on" } else { "off" };
        format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
             -c max_connections={CONNECTIONS} -c fsync={fsync}",
            self.port
        )
    }

    pub(super) fn ask(&self, query: &str) -> Result<String, String> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.arg(address(self.port, "postgres"))
            .args(["--no-psqlrc", "--tuples-only", "--no-align", "--command"])
            .arg(query);
        read(&mut psql)
    }

    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        match self.as_root {
            true => as_postgres(&path),
            false => Command::new(path),
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }
}

/// Returns the address of a database of the server on a port.
pub(super) fn address(port: u16, database: &str) -> String {
    format!("postgres://postgres@127.0.0.1:{port}/{database}")
}

/// Makes the folder a server will live in, its user able to enter it, and returns where it is.
pub(super) fn make_place(cluster: &Path) -> Result<PathBuf, String> {
    let folder = cluster.join("postgres");
    make_folder(&folder)?;
    if !programs::is_root()? {
        return Ok(folder);
    }
    read(Command::new("chown").arg("postgres").arg(&folder)).map_err(|e| {
        format!(
            "PostgreSQL does not run as root, and its user cannot be given a folder; on Debian: \
             apt-get install {} ({e})",
            programs::POSTGRES
        )
    })?;
    let mut enters = as_postgres(Path::new("test"));
    enters.arg("-w").arg(&folder);
    if read(&mut enters).is_ok() {
        return Ok(folder);
    }
    remove_if_there(&folder)?;
    let mut make = as_postgres(Path::new("mktemp"));
    make.args(["-d", "/tmp/stockbridge-postgres.XXXXXX"]);
    let other = PathBuf::from(read(&mut make)?);
    say(&format!(
        "the user postgres may not enter {}; PostgreSQL's data is in {}",
        cluster.display(),
        other.display()
    ));
    Ok(other)
}

/// Runs a program as the user that Debian's package makes.
fn as_postgres(program: &Path) -> Command {
    let mut command = Command::new("runuser");
    // The folder we are in may be closed to that user.
    command
        .args(["-u", "postgres", "--"])
        .arg(program)
        .current_dir("/");
    command
}
