//! `ingest FILE…`: hands files to the hub as if a partner had sent them.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use model::PartnerId;
use model::document::DocumentStatus;
use model::scope::Scope;
use serde_json::json;
use tokio::sync::watch;

use super::{Common, print};
use crate::business_time::BusinessTime;
use crate::failure;
use crate::hub::Hub;
use crate::ingest::{Delivery, read, receive};
use crate::system;

/// What `ingest` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct IngestArguments {
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Who sent them.
    #[arg(long)]
    partner: PartnerId,
}

/// Takes the files in and prints their document ids.
pub(crate) async fn run(common: &Common, arguments: IngestArguments) -> Result<ExitCode> {
    let settings = common.settings()?;
    let (_running, stopping) = watch::channel(false);
    let hub = Hub::open(&settings, BusinessTime::of_the_machine(), stopping).await?;
    if hub.reference.partner(&arguments.partner).is_none() {
        bail!("partner {} is not in the reference data", arguments.partner);
    }
    let mut wrong = false;
    for (place, file) in arguments.files.iter().enumerate() {
        let bytes =
            std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let receipt = format!("{}/command-{}-{place}", arguments.partner, system::now_ms());
        let delivery = Delivery::file(&receipt, &name, bytes);
        let Some((document, bytes)) = receive(&hub, &arguments.partner, delivery).await? else {
            continue;
        };
        let id = document.id.clone();
        read(&hub, document, bytes).await?;
        let Some(document) = hub.store.document(&Scope::default(), true, &id).await? else {
            continue;
        };
        wrong |= !matches!(
            document.status,
            DocumentStatus::Decoded | DocumentStatus::Duplicate
        );
        if common.json {
            print(&json!({ "document": id, "status": document.status.name(), "findings": document.findings }).to_string());
        } else {
            print(&format!("{id} {}", document.status.name()));
        }
    }
    hub.store.close().await;
    Ok(if wrong {
        ExitCode::from(failure::WRONG)
    } else {
        ExitCode::SUCCESS
    })
}
