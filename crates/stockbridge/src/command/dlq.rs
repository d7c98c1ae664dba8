//! `dlq`: events that could not be applied, and what a person decides about them.

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Subcommand;
use serde_json::{Value, json};
use store::{LetterState, SetAside, Store};

use super::{Common, print};
use crate::failure;

/// What can be done about events set aside.
#[derive(Debug, Subcommand)]
pub(crate) enum DlqCommand {
    /// Lists events that wait for a decision, and those that wait behind them.
    List {
        /// Lists those that were replayed or discarded, too.
        #[arg(long)]
        all: bool,
    },
    /// Shows events with their bodies.
    Show {
        /// An event's id, or a key, which names all its events.
        name: String,
    },
    /// Has events applied again, in order; those behind them follow by themselves.
    Replay {
        /// An event's id, a key, or `all`.
        name: String,
        /// Why it should go well now.
        #[arg(long)]
        reason: String,
    },
    /// Gives events up; those behind them are applied.
    Discard {
        /// An event's id or a key.
        name: String,
        /// Why nobody needs it.
        #[arg(long)]
        reason: String,
    },
}

/// Events listed at once.
const MOST: u32 = 1_000;

/// Lists, shows or decides.
pub(crate) async fn run(common: &Common, command: DlqCommand) -> Result<ExitCode> {
    let database = common.settings()?.database;
    // Who only looks does so beside a running hub.
    let store = match command {
        DlqCommand::List { .. } | DlqCommand::Show { .. } => Store::open_to_read(&database).await?,
        DlqCommand::Replay { .. } | DlqCommand::Discard { .. } => Store::open(&database).await?,
    };
    let code = match command {
        DlqCommand::List { all } => list(common, &store, all).await,
        DlqCommand::Show { name } => show(common, &store, &name).await,
        DlqCommand::Replay { name, reason } => {
            decide(common, &store, &name, LetterState::Replaying, &reason).await
        }
        DlqCommand::Discard { name, reason } => {
            if name == "all" {
                bail!("events are given up one by one or by their key, not all together");
            }
            decide(common, &store, &name, LetterState::Discarded, &reason).await
        }
    };
    store.close().await;
    code
}

async fn list(common: &Common, store: &Store, all: bool) -> Result<ExitCode> {
    use LetterState::{Behind, Discarded, Replayed, Replaying, Waiting};
    let states = match all {
        true => &[Waiting, Behind, Replaying, Replayed, Discarded][..],
        false => &[Waiting, Behind, Replaying],
    };
    let found = store.set_aside(states, MOST).await?;
    for aside in &found {
        tell(common, aside, false);
    }
    if found.is_empty() && !common.json {
        print("no events are set aside");
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(common: &Common, store: &Store, name: &str) -> Result<ExitCode> {
    for aside in &named(store, name).await? {
        tell(common, aside, true);
    }
    Ok(ExitCode::SUCCESS)
}

async fn named(store: &Store, name: &str) -> Result<Vec<SetAside>> {
    let found = store.set_aside_named(name).await?;
    if found.is_empty() {
        bail!("no event set aside has the id or key {name}; see `stockbridge dlq list --all`");
    }
    Ok(found)
}

async fn decide(
    common: &Common,
    store: &Store,
    name: &str,
    state: LetterState,
    reason: &str,
) -> Result<ExitCode> {
    if reason.trim().is_empty() {
        bail!("a decision needs its reason: --reason \"…\"");
    }
    let found = match name {
        "all" => store.set_aside(&[LetterState::Waiting], MOST).await?,
        name => named(store, name).await?,
    };
    let mut decided = 0;
    for mut aside in found {
        if store.decide(&aside.letter, state, reason).await? {
            decided += 1;
            aside.state = state;
            aside.reason = Some(reason.to_owned());
            tell(common, &aside, false);
        }
    }
    if decided == 0 {
        let why = "nothing of it waits for a decision; what waits behind another event follows it";
        super::tell(why);
        return Ok(ExitCode::from(failure::WRONG));
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(common: &Common, aside: &SetAside, whole: bool) {
    if common.json {
        print(&as_json(aside, whole).to_string());
        return;
    }
    let (event, state) = (&aside.letter.event, aside.state.name());
    let parked = if aside.parked { ", its key waits" } else { "" };
    let (group, cause) = (&aside.letter.group, &aside.letter.cause);
    print(&format!(
        "{} {}  key {}  {}/{}/{} for {group}: {state}{parked}\n  {cause}",
        event.id, event.kind, event.key, event.topic, event.partition, event.offset
    ));
    if let Some(reason) = &aside.reason {
        print(&format!("  decided: {reason}"));
    }
    if whole {
        print(&format!("  {}", String::from_utf8_lossy(&event.body)));
    }
}

fn as_json(aside: &SetAside, whole: bool) -> Value {
    let event = &aside.letter.event;
    let mut line = json!({
        "id": event.id, "type": event.kind, "key": event.key, "topic": event.topic,
        "partition": event.partition, "offset": event.offset, "at": event.at,
        "group": aside.letter.group, "state": aside.state.name(), "parked": aside.parked,
        "cause": aside.letter.cause, "reason": aside.reason,
    });
    if whole && let Some(line) = line.as_object_mut() {
        let body = serde_json::from_slice(&event.body);
        let text = || Value::String(String::from_utf8_lossy(&event.body).into_owned());
        line.insert("body".to_owned(), body.unwrap_or_else(|_| text()));
    }
    line
}
