//! The time of the business: the machine's, or, in the demo and in tests, a simulated one.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::sync::watch;

use crate::system;

/// Tells the time of the business.
#[derive(Debug, Clone)]
pub(crate) struct BusinessTime(Option<Arc<watch::Sender<DateTime<Utc>>>>);

impl BusinessTime {
    /// The machine's time.
    pub(crate) fn of_the_machine() -> Self {
        Self(None)
    }

    /// A time that stands still until it is moved.
    pub(crate) fn simulated(start: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(watch::Sender::new(start))))
    }

    /// Returns the time.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.0
            .as_ref()
            .map_or_else(system::now, |simulated| *simulated.borrow())
    }

    /// Moves a simulated time on; time never goes back, and the machine's is not ours to move.
    pub(crate) fn move_to(&self, at: DateTime<Utc>) {
        if let Some(simulated) = &self.0 {
            simulated.send_if_modified(|time| {
                let later = at > *time;
                *time = at.max(*time);
                later
            });
        }
    }

    /// Waits until a simulated time was moved, or a moment of the machine's time passed. What moves
    /// after the call, before anyone waits, is not missed.
    pub(crate) fn passed(&self) -> impl Future<Output = ()> + Send + use<> {
        const MOMENT: std::time::Duration = std::time::Duration::from_secs(1);
        let simulated = self.0.as_ref().map(|simulated| simulated.subscribe());
        async move {
            match simulated {
                None => tokio::time::sleep(MOMENT).await,
                Some(mut simulated) => {
                    // The sender lives as long as the hub does, so waiting cannot fail.
                    let _ = simulated.changed().await;
                }
            }
        }
    }
}
