use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use edi::{Party, SampleSettings, Schemas};
use model::PartnerId;
use model::partner::X12Profile;
use serde_json::json;

use super::{Common, print, save};
use crate::{reference, system};

/// What `edi sample` takes.
#[derive(Debug, Args)]
pub(crate) struct SampleArguments {
    /// The message: 852, INVRPT.
    #[arg(long)]
    message: String,
    /// The version of its schema: 004010, D96A.
    #[arg(long)]
    version: Option<String>,
    /// Who sends it: a partner of the reference data, or an id, with a qualifier before a colon where
    /// it is not ZZ (X12) or 14 (EDIFACT).
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
    let profile = match usual {
        "ZZ" => profile(common, &arguments.partner)?,
        _ => None,
    };
    let (sender, receiver) = match &profile {
        Some(x12) => (
            party(&x12.qualifier, &x12.id),
            party(&x12.our_qualifier, &x12.our_id),
        ),
        None => {
            let named = arguments.partner.split_once(':');
            let (qualifier, id) = named.unwrap_or((usual, &arguments.partner));
            (party(qualifier, id), party(usual, "STOCKBRIDGE"))
        }
    };
    let version = profile.as_ref().map(|x12| x12.version.code().to_owned());
    let settings = SampleSettings {
        version: arguments.version.clone().or(version),
        sender,
        receiver,
        delimiters: profile.as_ref().map(formats::delimiters),
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

fn party(qualifier: &str, id: &str) -> Party {
    Party {
        qualifier: qualifier.to_owned(),
        id: id.trim().to_owned(),
    }
}

/// Returns how a partner of the reference data exchanges X12; `None` without reference data, or
/// where the partner is not in it.
fn profile(common: &Common, partner: &str) -> Result<Option<X12Profile>> {
    let file = common.settings()?.reference;
    let Ok(id) = PartnerId::new(partner) else {
        return Ok(None);
    };
    if !file.exists() {
        return Ok(None);
    }
    let reference = reference::load(&file)?;
    Ok(reference.partner(&id).and_then(|known| known.x12.clone()))
}

fn known(schemas: &Schemas) -> String {
    let mut names: Vec<&str> = schemas.messages().iter().map(|(.., kind)| *kind).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}
