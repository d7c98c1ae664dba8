use model::commit::{Change, InterchangeKey};
use store::{Commit, Conflict, Error};

use crate::databases::on_each;
use crate::made::{
    GROUP, TOPIC, append, at, document, document_id, event, exception, order, partner, step,
};

fn interchange(control_number: &str, sha256: &str) -> InterchangeKey {
    InterchangeKey {
        sender: "ZZ:WOMART\0".to_owned(),
        receiver: "ZZ:ANAN".to_owned(),
        control_number: control_number.to_owned(),
        sha256: sha256.to_owned(),
    }
}

fn changes(changes: impl IntoIterator<Item = Change>) -> Commit {
    Commit {
        changes: changes.into_iter().collect(),
        ..Commit::default()
    }
}

fn kept(id: &str) -> Change {
    let document = document(id, Some("WOMART"), None, 1);
    Change::Document {
        document,
        bytes: Some(b"ISA".to_vec()),
    }
}

#[tokio::test]
async fn a_refused_step_leaves_nothing() {
    on_each(async |database| {
        let store = database.open().await;
        store
            .commit(changes([Change::Interchange(
                interchange("1", "aa"),
                document_id("d1"),
            )]))
            .await
            .unwrap();
        let mut step = append([event(0, "e1")]);
        step.changes = vec![
            kept("d2"),
            Change::Order(Box::new(order("o1", "WOMART", "0042", 2))),
            Change::Exception(exception("x1", None, None, true)),
            Change::Interchange(interchange("1", "bb"), document_id("d2")),
        ];
        let what = Conflict::Interchange {
            sender: "ZZ:WOMART\0".to_owned(),
            receiver: "ZZ:ANAN".to_owned(),
            control_number: "1".to_owned(),
        };
        assert_eq!(store.commit(step).await, Err(Error::Conflict { what }));
        let counts = store.counts().await.unwrap();
        assert_eq!(
            counts,
            store::Counts {
                interchanges: 1,
                ..store::Counts::default()
            }
        );
        assert!(
            store
                .document_bytes(&document_id("d2"))
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(store.latest_view_change().await.unwrap(), 0);
        let found = store
            .interchange("ZZ:WOMART\0", "ZZ:ANAN", "1")
            .await
            .unwrap();
        assert_eq!(found, Some(("aa".to_owned(), document_id("d1"))));
    })
    .await;
}

#[tokio::test]
async fn conflicts_say_what_moved() {
    on_each(async |database| {
        let store = database.open().await;
        let womart = partner("WOMART");
        let number = |expected, next| {
            let partner = womart.clone();
            changes([Change::ControlNumber {
                partner,
                expected,
                next,
            }])
        };
        let moved = Conflict::ControlNumber {
            partner: "WOMART".to_owned(),
        };
        assert_eq!(store.control_number(&womart).await.unwrap(), 1);
        for (expected, next, result) in [
            (
                2,
                3,
                Err(Error::Conflict {
                    what: moved.clone(),
                }),
            ),
            (1, 2, Ok(())),
            (1, 2, Err(Error::Conflict { what: moved })),
            (2, 5, Ok(())),
        ] {
            assert_eq!(store.commit(number(expected, next)).await, result);
        }
        assert_eq!(store.control_number(&womart).await.unwrap(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_request_is_answered_once() {
    on_each(async |database| {
        let store = database.open().await;
        let answered = |answer: &str| {
            changes([Change::Answered {
                user: "till".to_owned(),
                key: "k1".to_owned(),
                sha256: "aa".to_owned(),
                answer: answer.to_owned(),
                at: at(1),
            }])
        };
        store.commit(answered("first")).await.unwrap();
        let what = Conflict::Answered {
            key: "k1".to_owned(),
        };
        assert_eq!(
            store.commit(answered("second")).await,
            Err(Error::Conflict { what })
        );
        let answer = store.answered("till", "k1").await.unwrap();
        assert_eq!(answer, Some(("aa".to_owned(), "first".to_owned())));
        assert_eq!(store.answered("other", "k1").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_interchange_is_replaced_where_the_profile_allows() {
    on_each(async |database| {
        let store = database.open().await;
        let replaced = Change::InterchangeReplaced(interchange("7", "bb"), document_id("d9"));
        store
            .commit(changes([
                Change::Interchange(interchange("7", "aa"), document_id("d1")),
                replaced,
            ]))
            .await
            .unwrap();
        let found = store
            .interchange("ZZ:WOMART\0", "ZZ:ANAN", "7")
            .await
            .unwrap();
        assert_eq!(found, Some(("bb".to_owned(), document_id("d9"))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_of_a_group_are_answered_one_by_one() {
    on_each(async |database| {
        let store = database.open().await;
        let lease = store
            .take(GROUP, TOPIC, 0, "one", 0, 100)
            .await
            .unwrap()
            .unwrap();
        // All at once: of each ten, one is fenced, one takes in a known interchange.
        store
            .commit(changes([Change::Interchange(
                interchange("0", "aa"),
                document_id("d"),
            )]))
            .await
            .unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..200_u32 {
            let store = store.clone();
            let mut commit = append([event(1, &format!("e{n}"))]);
            commit.changes.push(kept(&format!("d{n}")));
            match n % 10 {
                0 => commit.cursor = Some(step(0, 0, 1, lease.epoch + 7)),
                1 => commit.changes.push(Change::Interchange(
                    interchange("0", "bb"),
                    document_id("d"),
                )),
                _ => {}
            }
            tasks.spawn(async move { (n, store.commit(commit).await) });
        }
        for (n, answer) in tasks.join_all().await {
            match n % 10 {
                0 => assert!(
                    matches!(answer, Err(Error::Fenced { .. })),
                    "{n}: {answer:?}"
                ),
                1 => assert!(
                    matches!(answer, Err(Error::Conflict { .. })),
                    "{n}: {answer:?}"
                ),
                _ => assert_eq!(answer, Ok(()), "{n}"),
            }
            let bytes = store
                .document_bytes(&document_id(&format!("d{n}")))
                .await
                .unwrap();
            assert_eq!(bytes.len(), if n % 10 < 2 { 0 } else { 3 });
        }
        assert_eq!(store.head(TOPIC, 1).await.unwrap(), 160);
        assert_eq!(store.counts().await.unwrap().documents_received, 160);
    })
    .await;
}

#[tokio::test]
async fn a_commit_wakes_who_waits() {
    on_each(async |database| {
        let store = database.open().await;
        let mut changed = store.changed();
        changed.borrow_and_update();
        store.commit(append([event(0, "a")])).await.unwrap();
        changed.changed().await.unwrap();
        // A refused step changed nothing.
        changed.borrow_and_update();
        let refused = Commit {
            cursor: Some(step(0, 0, 1, 1)),
            ..Commit::default()
        };
        assert!(store.commit(refused).await.is_err());
        assert!(!changed.has_changed().unwrap());
    })
    .await;
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_reopening() {
    on_each(async |database| {
        let store = database.open().await;
        store.commit(append([event(0, "a")])).await.unwrap();
        store.close().await;
        assert_eq!(
            store.commit(append([event(0, "b")])).await,
            Err(Error::Closed)
        );
        assert_eq!(store.head(TOPIC, 0).await, Err(Error::Closed));
        assert_eq!(database.open().await.head(TOPIC, 0).await.unwrap(), 1);
    })
    .await;
}
