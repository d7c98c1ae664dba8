//! A schema of its own on a real PostgreSQL, and topics of its own on a real Kafka.

use std::sync::atomic::{AtomicU32, Ordering};

use bus::{Kafka, KafkaSettings};
use sqlx::{AssertSqlSafe, ConnectOptions};
use store::Store;

/// Names the server: `postgres://user@host:port/database`.
const POSTGRES: &str = "STOCKBRIDGE_TEST_POSTGRES";
/// Names the brokers: `host:port`.
const KAFKA: &str = "STOCKBRIDGE_TEST_KAFKA";
/// Wants the long form of a test.
const LONG: &str = "STOCKBRIDGE_TEST_LONG";

#[expect(
    clippy::disallowed_methods,
    reason = "the one place of this suite that asks"
)]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Returns how much of something is done: little in CI, much in the long form.
pub(crate) fn amount(short: u32, long: u32) -> u32 {
    match setting(LONG) {
        Some(_) => long,
        None => short,
    }
}

/// A schema of the server.
pub(crate) struct Schema {
    server: String,
    name: String,
}

impl Schema {
    /// Makes one; `None`, and says so, where no server is named.
    pub(crate) async fn make() -> Option<Self> {
        static SCHEMAS: AtomicU32 = AtomicU32::new(0);
        let Some(server) = setting(POSTGRES) else {
            println!("skipped: {POSTGRES} is not set");
            return None;
        };
        let nth = SCHEMAS.fetch_add(1, Ordering::Relaxed);
        let name = format!("bus_{}_{nth}", std::process::id());
        let schema = Self { server, name };
        schema.say(format!("CREATE SCHEMA {}", schema.name)).await;
        Some(schema)
    }

    /// Opens it as another process would.
    pub(crate) async fn open(&self) -> Store {
        let url = format!("{}?options[search_path]={}", self.server, self.name);
        Store::open(&url).await.unwrap()
    }

    pub(crate) async fn drop(self) {
        self.say(format!("DROP SCHEMA {} CASCADE", self.name)).await;
    }

    async fn say(&self, sql: String) {
        let options: sqlx::postgres::PgConnectOptions = self.server.parse().unwrap();
        let mut on = options.connect().await.unwrap();
        let sql = AssertSqlSafe(sql);
        sqlx::raw_sql(sql).execute(&mut on).await.unwrap();
    }
}

/// Returns the brokers, where some are named.
pub(crate) fn brokers() -> Option<String> {
    setting(KAFKA)
}

/// Makes a schema, and topics of a name of their own.
pub(crate) async fn servers() -> Option<(Schema, Kafka)> {
    let Some(brokers) = brokers() else {
        println!("skipped: {KAFKA} is not set; run `cargo xtask cluster test`");
        return None;
    };
    let schema = Schema::make().await?;
    let kafka = Kafka::new(KafkaSettings {
        brokers,
        prefix: format!("{}.", schema.name),
        ..KafkaSettings::default()
    });
    kafka.ensure_topics().await.unwrap();
    Some((schema, kafka))
}
