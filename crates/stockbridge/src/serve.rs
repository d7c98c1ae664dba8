//! SERVE answers people and programs: pages, the API, live status.

use std::sync::Arc;

use anyhow::{Context, Result};
use model::commit::Outcome;
use portal::{AppendError, PortalState};
use store::{Error, Store};
use tokio::net::TcpListener;

use crate::hub::Hub;
use crate::{system, telemetry};

/// Serves until the process should finish, then finishes what it took.
pub(crate) async fn run(hub: Hub, listener: TcpListener, https: bool) -> Result<()> {
    let time = hub.time.clone();
    let store = hub.store.clone();
    let admission = hub.admission.clone();
    let state = PortalState {
        store: hub.store.clone(),
        reference: hub.reference.clone(),
        now: Arc::new(move || time.now()),
        wall: Arc::new(system::now),
        random: Arc::new(random),
        append: Arc::new(move |outcome| Box::pin(append(store.clone(), outcome))),
        full: Arc::new(move || Box::pin(admission.clone().turns_away())),
        stopping: hub.stopping.clone(),
        secure: https,
        probes: telemetry::of_hub(&hub),
    };
    axum::serve(listener, portal::router(state))
        .with_graceful_shutdown(async move { hub.stopped().await })
        .await
        .context("the web server stopped")
}

async fn append(store: Store, outcome: Outcome) -> Result<(), AppendError> {
    let report = telemetry::document_in(&outcome).map(|document| document.status);
    bus::publish(&store, outcome)
        .await
        .map_err(|error| match error {
            bus::Error::Store(Error::Conflict { what }) => AppendError::Conflict(what.to_string()),
            other => AppendError::Unavailable(other.to_string()),
        })?;
    if let Some(status) = report {
        telemetry::count_received(status);
    }
    Ok(())
}

/// Without randomness nobody may sign in: a session that can be guessed is worse than none.
fn random(buffer: &mut [u8]) {
    if let Err(error) = system::random(buffer) {
        tracing::error!(%error, "the machine gives no random bytes; the process ends");
        std::process::abort();
    }
}
