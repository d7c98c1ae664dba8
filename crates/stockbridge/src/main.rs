//! The hub between a supplier and its retailers. See `ARCHITECTURE.md` for the walk of an 852.

mod clock;
mod dispatch;
mod ingest;
mod plan;
mod publish;
mod relay;
mod serve;

mod bench;
mod command;
mod demo;
mod rebuild;

mod admission;
mod business_time;
mod config;
mod failure;
mod guides;
mod health;
mod hub;
mod reference;
mod retention;
mod system;
mod telemetry;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let line = command::Line::parse();
    let telemetry = match telemetry::Telemetry::start(line.log_level(), &line.roles()) {
        Ok(telemetry) => telemetry,
        Err(error) => return say(&error),
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return say(&anyhow::Error::new(error).context("cannot start threads")),
    };
    let ended = runtime.block_on(line.run());
    telemetry.finish();
    ended.unwrap_or_else(|error| say(&error))
}

#[expect(clippy::print_stderr, reason = "the command line says what went wrong")]
fn say(error: &anyhow::Error) -> ExitCode {
    eprintln!("stockbridge: {}", failure::line(error));
    failure::code(error)
}
