//! What other systems read of ours: the latest value of every key is what the tables say.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use bus::topics::{self, StateTopic};
use model::activity::Measure;
use model::published::{PublishedForecast, PublishedOrder, PublishedPosition, PublishedStatus};
use model::scope::Scope;
use model::{Gtin, NaiveDate, SiteId};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::{ClientConfig, Message, Offset, TopicPartitionList};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{OrderFilter, Store};
use tokio::runtime::Runtime;

use super::outages::caught_up;
use super::rig::Cluster;
use crate::program::setting;
use crate::story::{self, Cell};

/// Reads a topic to its end and returns the latest value of each key.
fn latest(prefix: &str, topic: &StateTopic) -> BTreeMap<String, Value> {
    let mut config = ClientConfig::new();
    config.set(
        "bootstrap.servers",
        setting("STOCKBRIDGE_TEST_KAFKA").unwrap(),
    );
    config
        .set("group.id", "test")
        .set("enable.partition.eof", "true");
    let consumer: BaseConsumer = config.create().unwrap();
    let name = format!("{prefix}{}", topic.name);
    let mut list = TopicPartitionList::new();
    for partition in 0..topics::PARTITIONS {
        list.add_partition_offset(&name, partition.into(), Offset::Beginning)
            .unwrap();
    }
    consumer.assign(&list).unwrap();
    let (mut values, mut ended) = (BTreeMap::new(), 0);
    while ended < topics::PARTITIONS {
        match consumer
            .poll(Duration::from_secs(10))
            .expect("the topic ends")
        {
            Ok(message) => {
                let key = String::from_utf8(message.key().unwrap().to_vec()).unwrap();
                let body = serde_json::from_slice(message.payload().unwrap()).unwrap();
                values.insert(key, body);
            }
            Err(rdkafka::error::KafkaError::PartitionEOF(_)) => ended += 1,
            Err(error) => panic!("{name}: {error}"),
        }
    }
    values
}

/// A body is what its schema describes: it reads as the type the schema is made from, with no field
/// too many, and the schema's own list of fields agrees.
fn check<T: DeserializeOwned + Serialize>(topic: &StateTopic, values: &BTreeMap<String, Value>) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../schemas/events")
        .join(format!("{}.json", topic.name));
    let schema: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let properties = schema["properties"].as_object().unwrap();
    assert!(!values.is_empty(), "{} is empty", topic.name);
    for (key, value) in values {
        let read: T = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(&serde_json::to_value(read).unwrap(), value, "{key}");
        let fields = value.as_object().unwrap();
        assert!(
            fields.keys().all(|name| properties.contains_key(name)),
            "{key}: {value}"
        );
        let mut required = schema["required"].as_array().unwrap().iter();
        assert!(
            required.all(|name| fields.contains_key(name.as_str().unwrap())),
            "{key}: {value}"
        );
    }
}

#[test]
fn the_latest_values_are_what_the_tables_say() {
    let Some(mut cluster) = Cluster::on_kafka() else {
        return;
    };
    cluster.start_all();
    // Killed at work, the next one goes on from where the last has remembered.
    sleep(Duration::from_secs(2));
    cluster.kill("relay");
    while !cluster.is_told(false) {
        sleep(Duration::from_millis(50));
    }
    caught_up(&cluster.database);
    cluster.end_all();
    let prefix = cluster.prefix();
    let read = |topic: &StateTopic| latest(&prefix, topic);
    let (positions, forecasts) = (
        read(&topics::INVENTORY_POSITION),
        read(&topics::FORECAST_PUBLISHED),
    );
    let (released, status) = (read(&topics::ORDER_RELEASED), read(&topics::ORDER_STATUS));
    check::<PublishedPosition>(&topics::INVENTORY_POSITION, &positions);
    check::<PublishedForecast>(&topics::FORECAST_PUBLISHED, &forecasts);
    check::<PublishedOrder>(&topics::ORDER_RELEASED, &released);
    check::<PublishedStatus>(&topics::ORDER_STATUS, &status);
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&cluster.database.address()).await.unwrap();
        orders_agree(&store, &released, &status).await;
        forecasts_agree(&store, &forecasts).await;
        stock_agrees(
            &story::ledger(&store, &story::reference()).await,
            &positions,
        );
        store.close().await;
    });
}

async fn orders_agree(
    store: &Store,
    released: &BTreeMap<String, Value>,
    status: &BTreeMap<String, Value>,
) {
    let all = Scope::default();
    let listed = store.orders(&all, &OrderFilter::default()).await.unwrap();
    assert!(listed.len() >= 8, "{} orders", listed.len());
    assert_eq!((released.len(), status.len()), (listed.len(), listed.len()));
    for summary in listed {
        let order = store.order(&all, &summary.id).await.unwrap().unwrap();
        let said = &status[order.id.as_str()];
        assert_eq!(said["status"], order.status.name(), "{said}");
        assert_eq!(said["version"], order.version, "{said}");
        let asked = &released[order.id.as_str()]["lines"];
        assert_eq!(asked.as_array().unwrap().len(), order.lines.len());
        for (line, asked) in order.lines.iter().zip(asked.as_array().unwrap()) {
            let quantity = serde_json::to_value(line.quantities.released).unwrap();
            assert_eq!(asked["quantity"], quantity);
        }
    }
}

async fn forecasts_agree(store: &Store, forecasts: &BTreeMap<String, Value>) {
    let mut count = 0;
    for site in &story::reference().data.sites {
        let found = store.forecast(&site.partner, &site.id).await.unwrap();
        for published in found.into_iter().flat_map(PublishedForecast::of) {
            let (partner, item) = (&site.partner, published.forecast.item);
            let said = &forecasts[&format!("{partner}/{}/{item}", site.id)];
            assert_eq!(said, &serde_json::to_value(published).unwrap());
            count += 1;
        }
    }
    assert_eq!(count, forecasts.len());
}

/// The stock published is the last one counted.
fn stock_agrees(ledger: &BTreeMap<Cell, model::Quantity>, positions: &BTreeMap<String, Value>) {
    let mut counted: BTreeMap<(SiteId, Gtin), (NaiveDate, model::Quantity)> = BTreeMap::new();
    for ((site, item, measure, day), quantity) in ledger {
        if *measure == Measure::OnHand {
            let last = counted
                .entry((site.clone(), *item))
                .or_insert((*day, *quantity));
            if *day >= last.0 {
                *last = (*day, *quantity);
            }
        }
    }
    assert!(!counted.is_empty());
    for ((site, item), (day, quantity)) in counted {
        let said = &positions[&format!("WOMART/{site}/{item}")]["position"]["on_hand"];
        assert_eq!(
            said["quantity"],
            serde_json::to_value(quantity).unwrap(),
            "{site} {item}"
        );
        assert_eq!(said["as_of"], day.to_string(), "{site} {item}");
    }
}
