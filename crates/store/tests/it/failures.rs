use std::path::PathBuf;

use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use store::{Error, Store};

use crate::databases::{Database, on_each, on_postgres};
use crate::made::{GROUP, TOPIC, append, event};

fn file(database: &Database) -> PathBuf {
    database.folder.path().join("hub.db")
}

async fn refused(url: &str) -> Error {
    Store::open(url).await.unwrap_err()
}

#[tokio::test]
async fn a_second_process_is_told_so() {
    let database = Database::sqlite();
    let store = database.open().await;
    assert_eq!(
        refused(&database.url).await,
        Error::InUse(file(&database).display().to_string())
    );
    store.close().await;
    database.open().await;
}

#[tokio::test]
async fn addresses_are_checked() {
    for url in ["", "hub.db", "mysql://x", "sqlite:", "sqlite::memory:"] {
        assert!(matches!(refused(url).await, Error::Address(_)), "{url:?}");
    }
    let nobody = "postgres://nobody:secret@127.0.0.1:1/none";
    let error = refused(nobody).await;
    assert!(matches!(error, Error::Unreachable(_)), "{error}");
    assert!(!error.to_string().contains("secret"));
}

#[tokio::test]
async fn a_file_in_the_way_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data"), "a file").unwrap();
    let error = refused(&format!("sqlite:{}/data/hub.db", folder.path().display())).await;
    assert!(matches!(error, Error::Unreachable(_)), "{error}");
    assert!(error.to_string().contains("data"), "{error}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named() {
    // /proc/self/task is a folder in which nobody, root included, may make files.
    let error = refused("sqlite:/proc/self/task/hub.db").await;
    assert!(
        matches!(error, Error::ReadOnly(_) | Error::Unreachable(_)),
        "{error}"
    );
}

#[tokio::test]
async fn rubbish_is_not_taken_for_a_database() {
    let database = Database::sqlite();
    std::fs::write(file(&database), "rubbish ".repeat(1_000)).unwrap();
    let error = refused(&database.url).await;
    assert!(matches!(error, Error::Corrupt(_)), "{error}");
    assert!(
        std::fs::read(file(&database))
            .unwrap()
            .starts_with(b"rubbish"),
        "left as it was"
    );
}

#[tokio::test]
async fn a_newer_schema_is_left_alone() {
    on_each(async |database| {
        database.open().await.close().await;
        let later = "INSERT INTO _sqlx_migrations
            (version, description, success, checksum, execution_time)
            VALUES (99, 'later', TRUE, CAST('x' AS BYTES), 0)";
        if database.url.starts_with("postgres") {
            let options: sqlx::postgres::PgConnectOptions = database.url.parse().unwrap();
            let mut on = options.connect().await.unwrap();
            let sql = later.replace("BYTES", "BYTEA");
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&mut on)
                .await
                .unwrap();
        } else {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file(&database));
            let mut on = options.connect().await.unwrap();
            let sql = later.replace("BYTES", "BLOB");
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&mut on)
                .await
                .unwrap();
            on.close().await.unwrap();
        }
        assert_eq!(
            refused(&database.url).await,
            Error::Newer {
                found: 99,
                known: store::newest_schema()
            }
        );
    })
    .await;
}

#[tokio::test]
async fn a_lost_connection_is_made_again() {
    on_postgres(async |database| {
        let store = database.open().await;
        store.commit(append([event(0, "a")])).await.unwrap();
        let options: sqlx::postgres::PgConnectOptions = database.url.parse().unwrap();
        let mut on = options.connect().await.unwrap();
        // The writer made its first connection known by a name it has with no other process.
        store.join(GROUP, TOPIC, "one", 0, 100).await.unwrap();
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name IN (SELECT session FROM workers)";
        let ended = sqlx::query(sql)
            .execute(&mut on)
            .await
            .unwrap()
            .rows_affected();
        assert!(ended >= 1);
        store.commit(append([event(0, "b")])).await.unwrap();
        assert_eq!(store.head(TOPIC, 0).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn damaged_bodies_are_an_error() {
    let database = Database::sqlite();
    let store = database.open().await;
    store.commit(append([event(0, "a")])).await.unwrap();
    store.close().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file(&database));
    let mut on = options.connect().await.unwrap();
    sqlx::raw_sql("UPDATE events SET body = x'0102030405'")
        .execute(&mut on)
        .await
        .unwrap();
    on.close().await.unwrap();
    let error = database
        .open()
        .await
        .read_events(TOPIC, 0, 0, 1)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Corrupt(_)), "{error}");
}
