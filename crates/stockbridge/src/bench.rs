//! `bench flow`: how fast the way from an 852 to an order is, measured on the hub as it runs.
//! `bench cluster`: the same and more, embedded beside Kafka and PostgreSQL.

mod applied;
mod carried;
mod cluster;
mod disk;
mod figures;
mod latency;
mod load;
mod mail;
mod page;
mod process;
mod restart;
mod rig;
mod soak;
mod story;
mod workers;
mod world;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Subcommand, ValueEnum};

use crate::command::{Common, tell};
use figures::Figures;
use rig::Place;

const DATA: &str = "bench-data";

/// What can be measured.
#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    /// Measures the flow from a received file to proposals, orders and pages.
    Flow(FlowArguments),
    /// Measures one part embedded and on the PostgreSQL and Kafka of the settings, which must be
    /// empty. `cargo xtask bench cluster` starts them and measures every part.
    Cluster(cluster::ClusterArguments),
}

/// What `bench flow` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct FlowArguments {
    /// The parts to measure; all when not given.
    #[arg(long, value_delimiter = ',')]
    parts: Vec<Part>,
    /// Seconds over which 852s arrive.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Millions of facts the ledger grows to.
    #[arg(long, default_value_t = 10)]
    millions: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// 852 to proposals, release to file.
    Latency,
    /// Facts applied to a growing ledger.
    Applied,
    /// Files taken in, as fast as they can be.
    Ingest,
    /// The demo's times and memory.
    Story,
    /// The order page of the demo's data.
    Page,
}

/// Measures and prints.
pub(crate) async fn run(common: &Common, command: BenchCommand) -> Result<ExitCode> {
    let data = common.data.clone().unwrap_or_else(|| PathBuf::from(DATA));
    make_room(&data)?;
    let (bench, measured) = match command {
        BenchCommand::Flow(arguments) => ("flow", measure(&data, &arguments).await),
        BenchCommand::Cluster(arguments) => ("cluster", cluster::measure(&data, &arguments).await),
    };
    std::fs::remove_dir_all(&data).with_context(|| format!("cannot remove {}", data.display()))?;
    measured?.show(bench, common.json);
    Ok(ExitCode::SUCCESS)
}

/// Makes an empty folder; one that holds anything is somebody's.
fn make_room(data: &Path) -> Result<()> {
    if data.exists() {
        bail!(
            "{} exists already; a bench needs a folder of its own: remove it, or choose another \
             with --data",
            data.display()
        );
    }
    std::fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))
}

async fn measure(data: &Path, arguments: &FlowArguments) -> Result<Figures> {
    let mut figures = Figures::default();
    let wanted = |part| arguments.parts.is_empty() || arguments.parts.contains(&part);
    disk::measure(data, &mut figures)?;
    if wanted(Part::Latency) {
        tell("latency: loading 84 days of history, then feeding 852s");
        let folder = data.join("latency");
        latency::measure(Place::Embedded, &folder, arguments.seconds, &mut figures).await?;
    }
    if wanted(Part::Applied) {
        tell("applied: growing a ledger");
        let folder = data.join("applied");
        applied::measure(Place::Embedded, &folder, arguments.millions, &mut figures).await?;
    }
    if wanted(Part::Ingest) {
        tell("ingest: taking files in");
        load::measure(&data.join("ingest"), &mut figures).await?;
    }
    let demo = data.join("demo");
    if wanted(Part::Story) || wanted(Part::Page) {
        tell("story: running the demo");
        story::measure(&demo, &mut figures).await?;
    }
    if wanted(Part::Page) {
        tell("page: asking for an order page");
        page::measure(&demo, &mut figures).await?;
    }
    Ok(figures)
}
