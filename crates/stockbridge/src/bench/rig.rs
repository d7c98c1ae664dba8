//! A hub to measure.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use futures_util::StreamExt;
use model::commit::Outcome;
use model::reference::Reference;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::world::{self, PARTNER, World};
use crate::business_time::BusinessTime;
use crate::config::Config;
use crate::hub::{Hub, Role};

/// Where a hub is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// On a file of its own.
    Embedded,
    /// On the PostgreSQL of the settings, without Kafka.
    Postgres,
    /// On the PostgreSQL and the Kafka of the settings.
    Cluster,
}

impl Place {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Embedded => "embedded",
            Self::Postgres => "postgres",
            Self::Cluster => "cluster",
        }
    }

    /// Returns the settings of a hub there.
    pub(super) fn settings(self, data: &Path) -> Result<Config> {
        let mut settings = Config::load(None, Some(data))?;
        if self == Self::Embedded {
            settings.database = format!("sqlite:{}", data.join("stockbridge.db").display());
        }
        if self != Self::Cluster {
            settings.kafka = None;
        }
        settings.mail = data.join("mail");
        Ok(settings)
    }

    /// Returns a role that carries the log, where one has to.
    pub(super) fn roles(self, others: &[Role]) -> Vec<Role> {
        let relay = (self == Self::Cluster).then_some(Role::Relay);
        others.iter().copied().chain(relay).collect()
    }
}

/// A hub on an empty database, with nothing running yet.
pub(super) struct Rig {
    pub(super) hub: Hub,
    place: Place,
    settings: Config,
    /// Kept, because a hub whose stopper is gone stops.
    _stop: watch::Sender<bool>,
}

impl Rig {
    pub(super) async fn open(place: Place, data: &Path, world: &World) -> Result<Self> {
        std::fs::create_dir_all(data)?;
        let settings = place.settings(data)?;
        let (stop, stopping) = watch::channel(false);
        let morning = world::first_day().and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(6);
        let time = BusinessTime::simulated(morning);
        let reference = world.reference.clone();
        let hub = Hub::with_reference(&settings, reference, time, stopping).await?;
        let events = hub.store.counts().await?.events;
        ensure!(events == 0, "a bench needs a database that holds no events");
        if let Some(kafka) = &hub.kafka {
            kafka.ensure_topics().await?;
        }
        Ok(Self {
            hub,
            place,
            settings,
            _stop: stop,
        })
    }

    /// Runs roles, and what carries the log to them: embedded in one hub, at scale each on
    /// connections of its own, as the processes they would be.
    pub(super) async fn run(&self, roles: &[Role]) -> Result<Vec<Running>> {
        if self.place == Place::Embedded {
            let roles = roles.to_vec();
            let together = self.start(|hub| async move { hub.run(&roles, None, false).await });
            return Ok(vec![together]);
        }
        let mut running = Vec::new();
        for role in self.place.roles(roles) {
            let (stop, stopping) = watch::channel(false);
            let reference = Reference::clone(&self.hub.reference);
            let time = self.hub.time.clone();
            let hub = Hub::with_reference(&self.settings, reference, time, stopping).await?;
            let task = tokio::spawn(async move { hub.run(&[role], None, false).await });
            running.push(Running { stop, task });
        }
        Ok(running)
    }

    /// Runs something of the hub until [`Running::finish`].
    pub(super) fn start<F>(&self, role: impl FnOnce(Hub) -> F) -> Running
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        let (stop, stopping) = watch::channel(false);
        let hub = Hub {
            stopping,
            ..self.hub.clone()
        };
        let task = tokio::spawn(role(hub));
        Running { stop, task }
    }

    /// Appends reports of many days to the log, every site's of one day after the other.
    pub(super) async fn append(
        &self,
        world: &World,
        days: impl Iterator<Item = NaiveDate>,
    ) -> Result<Duration> {
        const SITES_A_COMMIT: usize = 50;
        const AT_ONCE: usize = 8;
        let begun = Instant::now();
        let sites: Vec<usize> = (0..world.sites.len()).collect();
        let chunks = days.flat_map(|day| sites.chunks(SITES_A_COMMIT).map(move |c| (day, c)));
        let appended = chunks.map(|(day, chunk)| async move {
            let facts = chunk.iter().map(|&site| world.report(site, day));
            let events = facts.collect::<Result<_>>()?;
            let changes = Vec::new();
            bus::publish(&self.hub.store, Outcome { changes, events }).await?;
            anyhow::Ok(())
        });
        let mut appended = futures_util::stream::iter(appended).buffered(AT_ONCE);
        while let Some(done) = appended.next().await {
            done?;
        }
        Ok(begun.elapsed())
    }

    /// Waits until every event was applied.
    pub(super) async fn drained(&self) -> Result<()> {
        let mut changed = self.hub.store.changed();
        while !bus::quiescent(&self.hub.store).await? {
            changed.changed().await?;
        }
        Ok(())
    }

    /// Waits until nothing is left to do, nor for those who only follow: the relay, and what hands
    /// state on to others.
    pub(super) async fn at_rest(&self) -> Result<()> {
        const LOOK_AGAIN: Duration = Duration::from_millis(50);
        self.hub.settle().await?;
        let behind = |p: &store::Progress| p.group.as_ref().is_some_and(|(_, n)| *n < p.head);
        while self.hub.store.progress().await?.iter().any(behind) {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(())
    }

    pub(super) fn inbox(&self) -> PathBuf {
        self.hub.mail.join(PARTNER).join("in")
    }

    pub(super) fn outbox(&self) -> PathBuf {
        self.hub.mail.join(PARTNER).join("out")
    }
}

/// A part of the hub that runs.
pub(super) struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<Result<()>>,
}

impl Running {
    /// Lets it finish what it took.
    pub(super) async fn finish(self) -> Result<()> {
        let _ = self.stop.send(true);
        self.task.await.context("a role ended in a panic")?
    }
}
