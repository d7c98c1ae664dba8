use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use edi::{Party, SampleSettings, Schemas};
use serde_json::json;

use super::{Common, print, save};
use crate::system;

/// What `edi sample` takes.
#[derive(Debug, Args)]
pub(crate) struct SampleArguments {
    /// The message: 852, INVRPT.
    #[arg(long)]
    message: String,
    /// The version of its schema: 004010, D96A.
    #[arg(long)]
    version: Option<String>,
    /// Who sends it, with a qualifier before a colon where it is not ZZ (X12) or 14 (EDIFACT).
    #[arg(long, default_value = "PARTNER")]
    partner: String,
    /// Where to write it; otherwise it is printed.
    #[arg(long)]
    output: Option<PathBuf>,
}

/// Writes a sample of a message.
pub(super) fn run(common: &Common, arguments: &SampleArguments) -> Result<ExitCode> {
    let schemas = formats::schemas()?;
    let message = arguments.message.to_uppercase();
    let now = system::now();
    let usual = match message.bytes().all(|b| b.is_ascii_digit()) {
        true => "ZZ",
        false => "14",
    };
    let (qualifier, id) = match arguments.partner.split_once(':') {
        Some(named) => named,
        None => (usual, arguments.partner.as_str()),
    };
    let party = |qualifier: &str, id: &str| Party {
        qualifier: qualifier.to_owned(),
        id: id.to_owned(),
    };
    let settings = SampleSettings {
        version: arguments.version.clone(),
        sender: party(qualifier, id),
        receiver: party(usual, "STOCKBRIDGE"),
        date: now.format("%Y%m%d").to_string(),
        time: now.format("%H%M").to_string(),
        message,
    };
    let Some(bytes) = edi::sample(&schemas, &settings)? else {
        bail!(
            "there is no schema of {}; there are {}",
            settings.message,
            known(&schemas)
        );
    };
    let text = String::from_utf8_lossy(&bytes);
    match (&arguments.output, common.json) {
        (Some(output), _) => {
            save(output, &bytes)?;
            print(&output.display().to_string());
        }
        (None, true) => print(&json!({"message": settings.message, "text": text}).to_string()),
        (None, false) => print(&text),
    }
    Ok(ExitCode::SUCCESS)
}

fn known(schemas: &Schemas) -> String {
    let mut names: Vec<&str> = schemas.messages().iter().map(|(.., kind)| *kind).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}
