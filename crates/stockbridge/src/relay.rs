//! RELAY carries committed events into Kafka. Without brokers the database is the log: consumers
//! follow its event table, and there is nothing to carry.

use anyhow::Result;

use crate::hub::Hub;

/// Ends at once, because embedded the log needs no carrying.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    tracing::debug!(owner = %hub.owner, "no brokers are configured: the database is the log");
    Ok(())
}
