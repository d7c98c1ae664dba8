//! RELAY carries committed events into Kafka. Without brokers the database is the log: consumers
//! follow its event table, and there is nothing to carry.

use anyhow::Result;
use bus::{Disposition, Relay};

use crate::hub::Hub;
use crate::system;

/// Carries events until the process should finish.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    let Some(kafka) = hub.kafka.clone() else {
        tracing::debug!(owner = %hub.owner, "no brokers are configured: the database is the log");
        // A process that ended would be started again, for ever.
        hub.stopped().await;
        return Ok(());
    };
    let mut relay = Relay::new(hub.store.clone(), kafka, &hub.owner, system::now_ms)?;
    loop {
        let carried = tokio::select! {
            () = hub.stopped() => break,
            carried = relay.step() => carried,
        };
        match carried {
            Ok(_) => {}
            Err(error) if error.disposition() == Disposition::Retry => {
                tracing::debug!(%error, "cannot carry events into Kafka yet, trying again");
                relay.recover().await?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(relay.leave().await?)
}
