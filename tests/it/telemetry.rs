//! What an operator sees of a hub that runs: its log, its metrics, its probes, and the traces it
//! sends to a collector.

use std::collections::BTreeMap;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::hub::Hub;
use crate::program::{Running, stockbridge, wait_for};
use crate::{story, womart};

const DAY: &str = "2024-04-15";
const ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";

/// What a collector was sent.
type Sent = Arc<Mutex<Vec<u8>>>;

/// Starts what stands for a collector, and returns its address and what it gets.
fn collector(hub: &Hub) -> (String, Sent) {
    let sent = Sent::default();
    let take = async |State(sent): State<Sent>, body: Bytes| {
        sent.lock().unwrap().extend_from_slice(&body);
    };
    let router = Router::new().route("/v1/traces", post(take));
    let router = router.with_state(sent.clone());
    let listener = hub
        .runtime
        .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
        .unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    hub.runtime
        .spawn(async move { axum::serve(listener, router).await });
    (address, sent)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Returns the id of the only document that was kept.
fn document(log: &str) -> String {
    let kept = log.lines().find(|line| line.contains("kept a document"));
    let (_, after) = kept.unwrap().split_once("document.id=").unwrap();
    after.split([' ', '}']).next().unwrap().to_owned()
}

/// Feeds a day of a store and returns the id of its document.
fn feed(hub: &mut Hub) -> String {
    hub.receive("day.edi", womart::day_of_s01(1, DAY, 3, 40));
    wait_for("the document to be read", || {
        hub.log().contains("status=\"decoded\"").then_some(())
    });
    hub.taken();
    document(&hub.log())
}

#[test]
fn a_document_leaves_a_trace() {
    let mut hub = Hub::new();
    let (address, sent) = collector(&hub);
    hub.set(ENDPOINT, &address);
    hub.start();
    let document = feed(&mut hub);
    // What was not sent yet is sent before the process ends.
    hub.stop();
    let sent = sent.lock().unwrap();
    let trace = &Sha256::digest(&document)[..16];
    let expected = [
        "service.name",
        "stockbridge",
        "stockbridge.roles",
        "dispatch",
        "keep a document",
        "read a document",
        "document.id",
        &document,
        "partner.id",
        "WOMART",
    ];
    for part in expected.map(str::as_bytes).into_iter().chain([trace]) {
        let part_said = String::from_utf8_lossy(part);
        assert!(
            contains(&sent, part),
            "no {part_said:?} in {} bytes",
            sent.len()
        );
    }
}

#[test]
fn a_collector_that_is_gone_disturbs_nobody() {
    // One that refuses, and one that takes a connection and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let refuses = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
    for address in [refuses.unwrap(), silent.local_addr().unwrap()] {
        let mut hub = Hub::new();
        hub.set(ENDPOINT, &format!("http://{address}"));
        hub.start();
        feed(&mut hub);
        let asked = Instant::now();
        hub.stop();
        // The collector would be waited for much longer.
        assert!(asked.elapsed() < Duration::from_secs(8), "{address}");
    }
}

#[test]
fn a_collector_that_cannot_be_is_told() {
    let mut command = stockbridge();
    command.args(["serve"]).env(ENDPOINT, "no address at all");
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(
        said.starts_with("stockbridge: traces cannot be sent; correct OTEL_"),
        "{said}"
    );
}

#[test]
fn services_log_objects() {
    let mut hub = Hub::new();
    hub.set("STOCKBRIDGE_LOG_FORMAT", "json");
    hub.start();
    hub.receive("day.edi", womart::day_of_s01(1, DAY, 3, 40));
    wait_for("the document to be read", || {
        hub.log().contains("\"read a document\"").then_some(())
    });
    let log = hub.log();
    hub.stop();
    let lines: Vec<Value> = log
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let read = lines
        .iter()
        .find(|line| line["message"] == "read a document");
    let read = read.unwrap();
    assert_eq!(read["level"], "INFO", "{read}");
    assert_eq!(read["status"], "decoded", "{read}");
    assert_eq!(read["interchange.control_number"], "000000001", "{read}");
    assert_eq!(read["span"]["partner.id"], "WOMART", "{read}");
    assert_eq!(read["document.id"], read["span"]["document.id"], "{read}");
}

/// Each metric's name with its labels, and its value as it is written.
type Metrics = BTreeMap<String, String>;

fn metrics(text: &str) -> Metrics {
    let samples = text
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'));
    samples
        .map(|line| {
            let (name, value) = line.rsplit_once(' ').unwrap();
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// Adds up the metrics whose names begin so; those that are not there count nothing.
fn sum(metrics: &Metrics, name: &str) -> u64 {
    let values = metrics.iter().filter(|(known, _)| known.starts_with(name));
    values.map(|(_, value)| value.parse::<u64>().unwrap()).sum()
}

fn scrape(hub: &Hub, address: &str) -> Metrics {
    let answer = hub.get_from(address, "", "/metrics");
    assert_eq!(answer.status, 200);
    assert!(
        answer.kind.starts_with("text/plain; version=0.0.4"),
        "{}",
        answer.kind
    );
    metrics(answer.body.as_str().unwrap())
}

#[test]
fn what_happens_is_counted() {
    let mut hub = Hub::new();
    hub.start();
    let address = hub.address();
    let decoded = "stockbridge_documents_received_total{outcome=\"decoded\"}";
    assert_eq!(scrape(&hub, &address)[decoded], "0");
    feed(&mut hub);
    let after = wait_for("everything to be applied", || {
        let metrics = scrape(&hub, &address);
        let planned = sum(&metrics, "stockbridge_forecast_seconds_count") > 0;
        // The backlog may be told as it stood up to a second before.
        let applied = sum(&metrics, "stockbridge_cursor{group=\"plan\"") > 0
            && sum(&metrics, "stockbridge_lag_events") == 0;
        (metrics[decoded] == "1" && planned && applied).then_some(metrics)
    });
    for (name, value) in [
        (decoded, "1"),
        (
            "stockbridge_documents_received_total{outcome=\"held\"}",
            "0",
        ),
        ("stockbridge_inbound_to_decoded_seconds_count", "1"),
        (
            "stockbridge_lag_age_seconds{group=\"plan\",topic=\"site.facts.v1\"}",
            "0",
        ),
        ("stockbridge_dead_letters{group=\"plan\"}", "0"),
        ("stockbridge_acknowledgements_overdue", "0"),
        ("stockbridge_database_up", "1"),
    ] {
        let found = after.get(name).map(String::as_str);
        assert_eq!(found, Some(value), "{name} in {after:#?}");
    }
    assert!(sum(&after, "stockbridge_pool_wait_seconds_count") > 0);
    let text = wait_for("the hub to have nothing before it", || {
        let said = hub.get("", "/readyz");
        assert_eq!(said.status, 200, "{}", said.body);
        let text = said.body.as_str().unwrap().to_owned();
        text.contains("\nplan: ok (0 events behind in ")
            .then_some(text)
    });
    for line in ["ok\ndatabase: ok\n", "\nwriter: ok (", "\ningest: ok\n"] {
        assert!(text.contains(line), "{line:?} in {text}");
    }
    hub.stop();
    // Nobody's name is told to whoever may ask.
    let names = after.keys().map(String::as_str).collect::<String>();
    for name in ["WOMART", "S01", womart::PODS] {
        assert!(!names.contains(name) && !text.contains(name), "{name}");
    }
}

#[test]
fn a_process_without_pages_answers_probes() {
    let mut hub = Hub::new();
    hub.set("STOCKBRIDGE__METRICS_LISTEN", "127.0.0.1:0");
    hub.start_with(&["--roles", "plan,dispatch"]);
    let log = hub.log();
    let (_, after) = log
        .split_once("probes and metrics are answered listen=")
        .expect("the address is logged");
    let address = format!("http://{}", after.split_whitespace().next().unwrap());
    assert_eq!(hub.get_from(&address, "", "/livez").body, "ok\n");
    let ready = hub.get_from(&address, "", "/readyz");
    assert_eq!(ready.status, 200, "{}", ready.body);
    assert_eq!(scrape(&hub, &address)["stockbridge_database_up"], "1");
    assert_eq!(hub.get_from(&address, "", "/orders").status, 404);
    hub.stop();
    assert!(TcpStream::connect(address.strip_prefix("http://").unwrap()).is_err());
}

/// The demo sends orders and gets them acknowledged; its time moves as it tells.
#[test]
fn journeys_of_orders_are_measured() {
    let folder = tempfile::tempdir().unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
    let free = free.unwrap().to_string();
    let mut command = stockbridge();
    command.args(["demo", "--days", "4", "--listen", &free, "--data"]);
    command.arg(folder.path().join("demo"));
    let mut demo = Running::start(&mut command, &folder.path().join("log"));
    let hub = Hub::with(story::REFERENCE);
    let address = format!("http://{free}");
    let measured = [
        "stockbridge_order_release_to_delivered_seconds_count",
        "stockbridge_inbound_to_order_seconds_count",
        "stockbridge_order_to_acknowledgement_seconds_count",
    ];
    wait_for("orders to be measured", || {
        assert_eq!(demo.ended(), None, "{}", demo.log());
        TcpStream::connect(&free).ok()?;
        let metrics = scrape(&hub, &address);
        let some = |name| sum(&metrics, name) > 0;
        measured.into_iter().all(some).then_some(())
    });
    assert!(demo.terminate().success(), "{}", demo.log());
}
