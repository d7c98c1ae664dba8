use model::commit::Change;
use model::scope::Scope;
use store::{Commit, DocumentFilter, OrderFilter, Store};

use crate::databases::on_each;
use crate::made::{document, document_id, exception, order, partner, proposal, site};

/// Two partners with two sites each; the second site of both has the same number.
const PLACES: [(&str, &str); 4] = [
    ("WOMART", "0001"),
    ("WOMART", "0002"),
    ("BIGMART", "0002"),
    ("BIGMART", "0003"),
];

async fn fill(store: &Store) {
    let mut changes = Vec::new();
    for (of, to) in PLACES {
        let id = format!("{of}-{to}");
        changes.push(Change::Order(Box::new(order(&id, of, to, 2))));
        changes.push(Change::Proposal(proposal(of, to, 3)));
        changes.push(Change::Exception(exception(&id, Some(of), Some(to), true)));
        let document = document(&id, Some(of), Some(to), 1);
        changes.push(Change::Document {
            document,
            bytes: None,
        });
    }
    for (id, of) in [("partner-only", Some("WOMART")), ("nobodys", None)] {
        changes.push(Change::Exception(exception(id, of, None, true)));
        let document = document(id, of, None, 1);
        changes.push(Change::Document {
            document,
            bytes: None,
        });
    }
    store
        .commit(Commit {
            changes,
            ..Commit::default()
        })
        .await
        .unwrap();
}

fn scope(partners: Option<&[&str]>, sites: Option<&[&str]>) -> Scope {
    Scope {
        partners: partners.map(|all| all.iter().map(|id| partner(id)).collect()),
        sites: sites.map(|all| all.iter().map(|id| site(id)).collect()),
    }
}

#[tokio::test]
async fn every_read_keeps_to_its_scope() {
    on_each(async |database| {
        let store = database.open().await;
        fill(&store).await;
        for (scope, expected) in [
            (scope(None, None), vec![0, 1, 2, 3]),
            (scope(Some(&["WOMART"]), None), vec![0, 1]),
            (scope(Some(&["WOMART"]), Some(&["0002"])), vec![1]),
            (
                scope(Some(&["WOMART", "BIGMART"]), Some(&["0001", "0003"])),
                vec![0, 3],
            ),
            (scope(None, Some(&["0002"])), vec![1, 2]),
            (scope(Some(&["WOMART"]), Some(&["0003"])), vec![]),
            (scope(Some(&["WOMART"]), Some(&[])), vec![]),
            (scope(Some(&[]), None), vec![]),
            (scope(Some(&["' OR 1=1 --"].map(|_| "OTHER")), None), vec![]),
        ] {
            check(&store, &scope, &expected).await;
        }
    })
    .await;
}

async fn check(store: &Store, scope: &Scope, expected: &[usize]) {
    let inside = |n: usize| expected.contains(&n);
    let listed = store.orders(scope, &OrderFilter::default()).await.unwrap();
    let proposals = store.proposals(scope).await.unwrap();
    for (n, (of, to)) in PLACES.into_iter().enumerate() {
        let id = format!("{of}-{to}");
        let made = order(&id, of, to, 2);
        assert_eq!(
            listed.iter().any(|o| o.id == made.id),
            inside(n),
            "{scope:?} {id}"
        );
        let found = store.order(scope, &made.id).await.unwrap();
        assert_eq!(found, inside(n).then_some(made), "{scope:?} {id}");
        let made = proposal(of, to, 3);
        assert_eq!(proposals.contains(&made), inside(n), "{scope:?} {id}");
        let found = store.proposal(scope, &made.key).await.unwrap();
        assert_eq!(found, inside(n).then_some(made), "{scope:?} {id}");
        for all in [false, true] {
            let found = store.document(scope, all, &document_id(&id)).await.unwrap();
            assert_eq!(found.is_some(), inside(n), "{scope:?} {id}");
        }
    }
    for all in [false, true] {
        let documents = store
            .documents(scope, all, &DocumentFilter::default())
            .await
            .unwrap();
        let exceptions = store.exceptions(scope, all, true).await.unwrap();
        for (id, of) in [("partner-only", Some("WOMART")), ("nobodys", None)] {
            let of = of.map(partner);
            let visible = of.as_ref().map_or(all, |of| scope.holds(of, None));
            assert_eq!(
                documents.iter().any(|d| d.id.as_str() == id),
                visible,
                "{scope:?} {id}"
            );
            assert_eq!(
                exceptions.iter().any(|x| x.id == id),
                visible,
                "{scope:?} {id}"
            );
            let found = store.document(scope, all, &document_id(id)).await.unwrap();
            assert_eq!(found.is_some(), visible, "{scope:?} {id}");
        }
        for (n, (of, to)) in PLACES.into_iter().enumerate() {
            let id = format!("{of}-{to}");
            assert_eq!(
                documents.iter().any(|d| d.id.as_str() == id),
                inside(n),
                "{scope:?} {id}"
            );
            assert_eq!(
                exceptions.iter().any(|x| x.id == id),
                inside(n),
                "{scope:?} {id}"
            );
        }
    }
}
