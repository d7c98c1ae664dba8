use store::{Commit, Store};

use crate::databases::on_each;
use crate::made::{GROUP, TOPIC, append, event, step};

#[tokio::test]
async fn a_backlog_is_what_the_group_has_not_applied() {
    on_each(async |database| {
        let store = database.open().await;
        assert_eq!(store.backlog(GROUP, TOPIC).await.unwrap(), 0);
        let events = (0..5).map(|n| event(n % 2, &format!("e{n}")));
        store.commit(append(events)).await.unwrap();
        assert_eq!(store.backlog(GROUP, TOPIC).await.unwrap(), 5, "not taken");
        let lease = store.take(GROUP, TOPIC, 0, "w", 0, 10).await.unwrap();
        let cursor = Some(step(0, 0, 2, lease.unwrap().epoch));
        store
            .commit(Commit {
                cursor,
                ..Commit::default()
            })
            .await
            .unwrap();
        assert_eq!(store.backlog(GROUP, TOPIC).await.unwrap(), 3);
        assert_eq!(store.backlog("others", TOPIC).await.unwrap(), 5);
    })
    .await;
}

#[tokio::test]
async fn schema_and_size_are_told() {
    on_each(async |database| {
        database.open().await.close().await;
        let store = Store::open_to_read(&database.url).await.unwrap();
        let newest = store::newest_schema();
        assert_eq!(store.schema().await.unwrap(), Some(newest));
        assert!(store.bytes().await.unwrap() > 0);
        Store::try_writing(&database.url).await.unwrap();
    })
    .await;
}
