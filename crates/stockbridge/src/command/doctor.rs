//! `doctor`: whether everything is in order, and the next step where it is not.

mod database;
mod kafka;
mod surroundings;
mod work;

use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;
use serde_json::json;

use super::{Common, print};
use crate::failure;

/// What was looked at, how it stands, and what to do.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Check {
    name: String,
    verdict: Verdict,
    /// What was found.
    found: String,
    /// What to do; empty where nothing is to be done.
    next: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Ok,
    Warning,
    Failed,
}

impl Check {
    fn ok(name: &str, found: impl Into<String>) -> Self {
        Self::new(name, Verdict::Ok, found, "")
    }

    fn warning(name: &str, found: impl Into<String>, next: &str) -> Self {
        Self::new(name, Verdict::Warning, found, next)
    }

    fn failed(name: &str, found: impl Into<String>, next: &str) -> Self {
        Self::new(name, Verdict::Failed, found, next)
    }

    fn new(name: &str, verdict: Verdict, found: impl Into<String>, next: &str) -> Self {
        Self {
            name: name.to_owned(),
            verdict,
            found: found.into(),
            next: next.to_owned(),
        }
    }
}

/// Looks at everything. Whatever is wrong with one thing, the others are looked at all the same.
pub(crate) async fn run(common: &Common) -> Result<ExitCode> {
    let settings = match common.settings() {
        Ok(settings) => settings,
        Err(error) => {
            let next = "mend the settings; the message names the key";
            let check = Check::failed("settings", failure::line(&error), next);
            show(common, &[check]);
            return Ok(ExitCode::from(failure::WRONG));
        }
    };
    let mut checks = vec![Check::ok("settings", "understood")];
    let reference = surroundings::reference(&settings);
    let (store, of_database) = database::look(&settings).await;
    checks.extend(of_database);
    checks.push(reference.1);
    checks.extend(surroundings::mailboxes(&settings, reference.0.as_ref()));
    checks.push(surroundings::pages());
    checks.extend(kafka::kafka(&settings).await);
    let reached = store.is_some();
    if let Some(store) = store {
        checks.extend(work::look(&store).await);
        store.close().await;
    }
    show(common, &checks);
    let failed = checks.iter().any(|c| c.verdict == Verdict::Failed);
    Ok(match (reached, failed) {
        (false, _) => ExitCode::from(failure::ENVIRONMENT),
        (true, true) => ExitCode::from(failure::WRONG),
        (true, false) => ExitCode::SUCCESS,
    })
}

fn show(common: &Common, checks: &[Check]) {
    let worst = checks.iter().map(|check| check.verdict).max();
    if common.json {
        print(&json!({ "verdict": worst, "checks": checks }).to_string());
        return;
    }
    for check in checks {
        let verdict = match check.verdict {
            Verdict::Ok => "ok",
            Verdict::Warning => "warning",
            Verdict::Failed => "FAILED",
        };
        print(&format!("{verdict:<8} {}: {}", check.name, check.found));
        if !check.next.is_empty() {
            print(&format!("         → {}", check.next));
        }
    }
}
