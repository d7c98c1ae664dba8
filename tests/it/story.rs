//! The demo's story as a process, and what it leaves behind when it has ended.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use model::activity::Measure;
use model::block::{DAYS, first_day, period_of};
use model::order::{Direction, Order};
use model::reference::{Reference, ReferenceFile};
use model::scope::Scope;
use model::{DocumentId, Gtin, NaiveDate, Quantity, SiteId};
use serde_json::{Value, json};
use store::{DocumentFilter, OrderFilter, Store};

use crate::program::{run, said, stockbridge};

pub(crate) const REFERENCE: &str = include_str!("../../examples/womart/reference.toml");

/// A number of the ledger: site, item, measure, day.
pub(crate) type Cell = (SiteId, Gtin, Measure, NaiveDate);

/// Returns the command that tells so many days of the story and ends.
pub(crate) fn tell(data: &Path, days: u32) -> Command {
    let mut command = stockbridge();
    command.args(["demo", "--exit", "--json", "--listen", "127.0.0.1:0"]);
    command
        .arg("--days")
        .arg(days.to_string())
        .arg("--data")
        .arg(data);
    command
}

/// Tells the story to its end and returns its figures.
pub(crate) fn told(data: &Path, days: u32) -> Value {
    let output = run(&mut tell(data, days));
    assert!(
        output.status.success(),
        "{}: {}",
        output.status,
        said(&output)
    );
    serde_json::from_slice(&output.stdout).expect("figures as JSON")
}

/// Returns the files the partner of the story has received, by name.
pub(crate) fn archive(data: &Path) -> BTreeMap<String, Vec<u8>> {
    files(&data.join("simulators/womart/archive"))
}

/// Returns the finished files of a folder, by name.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = names(folder).into_iter();
    names
        .map(|name| {
            let bytes = fs::read(folder.join(&name)).unwrap();
            (name, bytes)
        })
        .collect()
}

/// Returns the names of the finished files of a folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.map(|entry| entry.unwrap().path());
    let paths = paths.filter(|path| path.is_file());
    let names = paths.map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    names.filter(|name| !name.starts_with('.')).collect()
}

pub(crate) fn reference() -> Reference {
    let data: ReferenceFile = toml::from_str(REFERENCE).unwrap();
    Reference::new("test".to_owned(), data)
}

/// Opens the database of a data folder; whoever wrote it must have ended.
pub(crate) async fn open(data: &Path) -> Store {
    let url = format!("sqlite:{}", data.join("stockbridge.db").display());
    Store::open(&url).await.expect("the database opens")
}

/// What the database holds when a story has ended, without what may differ between two tellings:
/// versions of rows, names and times of received documents.
#[derive(Debug)]
pub(crate) struct End {
    pub(crate) orders: Vec<Value>,
    pub(crate) ledger: BTreeMap<Cell, Quantity>,
    /// What waits for a planner or the next cut-off.
    pub(crate) proposals: Vec<Value>,
    /// The next PO number of each pool.
    pub(crate) pools: BTreeMap<SiteId, u64>,
    /// Kinds and details of exceptions that are open.
    pub(crate) exceptions: Vec<Value>,
    pub(crate) activity_rows: u64,
    pub(crate) interchanges: u64,
    /// Which order documents and ship notices were written for each order.
    pub(crate) written: BTreeMap<(String, String), BTreeSet<DocumentId>>,
}

/// Reads how a story ended.
pub(crate) async fn end(data: &Path) -> End {
    end_of(&format!("sqlite:{}", data.join("stockbridge.db").display())).await
}

/// The same for a database anywhere.
pub(crate) async fn end_of(database: &str) -> End {
    let store = Store::open(database).await.expect("the database opens");
    let all = Scope::default();
    assert!(
        bus::quiescent(&store).await.unwrap(),
        "events are left that nobody applied"
    );
    let counts = store.counts().await.unwrap();
    assert_eq!(counts.dead_letters, 0, "events were set aside");
    let mut orders = Vec::new();
    for listed in store.orders(&all, &OrderFilter::default()).await.unwrap() {
        let order = store.order(&all, &listed.id).await.unwrap().unwrap();
        orders.push(lasting(&order));
    }
    let proposals = store.proposals(&all).await.unwrap();
    let open_exceptions = store.exceptions(&all, true, true).await.unwrap();
    let mut pools = BTreeMap::new();
    for site in &reference().data.sites {
        if let Some(pool) = store.po_pool(&site.partner, &site.id).await.unwrap() {
            pools.insert(site.id.clone(), pool.next);
        }
    }
    let end = End {
        orders,
        ledger: ledger(&store, &reference()).await,
        proposals: proposals.iter().map(|p| quantities(&json!(p))).collect(),
        pools,
        exceptions: open_exceptions
            .iter()
            .map(|e| json!([e.kind, e.site, e.order]))
            .collect(),
        activity_rows: counts.activity_rows,
        interchanges: counts.interchanges,
        written: written(&store).await,
    };
    store.close().await;
    end
}

/// What of an order must not depend on how often the process was killed.
fn lasting(order: &Order) -> Value {
    let mut value = json!(order);
    let fields = value.as_object_mut().unwrap();
    fields.remove("version");
    fields.remove("documents");
    fields.remove("timeline");
    for line in fields["lines"].as_array_mut().unwrap() {
        let line = line.as_object_mut().unwrap();
        // Receipts name the document they came with, derivations the document of each source.
        for receipt in line
            .get_mut("receipts")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            receipt.as_object_mut().unwrap().remove("document");
        }
        without_sources(line.get_mut("derivation").unwrap());
    }
    value
}

fn without_sources(derivation: &mut Value) {
    for step in derivation["steps"].as_array_mut().unwrap() {
        step.as_object_mut().unwrap().remove("source");
    }
}

fn quantities(proposal: &Value) -> Value {
    let lines = proposal["lines"].as_array().unwrap().iter();
    let lines: Vec<Value> = lines
        .map(|l| json!([l["item"], l["computed"], l["change"]]))
        .collect();
    json!([
        proposal["key"],
        proposal["as_of"],
        proposal["status"],
        lines
    ])
}

/// Returns every daily fact of every site, and every total as of its last day.
pub(crate) async fn ledger(store: &Store, reference: &Reference) -> BTreeMap<Cell, Quantity> {
    let mut ledger = BTreeMap::new();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let (first, last) = (period_of(day("2000-01-01")), period_of(day("2100-01-01")));
    for site in &reference.data.sites {
        for block in store
            .blocks(&site.partner, &site.id, first, last)
            .await
            .unwrap()
        {
            for (row, item) in block.items.iter().enumerate() {
                let days = first_day(block.period).iter_days().zip(0..DAYS);
                for (day, index) in days {
                    for measure in Measure::ALL {
                        if let Some(fact) = block.get(row, measure, index) {
                            ledger.insert((site.id.clone(), *item, measure, day), fact.quantity);
                        }
                    }
                }
            }
        }
    }
    ledger
}

async fn written(store: &Store) -> BTreeMap<(String, String), BTreeSet<DocumentId>> {
    let mut written: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for kind in ["855", "856"] {
        let filter = DocumentFilter {
            direction: Some(Direction::Out),
            kind: Some(kind.to_owned()),
            limit: 10_000,
            ..DocumentFilter::default()
        };
        for document in store
            .documents(&Scope::default(), true, &filter)
            .await
            .unwrap()
        {
            let order = document.order.expect("an order document is about an order");
            written
                .entry((kind.to_owned(), order.to_string()))
                .or_default()
                .insert(document.id);
        }
    }
    written
}
