use model::commit::{Change, Cut};
use model::exception::{Exception, ExceptionKind};
use store::{Beside, Commit, Compared, Error, Store};

use crate::databases::on_each;
use crate::made::{GROUP, TOPIC, at, exception, order, proposal};

const OWNER: &str = "rebuild-1";
const OWN: [&str; 1] = ["approval_needed"];

fn changes(changes: impl IntoIterator<Item = Change>) -> Commit {
    Commit {
        changes: changes.into_iter().collect(),
        ..Commit::default()
    }
}

fn approval(id: &str, open: bool) -> Change {
    let kind = ExceptionKind::ApprovalNeeded;
    Change::Exception(Exception {
        kind,
        ..exception(
            &format!("approval_needed:{id}"),
            Some("WOMART"),
            Some("0042"),
            open,
        )
    })
}

fn placed(id: &str, version: u64) -> Change {
    let mut order = order(id, "WOMART", "0042", 2);
    order.version = version;
    Change::Order(Box::new(order))
}

/// What the log says.
fn right() -> [Change; 6] {
    [
        placed("o1", 1),
        placed("o2", 1),
        Change::Proposal(proposal("WOMART", "0042", 9)),
        approval("a", true),
        approval("b", false),
        Change::TimeKnown {
            partition: 3,
            at: at(2),
        },
    ]
}

/// What differs: table, rows, first keys.
fn told(compared: &[Compared]) -> Vec<(&str, u64, Vec<&str>)> {
    let differing = compared.iter().filter(|table| table.differing > 0);
    differing
        .map(|t| {
            (
                t.name,
                t.differing,
                t.first.iter().map(String::as_str).collect(),
            )
        })
        .collect()
}

async fn hold(store: &Store, partitions: u16) {
    for partition in 0..partitions {
        let taken = store.take(GROUP, TOPIC, partition, OWNER, 0, 1_000).await;
        assert!(taken.unwrap().is_some());
    }
}

#[tokio::test]
async fn what_differs_is_named_and_swapped_while_nobody_else_plans() {
    on_each(async |database| {
        let live = database.open().await;
        live.commit(changes(right())).await.unwrap();
        let beside = Beside::open(&database.url, &OWN).await.unwrap();
        beside.store().commit(changes(right())).await.unwrap();
        let compared = beside.compare().await.unwrap();
        assert_eq!(told(&compared), []);
        let rows: Vec<u64> = compared.iter().map(|table| table.rows).collect();
        assert_eq!(rows, [0, 0, 1, 2, 0, 2, 0, 1]);

        let foreign = exception("unknown_item:x", None, None, true);
        let damage = [
            placed("o1", 7),
            placed("o3", 1),
            Change::ProposalGone(proposal("WOMART", "0042", 9).key),
            approval("b", true),
            approval("c", true),
            Change::Exception(foreign.clone()),
        ];
        live.commit(changes(damage)).await.unwrap();
        let differing = [
            ("proposals", 1, vec!["VMI-1/WOMART/0042/738954"]),
            ("orders", 2, vec!["o1", "o3"]),
            (
                "exceptions",
                2,
                vec!["approval_needed:b", "approval_needed:c"],
            ),
        ];
        assert_eq!(told(&beside.compare().await.unwrap()), differing);

        hold(&live, 2).await;
        let refused = beside.swap(GROUP, TOPIC, OWNER, 3).await;
        assert!(matches!(refused, Err(Error::Fenced { .. })), "{refused:?}");
        assert_eq!(told(&beside.compare().await.unwrap()), differing);
        beside.swap(GROUP, TOPIC, OWNER, 2).await.unwrap();
        assert_eq!(told(&beside.compare().await.unwrap()), []);
        assert_eq!(
            live.exception("unknown_item:x").await.unwrap(),
            Some(foreign)
        );
        assert_eq!(live.counts().await.unwrap().orders, 2);
        assert!(live.latest_view_change().await.unwrap() > 0);
        beside.remove().await.unwrap();
        live.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_an_earlier_rebuild_left_is_removed() {
    on_each(async |database| {
        let live = database.open().await;
        for _ in 0..2 {
            let beside = Beside::open(&database.url, &OWN).await.unwrap();
            assert_eq!(beside.store().counts().await.unwrap().orders, 0);
            beside.store().commit(changes(right())).await.unwrap();
            // As a crash leaves it: nobody removes it.
            beside.store().close().await;
        }
        let beside = Beside::open(&database.url, &OWN).await.unwrap();
        beside.remove().await.unwrap();
        let names = database.folder.path().read_dir().unwrap();
        let mut names = names.map(|entry| entry.unwrap().file_name());
        assert!(names.all(|name| !name.to_string_lossy().contains("rebuild")));
        live.close().await;
    })
    .await;
}

#[tokio::test]
async fn cuts_come_back_in_the_order_they_were_made() {
    on_each(async |database| {
        let store = database.open().await;
        let cut = |partition, start, next, events: &[i64]| Cut {
            partition,
            start,
            next,
            fresh: start == 0,
            parameters: "p1".to_owned(),
            events: events.to_vec(),
        };
        // The third left one out, the fourth applied it later.
        let made = [
            cut(3, 0, 2, &[0, 1]),
            cut(4, 0, 1, &[0]),
            cut(3, 2, 5, &[2, 4]),
            cut(3, 5, 5, &[3]),
        ];
        store
            .commit(changes(made.clone().map(Change::Cut)))
            .await
            .unwrap();
        let numbered = |numbers: &[(i64, usize)]| {
            let cuts = numbers.iter().map(|(n, place)| (*n, made[*place].clone()));
            cuts.collect::<Vec<_>>()
        };
        let read = store.cuts(3, -1, 10).await.unwrap();
        assert_eq!(read, numbered(&[(0, 0), (1, 2), (2, 3)]));
        assert_eq!(store.cuts(3, 0, 1).await.unwrap(), numbered(&[(1, 2)]));
        assert_eq!(store.cuts(4, -1, 10).await.unwrap(), numbered(&[(0, 1)]));
    })
    .await;
}

#[tokio::test]
async fn parameters_are_kept_as_they_were_first() {
    on_each(async |database| {
        let store = database.open().await;
        assert_eq!(store.parameters("v1").await.unwrap(), None);
        for text in ["supplier = \"ANAN\"", "later"] {
            store.keep_parameters("v1", at(1), text).await.unwrap();
        }
        let kept = store.parameters("v1").await.unwrap();
        assert_eq!(kept.as_deref(), Some("supplier = \"ANAN\""));
    })
    .await;
}

#[tokio::test]
async fn a_schema_of_somebody_else_is_left_alone() {
    crate::databases::on_postgres(async |database| {
        let live = database.open().await;
        let beside = Beside::open(&database.url, &OWN).await.unwrap();
        beside.store().commit(changes(right())).await.unwrap();
        database.claim_beside().await;
        let refused = Beside::open(&database.url, &OWN).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
        assert_eq!(beside.store().counts().await.unwrap().orders, 2);
        database.drop_beside().await;
        live.close().await;
    })
    .await;
}
