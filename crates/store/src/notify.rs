//! How processes that share a PostgreSQL database wake each other.

use std::time::Duration;

use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::watch;

/// Tells everyone who listens in this schema that a group of steps was committed.
pub(crate) const TELL: &str = "SELECT pg_notify('stockbridge_' || md5(current_schema()), $1)";
const CHANNEL: &str = "SELECT 'stockbridge_' || md5(current_schema())";
const TRY_AGAIN: Duration = Duration::from_secs(1);

/// Wakes who waits in this process when another process has committed, until nobody is left.
pub(crate) async fn listen(pool: PgPool, session: String, changed: watch::Sender<u64>) {
    while !changed.is_closed() && !pool.is_closed() {
        if let Err(error) = hear(&pool, &session, &changed).await {
            tracing::debug!(%error, "cannot hear of other processes' commits; trying again");
        }
        tokio::time::sleep(TRY_AGAIN).await;
        // Of what is committed until somebody listens again nobody is told.
        changed.send_modify(|commits| *commits += 1);
    }
}

async fn hear(
    pool: &PgPool,
    session: &str,
    changed: &watch::Sender<u64>,
) -> Result<(), sqlx::Error> {
    let channel: String = sqlx::query_scalar(CHANNEL).fetch_one(pool).await?;
    let mut listener = PgListener::connect_with(pool).await?;
    listener.ignore_pool_close_event(false);
    listener.listen(&channel).await?;
    loop {
        let told = tokio::select! {
            told = listener.try_recv() => told?,
            () = pool.close_event() => return Ok(()),
            () = changed.closed() => return Ok(()),
        };
        match told {
            Some(told) if told.payload() == session => {}
            Some(_) => changed.send_modify(|commits| *commits += 1),
            None => return Ok(()),
        }
    }
}
