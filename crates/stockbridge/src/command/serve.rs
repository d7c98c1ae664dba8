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

/// What `serve` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct ServeArguments {
    /// The parts to run; all when not given.
    #[arg(long, value_delimiter = ',')]
    roles: Vec<Role>,
}

/// Runs the hub.
pub(crate) async fn run(common: &Common, arguments: ServeArguments) -> Result<ExitCode> {
    let settings = common.settings()?;
    let roles = match arguments.roles.as_slice() {
        [] => Role::value_variants().to_vec(),
        some => some.to_vec(),
    };
    let (stop, stopping) = watch::channel(false);
    let listener = match roles.contains(&Role::Serve) {
        true => Some(listen(settings.listen).await?),
        false => None,
    };
    let hub = Hub::open(&settings, BusinessTime::of_the_machine(), stopping).await?;
    tokio::spawn(async move {
        wait_for_signal().await;
        // Nobody left to tell means everything has stopped already.
        let _ = stop.send(true);
    });
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

/// Waits until someone asks the process to end.
pub(crate) async fn wait_for_signal() {
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut asked) => drop(asked.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminate => {}
        // Without a way to hear of Ctrl-C the process simply ends by it.
        _ = tokio::signal::ctrl_c() => {}
    }
}
