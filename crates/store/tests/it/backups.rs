use std::path::{Path, PathBuf};

use model::commit::Change;
use store::{Commit, Error, Restore, Store, back_up};

use crate::databases::Database;
use crate::made::{TOPIC, append, document, event, partner};

fn empty_digest() -> String {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned()
}

fn kept(id: &str) -> Commit {
    let mut document = document(id, Some("WOMART"), None, 3);
    document.sha256 = empty_digest();
    let changes = vec![
        Change::Document {
            document,
            bytes: None,
        },
        Change::ControlNumber {
            partner: partner("WOMART"),
            expected: 1,
            next: 41,
        },
    ];
    Commit {
        changes,
        events: vec![event(0, id)],
        ..Commit::default()
    }
}

fn restore(from: &Path) -> Restore<'_> {
    Restore {
        from,
        aside: None,
        skip: 0,
        partners: Vec::new(),
    }
}

/// A backup of a database that is in use, and a folder for another.
async fn made() -> (Database, Database, PathBuf) {
    let (first, second) = (Database::sqlite(), Database::sqlite());
    let store = first.open().await;
    store.commit(kept("d1")).await.unwrap();
    let file = first.folder.path().join("backup.db");
    let contents = back_up(&first.url, &file).await.unwrap();
    assert_eq!((contents.events, contents.documents), (1, 1));
    assert_eq!(contents.schema, store::newest_schema());
    assert_eq!(contents.bytes, file.metadata().unwrap().len());
    store.commit(append([event(0, "later")])).await.unwrap();
    store.close().await;
    (first, second, file)
}

#[tokio::test]
async fn a_backup_becomes_a_database() {
    let (first, second, file) = made().await;
    let exists = back_up(&first.url, &file).await;
    assert_eq!(exists, Err(Error::Exists(file.display().to_string())));
    let restored = Restore {
        skip: 1_000,
        partners: vec![partner("WOMART"), partner("NORDHAUS")],
        ..restore(&file)
    };
    let restored = restored.run(&second.url).await.unwrap();
    let numbers: Vec<_> = restored
        .numbers
        .iter()
        .map(|m| (m.partner.as_str(), m.before, m.now))
        .collect();
    assert_eq!(numbers, [("NORDHAUS", 1, 1_001), ("WOMART", 41, 1_041)]);
    assert_eq!((restored.to_deliver, restored.aside), (0, None));
    let store = second.open().await;
    assert_eq!(store.head(TOPIC, 0).await.unwrap(), 1, "as of the backup");
    let next = store.control_number(&partner("WOMART")).await.unwrap();
    assert_eq!(next, 1_041);
    store.commit(append([event(0, "on")])).await.unwrap();
}

#[tokio::test]
async fn what_is_there_is_kept() {
    let (first, _, file) = made().await;
    let path = first.folder.path().join("hub.db");
    let refused = restore(&file).run(&first.url).await;
    assert_eq!(refused, Err(Error::Exists(path.display().to_string())));
    let holder = first.open().await;
    let forced = Restore {
        aside: Some(".old".to_owned()),
        ..restore(&file)
    };
    let in_use = forced.run(&first.url).await;
    assert_eq!(in_use, Err(Error::InUse(path.display().to_string())));
    holder.close().await;
    let restored = forced.run(&first.url).await.unwrap();
    let aside = restored.aside.unwrap();
    let old = Store::open(&format!("sqlite:{}", aside.display()))
        .await
        .unwrap();
    assert_eq!(old.head(TOPIC, 0).await.unwrap(), 2);
    assert_eq!(first.open().await.head(TOPIC, 0).await.unwrap(), 1);
}

#[tokio::test]
async fn a_damaged_backup_is_refused_wherever_it_is_damaged() {
    let (_first, second, file) = made().await;
    let whole = std::fs::read(&file).unwrap();
    let check = async |bytes: Vec<u8>, what: &str| {
        std::fs::write(&file, bytes).unwrap();
        let refused = restore(&file).run(&second.url).await;
        assert!(
            matches!(refused, Err(Error::Unfit { .. })),
            "{what}: {refused:?}"
        );
        assert!(!second.folder.path().join("hub.db").exists(), "{what}");
    };
    check(whole[..whole.len() - 5_000].to_vec(), "cut off").await;
    check(b"rubbish ".repeat(1_000), "no database").await;
    // A byte inside an event: SQLite finds nothing wrong with it, our checksum does.
    let body = b"{\"n\":\"d1\"}";
    let at = whole.windows(body.len()).position(|w| w == body).unwrap();
    let mut changed = whole.clone();
    changed[at + 2] ^= 1;
    check(changed, "a changed event").await;
    std::fs::write(&file, whole).unwrap();
    restore(&file).run(&second.url).await.unwrap();
}

#[tokio::test]
async fn a_backup_of_nothing_is_refused() {
    let database = Database::sqlite();
    let to = database.folder.path().join("backup.db");
    let error = back_up(&database.url, &to).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable(_)), "{error}");
    assert_eq!(database.folder.path().read_dir().unwrap().count(), 0);
}

#[tokio::test]
async fn a_reader_beside_the_holder_sees_and_writes_nothing() {
    let database = Database::sqlite();
    let store = database.open().await;
    store.commit(append([event(0, "a")])).await.unwrap();
    let reader = Store::open_to_read(&database.url).await.unwrap();
    assert_eq!(reader.head(TOPIC, 0).await.unwrap(), 1);
    let written = reader.commit(append([event(0, "b")])).await;
    assert_eq!(written, Err(Error::Closed));
    assert_eq!(reader.damage().await.unwrap(), None);
    assert!(reader.bytes().await.unwrap() > 4_096);
    Store::try_writing(&database.url).await.unwrap();
    assert_eq!(store.head(TOPIC, 0).await.unwrap(), 1);
}
