use model::OrderId;
use model::commit::Change;
use model::document::{Document, DocumentStatus};
use model::order::{Acknowledgement, Direction};
use model::scope::Scope;
use store::{Commit, DocumentFilter};

use crate::databases::on_each;
use crate::made::{document, document_id, partner, site};

fn keep(document: Document, bytes: Option<Vec<u8>>) -> Commit {
    Commit {
        changes: vec![Change::Document { document, bytes }],
        ..Commit::default()
    }
}

#[tokio::test]
async fn bytes_are_kept_in_chunks_and_written_once() {
    on_each(async |database| {
        let store = database.open().await;
        // 3 MiB and a byte: four chunks, the last of one byte.
        for length in [0, 1, 1 << 20, (3 << 20) + 1] {
            let bytes: Vec<u8> = (0..length)
                .map(|n: u32| n.to_le_bytes()[n as usize % 3])
                .collect();
            let id = format!("d{length}");
            let mut kept = document(&id, None, None, 1);
            store
                .commit(keep(kept.clone(), Some(bytes.clone())))
                .await
                .unwrap();
            assert!(
                store.document_bytes(&kept.id).await.unwrap() == bytes,
                "{length}"
            );
            kept.status = DocumentStatus::Decoded;
            store.commit(keep(kept.clone(), None)).await.unwrap();
            store
                .commit(keep(kept.clone(), Some(vec![7; bytes.len()])))
                .await
                .unwrap();
            assert!(
                store.document_bytes(&kept.id).await.unwrap() == bytes,
                "{length}"
            );
            let found = store
                .document(&Scope::default(), true, &kept.id)
                .await
                .unwrap();
            assert_eq!(found, Some(kept));
        }
        assert!(
            store
                .document_bytes(&document_id("none"))
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

/// One of a site and an order, one of ours, one of another partner.
fn three() -> [Document; 3] {
    let mut first = document("d1", Some("WOMART"), Some("0042"), 1);
    first.order = Some(OrderId::new("o1").unwrap());
    let mut second = document("d2", Some("WOMART"), None, 2);
    second.direction = Direction::Out;
    second.kind = "997".to_owned();
    second.status = DocumentStatus::Delivered;
    second.acknowledgement = Acknowledgement::Expected;
    [first, second, document("d3", Some("BIGMART"), None, 3)]
}

fn filter(with: impl FnOnce(&mut DocumentFilter)) -> DocumentFilter {
    let mut filter = DocumentFilter::default();
    with(&mut filter);
    filter
}

#[tokio::test]
async fn documents_are_found_by_what_they_are() {
    on_each(async |database| {
        let store = database.open().await;
        for document in three() {
            store.commit(keep(document, None)).await.unwrap();
        }
        for (filter, expected) in [
            (filter(|_| ()), vec!["d3", "d2", "d1"]),
            (filter(|f| f.limit = 1), vec!["d3"]),
            (
                filter(|f| f.partner = Some(partner("WOMART"))),
                vec!["d2", "d1"],
            ),
            (filter(|f| f.site = Some(site("0042"))), vec!["d1"]),
            (
                filter(|f| f.order = Some(OrderId::new("o1").unwrap())),
                vec!["d1"],
            ),
            (filter(|f| f.direction = Some(Direction::Out)), vec!["d2"]),
            (
                filter(|f| f.kind = Some("852".to_owned())),
                vec!["d3", "d1"],
            ),
            (
                filter(|f| f.status = Some(DocumentStatus::Received)),
                vec!["d3", "d1"],
            ),
        ] {
            let found = store
                .documents(&Scope::default(), false, &filter)
                .await
                .unwrap();
            let ids: Vec<_> = found.iter().map(|d| d.id.as_str()).collect();
            assert_eq!(ids, expected, "{filter:?}");
        }
        let (way, status) = (Direction::In, DocumentStatus::Received);
        let waiting = store.documents_with_status(way, status, 10).await.unwrap();
        let [first, _, third] = three();
        assert_eq!(waiting, [first, third]);
        assert_eq!(store.counts().await.unwrap().acknowledgements_sent, 1);
    })
    .await;
}

#[tokio::test]
async fn an_acknowledgement_reaches_the_document() {
    on_each(async |database| {
        let store = database.open().await;
        let [_, sent, _] = three();
        store.commit(keep(sent.clone(), None)).await.unwrap();
        let change = Change::DocumentAcknowledged {
            document: sent.id.clone(),
            acknowledgement: Acknowledgement::Partial,
        };
        let commit = Commit {
            changes: vec![change],
            ..Commit::default()
        };
        store.commit(commit).await.unwrap();
        let found = store
            .document(&Scope::default(), false, &sent.id)
            .await
            .unwrap();
        assert_eq!(found.unwrap().acknowledgement, Acknowledgement::Partial);
    })
    .await;
}

#[tokio::test]
async fn sent_messages_are_found_by_their_group() {
    on_each(async |database| {
        let store = database.open().await;
        let sent = |group: &str, message: &str, document: &str| Change::SentMessage {
            partner: partner("WOMART"),
            group: group.to_owned(),
            message: message.to_owned(),
            document: document_id(document),
        };
        let changes = vec![
            sent("7", "0002", "d2"),
            sent("7", "0001", "d1"),
            sent("8", "0001", "d3"),
        ];
        store
            .commit(Commit {
                changes,
                ..Commit::default()
            })
            .await
            .unwrap();
        let found = store.sent_messages(&partner("WOMART"), "7").await.unwrap();
        let expected = [("0001", "d1"), ("0002", "d2")];
        assert_eq!(found, expected.map(|(m, d)| (m.to_owned(), document_id(d))));
        assert!(
            store
                .sent_messages(&partner("BIGMART"), "7")
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}
