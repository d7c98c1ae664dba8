//! The power goes while SQLite's write-ahead log is being written: its tail is there in part, or
//! holds what was on the disk before.

use std::path::Path;

use store::Store;

use crate::databases::Database;
use crate::made::{TOPIC, append, event};

const BEFORE: i64 = 20;

/// Copies the files of an open database as they are on disk, the log cut or mangled by `damage`.
fn crash(from: &Path, to: &Path, damage: impl FnOnce(&mut Vec<u8>)) -> String {
    std::fs::create_dir_all(to).unwrap();
    std::fs::copy(from.join("hub.db"), to.join("hub.db")).unwrap();
    // The index of the log is made anew: it lives in memory that the power took.
    let mut log = std::fs::read(from.join("hub.db-wal")).unwrap();
    damage(&mut log);
    std::fs::write(to.join("hub.db-wal"), log).unwrap();
    format!("sqlite:{}/hub.db", to.display())
}

/// Opens what the crash left, looks that it is whole, and goes on; returns how many events it held.
async fn recovered(url: &str) -> i64 {
    let store = Store::open(url).await.unwrap();
    assert_eq!(store.damage().await.unwrap(), None);
    let head = store.head(TOPIC, 1).await.unwrap();
    let read = store.read_events(TOPIC, 1, 0, 1_000).await.unwrap();
    let ids: Vec<_> = read.iter().map(|event| event.id.as_str()).collect();
    let expected: Vec<_> = (0..head).map(|n| format!("e{n}")).collect();
    assert_eq!(ids, expected);
    // The step that was not acknowledged is told again by whoever wanted it.
    let again = append([event(1, &format!("e{head}"))]);
    store.commit(again).await.unwrap();
    assert_eq!(store.head(TOPIC, 1).await.unwrap(), head + 1);
    store.close().await;
    head
}

#[tokio::test]
async fn a_torn_tail_of_the_log_loses_only_what_was_not_acknowledged() {
    let database = Database::sqlite();
    let folder = database.folder.path();
    let store = database.open().await;
    for n in 0..BEFORE {
        let step = append([event(1, &format!("e{n}"))]);
        store.commit(step).await.unwrap();
    }
    let length = || std::fs::metadata(folder.join("hub.db-wal")).unwrap().len();
    let acknowledged = usize::try_from(length()).unwrap();
    let last = append([event(1, &format!("e{BEFORE}"))]);
    store.commit(last).await.unwrap();
    let whole = usize::try_from(length()).unwrap();
    assert!(acknowledged < whole, "the log began anew");

    let copy = |nth: usize| folder.join(format!("crash-{nth}"));
    let cuts = (acknowledged..whole).step_by(997).chain([whole - 1]);
    for (nth, cut) in cuts.enumerate() {
        let url = crash(folder, &copy(nth), |log| log.truncate(cut));
        assert_eq!(recovered(&url).await, BEFORE, "cut at byte {cut}");
        let mangled = copy(nth).join("mangled");
        let url = crash(folder, &mangled, |log| log[cut] ^= 0x40);
        assert_eq!(recovered(&url).await, BEFORE, "byte {cut} is another");
    }
    let url = crash(folder, &folder.join("whole"), |_| {});
    assert_eq!(recovered(&url).await, BEFORE + 1);
    store.close().await;
}
