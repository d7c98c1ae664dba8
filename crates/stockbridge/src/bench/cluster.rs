//! One part measured embedded, and then on Kafka and PostgreSQL, in one run.

use std::path::Path;

use anyhow::{Result, ensure};
use clap::ValueEnum;

use super::figures::Figures;
use super::rig::Place;
use super::{applied, carried, disk, latency, restart, soak, workers};
use crate::command::tell;

/// What `bench cluster` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct ClusterArguments {
    /// The part to measure.
    #[arg(long)]
    part: ClusterPart,
    /// Seconds over which 852s arrive.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Millions of facts the ledger grows to.
    #[arg(long, default_value_t = 2)]
    millions: u32,
    /// Minutes of the soak.
    #[arg(long, default_value_t = 30)]
    minutes: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClusterPart {
    /// 852 to proposals, release to file.
    Latency,
    /// Facts applied to a growing ledger; without Kafka, which has no part in it.
    Applied,
    /// Events of 1 kB through relay and consumer.
    Carried,
    /// Start of a killed planner to its first applied event.
    Restart,
    /// A day opened by one, two and three planners.
    Workers,
    /// Memory at twice the peak, for a long while.
    Soak,
}

pub(super) async fn measure(data: &Path, arguments: &ClusterArguments) -> Result<Figures> {
    let settings = Place::Cluster.settings(data)?;
    ensure!(
        settings.kafka.is_some() && settings.database.starts_with("postgres"),
        "the settings name no PostgreSQL and Kafka to measure: `cargo xtask bench cluster` \
         starts both and sets them"
    );
    let mut figures = Figures::default();
    disk::measure(data, &mut figures)?;
    for place in places(arguments.part) {
        tell(&format!("{:?}, {}", arguments.part, place.name()));
        figures.at(place.name());
        let folder = data.join(place.name());
        let figures = &mut figures;
        match arguments.part {
            ClusterPart::Latency => {
                latency::measure(place, &folder, arguments.seconds, figures).await
            }
            ClusterPart::Applied => {
                applied::measure(place, &folder, arguments.millions, figures).await
            }
            ClusterPart::Carried => carried::measure(place, &folder, figures).await,
            ClusterPart::Restart => restart::measure(place, &folder, figures).await,
            ClusterPart::Workers => workers::measure(place, &folder, figures).await,
            ClusterPart::Soak => soak::measure(place, &folder, arguments.minutes, figures).await,
        }?;
    }
    Ok(figures)
}

/// Embedded first, where the part means something there.
fn places(part: ClusterPart) -> Vec<Place> {
    match part {
        ClusterPart::Latency | ClusterPart::Carried | ClusterPart::Restart => {
            vec![Place::Embedded, Place::Cluster]
        }
        ClusterPart::Applied => vec![Place::Embedded, Place::Postgres],
        // Without Kafka, so that nothing but planners and the database computes.
        ClusterPart::Workers => vec![Place::Postgres],
        ClusterPart::Soak => vec![Place::Cluster],
    }
}
