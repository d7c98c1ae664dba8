//! `age-out`: removes what is older than the horizon, as a running hub does once a day.

use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::json;
use store::{AgedOut, Store};

use super::{Common, print};
use crate::{retention, system};

/// What `age-out` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct AgeOutArguments {
    /// Counts what would go, beside a running hub too, and removes nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Ages out and says how much.
pub(crate) async fn run(common: &Common, arguments: AgeOutArguments) -> Result<ExitCode> {
    let settings = common.settings()?;
    let (now, months) = (system::now(), settings.retention_months);
    let store = match arguments.dry_run {
        true => Store::open_to_read(&settings.database).await?,
        false => Store::open(&settings.database)
            .await
            .context("a running hub ages out by itself, once in a business day")?,
    };
    let aged = retention::now(&store, now, &settings, arguments.dry_run).await?;
    store.close().await;
    show(common, &aged, months, arguments.dry_run);
    Ok(ExitCode::SUCCESS)
}

fn show(common: &Common, aged: &AgedOut, months: u32, dry_run: bool) {
    let figures = [
        ("events", aged.events),
        ("documents", aged.documents),
        ("view_changes", aged.view_changes),
        ("answers", aged.answers),
        ("sessions", aged.sessions),
        ("exceptions", aged.exceptions),
        ("partitions_held", aged.partitions_held),
    ];
    if common.json {
        let figures = figures.map(|(name, count)| (name.to_owned(), json!(count)));
        let mut answer: serde_json::Map<_, _> = figures.into_iter().collect();
        answer.insert("months".to_owned(), json!(months));
        answer.insert("removed".to_owned(), json!(!dry_run));
        print(&serde_json::Value::from(answer).to_string());
        return;
    }
    let removed = if dry_run { "would go" } else { "removed" };
    print(&format!("{removed}, older than {months} months:"));
    for (name, count) in &figures[..6] {
        print(&format!("  {name:<13} {count}"));
    }
    if aged.partitions_held > 0 {
        print(&format!(
            "in {} partitions older events stay: an open order, an open exception or a dead \
             letter names them, or a group has not applied them",
            aged.partitions_held
        ));
    }
}
