//! Holds every partition of site facts and the clock, so that nobody plans or announces deadlines.

use std::time::Duration;

use anyhow::{Context, Result};
use bus::topics::{PARTITIONS, SITE_FACTS};
use store::{Error, Store};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep};

use crate::{clock, system};

const LEASE_MS: i64 = 10_000;
/// Three chances in a lease.
const RENEWAL: Duration = Duration::from_secs(3);
/// A process that was killed leaves its leases behind; one that lives prolongs them. Which it was,
/// shows after the time of a lease.
const PATIENCE: Duration = Duration::from_secs(12);
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Everything that whoever writes the live tables must hold.
pub(super) struct Held {
    store: Store,
    owner: String,
    keeper: AbortHandle,
}

impl Held {
    /// Takes all of it, or says who must stop.
    pub(super) async fn take(store: &Store) -> Result<Self> {
        let owner = format!("rebuild-{}-{}", std::process::id(), system::now_ms());
        let keeper = tokio::spawn(keep(store.clone(), owner.clone())).abort_handle();
        let held = Self {
            store: store.clone(),
            owner,
            keeper,
        };
        match held.take_all().await {
            Ok(()) => Ok(held),
            Err(error) => {
                // What went wrong is told; leases end by themselves.
                let _ = held.give_back().await;
                Err(error)
            }
        }
    }

    async fn take_all(&self) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        let (clock, at) = clock::LEASE;
        self.take_one(clock, at, 0, until).await?;
        for partition in 0..PARTITIONS {
            self.take_one(SITE_FACTS.group, SITE_FACTS.name, partition, until)
                .await?;
        }
        Ok(())
    }

    async fn take_one(
        &self,
        group: &str,
        topic: &str,
        partition: u16,
        until: Instant,
    ) -> Result<()> {
        loop {
            let (owner, now) = (&self.owner, system::now_ms());
            let taken = self
                .store
                .take(group, topic, partition, owner, now, LEASE_MS)
                .await?;
            if taken.is_some() {
                return Ok(());
            }
            if Instant::now() >= until {
                let (group, topic) = (group.to_owned(), topic.to_owned());
                let held = Error::Fenced {
                    group,
                    topic,
                    partition,
                };
                return Err(held).context(
                    "a process that plans is running: stop every process with the role plan, then \
                     start again",
                );
            }
            sleep(LOOK_AGAIN).await;
        }
    }

    /// Returns the name it is held under.
    pub(super) fn owner(&self) -> &str {
        &self.owner
    }

    /// Gives all of it back.
    pub(super) async fn give_back(self) -> Result<()> {
        self.keeper.abort();
        Ok(self.store.give_back_all(&self.owner).await?)
    }
}

/// Prolongs what is held. If that fails for long, another takes it, and the swap is refused.
async fn keep(store: Store, owner: String) {
    loop {
        sleep(RENEWAL).await;
        let kept = store.prolong_all(&owner, system::now_ms(), LEASE_MS).await;
        if let Err(error) = kept {
            tracing::warn!(%error, "cannot prolong leases yet");
        }
    }
}
