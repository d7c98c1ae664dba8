//! `backup --output FILE`: one consistent file of the database, while the hub runs.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::postgres::Server;
use super::{Common, print, tell};
use crate::failure;
use crate::reference::hex;

/// What `backup` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct BackupArguments {
    /// The file to write; it must not exist yet.
    #[arg(long)]
    output: PathBuf,
}

/// Writes the backup and says what is in it.
pub(crate) async fn run(common: &Common, arguments: BackupArguments) -> Result<ExitCode> {
    let settings = common.settings()?;
    let file = &arguments.output;
    let told = || format!("cannot back up to {}", file.display());
    if store::file_of(&settings.database)?.is_none() {
        return of_server(common, &Server::of(&settings.database), file).with_context(told);
    }
    let contents = store::back_up(&settings.database, file)
        .await
        .with_context(told)?;
    let sha256 = digest(file)?;
    if common.json {
        let answer = json!({
            "file": file,
            "bytes": contents.bytes,
            "sha256": sha256,
            "schema": contents.schema,
            "events": contents.events,
            "documents": contents.documents,
            "latest_document_at": contents.latest,
        });
        print(&answer.to_string());
    } else {
        print(&format!(
            "{}: {} bytes, {} events, {} documents, checked\nsha256 {sha256}",
            file.display(),
            contents.bytes,
            contents.events,
            contents.documents
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// PostgreSQL's own tool does it, where it is there.
fn of_server(common: &Common, server: &Server, file: &Path) -> Result<ExitCode> {
    if file.exists() {
        return Err(store::Error::Exists(file.display().to_string()).into());
    }
    let part = file.with_added_extension("part");
    let arguments = |to: &Path| {
        let output = format!("--file={}", to.display());
        [vec!["--format=custom".to_owned(), output], server.schema()].concat()
    };
    let Some(status) = server.run("pg_dump", &arguments(&part))? else {
        tell(&format!(
            "stockbridge: pg_dump is not on this machine's PATH; where it is, run: {}",
            server.shown("pg_dump", &arguments(file))
        ));
        return Ok(ExitCode::from(failure::ENVIRONMENT));
    };
    if !status.success() {
        // Half a dump is of no use; pg_dump has said what is wrong.
        let _ = std::fs::remove_file(&part);
        tell("stockbridge: pg_dump failed; nothing was written");
        return Ok(ExitCode::from(failure::ENVIRONMENT));
    }
    std::fs::File::open(&part)?.sync_all()?;
    std::fs::rename(&part, file)?;
    let (bytes, sha256) = (file.metadata()?.len(), digest(file)?);
    if common.json {
        print(&json!({ "file": file, "bytes": bytes, "sha256": sha256 }).to_string());
    } else {
        print(&format!(
            "{}: {bytes} bytes, written by pg_dump\nsha256 {sha256}",
            file.display()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn digest(file: &Path) -> Result<String> {
    let told = || format!("cannot read back {}", file.display());
    let mut from = std::fs::File::open(file).with_context(told)?;
    let mut digest = Sha256::new();
    let mut piece = vec![0; 1 << 20];
    loop {
        match std::io::Read::read(&mut from, &mut piece).with_context(told)? {
            0 => return Ok(hex(&digest.finalize())),
            read => digest.update(&piece[..read]),
        }
    }
}
