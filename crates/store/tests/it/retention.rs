use model::commit::Change;
use model::document::DocumentStatus;
use model::exception::Exception;
use model::order::{Acknowledgement, Direction, OrderDocument, OrderStatus};
use model::scope::Scope;
use model::{DocumentId, UserName};
use store::{AgedOut, Ageing, Commit, DeadLetter, NewEvent, Session, Store};

use crate::databases::on_each;
use crate::made::{GROUP, TOPIC, append, at, day, document, event, exception, order, step};

const WALL_MS: i64 = 1_000_000;

fn on(n: u32, id: &str) -> NewEvent {
    NewEvent {
        at: at(n),
        ..event(0, id)
    }
}

fn changes(changes: impl IntoIterator<Item = Change>) -> Commit {
    Commit {
        changes: changes.into_iter().collect(),
        ..Commit::default()
    }
}

/// Removes what is older than the tenth of March.
async fn age(store: &Store) -> AgedOut {
    let ageing = Ageing::begin(store, at(10), day(31), WALL_MS, &[(TOPIC, GROUP)]);
    run(ageing.await.unwrap()).await
}

async fn run(mut ageing: Ageing) -> AgedOut {
    loop {
        if let Some(aged) = ageing.step().await.unwrap() {
            return aged;
        }
    }
}

async fn offsets(store: &Store) -> Vec<i64> {
    let read = store.read_events(TOPIC, 0, 0, 10_000).await.unwrap();
    read.iter().map(|event| event.offset).collect()
}

async fn applied(store: &Store, next: i64) {
    let lease = store.take(GROUP, TOPIC, 0, "w", 0, 10).await.unwrap();
    let lease = lease.unwrap();
    let cursor = Some(step(0, lease.next, next, lease.epoch));
    store
        .commit(Commit {
            cursor,
            ..Commit::default()
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn old_events_go_once_every_group_applied_them() {
    on_each(async |database| {
        let store = database.open().await;
        // More than one step removes, and a late one behind younger ones.
        let old = (0..1_200).map(|n| on(1, &format!("old-{n}")));
        store.commit(append(old)).await.unwrap();
        let rest = [on(12, "young"), on(2, "late"), on(13, "last")];
        store.commit(append(rest)).await.unwrap();
        let none = age(&store).await;
        assert_eq!((none.events, none.partitions_held), (0, 1), "no group yet");
        applied(&store, 700).await;
        let mut part = Ageing::begin(&store, at(10), day(31), WALL_MS, &[(TOPIC, GROUP)])
            .await
            .unwrap();
        part = part.without_removing();
        assert_eq!(run(part).await.events, 700);
        assert_eq!(offsets(&store).await.len(), 1_203, "only counted");
        let some = age(&store).await;
        assert_eq!((some.events, some.partitions_held), (700, 1));
        assert_eq!(offsets(&store).await, (700..1_203).collect::<Vec<_>>());
        applied(&store, 1_203).await;
        assert_eq!(age(&store).await.events, 500);
        // The late one is behind a young one: offsets keep without gaps.
        assert_eq!(offsets(&store).await, [1_200, 1_201, 1_202]);
        assert_eq!(age(&store).await, AgedOut::default());
        store.commit(append([on(14, "next")])).await.unwrap();
        assert_eq!(store.head(TOPIC, 0).await.unwrap(), 1_204);
    })
    .await;
}

#[tokio::test]
async fn what_a_dead_letter_names_stays() {
    on_each(async |database| {
        let store = database.open().await;
        let events = ["a", "b", "c"].map(|id| on(1, id));
        store.commit(append(events)).await.unwrap();
        applied(&store, 3).await;
        let event = store.read_events(TOPIC, 0, 1, 1).await.unwrap().remove(0);
        let letter = DeadLetter {
            group: GROUP.to_owned(),
            event,
            cause: "x".to_owned(),
        };
        store
            .commit(Commit {
                dead_letters: vec![letter],
                ..Commit::default()
            })
            .await
            .unwrap();
        let aged = age(&store).await;
        assert_eq!((aged.events, aged.partitions_held), (1, 1));
        assert_eq!(offsets(&store).await, [1, 2]);
    })
    .await;
}

fn settled(id: &str, n: u32, status: DocumentStatus) -> Change {
    let mut document = document(id, Some("WOMART"), Some("0042"), n);
    document.status = status;
    Change::Document {
        document,
        bytes: Some(vec![7; 10]),
    }
}

fn sent(id: &str) -> OrderDocument {
    OrderDocument {
        document: DocumentId::new(id).unwrap(),
        kind: "855".to_owned(),
        direction: Direction::Out,
        at: at(1),
        acknowledgement: Acknowledgement::Accepted,
    }
}

async fn kept(store: &Store, id: &str) -> bool {
    let id = DocumentId::new(id).unwrap();
    let row = store.document(&Scope::default(), true, &id).await.unwrap();
    let bytes = store.document_bytes(&id).await.unwrap();
    assert_eq!(row.is_some(), bytes.len() == 10, "{id}");
    row.is_some()
}

#[tokio::test]
async fn old_documents_go_unless_something_open_names_them() {
    on_each(async |database| {
        let store = database.open().await;
        let mut open = order("A-1", "WOMART", "0042", 20);
        open.documents.push(sent("of-open"));
        let mut closed = order("A-2", "WOMART", "0042", 20);
        closed.status = OrderStatus::Received;
        closed.documents.push(sent("of-closed"));
        let about = |id: &str, document: &str, open| Exception {
            document: Some(DocumentId::new(document).unwrap()),
            ..exception(id, Some("WOMART"), None, open)
        };
        let all = [
            settled("of-open", 1, DocumentStatus::Delivered),
            settled("of-closed", 1, DocumentStatus::Delivered),
            settled("held", 2, DocumentStatus::Held),
            settled("unread", 2, DocumentStatus::Received),
            settled("unsent", 2, DocumentStatus::Ready),
            settled("plain", 3, DocumentStatus::Decoded),
            settled("young", 12, DocumentStatus::Decoded),
            Change::Order(Box::new(open)),
            Change::Order(Box::new(closed)),
            Change::Exception(about("x-open", "held", true)),
            Change::Exception(about("x-closed", "plain", false)),
        ];
        store.commit(changes(all)).await.unwrap();
        let aged = age(&store).await;
        assert_eq!((aged.documents, aged.exceptions), (2, 1));
        for (id, stays) in [
            ("of-open", true),
            ("of-closed", false),
            ("held", true),
            ("unread", true),
            ("unsent", true),
            ("plain", false),
            ("young", true),
        ] {
            assert_eq!(kept(&store, id).await, stays, "{id}");
        }
        assert!(store.exception("x-open").await.unwrap().is_some());
        assert!(store.exception("x-closed").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn answers_sessions_and_view_changes_go() {
    on_each(async |database| {
        let store = database.open().await;
        let answered = |key: &str, n| Change::Answered {
            user: "till".to_owned(),
            key: key.to_owned(),
            sha256: "aa".to_owned(),
            answer: "{}".to_owned(),
            at: at(n),
        };
        store
            .commit(changes([answered("old", 1), answered("young", 12)]))
            .await
            .unwrap();
        let session = |id: &str, expires_ms| Session {
            id: id.to_owned(),
            user: UserName::new("p").unwrap(),
            expires_ms,
        };
        for (id, expires_ms) in [("ended", WALL_MS - 1), ("lasts", WALL_MS + 1)] {
            store
                .create_session(session(id, expires_ms), 0)
                .await
                .unwrap();
        }
        for n in 0..3 {
            let changed = order(&format!("A-{n}"), "WOMART", "0042", 20);
            store
                .commit(changes([Change::Order(Box::new(changed))]))
                .await
                .unwrap();
        }
        let of = async |n| {
            let ageing = Ageing::begin(&store, at(10), day(n), WALL_MS, &[(TOPIC, GROUP)]);
            run(ageing.await.unwrap()).await
        };
        let first = of(20).await;
        assert_eq!((first.answers, first.sessions), (1, 1));
        assert_eq!(first.view_changes, 0, "marked today");
        assert!(store.answered("till", "old").await.unwrap().is_none());
        assert!(store.answered("till", "young").await.unwrap().is_some());
        let last = order("A-9", "WOMART", "0042", 20);
        store
            .commit(changes([Change::Order(Box::new(last))]))
            .await
            .unwrap();
        assert_eq!(of(26).await.view_changes, 0, "six days");
        assert!(!store.is_long_ago(0).await.unwrap());
        // Two for each order: itself and the list.
        assert_eq!(of(27).await.view_changes, 6, "a week");
        assert!(store.is_long_ago(5).await.unwrap());
        assert!(!store.is_long_ago(6).await.unwrap());
        let after = store.view_changes_after("orders", 0, 10).await.unwrap();
        assert_eq!(after.len(), 1, "the last one stays");
    })
    .await;
}
