//! The hub between a supplier and its retailers. See `ARCHITECTURE.md` for the walk of an 852.

mod clock;
mod dispatch;
mod ingest;
mod plan;
mod relay;
mod serve;

mod bench;
mod command;
mod demo;

mod admission;
mod business_time;
mod config;
mod failure;
mod hub;
mod reference;
mod retention;
mod system;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let line = command::Line::parse();
    let level = system::environment("STOCKBRIDGE_LOG");
    let filter = EnvFilter::new(level.unwrap_or_else(|| line.log_level().to_owned()));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Colours are for terminals; in a log file they are noise.
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return say(&anyhow::Error::new(error).context("cannot start threads")),
    };
    match runtime.block_on(line.run()) {
        Ok(code) => code,
        Err(error) => say(&error),
    }
}

#[expect(clippy::print_stderr, reason = "the command line says what went wrong")]
fn say(error: &anyhow::Error) -> ExitCode {
    eprintln!("stockbridge: {}", failure::line(error));
    failure::code(error)
}
