use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use edi::{Schemas, Verdict};
use serde_json::json;

use super::{Common, check, load, print, save};
use crate::{failure, system};

/// What `edi anonymise` takes.
#[derive(Debug, Args)]
pub(crate) struct AnonymiseArguments {
    /// The file.
    file: PathBuf,
    /// Where to write it.
    #[arg(long)]
    output: PathBuf,
    /// Files with the same seed replace the same text alike; a random one when not given.
    #[arg(long)]
    seed: Option<u64>,
}

/// Replaces what gives away who and what a file is about, unless its syntax is rejected.
pub(super) fn run(common: &Common, arguments: &AnonymiseArguments) -> Result<ExitCode> {
    let bytes = load(&arguments.file)?;
    let file = edi::read(&bytes);
    let mut report = edi::check(&file, &Schemas::default());
    if report.syntax == Verdict::Rejected {
        // What cannot be read in full might be left as it is.
        report.findings.retain(|f| f.code.is_syntax());
        check::refuse(common, &arguments.file, &report)?;
        return Ok(ExitCode::from(failure::WRONG));
    }
    let seed = match arguments.seed {
        Some(seed) => seed,
        None => {
            let mut random = [0; 8];
            system::random(&mut random)?;
            u64::from_le_bytes(random)
        }
    };
    save(&arguments.output, &edi::anonymise(&file, seed))?;
    let output = arguments.output.display().to_string();
    print(&match common.json {
        true => json!({"output": output}).to_string(),
        false => output,
    });
    Ok(ExitCode::SUCCESS)
}
