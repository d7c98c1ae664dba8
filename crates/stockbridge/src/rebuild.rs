//! Rebuilds the tables that follow from the log: replays it beside the live database, compares, and
//! swaps.
//!
//! Nobody may plan meanwhile. The swap is one transaction, so that after a crash the live tables
//! are whole, as they were or as they should be; what was left beside them goes with the next
//! rebuild.

mod held;
mod partition;
mod replay;

use anyhow::{Result, ensure};
use bus::topics::{PARTITIONS, SITE_FACTS};
use indicatif::ProgressBar;
use model::exception::ExceptionKind;
use store::{Beside, Compared, Store};

use held::Held;
use replay::Replayed;

/// What a rebuild found and did.
#[derive(Debug)]
pub(crate) struct Report {
    /// Each table, live against rebuilt.
    pub(crate) tables: Vec<Compared>,
    /// What the replay came to.
    pub(crate) replayed: Replayed,
    /// Whether the live rows are the rebuilt ones now.
    pub(crate) swapped: bool,
}

impl Report {
    /// Says whether nothing differs.
    pub(crate) fn is_equal(&self) -> bool {
        self.replayed.differing == 0 && self.tables.iter().all(|table| table.differing == 0)
    }
}

/// Replays the log of a database and compares; swaps, unless it is only a check.
pub(crate) async fn run(database: &str, check: bool, bar: &ProgressBar) -> Result<Report> {
    let live = Store::open(database).await?;
    bar.set_message("waiting until nobody plans");
    let held = Held::take(&live).await?;
    let done = beside(&live, database, &held, check, bar).await;
    let given_back = held.give_back().await;
    live.close().await;
    let report = done?;
    given_back?;
    Ok(report)
}

async fn beside(
    live: &Store,
    database: &str,
    held: &Held,
    check: bool,
    bar: &ProgressBar,
) -> Result<Report> {
    let kinds = ExceptionKind::ALL.into_iter();
    let own: Vec<&str> = kinds.filter(only_plan).map(ExceptionKind::name).collect();
    let beside = Beside::open(database, &own).await?;
    let done = rebuild(live, &beside, held, check, bar).await;
    let removed = beside.remove().await;
    let report = done?;
    removed?;
    Ok(report)
}

async fn rebuild(
    live: &Store,
    beside: &Beside,
    held: &Held,
    check: bool,
    bar: &ProgressBar,
) -> Result<Report> {
    is_whole(live).await?;
    let replayed = replay::replay(live, beside.store(), bar).await?;
    bar.set_message("comparing");
    let tables = beside.compare().await?;
    // Rows that led to other events than those published would contradict what partners got.
    let swapped = !check && replayed.differing == 0;
    if swapped {
        bar.set_message("swapping");
        let (group, topic) = (SITE_FACTS.group, SITE_FACTS.name);
        beside.swap(group, topic, held.owner(), PARTITIONS).await?;
    }
    Ok(Report {
        tables,
        replayed,
        swapped,
    })
}

/// A ledger holds what the whole log said; from the rest of one it cannot be made again.
async fn is_whole(live: &Store) -> Result<()> {
    for (partition, _) in live.heads(SITE_FACTS.name).await? {
        let first = live.read_events(SITE_FACTS.name, partition, 0, 1).await?;
        let from = first.first().map_or(0, |event| event.offset);
        ensure!(
            from == 0,
            "the log of partition {partition} begins at event {from}: what was before has aged \
             out (setting retention_months), and tables cannot be made again from the rest; \
             nothing was changed. If they are damaged, restore a backup"
        );
    }
    Ok(())
}

/// Says whether `plan` alone raises exceptions of a kind, so that every one follows from the log.
fn only_plan(kind: &ExceptionKind) -> bool {
    match kind {
        ExceptionKind::PoPoolExhausted
        | ExceptionKind::AcknowledgementOverdue
        | ExceptionKind::DocumentRefused
        | ExceptionKind::ApprovalNeeded
        | ExceptionKind::NegativeStock
        | ExceptionKind::WithdrawalsDisagree => true,
        ExceptionKind::DocumentQuarantined
        | ExceptionKind::DocumentHeld
        | ExceptionKind::UnknownItem
        | ExceptionKind::UnknownSite
        | ExceptionKind::OrderMismatch
        | ExceptionKind::KeyParked => false,
    }
}
