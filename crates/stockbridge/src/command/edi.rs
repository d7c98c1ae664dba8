//! `edi …`: EDI files without a hub.

mod acknowledge;
mod anonymise;
mod check;
mod convert;
mod diff;
mod explain;
mod language;
mod rewrite;
mod sample;
mod snippet;
mod view;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Subcommand;

use super::{Common, print};
use language::Tongue;

/// What can be done with EDI files.
#[derive(Debug, Subcommand)]
pub(crate) enum EdiCommand {
    /// Says what is wrong with files, whose mistake it is and what to do.
    Check(check::CheckArguments),
    /// Writes the acknowledgements we would send.
    Ack(acknowledge::AckArguments),
    /// Shows a file as a tree: interchanges, groups, messages, loops, segments.
    View {
        /// The file.
        file: PathBuf,
    },
    /// Reads a file and writes it back as it was, or in its plainest form.
    Rewrite(rewrite::RewriteArguments),
    /// Writes the documents of a file in another syntax.
    Convert(convert::ConvertArguments),
    /// Compares two files by what they say.
    Diff(diff::DiffArguments),
    /// Replaces names, ids, references, items and texts, alike wherever they occur.
    Anonymise(anonymise::AnonymiseArguments),
    /// Writes a small message that follows its schema.
    Sample(sample::SampleArguments),
    /// Says what a finding's code means, or a code of a 997, 999, TA1 or CONTRL.
    Explain {
        /// The code, as X12-SE-COUNT, AK502-5, "AK5 R 5", TA1-025 or CONTRL-13; AK5 lists its codes.
        #[arg(required = true)]
        code: Vec<String>,
        /// In which language; otherwise LC_ALL or LANG says.
        #[arg(long, value_enum)]
        language: Option<Tongue>,
    },
}

/// Runs an EDI command.
pub(crate) fn run(common: &Common, command: EdiCommand) -> Result<ExitCode> {
    match command {
        EdiCommand::Check(arguments) => check::run(common, &arguments),
        EdiCommand::Ack(arguments) => acknowledge::run(&arguments),
        EdiCommand::View { file } => view::run(common, &file),
        EdiCommand::Rewrite(arguments) => rewrite::run(common, &arguments),
        EdiCommand::Convert(arguments) => convert::run(common, &arguments),
        EdiCommand::Diff(arguments) => diff::run(common, &arguments),
        EdiCommand::Anonymise(arguments) => anonymise::run(common, &arguments),
        EdiCommand::Sample(arguments) => sample::run(common, &arguments),
        EdiCommand::Explain { code, language } => explain::run(common, &code, language),
    }
}

fn load(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn save(file: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}
