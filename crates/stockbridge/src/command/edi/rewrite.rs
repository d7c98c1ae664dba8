use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use edi::{Schemas, Verdict};
use serde_json::json;

use super::{Common, check, load, print, save};
use crate::failure;

/// What `edi rewrite` takes.
#[derive(Debug, Args)]
pub(crate) struct RewriteArguments {
    /// The file.
    file: PathBuf,
    /// Where to write it.
    #[arg(long)]
    output: PathBuf,
    /// Write its plainest form: no trailing separators, no line ends, the ISA padded.
    #[arg(long)]
    canonical: bool,
}

/// Reads a file and writes it back, unless its syntax is rejected.
pub(super) fn run(common: &Common, arguments: &RewriteArguments) -> Result<ExitCode> {
    let bytes = load(&arguments.file)?;
    let file = edi::read(&bytes);
    // Messages are written as they are; whether they follow their schema does not matter.
    let mut report = edi::check(&file, &Schemas::default());
    if report.syntax == Verdict::Rejected {
        report.findings.retain(|f| f.code.is_syntax());
        check::refuse(common, &arguments.file, &report)?;
        return Ok(ExitCode::from(failure::WRONG));
    }
    let written = match arguments.canonical {
        true => edi::canonical(&file),
        false => edi::rewrite(&file),
    };
    save(&arguments.output, &written)?;
    let output = arguments.output.display().to_string();
    match common.json {
        true => print(
            &json!({"output": output, "bytes": written.len(), "same": written == bytes})
                .to_string(),
        ),
        false => print(&output),
    }
    Ok(ExitCode::SUCCESS)
}
