//! The API: the same facts as by 852, one effect however often a request is sent, answers that
//! name the field, and nothing of anybody else's.

use model::activity::Measure;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::hub::Hub;
use crate::story::{self, REFERENCE, reference};
use crate::womart::{PODS, centre, interchange, message, stores};

const WOMART: &str = "demo-key-womart";
const NORDHAUS: &str = "key-of-nordhaus";
const ACTIVITY: &str = "/api/v1/activity";
const DAY: &str = "2024-04-15";

fn line(measure: &str, quantity: u32) -> Value {
    json!({ "item": PODS, "measure": measure, "date": DAY, "quantity": quantity })
}

fn report(site: &str, lines: &[Value]) -> Value {
    json!({ "site": site, "lines": lines })
}

#[test]
fn a_request_and_an_852_with_the_same_facts_make_the_same_ledger() {
    let mut by_file = Hub::new();
    by_file.start();
    let messages = [
        message(1, DAY, &stores(&[("S01", 5, 22), ("S02", 0, 17)])),
        message(2, DAY, &centre(36, 412)),
    ];
    by_file.receive("852.x12", interchange(701, &messages));

    let mut by_request = Hub::new();
    by_request.start();
    let s02_by_gln_and_code = json!({ "site": "9520001901027", "lines": [
        { "item": PODS, "code": "QS", "date": DAY, "quantity": "0" },
        { "item": "AN-1004", "code": "QA", "date": DAY, "quantity": 17 },
    ] });
    let requests = [
        (
            "one",
            report("S01", &[line("sold", 5), line("on_hand", 22)]),
        ),
        ("two", s02_by_gln_and_code),
        (
            "three",
            report("DC01", &[line("withdrawn", 36), line("on_hand", 412)]),
        ),
    ];
    for (once, body) in &requests {
        let answer = by_request.post(WOMART, ACTIVITY, once, body);
        assert_eq!(
            (answer.status, &answer.body["lines"]),
            (202, &json!(2)),
            "{answer:?}"
        );
    }
    let (file, request) = (by_file.known(&reference()), by_request.known(&reference()));
    // Four numbers of stores, two of the centre, and the stores' sales at the centre.
    assert_eq!(file.ledger.len(), 7);
    assert_eq!(request.ledger, file.ledger);
    assert_eq!(
        request.units("DC01", PODS, Measure::DownstreamSold, DAY),
        Some(5)
    );
}

#[test]
fn a_request_sent_again_has_one_effect_and_one_answer() {
    let mut hub = Hub::new();
    hub.start();
    let first = report("S01", &[line("sold", 5)]);
    let answer = hub.post(WOMART, ACTIVITY, "k1", &first);
    assert_eq!(answer.status, 202, "{answer:?}");
    let corrected = report("S01", &[line("sold", 6)]);
    assert_eq!(hub.post(WOMART, ACTIVITY, "k2", &corrected).status, 202);
    // Again, later, and after a restart: the correction stands.
    assert_eq!(hub.post(WOMART, ACTIVITY, "k1", &first), answer);
    hub.stop();
    hub.start();
    assert_eq!(hub.post(WOMART, ACTIVITY, "k1", &first), answer);
    let other = hub.post(WOMART, ACTIVITY, "k1", &corrected);
    assert_eq!(other.status, 422);
    assert_eq!(other.kind, "application/problem+json");
    assert_eq!(
        other.body["type"],
        "urn:stockbridge:problem:idempotency-key-reused"
    );
    assert_eq!(other.body["status"], 422);
    let known = hub.known(&reference());
    assert_eq!(known.documents.len(), 2);
    assert_eq!(known.units("S01", PODS, Measure::Sold, DAY), Some(6));
    assert_eq!(
        known.units("DC01", PODS, Measure::DownstreamSold, DAY),
        Some(6)
    );
}

#[test]
fn a_refused_request_names_its_fields_and_changes_nothing() {
    let mut hub = Hub::new();
    hub.start();
    let with = |name: &str, value: Value| {
        let mut wrong = line("sold", 5);
        wrong[name] = value;
        report("S01", &[line("on_hand", 3), wrong])
    };
    let cases = [
        (with("item", json!("9520009999999")), "/lines/1/item"),
        (with("quantity", json!("many")), "/lines/1/quantity"),
        (with("measure", json!("liked")), "/lines/1/measure"),
        (with("date", json!("15.04.2024")), "/lines/1/date"),
        (with("date", json!("2924-04-15")), "/lines/1/date"),
        (with("colour", json!("red")), "/lines/1/colour"),
        (report("NH1", &[line("sold", 5)]), "/site"),
        (
            json!({ "partner": "NORDHAUS", "site": "NH1", "lines": [line("sold", 5)] }),
            "/partner",
        ),
        (json!({ "lines": [line("sold", 5)] }), "/site"),
        (json!([]), ""),
    ];
    for ((body, pointer), nth) in cases.iter().zip(0..) {
        let answer = hub.post(WOMART, ACTIVITY, &format!("wrong-{nth}"), body);
        assert_eq!(
            (answer.status, answer.kind.as_str()),
            (422, "application/problem+json")
        );
        // RFC 9457: type, title, status, detail, and errors with a JSON pointer each.
        let problem = &answer.body;
        assert_eq!(problem["type"], "urn:stockbridge:problem:invalid", "{body}");
        assert_eq!(problem["status"], 422, "{body}");
        let texts = ["title", "detail"].map(|name| problem[name].as_str().unwrap_or_default());
        assert!(texts.iter().all(|text| !text.is_empty()), "{problem}");
        let errors = problem["errors"].as_array().expect("errors");
        assert!(
            errors.iter().any(|e| e["pointer"] == *pointer),
            "{pointer}: {problem}"
        );
    }
    let good = report("S01", &[line("sold", 5)]);
    let unknown = hub.post("no-such-key", ACTIVITY, "k", &good);
    assert_eq!(
        (unknown.status, unknown.kind.as_str()),
        (401, "application/problem+json")
    );
    let known = hub.known(&reference());
    assert!(known.ledger.is_empty() && known.documents.is_empty());
}

/// A program of Nordhaus, which has no orders.
fn nordhaus_user() -> String {
    let digest = Sha256::digest(NORDHAUS);
    let digest: String = digest.iter().map(|b| format!("{b:02x}")).collect();
    format!(
        "\n[[users]]\nname = \"nordhaus.api\"\ndisplay_name = \"Nordhaus's systems\"\n\
         role = \"warehouse_manager\"\npartners = [\"NORDHAUS\"]\nsites = [\"NH1\"]\n\
         api_key_sha256 = \"{digest}\"\n"
    )
}

/// Serves what a day of the story left, and returns the id of its order.
fn after_a_day() -> (Hub, String) {
    let mut hub = Hub::with(&format!("{REFERENCE}{}", nordhaus_user()));
    std::fs::remove_dir_all(hub.data()).unwrap();
    story::told(&hub.data(), 1);
    hub.start_with(&["--roles", "serve"]);
    let all = hub.get(WOMART, "/api/v1/orders").body;
    let order = all["orders"][0]["id"].as_str();
    let order = order.expect("the story left an order").to_owned();
    (hub, order)
}

fn is_logged(hub: &Hub, path: &str, user: &str) {
    let log = hub.log();
    let says = |line: &str| ["WARN", path, user].iter().all(|word| line.contains(word));
    assert!(log.lines().any(says), "{path} is not logged:\n{log}");
}

#[test]
fn what_belongs_to_others_is_not_there_for_programs() {
    let (mut hub, order) = after_a_day();
    let address = format!("/api/v1/orders/{order}");
    assert_eq!(hub.get(WOMART, &address).body["id"], order.as_str());
    let asked = hub.get(NORDHAUS, &address);
    let expected = (404, "application/problem+json");
    assert_eq!((asked.status, asked.kind.as_str()), expected);
    // Word for word as of an order that does not exist.
    assert_eq!(asked, hub.get(NORDHAUS, "/api/v1/orders/NO-SUCH-ORDER"));
    is_logged(&hub, &address, "nordhaus.api");
    let listed = hub.get(NORDHAUS, "/api/v1/orders");
    assert_eq!(listed.body["orders"], json!([]));
    hub.stop();
}

#[test]
fn what_belongs_to_others_is_not_there_for_people() {
    let (mut hub, order) = after_a_day();
    let pages = [
        format!("/orders/{order}"),
        format!("/orders/{order}/live"),
        "/sites/DC01".to_owned(),
        format!("/sites/DC01/items/{PODS}"),
        "/documents/OUT-WOMART-000000001".to_owned(),
        "/documents/OUT-WOMART-000000001/raw".to_owned(),
    ];
    let nordhaus = hub.sign_in("nordhaus.manager", "demo-household");
    for page in &pages {
        assert_eq!(hub.page(&nordhaus, page), 404, "{page}");
        is_logged(&hub, page, "nordhaus.manager");
    }
    assert_eq!(hub.page(&nordhaus, "/orders"), 200);
    let womart = hub.sign_in("warehouse.dc01", "demo-household");
    for page in &pages[..4] {
        assert_eq!(hub.page(&womart, page), 200, "{page}");
    }
    hub.stop();
}
