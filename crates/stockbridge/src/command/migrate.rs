//! `migrate`: brings the schema up to date, as opening the database does, and says so.

use std::process::ExitCode;

use anyhow::Result;
use serde_json::json;
use store::Store;

use super::{Common, print};

/// Migrates and says from which version to which.
pub(crate) async fn run(common: &Common) -> Result<ExitCode> {
    let settings = common.settings()?;
    let before = schema(&settings.database).await?;
    Store::open(&settings.database).await?.close().await;
    let now = store::newest_schema();
    if common.json {
        print(&json!({ "from": before, "to": now }).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    print(&match before {
        None => format!("the database was empty; it has schema {now}"),
        Some(before) if before == now => format!("the database has schema {now} already"),
        Some(before) => format!("the database had schema {before}; it has schema {now}"),
    });
    Ok(ExitCode::SUCCESS)
}

/// Returns the schema of a database that is there; a file that is not yet has none.
async fn schema(url: &str) -> Result<Option<i64>> {
    if store::file_of(url)?.is_some_and(|file| !file.exists()) {
        return Ok(None);
    }
    let store = Store::open_to_read(url).await?;
    let schema = store.schema().await?;
    store.close().await;
    Ok(schema)
}
