//! The demo: the whole story in one process, with nothing to install.
//!
//! The hub is the real one, on SQLite. Around it stand simulators of the retailer, our warehouse
//! and our planner, which reach it as anyone would: by files in a mailbox and over the API. Time is
//! simulated and moved by the story.

mod live;
mod planner;
mod story;
mod summary;
mod warehouse;
mod womart;
mod world;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use tokio::sync::watch;

use crate::business_time::BusinessTime;
use crate::command::{self, Common, asked_to_end, listen};
use crate::config::Config;
use crate::hub::{Hub, Role};
use crate::reference;
use story::Story;

const REFERENCE: &str = include_str!("../../../examples/womart/reference.toml");
const DATA: &str = "demo-data";

/// What `demo` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct DemoArguments {
    /// Stop after the story.
    #[arg(long)]
    exit: bool,
    /// Days lived through before the story ends.
    #[arg(long, default_value_t = world::LIVED_DAYS)]
    days: u32,
    /// Start over: remove what an earlier demo left in the data folder.
    #[arg(long)]
    fresh: bool,
    /// Where to serve the portal; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8480")]
    listen: SocketAddr,
    /// The parts to run here; all when not given. Others run beside it, by `serve` on the same
    /// database and `simulated_time`.
    #[arg(long, value_delimiter = ',')]
    roles: Vec<Role>,
}

/// Tells the story, then serves the portal until interrupted.
pub(crate) async fn run(common: &Common, arguments: DemoArguments) -> Result<ExitCode> {
    let begun = Instant::now();
    let asked = asked_to_end()?;
    let data = common.data.clone().unwrap_or_else(|| PathBuf::from(DATA));
    let listener = listen(arguments.listen).await?;
    let address = format!("http://{}", listener.local_addr()?);
    claim(&data, arguments.fresh)?;
    let settings = Config {
        listen: arguments.listen,
        ..Config::load(None, Some(&data))?
    };
    let (stop, stopping) = watch::channel(false);
    let start = story::time_of(&data)?;
    let time = match &settings.simulated_time {
        Some(file) => BusinessTime::told_in(file, start)?,
        None => BusinessTime::simulated(start),
    };
    let hub = Hub::with_reference(
        &settings,
        reference::parse(REFERENCE)?,
        time,
        stopping.clone(),
    )
    .await?;
    let roles = match arguments.roles.is_empty() {
        true => Role::value_variants().to_vec(),
        false => arguments.roles.clone(),
    };
    let of_the_hub = hub.clone();
    let running = tokio::spawn(async move { of_the_hub.run(&roles, Some(listener), false).await });

    let told = async {
        let mut story = Story::open(&data, hub.clone(), &address)?;
        let first_order = story.tell(arguments.days, begun).await?;
        summary::show(common, &hub, &data, &address, first_order).await?;
        if !arguments.exit {
            live::go_on(&mut story).await?;
        }
        anyhow::Ok(())
    };
    let ended = tokio::select! {
        told = told => told,
        () = asked => Ok(()),
        // A role that fails ends the story, however far it was.
        () = closed(&stopping, &running) => Ok(()),
    };
    // The roles finish what they took before the process ends.
    let _ = stop.send(true);
    running.await.context("the hub ended in a panic")??;
    ended.map(|()| ExitCode::SUCCESS)
}

/// Waits until the hub ended by itself.
async fn closed<T>(stopping: &watch::Receiver<bool>, hub: &tokio::task::JoinHandle<T>) {
    const LOOK_AGAIN: std::time::Duration = std::time::Duration::from_millis(100);
    while !hub.is_finished() && !*stopping.borrow() {
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// The simulators' folder; also what a demo's data folder is known by.
const SIMULATORS: &str = "simulators";
/// Its name while an earlier demo is removed: one that is found was not removed in full.
const REMOVED: &str = "simulators.removed";

/// Makes the data folder, or goes on in one of an earlier demo. Any other is left alone: the
/// demo's invented time and orders must not get into what is real.
fn claim(data: &Path, fresh: bool) -> Result<()> {
    let mut names = Vec::new();
    if data.exists() {
        let looked = || format!("cannot look into the data folder {}", data.display());
        for entry in std::fs::read_dir(data).with_context(looked)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
    }
    let fresh = fresh || names.iter().any(|name| name == REMOVED);
    let of_a_demo = names.iter().any(|name| name.starts_with(SIMULATORS));
    let kept = |name: &str| {
        let ours = ["stockbridge.db", "mail", SIMULATORS];
        ours.iter().any(|our| name.starts_with(our))
    };
    let foreign = names
        .iter()
        .find(|name| !of_a_demo || (fresh && !kept(name)));
    if let Some(name) = foreign {
        bail!(
            "{} holds {name}, which is not from a demo; choose another folder with --data",
            data.display()
        );
    }
    if fresh {
        start_over(data, &names).with_context(|| format!("cannot empty {}", data.display()))?;
    }
    let made = || {
        let data = data.display();
        format!("cannot make the data folder {data}; choose another one with --data")
    };
    std::fs::create_dir_all(data.join(SIMULATORS)).with_context(made)
}

/// Removes what a demo keeps. Killed anywhere, the next start ends what this one began.
fn start_over(data: &Path, names: &[String]) -> std::io::Result<()> {
    let (simulators, removed) = (data.join(SIMULATORS), data.join(REMOVED));
    if simulators.exists() {
        std::fs::rename(simulators, &removed)?;
    }
    for name in names.iter().filter(|name| !name.starts_with(SIMULATORS)) {
        let path = data.join(name);
        match path.is_dir() {
            true => std::fs::remove_dir_all(path)?,
            false => std::fs::remove_file(path)?,
        }
    }
    match removed.exists() {
        true => std::fs::remove_dir_all(removed),
        false => Ok(()),
    }
}

/// Tells a person what happens, beside the progress bar.
fn say(bar: &indicatif::ProgressBar, text: &str) {
    // A bar that is not drawn, because nobody watches a terminal, swallows what is said through it.
    if bar.is_hidden() {
        command::tell(text);
    } else {
        bar.println(text);
    }
}
