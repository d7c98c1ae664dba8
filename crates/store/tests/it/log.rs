use model::EventId;
use store::{DeadLetter, Error, LetterState};

use crate::databases::{Database, on_each, on_postgres};
use crate::made::{GROUP, TOPIC, append, event, step};

#[tokio::test]
async fn events_come_back_as_they_went_in() {
    on_each(async |database| {
        let store = database.open().await;
        let mut long = event(3, "e2");
        long.body = format!("{{\"text\":\"{}\"}}", "货架 ".repeat(10_000)).into_bytes();
        store
            .commit(append([event(3, "e1"), long.clone()]))
            .await
            .unwrap();
        let read = store.read_events(TOPIC, 3, 0, 10).await.unwrap();
        assert_eq!(read.len(), 2);
        for (offset, (found, given)) in (0..).zip(read.iter().zip([event(3, "e1"), long])) {
            assert_eq!(found.offset, offset);
            assert_eq!((&found.topic, found.partition), (&given.topic, 3));
            assert_eq!((&found.id, &found.key), (&given.id, &given.key));
            assert_eq!((&found.kind, found.at), (&given.kind, given.at));
            assert_eq!(found.body, given.body);
        }
        assert_eq!(store.read_events(TOPIC, 3, 1, 10).await.unwrap(), read[1..]);
        assert_eq!(store.read_events(TOPIC, 3, 0, 1).await.unwrap(), read[..1]);
        assert_eq!(store.head(TOPIC, 3).await.unwrap(), 2);
        assert_eq!(store.head(TOPIC, 4).await.unwrap(), 0);
        assert_eq!(store.heads(TOPIC).await.unwrap(), [(3, 2)]);
        assert_eq!(
            store.event(TOPIC, &read[1].id).await.unwrap().as_ref(),
            Some(&read[1])
        );
        assert_eq!(
            store
                .event(TOPIC, &EventId::new("e9").unwrap())
                .await
                .unwrap(),
            None
        );
    })
    .await;
}

#[tokio::test]
async fn an_event_counts_once_and_leaves_no_gap() {
    on_each(async |database| {
        let store = database.open().await;
        let first = append([event(0, "a"), event(0, "a"), event(1, "x"), event(0, "b")]);
        store.commit(first).await.unwrap();
        // The repetition of known ids appends only what is new, right behind.
        store
            .commit(append([event(0, "b"), event(0, "c"), event(0, "a")]))
            .await
            .unwrap();
        store.commit(append([event(0, "a")])).await.unwrap();
        let read = store.read_events(TOPIC, 0, 0, 10).await.unwrap();
        let ids: Vec<_> = read.iter().map(|e| (e.offset, e.id.as_str())).collect();
        assert_eq!(ids, [(0, "a"), (1, "b"), (2, "c")]);
        assert_eq!(store.heads(TOPIC).await.unwrap(), [(0, 3), (1, 1)]);
        // Another topic has names of its own.
        let mut other = event(0, "a");
        other.topic = "partner.outbound.v1".to_owned();
        store.commit(append([other])).await.unwrap();
        assert_eq!(store.head("partner.outbound.v1", 0).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn offsets_have_no_gaps_however_many_append() {
    on_each(async |database| {
        let first = database.open().await;
        // Where processes may share the database, two writers race for the same heads.
        let second = if first.is_shared() {
            database.open().await
        } else {
            first.clone()
        };
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..200_u16 {
            let store = if n % 2 == 0 {
                first.clone()
            } else {
                second.clone()
            };
            tasks.spawn(async move {
                // Every fourth repeats the ids of the one before it.
                let from = if n % 4 == 3 { n - 1 } else { n };
                let events = (0..5).map(|k| event((from + k) % 3, &format!("e{from}-{k}")));
                store.commit(append(events)).await.unwrap();
            });
        }
        tasks.join_all().await;
        let mut total = 0;
        for partition in 0..3 {
            let read = first
                .read_events(TOPIC, partition, 0, 10_000)
                .await
                .unwrap();
            let offsets: Vec<i64> = read.iter().map(|e| e.offset).collect();
            assert_eq!(
                offsets,
                (0..i64::try_from(read.len()).unwrap()).collect::<Vec<_>>()
            );
            assert_eq!(
                first.head(TOPIC, partition).await.unwrap(),
                offsets.len() as i64
            );
            total += read.len();
        }
        assert_eq!(total, 150 * 5);
    })
    .await;
}

#[tokio::test]
async fn leases_fence_who_came_before() {
    on_each(async |database| {
        let store = database.open().await;
        store
            .commit(append([event(0, "a"), event(0, "b")]))
            .await
            .unwrap();
        let take = async |owner: &str, now| store.take(GROUP, TOPIC, 0, owner, now, 100).await;
        let first = take("one", 1_000).await.unwrap().unwrap();
        assert_eq!((first.epoch, first.next), (1, 0));
        // Held: nobody else gets it, until the lease ends.
        assert_eq!(take("two", 1_099).await.unwrap(), None);
        assert_eq!(
            store.renew(GROUP, TOPIC, "one", 1_050, 100).await.unwrap(),
            [(0, 1)]
        );
        assert_eq!(take("two", 1_100).await.unwrap(), None);
        let second = take("two", 1_150).await.unwrap().unwrap();
        assert_eq!((second.epoch, second.next), (2, 0));
        assert_eq!(
            store.renew(GROUP, TOPIC, "one", 1_160, 100).await.unwrap(),
            []
        );

        let mut stale = append([event(0, "made-by-one")]);
        stale.cursor = Some(step(0, 0, 1, first.epoch));
        let refused = store.commit(stale).await.unwrap_err();
        let (group, topic) = (GROUP.to_owned(), TOPIC.to_owned());
        assert_eq!(
            refused,
            Error::Fenced {
                group,
                topic,
                partition: 0
            }
        );
        assert_eq!(
            store.head(TOPIC, 0).await.unwrap(),
            2,
            "nothing of it was written"
        );

        let mut good = append([event(1, "made-by-two")]);
        good.cursor = Some(step(0, 0, 1, second.epoch));
        store.commit(good.clone()).await.unwrap();
        // The same step again: the cursor has moved, so it is refused as a whole.
        assert!(matches!(
            store.commit(good).await,
            Err(Error::Fenced { .. })
        ));
        // The same owner, started again, takes its partition at once and goes on behind the step.
        let again = take("two", 1_160).await.unwrap().unwrap();
        assert_eq!((again.epoch, again.next), (3, 1));
        // Given back, it is free.
        store.release(GROUP, TOPIC, 0, "two").await.unwrap();
        assert_eq!(take("three", 1_161).await.unwrap().unwrap().epoch, 4);

        let progress = store.progress().await.unwrap();
        let seen: Vec<_> = progress
            .iter()
            .map(|p| (p.partition, p.head, &p.group))
            .collect();
        assert_eq!(seen, [(0, 2, &Some((GROUP.to_owned(), 1))), (1, 1, &None)]);
    })
    .await;
}

#[tokio::test]
async fn opening_a_file_frees_its_partitions() {
    let database = Database::sqlite();
    let store = database.open().await;
    assert!(
        store
            .take(GROUP, TOPIC, 0, "one", 0, i64::MAX)
            .await
            .unwrap()
            .is_some()
    );
    store.close().await;
    let store = database.open().await;
    assert_eq!(
        store
            .take(GROUP, TOPIC, 0, "two", 1, 100)
            .await
            .unwrap()
            .unwrap()
            .epoch,
        2
    );
    on_postgres(async |database| {
        let one = database.open().await;
        assert!(
            one.take(GROUP, TOPIC, 0, "one", 0, i64::MAX)
                .await
                .unwrap()
                .is_some()
        );
        let two = database.open().await;
        assert_eq!(
            two.take(GROUP, TOPIC, 0, "two", 1, 100).await.unwrap(),
            None
        );
    })
    .await;
}

#[tokio::test]
async fn dead_letters_move_the_cursor_with_them() {
    on_each(async |database| {
        let store = database.open().await;
        store
            .commit(append([event(0, "a"), event(0, "b")]))
            .await
            .unwrap();
        let lease = store
            .take(GROUP, TOPIC, 0, "one", 0, 100)
            .await
            .unwrap()
            .unwrap();
        let poison = store.read_events(TOPIC, 0, 0, 1).await.unwrap().remove(0);
        let letter = DeadLetter {
            group: GROUP.to_owned(),
            event: poison,
            cause: "not JSON".to_owned(),
        };
        let commit = store::Commit {
            cursor: Some(step(0, 0, 1, lease.epoch)),
            dead_letters: vec![letter.clone()],
            ..store::Commit::default()
        };
        store.commit(commit.clone()).await.unwrap();
        let found = store.set_aside(&[LetterState::Waiting], 10).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((&found[0].letter, found[0].parked), (&letter, false));
        assert!(store.commit(commit).await.is_err());
        assert_eq!(store.counts().await.unwrap().dead_letters, 1);
    })
    .await;
}
