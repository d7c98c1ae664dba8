use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use model::commit::Outcome;
use model::reference::Reference;
use store::Store;
use tokio::sync::watch;

/// A clock.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Fills a buffer with bytes nobody can guess.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// Commits rows and events that people and programs caused: all of an outcome, or nothing.
pub type Append = Arc<dyn Fn(Outcome) -> BoxFuture<'static, Result<(), AppendError>> + Send + Sync>;

/// Says whether so much waits to be applied that nothing more should come in.
pub type Full = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// Says why an outcome was not committed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AppendError {
    /// Something it rests on moved meanwhile: an answered key, an event of the same id.
    #[error("conflicts with what was committed meanwhile: {0}")]
    Conflict(String),
    /// The database cannot take it now.
    #[error("the database cannot take it now: {0}")]
    Unavailable(String),
}

/// Whether a part of the process can do its work, and a few words about it. Ordered: the worse, the
/// greater.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readiness {
    /// It can.
    Ready(String),
    /// It can, later or with help: sending requests elsewhere would not make it better.
    Degraded(String),
    /// It cannot; requests should go to another process.
    Failed(String),
}

impl fmt::Display for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, about) = match self {
            Self::Ready(about) => ("ok", about),
            Self::Degraded(about) => ("degraded", about),
            Self::Failed(about) => ("failed", about),
        };
        match about.is_empty() {
            true => f.write_str(word),
            false => write!(f, "{word} ({about})"),
        }
    }
}

/// Tells how each part of the process stands.
pub type Parts = Arc<dyn Fn() -> BoxFuture<'static, Vec<(String, Readiness)>> + Send + Sync>;

/// Writes what was counted and measured, as Prometheus reads it.
pub type Metrics = Arc<dyn Fn() -> BoxFuture<'static, String> + Send + Sync>;

/// What machines that watch the process are told.
#[derive(Clone)]
pub struct Probes {
    /// How each part of the process stands.
    pub readiness: Parts,
    /// What was counted and measured.
    pub metrics: Metrics,
    /// Turns true when the process stops, so that nothing new is sent to it.
    pub stopping: watch::Receiver<bool>,
}

impl fmt::Debug for Probes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probes").finish_non_exhaustive()
    }
}

/// What the portal works with.
#[derive(Clone)]
pub struct PortalState {
    /// The database.
    pub store: Store,
    /// Partners, sites, items, agreements, users.
    pub reference: Arc<Reference>,
    /// The time of the business, which may be simulated.
    pub now: Clock,
    /// The time sessions expire by.
    pub wall: Clock,
    /// Where session ids come from.
    pub random: Random,
    /// How decisions and reports become events.
    pub append: Append,
    /// Whether reports and decisions of programs must come again later.
    pub full: Full,
    /// Turns true when the process stops, so that live pages let go.
    pub stopping: watch::Receiver<bool>,
    /// Whether the portal is reached by HTTPS only; cookies then say so.
    pub secure: bool,
    /// What machines that watch the process are told.
    pub probes: Probes,
}

impl fmt::Debug for PortalState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortalState")
            .field("secure", &self.secure)
            .finish_non_exhaustive()
    }
}
