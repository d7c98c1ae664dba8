//! Every 500th event cannot be applied.

use std::collections::BTreeSet;

use bus::{Applied, Consumer, Event};
use model::event::SiteFact;
use store::{LetterState, Store};

use super::{TOPIC, append, applied, carry, caught_up, events, note, now_ms};
use crate::servers::{amount, servers};

const POISON: u32 = 500;

/// So many keys that no two of a hundred poisoned events share one: the second would wait behind
/// the first and not be set aside for itself.
const KEYS: u32 = 997;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_500th_event_is_poison_and_the_replay_completes() {
    let Some((schema, kafka)) = servers().await else {
        return;
    };
    let store = schema.open().await;
    let count = amount(5_000, 50_000);
    append(&store, unreadable(events(0..count, KEYS))).await;
    let consumer = Consumer::new(store.clone(), "worker", now_ms);
    let mut consumer = consumer.through(Some(&kafka)).unwrap();
    let carrying = carry(&store, &kafka, "relay");
    tokio::select! {
        () = carrying => {}
        () = work(&mut consumer, true) => {}
        _ = caught_up(&store) => {}
    }
    let waiting = store.set_aside(&[LetterState::Waiting], 10_000);
    let waiting = waiting.await.unwrap();
    let named = waiting.iter().map(|w| w.letter.event.id.to_string());
    let expected = (0..count).filter(|n| is_poison(*n));
    let expected: BTreeSet<String> = expected.map(|n| format!("e{n}")).collect();
    assert_eq!(
        named.collect::<BTreeSet<_>>(),
        expected,
        "exactly the poison"
    );
    // A later release can apply those that can be read.
    for found in &waiting {
        let state = match found.parked {
            true => LetterState::Replaying,
            false => LetterState::Discarded,
        };
        let decided = store.decide(&found.letter, state, "a new release").await;
        assert!(decided.unwrap());
    }
    tokio::select! {
        () = work(&mut consumer, false) => {}
        () = all_settled(&store) => {}
    }
    keys_kept_their_order(&store, count).await;
    store.close().await;
    schema.drop().await;
}

fn is_poison(n: u32) -> bool {
    n % POISON == POISON - 1
}

/// Every other poisoned event cannot even be read.
fn unreadable(mut all: Vec<store::NewEvent>) -> Vec<store::NewEvent> {
    let poisoned = (0_u32..).zip(&mut all).filter(|(n, _)| is_poison(*n));
    for (_, event) in poisoned.step_by(2) {
        event.body = b"{\"type\":".to_vec();
    }
    all
}

/// Applies what comes; a bad release cannot apply the poison, and parks its key.
async fn work(consumer: &mut Consumer<SiteFact>, bad_release: bool) {
    loop {
        for single in consumer.next_batch(500).await.unwrap().into_singles() {
            let fails = bad_release && single.events.iter().any(|e| is_poison(number(e)));
            let done = match fails {
                true => consumer.park(&single, "a fault in us", Vec::new()).await,
                false => consumer.commit(&single, note(&single)).await,
            };
            assert_eq!(done.unwrap(), Applied::Committed);
            if fails {
                // What follows was read before its key was parked: it comes again.
                break;
            }
        }
    }
}

fn number(event: &Event<SiteFact>) -> u32 {
    event.id.as_str()[1..].parse().unwrap()
}

async fn all_settled(store: &Store) {
    let open = [
        LetterState::Waiting,
        LetterState::Behind,
        LetterState::Replaying,
    ];
    while !store.set_aside(&open, 1).await.unwrap().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// Checks that everything readable was applied once, and each key's events in their order.
async fn keys_kept_their_order(store: &Store, count: u32) {
    let mut seen = 0;
    for (partition, offsets) in applied(store).await {
        let log = store
            .read_events(TOPIC, partition, 0, u32::MAX)
            .await
            .unwrap();
        let mut last = std::collections::BTreeMap::new();
        for offset in offsets {
            let event = &log[usize::try_from(offset).unwrap()];
            let before = last.insert(event.key.as_str(), offset);
            assert!(before.is_none_or(|before| before < offset), "{}", event.id);
            seen += 1;
        }
    }
    let poison = count / POISON;
    assert_eq!(
        seen,
        count - poison.div_ceil(2),
        "the unreadable were discarded"
    );
}
