//! Random operations on log and cursors, against what they should do.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use store::{Commit, CursorMove, Error, Store};

use crate::databases::{Database, cases, on_postgres};
use crate::made::{GROUP, TOPIC, append, event, step};

const PARTITIONS: u16 = 3;

#[derive(Debug, Clone)]
enum Operation {
    /// Events of these ids; an id always belongs to the same partition.
    Append(Vec<u16>),
    Take {
        partition: u16,
        owner: u8,
        now: i64,
    },
    Renew {
        owner: u8,
        now: i64,
    },
    Release {
        owner: u8,
    },
    /// Apply some events as what the worker believes; append others with it.
    Move {
        partition: u16,
        owner: u8,
        events: i64,
        append: Vec<u16>,
        guess: i64,
    },
    Reopen,
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let ids = || prop::collection::vec(0_u16..60, 0..6);
    let (partition, owner, now) = (0..PARTITIONS, 0_u8..3, 0_i64..300);
    let one = prop_oneof![
        4 => ids().prop_map(Operation::Append),
        3 => (partition.clone(), owner.clone(), now.clone())
            .prop_map(|(partition, owner, now)| Operation::Take { partition, owner, now }),
        1 => (owner.clone(), now).prop_map(|(owner, now)| Operation::Renew { owner, now }),
        1 => owner.clone().prop_map(|owner| Operation::Release { owner }),
        5 => (partition, owner, 0_i64..4, ids(), prop_oneof![9 => Just(0_i64), 1 => -1_i64..2])
            .prop_map(|(partition, owner, events, append, guess)| {
                Operation::Move { partition, owner, events, append, guess }
            }),
        1 => Just(Operation::Reopen),
    ];
    prop::collection::vec(one, 1..40)
}

#[derive(Debug, Default)]
struct Cursor {
    next: i64,
    owner: u8,
    until: i64,
    epoch: i64,
}

#[derive(Debug, Default)]
struct Oracle {
    log: BTreeMap<u16, Vec<String>>,
    ids: BTreeSet<u16>,
    cursors: BTreeMap<u16, Cursor>,
    /// What each worker believes of a partition: epoch and next.
    beliefs: BTreeMap<(u16, u8), (i64, i64)>,
}

impl Oracle {
    fn append(&mut self, ids: &[u16]) {
        for id in ids {
            if self.ids.insert(*id) {
                self.log
                    .entry(id % PARTITIONS)
                    .or_default()
                    .push(format!("e{id}"));
            }
        }
    }

    fn take(&mut self, partition: u16, owner: u8, now: i64) -> Option<(i64, i64)> {
        let fresh = !self.cursors.contains_key(&partition);
        let cursor = self.cursors.entry(partition).or_default();
        if !fresh && cursor.owner != owner && cursor.until > now {
            return None;
        }
        (cursor.owner, cursor.until) = (owner, now + 100);
        cursor.epoch += 1;
        self.beliefs
            .insert((partition, owner), (cursor.epoch, cursor.next));
        Some((cursor.epoch, cursor.next))
    }

    fn renew(&mut self, owner: u8, now: i64) -> Vec<(u16, i64)> {
        let mut kept = Vec::new();
        for (partition, cursor) in &mut self.cursors {
            if cursor.owner == owner && cursor.until > 0 {
                cursor.until = now + 100;
                kept.push((*partition, cursor.epoch));
            }
        }
        kept
    }

    fn free(&mut self, whose: Option<u8>) {
        for cursor in self.cursors.values_mut() {
            if whose.is_none_or(|owner| cursor.owner == owner) {
                cursor.until = 0;
            }
        }
    }
}

fn events(ids: &[u16]) -> Commit {
    append(
        ids.iter()
            .map(|id| event(id % PARTITIONS, &format!("e{id}"))),
    )
}

async fn check(database: &Database, operations: &[Operation]) {
    let mut store = database.open().await;
    let mut oracle = Oracle::default();
    for operation in operations {
        apply(&mut store, database, &mut oracle, operation).await;
    }
    for partition in 0..PARTITIONS {
        let expected = oracle.log.remove(&partition).unwrap_or_default();
        let found = store.read_events(TOPIC, partition, 0, 1_000).await.unwrap();
        let names: Vec<_> = found.iter().map(|e| e.id.to_string()).collect();
        assert_eq!(names, expected);
        assert!((0..).zip(&found).all(|(offset, e)| e.offset == offset));
        assert_eq!(
            store.head(TOPIC, partition).await.unwrap(),
            expected.len() as i64
        );
    }
    for progress in store.progress().await.unwrap() {
        let cursor = oracle.cursors.get(&progress.partition);
        assert_eq!(progress.group, cursor.map(|c| (GROUP.to_owned(), c.next)));
    }
    store.close().await;
}

async fn apply(store: &mut Store, database: &Database, oracle: &mut Oracle, operation: &Operation) {
    match operation {
        Operation::Append(ids) => {
            oracle.append(ids);
            store.commit(events(ids)).await.unwrap();
        }
        Operation::Take {
            partition,
            owner,
            now,
        } => {
            let name = format!("w{owner}");
            let found = store
                .take(GROUP, TOPIC, *partition, &name, *now, 100)
                .await
                .unwrap();
            let expected = oracle.take(*partition, *owner, *now);
            assert_eq!(found.map(|l| (l.epoch, l.next)), expected);
        }
        Operation::Renew { owner, now } => {
            let mut kept = store
                .renew(GROUP, TOPIC, &format!("w{owner}"), *now, 100)
                .await
                .unwrap();
            kept.sort_unstable();
            assert_eq!(kept, oracle.renew(*owner, *now));
        }
        Operation::Release { owner } => {
            store
                .leave(GROUP, TOPIC, &format!("w{owner}"))
                .await
                .unwrap();
            oracle.free(Some(*owner));
        }
        Operation::Move {
            partition,
            owner,
            events,
            append,
            guess,
        } => {
            let believed = oracle.beliefs.get(&(*partition, *owner)).copied();
            let (epoch, next) = believed.unwrap_or((0, 0));
            let cursor = step(*partition, next + guess, next + events, epoch);
            move_on(store, oracle, *owner, cursor, append).await;
        }
        Operation::Reopen => {
            store.close().await;
            let shared = store.is_shared();
            *store = database.open().await;
            if !shared {
                oracle.free(None);
            }
        }
    }
}

async fn move_on(store: &Store, oracle: &mut Oracle, owner: u8, step: CursorMove, ids: &[u16]) {
    let mut commit = events(ids);
    commit.cursor = Some(step.clone());
    let answer = store.commit(commit).await;
    let cursor = oracle.cursors.get_mut(&step.partition);
    match cursor.filter(|c| c.next == step.expected && c.epoch == step.epoch) {
        Some(cursor) => {
            cursor.next = step.next;
            oracle
                .beliefs
                .insert((step.partition, owner), (step.epoch, step.next));
            oracle.append(ids);
            assert_eq!(answer, Ok(()));
        }
        None => assert!(matches!(answer, Err(Error::Fenced { .. })), "{answer:?}"),
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(48, 10_000), ..ProptestConfig::default() })]

    #[test]
    fn log_and_cursors_do_as_they_should(operations in operations()) {
        runtime().block_on(check(&Database::sqlite(), &operations));
    }
}

proptest! {
    // Each case makes a schema, which costs more than what it then does.
    #![proptest_config(ProptestConfig { cases: cases(12, 1_000), ..ProptestConfig::default() })]

    #[test]
    fn log_and_cursors_do_so_on_postgres(operations in operations()) {
        runtime().block_on(on_postgres(async |database| check(&database, &operations).await));
    }
}
