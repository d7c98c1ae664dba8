//! `rebuild`: replays the log and puts what comes of it in the place of the live tables.

use std::process::ExitCode;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::{Common, print, tell};
use crate::failure;
use crate::rebuild::{self, Report};

/// What `rebuild` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct RebuildArguments {
    /// Only compare; change nothing.
    #[arg(long)]
    check: bool,
}

/// Rebuilds or checks, and says what was found.
pub(crate) async fn run(common: &Common, arguments: RebuildArguments) -> Result<ExitCode> {
    let settings = common.settings()?;
    let bar = ProgressBar::no_length();
    bar.set_style(ProgressStyle::with_template(
        "{bar:40} {percent:>3} % {msg}",
    )?);
    let report = rebuild::run(&settings.database, arguments.check, &bar).await;
    bar.finish_and_clear();
    let report = report?;
    if common.json {
        print(&as_json(&report).to_string());
    } else {
        show(&report);
    }
    advise(&report, arguments.check);
    let right = match arguments.check {
        true => report.is_equal(),
        false => report.swapped,
    };
    Ok(match right {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(failure::WRONG),
    })
}

fn as_json(report: &Report) -> serde_json::Value {
    let table = |t: &store::Compared| json!({ "name": t.name, "rows": t.rows, "differing": t.differing, "first": t.first });
    json!({
        "tables": report.tables.iter().map(table).collect::<Vec<_>>(),
        "events": report.replayed.events,
        "differing_events": report.replayed.differing,
        "first_differing_events": report.replayed.first,
        "swapped": report.swapped,
    })
}

fn show(report: &Report) {
    print("table          rows  differing");
    for table in &report.tables {
        let first = match table.first.as_slice() {
            [] => String::new(),
            keys => format!("  {}", keys.join(", ")),
        };
        let (name, rows, differing) = (table.name, table.rows, table.differing);
        print(&format!("{name:<11} {rows:>7} {differing:>10}{first}"));
    }
    let replayed = &report.replayed;
    print(&format!(
        "{} events replayed; {} they led to are not in the log like that{}",
        replayed.events,
        replayed.differing,
        match replayed.first.as_slice() {
            [] => String::new(),
            ids => format!(": {}", ids.join(", ")),
        }
    ));
}

fn advise(report: &Report, check: bool) {
    if report.replayed.differing > 0 {
        tell(
            "the replay leads to other events than the log holds, so its rows are not what was \
             sent to partners; the tables were left as they are. Replay with the version of the \
             program that wrote the log, or restore a backup",
        );
    } else if report.swapped {
        tell("the tables are what the log says");
    } else if check && !report.is_equal() {
        tell("run `stockbridge rebuild` without --check to repair the tables");
    }
}
