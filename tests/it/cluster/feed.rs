//! Topics of other systems: each record becomes a document once, however often it is read.

use std::collections::BTreeMap;
use std::fs;

use model::activity::Measure;
use model::document::{Document, DocumentStatus};
use model::scope::Scope;
use model::{Gtin, NaiveDate, Quantity, SiteId};
use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use serde_json::{Value, json};
use store::{DocumentFilter, Store};
use tokio::runtime::Runtime;

use super::rig::Cluster;
use crate::program::{setting, wait_for};
use crate::story::{self, Cell, REFERENCE};
use crate::womart::PODS;

/// More than are taken in before the cursor moves, so that a kill always leaves some to take again.
const RECORDS: u32 = 900;
const PARTITIONS: i32 = 2;

/// A till's report of a day of a store.
fn sale(nth: u32) -> (String, NaiveDate, u32, Value) {
    let site = format!("S{:02}", nth % 12 + 1);
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let day = first + chrono::Days::new(u64::from(nth / 12));
    let record = json!({
        "store": { "number": site }, "sku": PODS, "date": day.to_string(), "qty": nth % 7
    });
    (site, day, nth % 7, record)
}

/// The topic of the tills, and one that nobody has made.
fn topics(tills: &str) -> String {
    format!(
        "[[partners.topics]]
        topic = \"{tills}\"
        kind = \"activity\"
        [partners.topics.mapping]
        site = \"/store/number\"
        item = \"/sku\"
        day = \"/date\"
        sold = \"/qty\"

        [[partners.topics]]
        topic = \"{tills}.orders\"
        kind = \"orders\"
        [partners.topics.mapping]
        po_number = \"/number\"
        item = \"/items/*/sku\"
        quantity = \"/items/*/qty\"

        [partners.x12]\n"
    )
}

struct Tills {
    topic: String,
    producer: BaseProducer,
}

impl Tills {
    fn open(topic: String) -> Self {
        let mut config = ClientConfig::new();
        config.set(
            "bootstrap.servers",
            setting("STOCKBRIDGE_TEST_KAFKA").unwrap(),
        );
        let admin: AdminClient<DefaultClientContext> = config.create().unwrap();
        let new = NewTopic::new(&topic, PARTITIONS, TopicReplication::Fixed(1));
        let made = async {
            let made = admin.create_topics([&new], &AdminOptions::new()).await;
            made.unwrap().remove(0).unwrap();
        };
        Runtime::new().unwrap().block_on(made);
        let producer = config.create().unwrap();
        Self { topic, producer }
    }

    fn publish(&self, partition: i32, record: &str) {
        let record = BaseRecord::<str, str>::to(&self.topic).payload(record);
        self.producer.send(record.partition(partition)).unwrap();
    }

    fn flush(&self) {
        self.producer
            .flush(std::time::Duration::from_secs(30))
            .unwrap();
    }
}

fn records(store: &Store, runtime: &Runtime) -> Vec<Document> {
    let filter = DocumentFilter {
        kind: Some("JSON".to_owned()),
        limit: 10_000,
        ..DocumentFilter::default()
    };
    let all = Scope::default();
    let listed = store.documents(&all, true, &filter);
    runtime.block_on(listed).unwrap()
}

#[test]
fn a_record_read_twice_counts_once_and_a_broken_one_is_set_aside() {
    let Some(mut cluster) = Cluster::on_kafka() else {
        return;
    };
    let tills = Tills::open(format!("tills-{}", cluster.database.name()));
    let reference = REFERENCE.replacen("[partners.x12]\n", &topics(&tills.topic), 1);
    fs::write(cluster.path("reference.toml"), reference).unwrap();
    fs::write(cluster.path("time"), "2024-04-15T21:00:00Z").unwrap();
    for nth in 0..RECORDS {
        tills.publish(i32::from(nth % 2 == 0), &sale(nth).3.to_string());
    }
    // The till forgot to count, and nothing behind it waits.
    let broken = json!({ "store": { "number": "S01" }, "sku": PODS, "date": "2024-04-01" });
    tills.publish(1, &broken.to_string());
    tills.publish(1, &sale(0).3.to_string());
    tills.flush();
    cluster.start("plan-a");
    cluster.start("relay");
    cluster.start("ingest");
    let runtime = Runtime::new().unwrap();
    let store = runtime
        .block_on(Store::open(&cluster.database.address()))
        .unwrap();
    wait_for("some records", || {
        (records(&store, &runtime).len() > 60).then_some(())
    });
    assert!(cluster.kill("ingest"));
    let taken = records(&store, &runtime).len();
    assert!(
        taken < RECORDS as usize,
        "{taken} were taken in before the kill"
    );

    let all = RECORDS as usize + 2;
    wait_for("all records to be read and applied", || {
        let read = records(&store, &runtime);
        let done = read.len() >= all && read.iter().all(|d| d.status != DocumentStatus::Received);
        (done && runtime.block_on(bus::quiescent(&store)).unwrap()).then_some(())
    });
    assert!(
        cluster
            .process("ingest")
            .log()
            .contains("the topic is not there yet")
    );
    cluster.end_all();
    every_record_is_one_document(&records(&store, &runtime));
    every_number_is_in_the_ledger(&runtime.block_on(story::ledger(&store, &story::reference())));
    let reported = "SELECT COUNT(*) FROM events WHERE kind = 'activity_reported'";
    assert_eq!(cluster.database.count(reported), u64::from(RECORDS) + 1);
    runtime.block_on(store.close());
}

fn every_record_is_one_document(read: &[Document]) {
    assert_eq!(
        read.len(),
        RECORDS as usize + 2,
        "a record became two documents"
    );
    let aside: Vec<&Document> = read
        .iter()
        .filter(|document| document.status != DocumentStatus::Decoded)
        .collect();
    assert_eq!(aside.len(), 1);
    assert_eq!(aside[0].status, DocumentStatus::Quarantined);
    assert_eq!(aside[0].findings[0].code, "DOC-FIELD-MISSING");
    assert!(aside[0].findings[0].cause.starts_with("/qty holds nothing"));
}

fn every_number_is_in_the_ledger(ledger: &BTreeMap<Cell, Quantity>) {
    for nth in 0..RECORDS {
        let (site, day, sold, _) = sale(nth);
        let (site, item) = (SiteId::new(site).unwrap(), Gtin::new(PODS).unwrap());
        let cell = (site, item, Measure::Sold, day);
        let expected = Quantity::from_units(i32::try_from(sold).unwrap());
        assert_eq!(ledger.get(&cell), Some(&expected), "{cell:?}");
    }
}
