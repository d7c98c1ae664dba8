//! A relay that goes wrong.

use std::time::Duration;

use bus::{Consumer, Kafka, RELAY, headers};
use futures_util::future::join_all;
use rdkafka::ClientConfig;
use rdkafka::producer::{FutureProducer, FutureRecord};
use store::{Store, StoredEvent};
use tokio::time::sleep;

use super::{
    TOPIC, all_applied_once_and_in_order, append, carry, caught_up, events, next, now_ms,
    reached_by, work,
};
use crate::servers::{amount, brokers, servers};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_twice_mixed_up_or_not_at_all_is_applied_once_and_in_order() {
    let Some((schema, kafka)) = servers().await else {
        return;
    };
    let store = schema.open().await;
    let consumer = Consumer::new(store.clone(), "worker", now_ms);
    let mut consumer = consumer.through(Some(&kafka)).unwrap();
    let working = tokio::spawn(async move { work(&mut consumer).await });
    let mut random = 1;
    let mut slowest = Duration::ZERO;
    let batch = 200;
    for round in 0..amount(5, 100) {
        append(&store, events(round * batch..(round + 1) * batch, 40)).await;
        send_badly(&store, &kafka, i64::from(round), &mut random).await;
        slowest = slowest.max(caught_up(&store).await);
    }
    println!("a gap was repaired after {slowest:?} at most");
    working.abort();
    all_applied_once_and_in_order(&store).await;
    store.close().await;
    schema.drop().await;
}

/// Sends what was appended in a round: one event of seven not, the others twice, in any order.
async fn send_badly(store: &Store, kafka: &Kafka, round: i64, random: &mut u64) {
    let mut sent = Vec::new();
    for (partition, head) in store.heads(TOPIC).await.unwrap() {
        // Each round adds about as many to each partition; earlier ones come again as well.
        let from = (head - head / (round + 1)).max(0);
        let events = store.read_events(TOPIC, partition, from, 1_000).await;
        for event in events.unwrap() {
            if next(random).is_multiple_of(7) {
                continue;
            }
            sent.push((next(random), event.clone()));
            sent.push((next(random), event));
        }
    }
    sent.sort_unstable_by_key(|(place, _)| *place);
    let producer = producer();
    join_all(
        sent.iter()
            .map(|(_, event)| produce(&producer, kafka, event)),
    )
    .await;
}

fn producer() -> FutureProducer {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", brokers().unwrap());
    config.create().unwrap()
}

async fn produce(producer: &FutureProducer, kafka: &Kafka, event: &StoredEvent) {
    let topic = kafka.topic(TOPIC);
    let record = FutureRecord::to(&topic)
        .partition(event.partition.into())
        .key(&event.key)
        .payload(&event.body)
        .headers(headers(event));
    let arrived = producer.send(record, Duration::from_secs(10)).await;
    arrived.map_err(|(error, _)| error).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_too_large_for_kafka_is_read_from_the_database() {
    let Some((schema, kafka)) = servers().await else {
        return;
    };
    let store = schema.open().await;
    let mut all = events(0..9, 3);
    for event in &mut all[3..6] {
        // JSON may end in blanks: more than the brokers take.
        event.body.resize(5 << 20, b' ');
    }
    append(&store, all).await;
    let consumer = Consumer::new(store.clone(), "worker", now_ms);
    let mut consumer = consumer.through(Some(&kafka)).unwrap();
    let carried = async {
        caught_up(&store).await;
        while reached_by(&store, RELAY).await < 9 {
            sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::select! {
        () = carry(&store, &kafka, "relay") => {}
        () = work(&mut consumer) => {}
        () = carried => {}
    }
    all_applied_once_and_in_order(&store).await;
    store.close().await;
    schema.drop().await;
}
