use axum::http::{StatusCode, header};
use model::commit::Change;
use model::event::SiteFact;
use model::order::OrderStatus;
use serde_json::{Value, json};

use super::rows;
use super::stage::{Answer, Stage};
use super::world::gtin;

fn activity() -> Value {
    json!({
        "partner": "WOMART",
        "site": "S01",
        "lines": [
            {"item": gtin(0).to_string(), "measure": "sold", "date": "2026-03-30", "quantity": 7},
            {"item": gtin(0).to_string(), "measure": "on_hand", "date": "2026-03-30", "quantity": "41.5"}
        ]
    })
}

fn pointers(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|e| e["pointer"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn activity_becomes_one_event_and_a_kept_document() {
    let stage = Stage::empty().await;
    let body = activity().to_string();
    let first = stage
        .call("regional", "/api/v1/activity", "k1", &body)
        .await;
    assert_eq!(first.status, StatusCode::ACCEPTED, "{}", first.body);
    let facts = stage.site_facts();
    let [SiteFact::ActivityReported(reported)] = facts.as_slice() else {
        panic!("{facts:?}")
    };
    assert_eq!((reported.site.as_str(), reported.lines.len()), ("S01", 2));
    let kept = stage
        .store
        .document_bytes(&reported.document)
        .await
        .unwrap();
    assert_eq!(kept, body.as_bytes());
}

#[tokio::test]
async fn a_repeated_request_has_one_effect_and_one_answer() {
    let stage = Stage::empty().await;
    let body = activity().to_string();
    let first = stage
        .call("regional", "/api/v1/activity", "k1", &body)
        .await;
    let again = stage
        .call("regional", "/api/v1/activity", "k1", &body)
        .await;
    assert_eq!((first.status, &first.body), (again.status, &again.body));
    assert_eq!(stage.site_facts().len(), 1);

    let other = stage
        .call(
            "regional",
            "/api/v1/activity",
            "k1",
            &body.replace('7', "8"),
        )
        .await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        other.json()["type"],
        "urn:stockbridge:problem:idempotency-key-reused"
    );
    // Another program's key of the same text is another key.
    let planner = stage.call("planner", "/api/v1/activity", "k1", &body).await;
    assert_eq!(planner.status, StatusCode::ACCEPTED);
    assert_eq!(stage.site_facts().len(), 2);

    let (one, two) = tokio::join!(
        stage.call("regional", "/api/v1/activity", "k2", &body),
        stage.call("regional", "/api/v1/activity", "k2", &body),
    );
    assert_eq!((one.status, &one.body), (two.status, &two.body));
    assert_eq!(stage.site_facts().len(), 3);
}

#[tokio::test]
async fn refusals_are_problems_that_name_the_field() {
    let stage = Stage::full().await;
    let wrong = |path: &str, value: Value| {
        let mut body = activity();
        *body.pointer_mut(path).unwrap() = value;
        body.to_string()
    };
    for (body, pointer) in [
        (
            wrong("/lines/1/quantity", json!("many")),
            "/lines/1/quantity",
        ),
        (
            wrong("/lines/0/item", json!("06912345000018")),
            "/lines/0/item",
        ),
        (wrong("/site", json!("S77")), "/site"),
        (wrong("/lines/0/date", json!("30.03.2026")), "/lines/0/date"),
        ("not json".to_owned(), ""),
    ] {
        let answer = stage.call("regional", "/api/v1/activity", "k", &body).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{body}: {}",
            answer.body
        );
        assert_eq!(
            answer.header(header::CONTENT_TYPE),
            "application/problem+json"
        );
        assert_eq!(answer.json()["status"], 422);
        assert_eq!(pointers(&answer), [pointer], "{body}: {}", answer.body);
    }
    assert!(stage.site_facts().is_empty());
}

#[tokio::test]
async fn keys_are_needed() {
    let stage = Stage::full().await;
    let body = activity().to_string();
    let unknown = stage.call("stranger", "/api/v1/activity", "k", &body).await;
    assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
    let without = stage.call("regional", "/api/v1/activity", "", &body).await;
    assert_eq!(without.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        without.json()["type"],
        "urn:stockbridge:problem:idempotency-key-missing"
    );
    let large = " ".repeat(10 * 1024 * 1024 + 1);
    let large = stage
        .call("regional", "/api/v1/activity", "k", &large)
        .await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn nobody_reports_or_reads_of_another_partner() {
    let stage = Stage::full().await;
    let foreign = stage
        .call("rival", "/api/v1/activity", "k", &activity().to_string())
        .await;
    assert_eq!(pointers(&foreign), ["/partner"]);
    assert_eq!(
        stage.ask("rival", "/api/v1/orders/O-0005").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        stage.ask("regional", "/api/v1/orders/O-0005").await.status,
        StatusCode::OK
    );
    let listed = stage.ask("rival", "/api/v1/orders").await.json();
    let ids: Vec<_> = listed["orders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| &o["id"])
        .collect();
    assert_eq!(ids, ["O-9001"]);
    assert!(stage.site_facts().is_empty());
}

fn shipment(order: &str, number: &str) -> String {
    json!({
        "order": order,
        "shipment": number,
        "at": "2026-03-31T08:00:00Z",
        "arrives": "2026-04-01",
        "lines": [{"item": gtin(0).to_string(), "quantity": 96}]
    })
    .to_string()
}

#[tokio::test]
async fn our_warehouse_reports_shipments_once() {
    let stage = Stage::full().await;
    let path = "/api/v1/shipments";
    let refused = stage
        .call("regional", path, "a", &shipment("O-0004", "SH1"))
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let taken = stage
        .call("operator", path, "a", &shipment("O-0004", "SH1"))
        .await;
    assert_eq!(taken.status, StatusCode::ACCEPTED, "{}", taken.body);
    // The same shipment under another key is still the same shipment.
    stage
        .call("operator", path, "b", &shipment("O-0004", "SH1"))
        .await;
    let facts = stage.site_facts();
    let [SiteFact::ShipmentReported(shipped)] = facts.as_slice() else {
        panic!("{facts:?}")
    };
    assert_eq!(
        (shipped.order.as_str(), shipped.site.as_str()),
        ("O-0004", "S01")
    );
    let missing = stage
        .call("operator", path, "c", &shipment("O-7777", "SH2"))
        .await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let body = shipment("O-0004", "SH3").replace(&gtin(0).to_string(), &gtin(5).to_string());
    let foreign = stage.call("operator", path, "d", &body).await;
    assert_eq!(pointers(&foreign), ["/lines/0/item"]);
}

#[tokio::test]
async fn decisions_by_programs_follow_the_same_rules() {
    let stage = Stage::full().await;
    let path = "/api/v1/decisions";
    let body = |version: u64, more: Value| {
        let mut body = json!({
            "agreement": "A-WOMART", "partner": "WOMART", "ship_to": "DC1",
            "need_date": "2026-04-03", "version": version,
        });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body.to_string()
    };
    let approve = json!({"decision": "approve"});
    let refused = stage
        .call("account", path, "a", &body(4, approve.clone()))
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let old = stage
        .call("planner", path, "b", &body(3, approve.clone()))
        .await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    for (more, pointer) in [
        (json!({"decision": "reject"}), "/reason"),
        (
            json!({"decision": "change", "item": gtin(0).to_string(), "quantity": -1, "reason": "x"}),
            "/quantity",
        ),
        (json!({"decision": "maybe"}), "/decision"),
        (json!({"decision": "approve", "colour": 1}), "/colour"),
    ] {
        let answer = stage
            .call("planner", path, "c", &body(4, more.clone()))
            .await;
        assert_eq!(pointers(&answer), [pointer], "{more}: {}", answer.body);
    }
    let taken = stage.call("planner", path, "d", &body(4, approve)).await;
    assert_eq!(taken.status, StatusCode::ACCEPTED, "{}", taken.body);
    assert!(matches!(
        stage.site_facts().as_slice(),
        [SiteFact::DecisionTaken(_)]
    ));
}

#[tokio::test]
async fn the_list_tells_what_changed_since_it_was_asked() {
    let stage = Stage::full().await;
    let all = stage.ask("regional", "/api/v1/orders").await.json();
    assert_eq!(
        all["orders"].as_array().unwrap().len(),
        OrderStatus::ALL.len()
    );
    let path = format!("/api/v1/orders?changed_since={}", all["position"]);
    let none = stage.ask("regional", &path).await.json();
    assert_eq!(none["orders"], json!([]));
    let order = rows::order("O-0003", "WOMART", "DC1", OrderStatus::Accepted);
    stage.commit(vec![Change::Order(Box::new(order))]).await;
    let changed = stage.ask("regional", &path).await.json();
    assert_eq!(changed["orders"][0]["id"], "O-0003");
    assert_eq!(changed["orders"].as_array().unwrap().len(), 1);
    let wrong = stage.ask("regional", "/api/v1/orders?status=lost").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}
