//! Runs programs and tells the person at the terminal about it.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

#[expect(
    clippy::print_stderr,
    reason = "a chore talks to the terminal it was started from"
)]
pub(crate) fn say(text: &str) {
    eprintln!("{}", text.trim_end());
}

#[expect(
    clippy::print_stdout,
    reason = "what a shell or a program reads goes to standard output"
)]
pub(crate) fn print(text: &str) {
    println!("{}", text.trim_end());
}

pub(crate) fn cargo(root: &Path, words: &[&str]) -> Result<(), String> {
    run(root, "cargo", words)
}

pub(crate) fn run(folder: &Path, program: &str, words: &[&str]) -> Result<(), String> {
    let line = format!("{program} {}", words.join(" "));
    say(&format!("== {line}"));
    let start = Instant::now();
    let status = Command::new(program)
        .args(words)
        .current_dir(folder)
        .status()
        .map_err(|error| format!("cannot start `{program}`: {error}"))?;
    say(&format!(
        "-- {line}: {:.1} s",
        start.elapsed().as_secs_f64()
    ));
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{line}` failed: {status}"))
    }
}

/// Runs a program and returns what it printed; its complaints are part of the error.
pub(crate) fn read(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| format!("cannot start `{program}`: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        let said = [text(&output.stdout), text(&output.stderr)].join("\n");
        Err(format!(
            "`{program}` failed ({}): {}",
            output.status,
            said.trim()
        ))
    }
}
