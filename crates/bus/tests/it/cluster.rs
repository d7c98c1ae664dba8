//! The log through a real Kafka that repeats, mixes and loses it, under workers that come and go.
//!
//! What a worker applies, it notes by an event to one partner in the same commit. That partner's
//! partition then holds, in order, what was applied, and the checker reads nothing else.

mod poison;
mod relay;
mod workers;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bus::{Applied, Batch, Consumer, Kafka, Relay, topics};
use model::commit::Outcome;
use model::event::SiteFact;
use store::{Commit, NewEvent, Store};

use crate::{due, facts, reached};

const TOPIC: &str = topics::SITE_FACTS.name;
/// Longer than the longest of these tests takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(600);

/// The time, for leases.
#[expect(clippy::disallowed_methods, reason = "leases need the real one")]
fn now_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// The generator SplitMix64 of Steele, Lea and Flood.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Events of many sites in turn.
fn events(numbers: std::ops::Range<u32>, sites: u32) -> Vec<NewEvent> {
    let fact = |n: u32| reached(&format!("e{n}"), &format!("{:04}", n % sites));
    let commit = bus::commit_of(facts(numbers.map(fact))).unwrap();
    commit.events
}

async fn append(store: &Store, events: Vec<NewEvent>) {
    let commit = Commit {
        events,
        ..Commit::default()
    };
    store.commit(commit).await.unwrap();
}

/// Notes that an event was applied.
fn note(batch: &Batch<SiteFact>) -> Outcome {
    let place = |offset: i64| due(&format!("applied:{}:{offset}", batch.partition));
    facts(batch.events.iter().map(|event| place(event.offset)))
}

/// Applies whatever comes, event by event, until the future is dropped.
async fn work(consumer: &mut Consumer<SiteFact>) {
    loop {
        let batch = consumer.next_batch(50).await.unwrap();
        for single in batch.into_singles() {
            if consumer.commit(&single, note(&single)).await.unwrap() == Applied::Fenced {
                break;
            }
        }
    }
}

/// Carries whatever there is, until the future is dropped.
async fn carry(store: &Store, kafka: &Kafka, owner: &str) {
    let mut relay = Relay::new(store.clone(), kafka.clone(), owner, now_ms).unwrap();
    loop {
        relay.step().await.unwrap();
    }
}

/// Returns how far a group has got with the topic, over its partitions.
async fn reached_by(store: &Store, group: &str) -> i64 {
    let progress = store.progress().await.unwrap();
    let of_topic = progress.into_iter().filter(|p| p.topic == TOPIC);
    let cursors = of_topic.filter_map(|p| p.group.filter(|(name, _)| name == group));
    cursors.map(|(_, next)| next).sum()
}

/// Waits until the group stands at the head of every partition; returns how long that took.
async fn caught_up(store: &Store) -> Duration {
    let began = Instant::now();
    let heads = store.heads(TOPIC).await.unwrap();
    let wanted: i64 = heads.iter().map(|(_, head)| head).sum();
    while reached_by(store, "plan").await < wanted {
        assert!(began.elapsed() < PATIENCE, "it never ends");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    began.elapsed()
}

/// Returns the offsets applied of each partition, in the order of their commits.
async fn applied(store: &Store) -> BTreeMap<u16, Vec<i64>> {
    let mut applied: BTreeMap<u16, Vec<i64>> = BTreeMap::new();
    let partition = topics::partition("WOMART");
    let outbound = topics::PARTNER_OUTBOUND.name;
    let mut from = 0;
    loop {
        let notes = store
            .read_events(outbound, partition, from, 10_000)
            .await
            .unwrap();
        let Some(last) = notes.last() else {
            return applied;
        };
        from = last.offset + 1;
        for note in notes {
            let mut words = note.id.as_str().split(':').skip(1);
            let partition = words.next().unwrap().parse().unwrap();
            let offset = words.next().unwrap().parse().unwrap();
            applied.entry(partition).or_default().push(offset);
        }
    }
}

/// Checks that every event of the log was applied once and in order.
async fn all_applied_once_and_in_order(store: &Store) {
    let heads = store.heads(TOPIC).await.unwrap();
    let whole = |(partition, head): (u16, i64)| (partition, (0..head).collect::<Vec<_>>());
    let expected: BTreeMap<u16, Vec<i64>> = heads.into_iter().map(whole).collect();
    assert_eq!(applied(store).await, expected);
}
