//! `topics`: the topics Kafka must have.

use std::process::ExitCode;

use anyhow::{Result, bail};
use bus::Kafka;
use clap::Subcommand;
use serde_json::json;

use super::{Common, print};

/// What can be done about topics.
#[derive(Debug, Subcommand)]
pub(crate) enum TopicsCommand {
    /// Makes the topics that are missing at the brokers, and checks those that are there.
    Ensure,
}

/// Makes and checks.
pub(crate) async fn run(common: &Common, command: TopicsCommand) -> Result<ExitCode> {
    let TopicsCommand::Ensure = command;
    let Some(settings) = common.settings()?.kafka else {
        bail!(
            "no brokers are configured, so the database is the log and needs no topics; set \
             kafka.brokers where Kafka is to carry it"
        );
    };
    for topic in Kafka::new(settings).ensure_topics().await? {
        let (name, partitions, made) = (topic.name, topic.partitions, topic.made);
        if common.json {
            let line = json!({ "topic": name, "partitions": partitions, "made": made });
            print(&line.to_string());
        } else {
            let what = if made { "made" } else { "is there" };
            print(&format!("{name}  {partitions} partitions  {what}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}
