//! Servers that outlive the chore that started them: whether a process is ours, and how it ends.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// How long a server may take to start or to stop, on a machine busy with builds.
pub(super) const PATIENCE: Duration = Duration::from_secs(90);

/// Returns the process a file names, if it lives and its command line holds the words.
///
/// Ids are given again: a file left from a crash may name a process of somebody else.
pub(super) fn ours(pid_file: &Path, words: &[&str]) -> Option<u32> {
    let text = fs::read_to_string(pid_file).ok()?;
    let pid = text.lines().next()?.trim().parse().ok()?;
    is(pid, words).then_some(pid)
}

/// Says whether a process lives and its command line holds the words.
pub(super) fn is(pid: u32, words: &[&str]) -> bool {
    let line = command_line(pid);
    words.iter().all(|word| line.contains(&format!(" {word} ")))
}

/// Returns the words of a process between blanks; nothing for one that has ended.
fn command_line(pid: u32) -> String {
    if Path::new("/proc/self").exists() {
        let bytes = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        return format!(" {} ", String::from_utf8_lossy(&bytes).replace('\0', " "));
    }
    let output = Command::new("ps")
        .args(["-ww", "-o", "args=", "-p", &pid.to_string()])
        .output();
    let text = output.map(|o| o.stdout).unwrap_or_default();
    format!(" {} ", String::from_utf8_lossy(&text).trim_end())
}

/// Sends a signal, `TERM` or `KILL`, and waits until the process is gone.
pub(super) fn end(pid: u32, signal: &str, words: &[&str]) -> Result<(), String> {
    // The shell's own `kill`: slim machines lack the program.
    let sent = Command::new("sh")
        .args(["-c", "kill -s \"$0\" \"$1\"", signal, &pid.to_string()])
        .status()
        .map_err(|e| format!("cannot start `sh`: {e}"))?;
    if !sent.success() && is(pid, words) {
        return Err(format!("cannot send {signal} to process {pid}: {sent}"));
    }
    if wait_for(|| has_ended(pid, words)) {
        Ok(())
    } else {
        let seconds = PATIENCE.as_secs();
        Err(format!(
            "process {pid} still runs {seconds} s after {signal}"
        ))
    }
}

/// Says whether a process is gone with its files and ports, which it keeps for a moment after its
/// words.
fn has_ended(pid: u32, words: &[&str]) -> bool {
    if !Path::new("/proc/self").exists() {
        return !is(pid, words);
    }
    // 4711 (java) Z …: ended, and whoever started it has not asked how.
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").map(|(_, rest)| rest);
    state.is_none_or(|state| state.starts_with('Z'))
}

/// Looks again until something is so; says whether it became so in time.
pub(super) fn wait_for(mut so: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    loop {
        if so() {
            return true;
        }
        if start.elapsed() > PATIENCE {
            return false;
        }
        sleep(LOOK_AGAIN);
    }
}

/// Returns the last lines of a log, for a message about a server that does not start.
pub(super) fn tail(log: &Path) -> String {
    const LINES: usize = 15;
    let bytes = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(LINES);
    format!(
        "{}\nthe whole log: {}",
        lines[from..].join("\n"),
        log.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_known_by_its_words_and_ends() {
        // Reads until its input closes, which it does with this test, whatever becomes of it.
        let mut child = Command::new("cat")
            .args(["-", "kafka.Kafka"])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let pid = child.id();
        // A process has no words for a moment after it has begun.
        assert!(wait_for(|| is(pid, &["cat", "kafka.Kafka"])));
        assert!(!is(pid, &["kafka"]), "a word is a whole word");
        assert!(!is(pid, &["kafka.Kafka", "-D"]));
        assert_eq!(end(pid, "KILL", &["kafka.Kafka"]), Ok(()));
        assert!(!child.wait().unwrap().success());
        assert!(!is(pid, &["kafka.Kafka"]));
    }
}
