use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use store::Store;

/// Names the PostgreSQL server to run on too: `postgres://user@host:port/database`.
const POSTGRES: &str = "STOCKBRIDGE_TEST_POSTGRES";

/// A database of its own for one test. It goes when this is dropped.
#[derive(Debug)]
pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) folder: tempfile::TempDir,
    schema: String,
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("hub.db").display());
        Self {
            url,
            folder,
            schema: String::new(),
        }
    }

    async fn postgres(server: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let schema = format!("test_{}_{number}", std::process::id());
        run(server, format!("CREATE SCHEMA {schema}")).await;
        let sign = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{sign}options[search_path]={schema}");
        let folder = tempfile::tempdir().unwrap();
        Self {
            url,
            folder,
            schema,
        }
    }

    /// Makes the schema beside somebody else's.
    pub(crate) async fn claim_beside(&self) {
        let schema = format!("{}_rebuild", self.schema);
        self.at_server(format!("COMMENT ON SCHEMA {schema} IS 'ours'"))
            .await;
    }

    /// Drops the schema beside, whoever's it is.
    pub(crate) async fn drop_beside(&self) {
        self.at_server(format!("DROP SCHEMA {}_rebuild CASCADE", self.schema))
            .await;
    }

    async fn at_server(&self, sql: String) {
        run(&self.url, sql).await;
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }
}

async fn run(server: &str, sql: String) {
    let options: sqlx::postgres::PgConnectOptions = server.parse().unwrap();
    let mut connection = options.connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

/// Runs a test on every database there is.
pub(crate) async fn on_each<F: Future<Output = ()>>(test: impl Fn(Database) -> F) {
    test(Database::sqlite()).await;
    on_postgres(test).await;
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place of the store suite that asks"
)]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Returns how many cases to try: few in CI, many in the long form.
pub(crate) fn cases(short: u32, long: u32) -> u32 {
    match setting("STOCKBRIDGE_TEST_LONG") {
        Some(_) => long,
        None => short,
    }
}

/// Runs a test on the database that several processes may share, where there is one.
pub(crate) async fn on_postgres<F: Future<Output = ()>>(test: impl Fn(Database) -> F) {
    let Some(server) = setting(POSTGRES) else {
        println!("skipped on PostgreSQL: {POSTGRES} is not set");
        return;
    };
    let database = Database::postgres(&server).await;
    let schema = database.schema.clone();
    test(database).await;
    run(&server, format!("DROP SCHEMA {schema} CASCADE")).await;
}
