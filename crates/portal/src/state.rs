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
}

impl fmt::Debug for PortalState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortalState")
            .field("secure", &self.secure)
            .finish_non_exhaustive()
    }
}
