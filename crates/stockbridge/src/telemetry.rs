//! What an operator sees of the process: logs, traces, metrics. `docs/observability.md` tells what
//! each of them means.

mod collect;
mod exporter;
mod journeys;
mod metrics;
mod probes;
mod trace;

use std::io::IsTerminal;

use anyhow::{Result, bail};
use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::hub::Role;
use crate::system;

pub(crate) use journeys::{Received, count_received, delivered, document_in};
pub(crate) use probes::{listen, of_hub, serve};
pub(crate) use trace::{span_from, traceparent_of};

/// What is watched of the process until it ends.
#[derive(Debug)]
pub(crate) struct Telemetry {
    traces: Option<SdkTracerProvider>,
}

impl Telemetry {
    /// Begins to write the log and, where a collector is named, to send traces. `level` is what is
    /// logged when the environment does not say.
    pub(crate) fn start(level: &str, roles: &[Role]) -> Result<Self> {
        let traces = exporter::of_environment(roles)?;
        let spans = traces.as_ref().map(|traces| {
            tracing_opentelemetry::layer()
                .with_tracer(traces.tracer("stockbridge"))
                // What stands in the code is for who works on it, not for who runs it.
                .with_location(false)
                .with_threads(false)
                .with_target(false)
                .with_filter(ours())
        });
        let filter = system::environment("STOCKBRIDGE_LOG").unwrap_or_else(|| level.to_owned());
        tracing_subscriber::registry()
            .with(log(&Format::of_environment()?).with_filter(EnvFilter::new(filter)))
            .with(spans)
            .init();
        Ok(Self { traces })
    }

    /// Sends what is left to send, and gives up soon: a collector that is gone must not keep the
    /// process.
    pub(crate) fn finish(self) {
        const PATIENCE: std::time::Duration = std::time::Duration::from_secs(2);
        if let Some(Err(error)) = self.traces.map(|t| t.shutdown_with_timeout(PATIENCE)) {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

/// Spans of our crates. Those of libraries, of what carries the traces among them, tell nothing of
/// a document.
fn ours() -> Targets {
    let ours = ["stockbridge", "bus", "store", "transport", "portal"];
    Targets::new().with_targets(ours.map(|name| (name, LevelFilter::INFO)))
}

/// How the log is written.
#[derive(Debug, PartialEq, Eq)]
enum Format {
    /// For people.
    Text,
    /// For what gathers logs: an object in each line.
    Json,
}

impl Format {
    fn of_environment() -> Result<Self> {
        Ok(
            match system::environment("STOCKBRIDGE_LOG_FORMAT").as_deref() {
                Some("text") => Self::Text,
                Some("json") => Self::Json,
                None if std::io::stderr().is_terminal() => Self::Text,
                None => Self::Json,
                Some(other) => {
                    bail!(
                        "STOCKBRIDGE_LOG_FORMAT is {other:?}; write text or json, or leave it out"
                    )
                }
            },
        )
    }
}

fn log<S>(format: &Format) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    match format {
        // Colours are for terminals; in a log file they are noise.
        Format::Text => layer.with_ansi(std::io::stderr().is_terminal()).boxed(),
        Format::Json => layer
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed(),
    }
}
