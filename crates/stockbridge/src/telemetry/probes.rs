//! What machines that watch the process are told: whether it is ready, and its metrics.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use metrics::gauge;
use metrics_exporter_prometheus::PrometheusHandle;
use portal::{Probes, Readiness};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use super::collect::{Figures, Held};
use super::metrics::{gathered, told};
use crate::hub::Hub;
use crate::system;

/// How old the figures may be that a second scraper or probe is told.
const FRESH: Duration = Duration::from_secs(1);
/// A group whose oldest event waits longer than this does not keep up.
const KEEPS_UP: f64 = 60.0;

/// Returns the probes of a hub.
pub(crate) fn of_hub(hub: &Hub) -> Probes {
    let watched = Arc::new(Watched {
        hub: hub.clone(),
        gathered: gathered(),
        last: Mutex::new(None),
    });
    let ready = watched.clone();
    Probes {
        readiness: Arc::new(move || {
            let watched = ready.clone();
            Box::pin(async move { watched.parts().await })
        }),
        metrics: Arc::new(move || {
            let watched = watched.clone();
            Box::pin(async move { watched.metrics().await })
        }),
        stopping: hub.stopping.clone(),
    }
}

/// Takes the address of the probes.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!(
            "cannot answer probes on {address}: stop the program that listens there, or choose \
             another address (setting `metrics_listen`)"
        )
    })
}

/// Answers nothing but probes, at an address of their own, until the process should finish.
pub(crate) async fn serve(hub: Hub, listener: TcpListener) -> Result<()> {
    axum::serve(listener, portal::probes(of_hub(&hub)))
        .with_graceful_shutdown(async move { hub.stopped().await })
        .await
        .context("the probes stopped")
}

/// A hub that is watched.
struct Watched {
    hub: Hub,
    gathered: PrometheusHandle,
    last: Mutex<Option<Asked>>,
}

/// What the database answered, and when it was asked.
#[derive(Clone)]
struct Asked {
    at: Instant,
    figures: Result<Arc<Figures>, store::Error>,
}

impl Watched {
    /// Returns the backlog, asking the database at most once a second however many want to know.
    async fn figures(&self) -> Result<Arc<Figures>, store::Error> {
        let mut last = self.last.lock().await;
        if let Some(asked) = last.as_ref().filter(|asked| asked.at.elapsed() < FRESH) {
            return asked.figures.clone();
        }
        let read = Figures::read(&self.hub.store, system::now()).await;
        let known = last.as_ref().is_some_and(|asked| asked.figures.is_err());
        match &read {
            Err(error) if !known => tracing::error!(%error, "the database cannot answer"),
            Ok(_) if known => tracing::info!("the database answers again"),
            _ => {}
        }
        let figures = read.map(Arc::new);
        *last = Some(Asked {
            at: Instant::now(),
            figures: figures.clone(),
        });
        figures
    }

    async fn parts(&self) -> Vec<(String, Readiness)> {
        let part = |name: &str, how| (name.to_owned(), how);
        let mut parts = Vec::new();
        match self.figures().await {
            Ok(figures) => {
                parts.push(part("database", Readiness::Ready(String::new())));
                for held in figures.held_by(&self.hub.owner) {
                    parts.push(part(&held.group, pace(&held)));
                }
            }
            // What exactly it says is for the log, not for whoever may ask.
            Err(_) => {
                let why = "it cannot answer; the log says why".to_owned();
                parts.push(part("database", Readiness::Failed(why)));
            }
        }
        let writer = match self.hub.store.queue() {
            Some(queue) => Readiness::Ready(format!("{queue} steps wait")),
            None => Readiness::Failed("it has stopped".to_owned()),
        };
        parts.push(part("writer", writer));
        if let Some(kafka) = &self.hub.kafka {
            // The log goes on in the database, and consumers follow it there.
            let how = match kafka.trouble() {
                None => Readiness::Ready(String::new()),
                Some(_) => Readiness::Degraded("it cannot be reached; the log says why".to_owned()),
            };
            parts.push(part("kafka", how));
        }
        parts.extend(self.hub.health.parts());
        parts
    }

    async fn metrics(&self) -> String {
        let figures = self.figures().await;
        let gauges = told(|| {
            gauge!("stockbridge_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1);
            gauge!("stockbridge_database_up").set(u8::from(figures.is_ok()));
            if let Ok(figures) = &figures {
                figures.record();
            }
        });
        self.gathered.render() + &gauges
    }
}

/// Says whether a group keeps up.
fn pace(held: &Held) -> Readiness {
    let (behind, partitions) = (held.behind, held.partitions);
    let about = format!("{behind} events behind in {partitions} partitions");
    match held.age <= KEEPS_UP {
        true => Readiness::Ready(about),
        false => Readiness::Degraded(format!("{about}, the oldest for {:.0} s", held.age)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_that_does_not_keep_up_degrades() {
        let held = |age| Held {
            group: "plan".to_owned(),
            partitions: 3,
            behind: 7,
            age,
        };
        let about = "7 events behind in 3 partitions";
        assert_eq!(pace(&held(60.0)), Readiness::Ready(about.to_owned()));
        let late = format!("{about}, the oldest for 61 s");
        assert_eq!(pace(&held(61.0)), Readiness::Degraded(late));
    }
}
