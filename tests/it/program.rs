//! The binary as a process: started, watched, stopped, killed.

use std::fs::File;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Between two looks at something that another process is about to do.
pub(crate) const LOOK_AGAIN: Duration = Duration::from_millis(10);
/// A process that has done nothing for so long will not do it any more.
const PATIENCE: Duration = Duration::from_secs(120);

/// Returns the binary, undisturbed by the settings of whoever runs the tests.
pub(crate) fn stockbridge() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stockbridge"));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("STOCKBRIDGE") || name.starts_with("OTEL_") {
            command.env_remove(&*name);
        }
    }
    // Tests read the log as people do.
    command.env("STOCKBRIDGE_LOG_FORMAT", "text");
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Output {
    command.output().expect("the binary can be started")
}

/// What a command said to people, for messages of failed tests.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Returns a setting of the suite.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place of this suite that asks"
)]
pub(crate) fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Returns how much of something is done: little in CI, much in the long form.
pub(crate) fn amount(short: u32, long: u32) -> u32 {
    match setting("STOCKBRIDGE_TEST_LONG") {
        Some(_) => long,
        None => short,
    }
}

/// Waits until something is there.
pub(crate) fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        sleep(LOOK_AGAIN);
    }
}

/// A running process whose messages go to a file.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    log: PathBuf,
}

impl Running {
    /// Starts a command; `log` takes what it says.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Self {
        let file = File::create(log).expect("the log can be written");
        let child = command.stdout(Stdio::null()).stderr(file).spawn();
        Self {
            child: child.expect("the binary can be started"),
            log: log.to_owned(),
        }
    }

    /// Returns what it said so far.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Returns what the system says of the most memory it held.
    pub(crate) fn memory(&self) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let peak = status.lines().find(|line| line.starts_with("VmHWM"));
        peak.unwrap_or("VmHWM: not told by this system").to_owned()
    }

    /// Returns how it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("a child can be asked")
    }

    /// Sends it a signal: `TERM`, `STOP`, `CONT`.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        // A shell has `kill` built in; the program is missing on small machines.
        let asked = Command::new("sh")
            .args(["-c", "kill -\"$1\" \"$0\"", &id, name])
            .status();
        assert!(asked.expect("sh is there").success(), "{}", self.log());
    }

    /// Asks it to end and waits until it has.
    pub(crate) fn terminate(&mut self) -> ExitStatus {
        self.signal("TERM");
        wait_for("the end of the process", || self.ended())
    }

    /// Kills it as a power cut would. Says whether that hit it, rather than it having ended before.
    pub(crate) fn kill(&mut self) -> bool {
        // An error means that it has ended already.
        let _ = self.child.kill();
        self.child
            .wait()
            .expect("a child can be waited for")
            .signal()
            == Some(9)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A failed test leaves nothing running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
