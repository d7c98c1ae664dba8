//! What the roles share, and how a process runs them.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use bus::Kafka;
use model::document::DocumentStatus;
use model::order::Direction;
use model::reference::Reference;
use store::Store;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::admission::Admission;
use crate::business_time::BusinessTime;
use crate::config::Config;
use crate::guides::GuidedSchemas;
use crate::health::Health;
use crate::{clock, dispatch, ingest, plan, publish, reference, relay, retention, serve};

/// What every role works with.
#[derive(Debug, Clone)]
pub(crate) struct Hub {
    /// The database.
    pub store: Store,
    /// What carries the log between processes, where it is not the database itself.
    pub kafka: Option<Kafka>,
    /// Partners, sites, items, agreements, users.
    pub reference: Arc<Reference>,
    /// What messages look like.
    pub schemas: Arc<GuidedSchemas>,
    /// The time of the business.
    pub time: BusinessTime,
    /// The partners' mailboxes.
    pub mail: PathBuf,
    /// This process among all that share the database.
    pub owner: String,
    /// Whether more may come in.
    pub admission: Admission,
    /// How long events and documents stay.
    pub retention_months: u32,
    /// Turns true when the process should finish.
    pub stopping: watch::Receiver<bool>,
    /// What its parts say of themselves.
    pub health: Arc<Health>,
}

/// The parts a process may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Role {
    /// Takes partners' files in.
    Ingest,
    /// Copies the log to Kafka.
    Relay,
    /// Keeps the ledger, proposes and releases.
    Plan,
    /// Writes to partners.
    Dispatch,
    /// Serves pages and the API.
    Serve,
}

impl Hub {
    /// Opens the database and reads the reference data.
    pub(crate) async fn open(
        config: &Config,
        time: BusinessTime,
        stopping: watch::Receiver<bool>,
    ) -> Result<Self> {
        let reference = reference::load(&config.reference)?;
        Self::with_reference(config, reference, time, stopping).await
    }

    /// Opens the database for reference data that was read already.
    pub(crate) async fn with_reference(
        config: &Config,
        reference: Reference,
        time: BusinessTime,
        stopping: watch::Receiver<bool>,
    ) -> Result<Self> {
        if let Some(file) = config.database.strip_prefix("sqlite:")
            && let Some(folder) = std::path::Path::new(file).parent()
        {
            std::fs::create_dir_all(folder).with_context(|| {
                format!(
                    "cannot make the data folder {}; choose another one with --data",
                    folder.display()
                )
            })?;
        }
        let store = Store::open(&config.database).await?;
        let parameters = reference::parameters(&reference)?;
        store
            .keep_parameters(&reference.version, time.now(), &parameters)
            .await?;
        Ok(Self {
            admission: Admission::new(store.clone(), config.backlog_limit),
            retention_months: config.retention_months,
            store,
            kafka: config.kafka.clone().map(Kafka::new),
            schemas: Arc::new(GuidedSchemas::load(&reference, &config.reference_folder())?),
            reference: Arc::new(reference),
            time,
            mail: config.mail.clone(),
            owner: crate::system::process_name()?,
            stopping,
            health: Arc::default(),
        })
    }

    /// Runs roles and the clock until the process should finish or one of them fails.
    pub(crate) async fn run(
        self,
        roles: &[Role],
        listener: Option<tokio::net::TcpListener>,
        https: bool,
    ) -> Result<()> {
        let through_kafka = [Role::Relay, Role::Plan, Role::Dispatch];
        if let Some(kafka) = &self.kafka
            && roles.iter().any(|role| through_kafka.contains(role))
        {
            kafka.check().await?;
        }
        let mut tasks = JoinSet::new();
        for role in roles {
            let hub = self.clone();
            match role {
                Role::Ingest => {
                    tasks.spawn(ingest::feed::run(hub.clone()));
                    tasks.spawn(ingest::run(hub));
                }
                Role::Relay => {
                    tasks.spawn(publish::run(hub.clone()));
                    tasks.spawn(relay::run(hub));
                }
                Role::Plan => {
                    tasks.spawn(clock::run(hub.clone()));
                    tasks.spawn(retention::run(hub.clone()));
                    tasks.spawn(plan::run(hub));
                }
                Role::Dispatch => drop(tasks.spawn(dispatch::run(hub))),
                Role::Serve => {}
            }
        }
        if roles.contains(&Role::Serve)
            && let Some(listener) = listener
        {
            tasks.spawn(serve::run(self.clone(), listener, https));
        }
        while let Some(ended) = tasks.join_next().await {
            ended.context("a role ended in a panic")??;
        }
        self.store.close().await;
        Ok(())
    }

    /// Returns when the process should finish.
    pub(crate) async fn stopped(&self) {
        let mut stopping = self.stopping.clone();
        // An error means whoever could stop us is gone, which is as good as a stop.
        let _ = stopping.wait_for(|stop| *stop).await;
    }

    /// Says whether nothing is left to do until time moves on or someone sends something.
    pub(crate) async fn is_idle(&self) -> Result<bool> {
        let before = self.moment().await?;
        // Work moves on from one of these places to another, but never without a commit; and never
        // back to one that was looked at already without an event.
        let idle = ingest::inboxes_are_empty(self)?
            && self
                .no_documents(Direction::In, DocumentStatus::Received)
                .await?
            && bus::quiescent(&self.store).await?
            && self
                .no_documents(Direction::Out, DocumentStatus::Ready)
                .await?
            && self.store.deadlines_due(self.time.now()).await?.is_empty()
            && clock::is_up_to_date(self).await?;
        Ok(idle && self.moment().await? == before)
    }

    /// Returns a number that no two moments share between which something moved on: of commits
    /// where all are ours, else of events, because other processes' commits we see late.
    async fn moment(&self) -> Result<u64> {
        match self.store.is_shared() {
            true => Ok(self.store.counts().await?.events),
            false => Ok(*self.store.changed().borrow()),
        }
    }

    async fn no_documents(&self, direction: Direction, status: DocumentStatus) -> Result<bool> {
        Ok(self
            .store
            .documents_with_status(direction, status, 1)
            .await?
            .is_empty())
    }

    /// Waits until nothing is left to do.
    pub(crate) async fn settle(&self) -> Result<()> {
        const LOOK_AGAIN: std::time::Duration = std::time::Duration::from_millis(50);
        let mut changed = self.store.changed();
        while !self.is_idle().await? {
            let waited = tokio::time::timeout(LOOK_AGAIN, changed.changed());
            // Whether something changed or the time was up, it is time to look again.
            let _ = waited.await;
        }
        Ok(())
    }
}
