//! `restore FILE`: a backup becomes the database again, and what the operator must look at then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use model::PartnerId;
use model::reference::Reference;
use model::scope::Scope;
use serde_json::{Value, json};
use store::{Contents, DocumentFilter, Moved, Restore, Store};

use super::postgres::Server;
use super::{Common, print, tell};
use crate::config::Config;
use crate::{failure, reference, system};

/// What `restore` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct RestoreArguments {
    /// The backup.
    file: PathBuf,
    /// Replaces a database that is there; its file is kept beside under a dated name.
    #[arg(long)]
    force: bool,
    /// Moves each partner's next control number ahead by so many, so that none is used again with
    /// other bytes.
    #[arg(long, value_name = "N", default_value_t = 0)]
    skip_control_numbers: u32,
}

/// What a restore did, on whichever database.
struct Done {
    contents: Option<Contents>,
    aside: Option<PathBuf>,
    numbers: Vec<Moved>,
    to_deliver: u64,
}

/// Restores, and says what to check before the hub starts.
pub(crate) async fn run(common: &Common, arguments: RestoreArguments) -> Result<ExitCode> {
    let settings = common.settings()?;
    let file = &arguments.file;
    let told = || format!("cannot restore {}", file.display());
    // Before anything is changed: whose numbers move and whose mailboxes are looked at stands here.
    let reference = reference::load(&settings.reference)?;
    let done = match store::file_of(&settings.database)? {
        Some(_) => embedded(&settings, &arguments, &reference)
            .await
            .with_context(told)?,
        None => match on_server(&settings, &arguments, &reference)
            .await
            .with_context(told)?
        {
            Some(done) => done,
            None => return Ok(ExitCode::from(failure::ENVIRONMENT)),
        },
    };
    let strangers = strangers(&settings, &reference).await?;
    show(common, &arguments, &done, &strangers);
    Ok(ExitCode::SUCCESS)
}

async fn embedded(
    settings: &Config,
    arguments: &RestoreArguments,
    reference: &Reference,
) -> Result<Done> {
    let dated = || format!(".{}.old", system::now().format("%Y%m%dT%H%M%S"));
    let restore = Restore {
        from: &arguments.file,
        aside: arguments.force.then(dated),
        skip: arguments.skip_control_numbers,
        partners: partners(reference),
    };
    let restored = restore.run(&settings.database).await.map_err(|error| {
        let exists = matches!(error, store::Error::Exists(_));
        let error = anyhow::Error::new(error);
        match exists {
            true => error.context("--force keeps the old file beside and replaces it"),
            false => error,
        }
    })?;
    Ok(Done {
        contents: Some(restored.contents),
        aside: restored.aside,
        numbers: restored.numbers,
        to_deliver: restored.to_deliver,
    })
}

/// PostgreSQL's own tool does it, into a database that holds nothing of ours. `None` where the
/// tool is missing or failed, which was told.
async fn on_server(
    settings: &Config,
    arguments: &RestoreArguments,
    reference: &Reference,
) -> Result<Option<Done>> {
    let database = Store::open_to_read(&settings.database).await?;
    let empty = database.schema().await?.is_none();
    database.close().await;
    let server = Server::of(&settings.database);
    if !empty {
        let taken = store::Error::Exists(format!("data in the database {}", server.database()));
        return Err(taken).context("restore into a new, empty database and set `database` to it");
    }
    if !arguments.file.is_file() {
        bail!(std::io::Error::from(std::io::ErrorKind::NotFound));
    }
    let words = [
        "--exit-on-error".to_owned(),
        "--single-transaction".to_owned(),
        "--no-owner".to_owned(),
        format!("--dbname={}", server.database()),
        arguments.file.display().to_string(),
    ];
    match server.run("pg_restore", &words)? {
        None => {
            let shown = server.shown("pg_restore", &words);
            tell(&format!(
                "stockbridge: pg_restore is not on this machine's PATH; where it is, run: {shown}"
            ));
            return Ok(None);
        }
        Some(status) if !status.success() => {
            tell("stockbridge: pg_restore failed; nothing was restored");
            return Ok(None);
        }
        Some(_) => {}
    }
    let restored = Store::open_to_read(&settings.database).await?;
    let schema = restored.schema().await?;
    restored.close().await;
    match schema {
        Some(found) if found > store::newest_schema() => {
            let known = store::newest_schema();
            return Err(store::Error::Newer { found, known }.into());
        }
        Some(_) => {}
        None => bail!("what was restored is no database of Stockbridge"),
    }
    let (skip, partners) = (arguments.skip_control_numbers, partners(reference));
    let (numbers, to_deliver) =
        store::skip_control_numbers(&settings.database, skip, &partners).await?;
    Ok(Some(Done {
        contents: None,
        aside: None,
        numbers,
        to_deliver,
    }))
}

fn partners(reference: &Reference) -> Vec<PartnerId> {
    let written_to = reference.data.partners.iter().filter(|p| p.x12.is_some());
    written_to.map(|p| p.id.clone()).collect()
}

/// Returns files in the partners' outboxes that the restored database does not know: they went out
/// after the backup.
async fn strangers(settings: &Config, reference: &Reference) -> Result<Vec<PathBuf>> {
    let mut lying: BTreeMap<PartnerId, Vec<(String, PathBuf)>> = BTreeMap::new();
    for partner in partners(reference) {
        let outbox = settings.mail.join(partner.as_str()).join("out");
        // A partner never written to has no folder.
        for entry in std::fs::read_dir(outbox).into_iter().flatten() {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_file() && !name.starts_with('.') {
                let found = (name.into_owned(), path.clone());
                lying.entry(partner.clone()).or_default().push(found);
            }
        }
    }
    if lying.is_empty() {
        return Ok(Vec::new());
    }
    let store = Store::open_to_read(&settings.database).await?;
    let mut strangers = Vec::new();
    for (partner, files) in lying {
        let filter = DocumentFilter {
            partner: Some(partner),
            direction: Some(model::order::Direction::Out),
            limit: u32::MAX,
            ..DocumentFilter::default()
        };
        let known = store.documents(&Scope::default(), true, &filter).await?;
        let known: std::collections::BTreeSet<String> =
            known.into_iter().map(|document| document.name).collect();
        let unknown = files.into_iter().filter(|(name, _)| !known.contains(name));
        strangers.extend(unknown.map(|(_, path)| path));
    }
    store.close().await;
    strangers.sort();
    Ok(strangers)
}

fn show(common: &Common, arguments: &RestoreArguments, done: &Done, strangers: &[PathBuf]) {
    if common.json {
        print(&as_json(arguments, done, strangers).to_string());
        return;
    }
    let file = arguments.file.display();
    match &done.contents {
        Some(c) => print(&format!(
            "restored {file}: {} events, {} documents, schema {}",
            c.events, c.documents, c.schema
        )),
        None => print(&format!("restored {file} by pg_restore")),
    }
    if let Some(aside) = &done.aside {
        print(&format!("the old database is kept as {}", aside.display()));
    }
    for moved in &done.numbers {
        print(&format!(
            "control numbers of {}: the backup goes on at {}, the hub will go on at {}",
            moved.partner, moved.before, moved.now
        ));
    }
    print(&to_check(arguments, done, strangers).join("\n"));
}

fn as_json(arguments: &RestoreArguments, done: &Done, strangers: &[PathBuf]) -> Value {
    let numbers = done.numbers.iter().map(|moved| {
        json!({
            "partner": moved.partner,
            "in_backup": moved.before,
            "next": moved.now,
        })
    });
    json!({
        "file": arguments.file,
        "events": done.contents.as_ref().map(|c| c.events),
        "documents": done.contents.as_ref().map(|c| c.documents),
        "schema": done.contents.as_ref().map(|c| c.schema),
        "latest_document_at": done.contents.as_ref().and_then(|c| c.latest),
        "kept": done.aside,
        "control_numbers": numbers.collect::<Vec<_>>(),
        "to_deliver": done.to_deliver,
        "unknown_files": strangers,
        "check": to_check(arguments, done, strangers),
    })
}

/// What the restored hub cannot know: all that happened after the backup.
fn to_check(arguments: &RestoreArguments, done: &Done, strangers: &[PathBuf]) -> Vec<String> {
    let since = match done.contents.as_ref().and_then(|c| c.latest) {
        Some(at) => format!("after {}", at.format("%Y-%m-%d %H:%M:%S UTC")),
        None => "after the backup".to_owned(),
    };
    let mut check = vec![
        format!("before you start the hub, ask each partner which documents came from you {since}:"),
        "- an order among them is unknown here and would be proposed and released again: start \
         with `serve --roles ingest,serve`, which releases and sends nothing, until it is settled"
            .to_owned(),
        "- let partners send again what they sent since; what is known already has no second effect"
            .to_owned(),
    ];
    if arguments.skip_control_numbers == 0 {
        check.push(
            "- control numbers used since would be used again with other bytes: restore with \
             --skip-control-numbers N, N above the number of documents sent since"
                .to_owned(),
        );
    }
    if done.to_deliver > 0 {
        check.push(format!(
            "- {} documents were written and not delivered when the backup was made; the hub \
             delivers them when it starts, with the same bytes under the same names",
            done.to_deliver
        ));
    }
    let listed = strangers.iter().map(|path: &PathBuf| shown(path));
    check.extend(listed);
    check
}

fn shown(path: &Path) -> String {
    format!(
        "- {} went out after the backup and is unknown here",
        path.display()
    )
}
