//! The command line.

mod age_out;
mod backup;
mod dlq;
mod doctor;
mod edi;
mod explain;
mod ingest;
mod migrate;
mod postgres;
mod rebuild;
mod restore;
mod serve;
mod topics;

use std::path::PathBuf;
use std::process::ExitCode;

pub(crate) use serve::{asked_to_end, listen};

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};

use crate::bench::{self, BenchCommand};
use crate::config::Config;
use crate::demo::{self, DemoArguments};
use crate::guides::GuidedSchemas;
use crate::hub::Role;

/// Turns retailers' sales and stock into replenishment orders they can follow.
#[derive(Debug, Parser)]
#[command(name = "stockbridge", version)]
pub(crate) struct Line {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// What every command takes.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Common {
    /// Settings, TOML.
    #[arg(long, global = true)]
    pub config: Option<PathBuf>,
    /// Folder that holds the database and the partners' mailboxes.
    #[arg(long, global = true)]
    pub data: Option<PathBuf>,
    /// Print JSON.
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tells the story of a supplier and a retailer, then serves its portal.
    Demo(DemoArguments),
    /// Runs the hub.
    Serve(serve::ServeArguments),
    /// Hands files to the hub as if a partner had sent them.
    Ingest(ingest::IngestArguments),
    /// Says how an order or one of its lines came about.
    Explain(explain::ExplainArguments),
    /// Replays the log into fresh tables, compares them with the live ones and swaps them.
    Rebuild(rebuild::RebuildArguments),
    /// Checks, acknowledges and shows EDI files.
    #[command(subcommand)]
    Edi(edi::EdiCommand),
    /// Makes and checks the topics that Kafka must have.
    #[command(subcommand)]
    Topics(topics::TopicsCommand),
    /// Lists events that could not be applied, has them applied again or gives them up.
    #[command(subcommand)]
    Dlq(dlq::DlqCommand),
    /// Copies the database into one file, while the hub runs.
    Backup(backup::BackupArguments),
    /// Puts a backup in the place of the database.
    Restore(restore::RestoreArguments),
    /// Brings the schema of the database up to date.
    Migrate,
    /// Removes what is older than the horizon of replay.
    AgeOut(age_out::AgeOutArguments),
    /// Says whether everything is in order, and what to do where it is not.
    Doctor,
    /// Checks the settings.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Measures how fast it is.
    #[command(subcommand)]
    Bench(BenchCommand),
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Prints the settings as they are understood, secrets masked.
    Check,
}

impl Common {
    /// Returns the settings.
    pub(crate) fn settings(&self) -> Result<Config> {
        Config::load(self.config.as_deref(), self.data.as_deref())
    }
}

impl Line {
    /// Returns what is logged when the environment does not say.
    pub(crate) fn log_level(&self) -> &'static str {
        match self.command {
            Command::Serve(_) => "info",
            _ => "warn",
        }
    }

    /// Returns the roles that the process runs.
    pub(crate) fn roles(&self) -> Vec<Role> {
        match &self.command {
            Command::Demo(_) => Role::value_variants().to_vec(),
            Command::Serve(arguments) => arguments.roles(),
            _ => Vec::new(),
        }
    }

    /// Runs the command.
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let common = &self.common;
        match self.command {
            Command::Demo(arguments) => demo::run(common, arguments).await,
            Command::Serve(arguments) => serve::run(common, arguments).await,
            Command::Ingest(arguments) => ingest::run(common, arguments).await,
            Command::Explain(arguments) => explain::run(common, arguments).await,
            Command::Rebuild(arguments) => rebuild::run(common, arguments).await,
            Command::Edi(command) => edi::run(common, command),
            Command::Topics(command) => topics::run(common, command).await,
            Command::Dlq(command) => dlq::run(common, command).await,
            Command::Bench(command) => bench::run(common, command).await,
            Command::Backup(arguments) => backup::run(common, arguments).await,
            Command::Restore(arguments) => restore::run(common, arguments).await,
            Command::Migrate => migrate::run(common).await,
            Command::AgeOut(arguments) => age_out::run(common, arguments).await,
            Command::Doctor => doctor::run(common).await,
            Command::Config(ConfigCommand::Check) => {
                let settings = common.settings()?;
                let reference = crate::reference::load(&settings.reference)?;
                GuidedSchemas::load(&reference, &settings.reference_folder())?;
                print(&settings.shown()?);
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

/// Prints a result.
#[expect(
    clippy::print_stdout,
    reason = "results of commands go to standard output"
)]
pub(crate) fn print(text: &str) {
    println!("{text}");
}

/// Tells a person how it goes.
#[expect(
    clippy::print_stderr,
    reason = "messages and progress go to standard error"
)]
pub(crate) fn tell(text: &str) {
    eprintln!("{text}");
}
