//! `serve`: runs the hub until it is told to stop.

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::ValueEnum;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::Common;
use crate::business_time::BusinessTime;
use crate::hub::{Hub, Role};
use crate::telemetry;

/// What `serve` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct ServeArguments {
    /// The parts to run; all when not given.
    #[arg(long, value_delimiter = ',')]
    roles: Vec<Role>,
}

impl ServeArguments {
    /// Returns the roles to run.
    pub(crate) fn roles(&self) -> Vec<Role> {
        match self.roles.as_slice() {
            [] => Role::value_variants().to_vec(),
            some => some.to_vec(),
        }
    }
}

/// Runs the hub.
pub(crate) async fn run(common: &Common, arguments: ServeArguments) -> Result<ExitCode> {
    let settings = common.settings()?;
    let roles = arguments.roles();
    let (stop, stopping) = watch::channel(false);
    let asked = asked_to_end()?;
    let listener = match roles.contains(&Role::Serve) {
        true => Some(listen(settings.listen).await?),
        false => None,
    };
    let probes = match settings.metrics_listen {
        Some(address) => Some(telemetry::listen(address).await?),
        None => None,
    };
    let time = match &settings.simulated_time {
        Some(file) => BusinessTime::followed(file)?,
        None => BusinessTime::of_the_machine(),
    };
    let hub = Hub::open(&settings, time, stopping).await?;
    tokio::spawn(async move {
        asked.await;
        // Nobody left to tell means everything has stopped already.
        let _ = stop.send(true);
    });
    if let Some(probes) = probes {
        tracing::info!(listen = %probes.local_addr()?, "probes and metrics are answered");
        tokio::spawn(telemetry::serve(hub.clone(), probes));
    }
    // Not what the settings say: with port 0 the system chose one.
    match listener.as_ref().map(TcpListener::local_addr).transpose()? {
        Some(listen) => tracing::info!(%listen, "the hub runs"),
        None => tracing::info!("the hub runs"),
    }
    hub.run(&roles, listener, settings.https).await?;
    Ok(ExitCode::SUCCESS)
}

/// Takes the address people and programs reach the hub at.
pub(crate) async fn listen(address: std::net::SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!(
            "cannot listen on {address}: stop the program that does, or choose another address \
             (setting `listen`, for the demo --listen 127.0.0.1:0)"
        )
    })
}

/// Begins to listen for a request to end; the future returned waits for one.
///
/// To be called before anyone is told that the process runs: until then a request ends it at once.
pub(crate) fn asked_to_end() -> Result<impl Future<Output = ()>> {
    let mut terminate =
        signal(SignalKind::terminate()).context("cannot listen for requests to end")?;
    let mut interrupt =
        signal(SignalKind::interrupt()).context("cannot listen for requests to end")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
