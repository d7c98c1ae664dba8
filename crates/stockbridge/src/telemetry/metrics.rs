//! Every metric there is, and where they are gathered until someone asks.
//!
//! A metric is recorded where something happens, by its name; what stands in this table gives it
//! kind, unit, buckets and meaning. Labels are group, topic, partition and outcome, never a
//! partner, a site or an item: whoever may ask for metrics may not see whom we trade with.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use model::document::DocumentStatus;

/// What a metric is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Counted by this process since it began.
    Counter,
    /// Read from the database when someone asks, the same in every process.
    Gauge,
    /// Measured by this process, in buckets with these upper bounds.
    Histogram(&'static [f64]),
}

use Kind::{Counter, Gauge, Histogram};

/// For work of the machine: from half a millisecond to ten seconds.
const WORK: &[f64] = &[
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];
/// For what a person may wait for: from ten milliseconds to an hour.
const WAITS: &[f64] = &[
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, 600.0, 3_600.0,
];
/// For what waits for a partner or a cut-off: from a second to a week.
const DAYS: &[f64] = &[
    1.0, 10.0, 60.0, 600.0, 3_600.0, 14_400.0, 43_200.0, 86_400.0, 172_800.0, 604_800.0,
];

/// A metric: its name, kind, unit and meaning.
type Metric = (&'static str, Kind, Unit, &'static str);

const RECEIVED: &str = "stockbridge_documents_received_total";

#[rustfmt::skip]
const METRICS: [Metric; 25] = [
    ("stockbridge_build_info", Gauge, Unit::Count, "The version that runs; always 1"),
    ("stockbridge_database_up", Gauge, Unit::Count, "Whether the database answers: 1 or 0"),
    ("stockbridge_log_head", Gauge, Unit::Count, "Offset the next event of a partition will get"),
    ("stockbridge_cursor", Gauge, Unit::Count, "Offset of the next event a group applies"),
    ("stockbridge_lag_events", Gauge, Unit::Count, "Events a group has not applied yet"),
    ("stockbridge_lag_age_seconds", Gauge, Unit::Seconds, "Age of the oldest event a group has not applied; 0 if there is none"),
    ("stockbridge_dead_letters", Gauge, Unit::Count, "Events set aside that wait for a person"),
    ("stockbridge_parked_keys", Gauge, Unit::Count, "Keys whose events wait because one of them keeps failing"),
    ("stockbridge_documents_ready", Gauge, Unit::Count, "Documents written and not yet at their partner"),
    ("stockbridge_acknowledgements_overdue", Gauge, Unit::Count, "Documents of ours whose acknowledgement is overdue"),
    ("stockbridge_writer_queue", Gauge, Unit::Count, "Steps that wait for this process's writer"),
    (RECEIVED, Counter, Unit::Count, "Documents received, by what became of them"),
    ("stockbridge_events_applied_total", Counter, Unit::Count, "Events applied by a group"),
    ("stockbridge_duplicates_total", Counter, Unit::Count, "Events that came again and were skipped"),
    ("stockbridge_gaps_total", Counter, Unit::Count, "Gaps in what the broker delivered, filled from the database"),
    ("stockbridge_fallback_reads_total", Counter, Unit::Count, "Batches read from the database because the broker kept them back"),
    ("stockbridge_fences_total", Counter, Unit::Count, "Commits refused because another worker had taken the partition"),
    ("stockbridge_relay_published_total", Counter, Unit::Count, "Events published to Kafka"),
    ("stockbridge_apply_seconds", Histogram(WORK), Unit::Seconds, "Time to apply and commit a batch of events"),
    ("stockbridge_forecast_seconds", Histogram(WORK), Unit::Seconds, "Time to fit the forecasts of a site"),
    ("stockbridge_pool_wait_seconds", Histogram(WORK), Unit::Seconds, "Time a query waited for a connection"),
    ("stockbridge_inbound_to_decoded_seconds", Histogram(WAITS), Unit::Seconds, "From keeping a document's bytes to committing what it says"),
    ("stockbridge_order_release_to_delivered_seconds", Histogram(WAITS), Unit::Seconds, "From releasing an order to its document lying at the partner"),
    ("stockbridge_inbound_to_order_seconds", Histogram(DAYS), Unit::Seconds, "From keeping the newest stock report an order rests on to its document lying at the partner, the wait for the cut-off included"),
    ("stockbridge_order_to_acknowledgement_seconds", Histogram(DAYS), Unit::Seconds, "From writing an order document to its acknowledgement"),
];

/// What may become of a document received.
const OUTCOMES: [DocumentStatus; 6] = [
    DocumentStatus::Decoded,
    DocumentStatus::DecodedInPart,
    DocumentStatus::Duplicate,
    DocumentStatus::Held,
    DocumentStatus::Rejected,
    DocumentStatus::Quarantined,
];

/// Begins to gather what this process counts and measures; called again, it returns the same.
///
/// Before the first call, and in commands that never call it, recording costs next to nothing.
pub(super) fn gathered() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(begin).clone()
}

fn begin() -> PrometheusHandle {
    /// Measurements are kept one by one until they are put into buckets, by this or by a scrape.
    const UPKEEP: Duration = Duration::from_secs(5);
    let recorder = builder().build_recorder();
    let handle = recorder.handle();
    if let Err(error) = metrics::set_global_recorder(recorder) {
        tracing::warn!(%error, "metrics of this process are gathered elsewhere");
    }
    for (name, kind, unit, what) in METRICS {
        match kind {
            Counter => describe_counter!(name, unit, what),
            Histogram(_) => describe_histogram!(name, unit, what),
            Gauge => {}
        }
    }
    // A rate over what was never there is no rate.
    for outcome in OUTCOMES {
        counter!(RECEIVED, "outcome" => outcome.name()).absolute(0);
    }
    let kept = handle.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(UPKEEP).await;
            kept.run_upkeep();
        }
    });
    handle
}

fn builder() -> PrometheusBuilder {
    let mut builder = PrometheusBuilder::new();
    for (name, kind, ..) in METRICS {
        if let Histogram(buckets) = kind {
            // Only a list without buckets is refused, and there is none.
            let name = Matcher::Full(name.to_owned());
            builder = builder
                .set_buckets_for_metric(name, buckets)
                .unwrap_or_default();
        }
    }
    builder
}

/// Returns gauges as text. They are gathered anew each time, so that what is gone is not told.
pub(super) fn told(record: impl FnOnce()) -> String {
    let recorder = PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&recorder, || {
        for (name, kind, unit, what) in METRICS {
            if matches!(kind, Gauge) {
                describe_gauge!(name, unit, what);
            }
        }
        record();
    });
    recorder.handle().render()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    fn names_in(text: &str) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for (at, _) in text.match_indices("stockbridge_") {
            let name = |c: &char| c.is_ascii_lowercase() || *c == '_';
            names.insert(text[at..].chars().take_while(name).collect());
        }
        names
    }

    fn declared() -> BTreeSet<String> {
        METRICS.map(|(name, ..)| name.to_owned()).into()
    }

    #[test]
    fn every_metric_is_documented_and_nothing_else() {
        let page = include_str!("../../../../docs/observability.md");
        assert_eq!(names_in(page), declared());
    }

    #[test]
    fn what_is_recorded_is_declared() {
        let mut recorded = BTreeSet::new();
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut folders = vec![crates.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "rs") {
                    let text = fs::read_to_string(&path).unwrap();
                    // Names in macros that record; other names begin alike.
                    for call in ["counter!(\"", "gauge!(\"", "histogram!(\""] {
                        for (at, _) in text.match_indices(&format!("{call}stockbridge_")) {
                            let rest = &text[at + call.len()..];
                            recorded.insert(rest.split('"').next().unwrap().to_owned());
                        }
                    }
                }
            }
        }
        assert!(recorded.len() > 10, "{recorded:?}");
        let declared = declared();
        let undeclared: Vec<_> = recorded.difference(&declared).collect();
        assert!(undeclared.is_empty(), "{undeclared:?}");
    }

    #[test]
    fn measurements_come_in_the_buckets_declared() {
        let recorder = builder().build_recorder();
        metrics::with_local_recorder(&recorder, || {
            metrics::histogram!("stockbridge_apply_seconds", "group" => "plan").record(0.002);
        });
        let text = recorder.handle().render();
        for line in [
            "stockbridge_apply_seconds_bucket{group=\"plan\",le=\"0.001\"} 0",
            "stockbridge_apply_seconds_bucket{group=\"plan\",le=\"0.0025\"} 1",
            "stockbridge_apply_seconds_bucket{group=\"plan\",le=\"10\"} 1",
            "stockbridge_apply_seconds_count{group=\"plan\"} 1",
        ] {
            assert!(text.contains(line), "{line} is missing from\n{text}");
        }
    }
}
