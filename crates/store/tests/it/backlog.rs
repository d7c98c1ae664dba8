use model::commit::Change;
use model::document::DocumentStatus;
use model::order::Direction;
use store::{Commit, DeadLetter, Waiting};

use crate::databases::on_each;
use crate::made::{GROUP, TOPIC, append, at, document, event, exception, step};

#[tokio::test]
async fn followers_stand_where_their_cursors_do() {
    on_each(async |database| {
        let store = database.open().await;
        let mut later = event(3, "e2");
        later.at = at(7);
        let unfollowed = event(5, "e3");
        store
            .commit(append([event(3, "e1"), later, unfollowed]))
            .await
            .unwrap();
        let lease = store.take(GROUP, TOPIC, 3, "w1", 0, 1_000).await.unwrap();
        let oldest = || async { store.oldest_unapplied().await.unwrap() };
        let first = oldest().await;
        let [(group, topic, since)] = &first[..] else {
            panic!("{first:?}");
        };
        assert_eq!((group.as_str(), topic.as_str()), (GROUP, TOPIC));
        // By the database's clock, not by the time of the business.
        assert!(*since > at(28), "{since}");
        let epoch = lease.unwrap().epoch;
        store
            .commit(Commit {
                cursor: Some(step(3, 0, 1, epoch)),
                ..Commit::default()
            })
            .await
            .unwrap();
        assert!(oldest().await[0].2 >= *since);
        let followers = store.followers().await.unwrap();
        let told: Vec<_> = followers
            .iter()
            .map(|f| (f.partition, f.head, f.group.as_deref(), f.next, &*f.owner))
            .collect();
        assert_eq!(told, [(3, 2, Some(GROUP), 1, "w1"), (5, 1, None, 0, "")]);
        store
            .commit(Commit {
                cursor: Some(step(3, 1, 2, epoch)),
                ..Commit::default()
            })
            .await
            .unwrap();
        assert_eq!(oldest().await, []);
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_counted() {
    on_each(async |database| {
        let store = database.open().await;
        assert_eq!(store.waiting().await.unwrap(), Waiting::default());
        assert_eq!(store.queue(), Some(0));
        let mut ready = document("d1", Some("WOMART"), None, 1);
        ready.direction = Direction::Out;
        ready.status = DocumentStatus::Ready;
        let mut delivered = document("d2", Some("WOMART"), None, 1);
        delivered.direction = Direction::Out;
        delivered.status = DocumentStatus::Delivered;
        let documents = [ready, delivered].map(|document| Change::Document {
            document,
            bytes: None,
        });
        let exceptions = [
            ("acknowledgement_overdue:d2", true),
            ("acknowledgement_overdue:d3", false),
            ("document_held:d4", true),
        ];
        let exceptions = exceptions
            .map(|(id, open)| Change::Exception(exception(id, Some("WOMART"), None, open)));
        store.commit(append([event(2, "e1")])).await.unwrap();
        let event = store.read_events(TOPIC, 2, 0, 1).await.unwrap().remove(0);
        store
            .commit(Commit {
                changes: documents.into_iter().chain(exceptions).collect(),
                dead_letters: vec![DeadLetter {
                    group: GROUP.to_owned(),
                    event,
                    cause: "unreadable".to_owned(),
                }],
                ..Commit::default()
            })
            .await
            .unwrap();
        let waiting = Waiting {
            dead_letters: vec![(GROUP.to_owned(), 1)],
            parked_keys: Vec::new(),
            documents_ready: 1,
            acknowledgements_overdue: 1,
        };
        assert_eq!(store.waiting().await.unwrap(), waiting);
        store.close().await;
        assert_eq!(store.queue(), None);
    })
    .await;
}
