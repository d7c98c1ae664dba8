//! REST bodies.

use formats::{FieldError, activity_json, shipment_json};
use model::activity::ActivityReported;
use model::partner::QuantityBasis;
use model::scope::Scope;
use model::{PartnerId, SiteId};
use serde_json::{Value, json};

use crate::fixture::{LIQUID, PALLET, SOAP, World};
use crate::orders::order;

fn report(world: &World, scope: &Scope, body: &Value) -> Result<ActivityReported, Vec<FieldError>> {
    // The decoder looks the partner up in the reference data, not in the fixture's copy.
    let mut data = world.reference.data.clone();
    data.partners[0] = world.partner.clone();
    let reference = model::reference::Reference::new("test".to_owned(), data);
    let context = activity_json::Context {
        reference: &reference,
        scope,
        document: &world.document,
        received_at: world.received_at,
    };
    activity_json::decode(body.to_string().as_bytes(), &context)
}

fn errors(result: Result<ActivityReported, Vec<FieldError>>) -> Vec<(String, &'static str)> {
    result
        .unwrap_err()
        .into_iter()
        .map(|error| (error.pointer, error.code))
        .collect()
}

fn good() -> Value {
    json!({
        "partner": "WOMART",
        "site": "S01",
        "reported_at": "2026-03-03T21:00:00Z",
        "lines": [
            {"item": "614141000036", "measure": "sold", "date": "2026-03-03", "quantity": 3},
            {"item": "AN-1001", "code": "QA", "date": "2026-03-03", "quantity": "20.5"},
            {"item": PALLET, "measure": "sold", "from": "2026-02-23", "to": "2026-03-01",
             "quantity": 1}
        ]
    })
}

#[test]
fn activity_is_the_same_as_of_an_852() {
    let world = World::new();
    let report = report(&world, &Scope::default(), &good()).unwrap();
    let lines: Vec<_> = report
        .lines
        .iter()
        .map(|l| {
            let (item, from, to) = (l.item, l.from, l.to);
            format!(
                "{} {item} {:?} {from}..{to} {}",
                l.position, l.measure, l.quantity
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            format!("0 {SOAP} Sold 2026-03-03..2026-03-03 3"),
            format!("1 {LIQUID} OnHand 2026-03-03..2026-03-03 20.5"),
            format!("2 {PALLET} Sold 2026-02-23..2026-03-01 1"),
        ]
    );
    assert_eq!(
        (report.partner.as_str(), report.site.as_str()),
        ("WOMART", "S01")
    );
}

#[test]
fn codes_of_a_partner_with_running_totals_are_totals() {
    let mut world = World::new();
    world.partner.activity.quantities = QuantityBasis::MonthToDate;
    let mut body = good();
    body["lines"] = json!([{"item": SOAP, "code": "QS", "date": "2026-03-03", "quantity": 3}]);
    let report = report(&world, &Scope::default(), &body).unwrap();
    assert_eq!(format!("{:?}", report.lines[0].measure), "SoldToDate");
}

/// Replaces a field, by pointer, in a good body; null leaves it out. Exactly one error is due.
fn check_field(field: &str, value: &Value, pointer: &str, code: &'static str) {
    let mut body = good();
    *body.pointer_mut(field).unwrap() = value.clone();
    let found = errors(report(&World::new(), &Scope::default(), &body));
    assert_eq!(found, [(pointer.to_owned(), code)], "{field} = {value}");
}

#[test]
fn every_wrong_field_of_the_body_is_named() {
    for (field, value, code) in [
        ("/partner", json!(null), "required"),
        ("/partner", json!("NOBODY"), "unknown_partner"),
        ("/partner", json!("a/b"), "invalid_id"),
        ("/partner", json!(7), "wrong_type"),
        ("/site", json!("S99"), "unknown_site"),
        ("/site", json!("NH1"), "unknown_site"),
        ("/site", json!(""), "wrong_type"),
        ("/reported_at", json!("yesterday"), "invalid_time"),
        ("/lines", json!([]), "empty"),
        ("/lines", json!({}), "wrong_type"),
        ("/lines/1", json!(5), "wrong_type"),
    ] {
        check_field(field, &value, field, code);
    }
}

#[test]
fn every_wrong_field_of_a_line_is_named() {
    for (field, value, wrong, code) in [
        ("0/item", json!("012345678905"), "0/item", "unknown_item"),
        ("0/measure", json!("stolen"), "0/measure", "unknown_measure"),
        (
            "0/measure",
            json!("downstream_sold"),
            "0/measure",
            "unknown_measure",
        ),
        ("1/code", json!("ZZ"), "1/code", "unknown_code"),
        ("1/code", json!(null), "1/measure", "required"),
        ("0/date", json!("3.3.2026"), "0/date", "invalid_date"),
        ("0/date", json!("2026-03-06"), "0/date", "future_date"),
        ("2/from", json!("2026-03-02"), "2/to", "invalid_date"),
        ("2/to", json!(null), "2/to", "required"),
        (
            "0/quantity",
            json!(1.2345),
            "0/quantity",
            "invalid_quantity",
        ),
        (
            "0/quantity",
            json!("many"),
            "0/quantity",
            "invalid_quantity",
        ),
        ("0/quantity", json!(true), "0/quantity", "wrong_type"),
    ] {
        check_field(
            &format!("/lines/{field}"),
            &value,
            &format!("/lines/{wrong}"),
            code,
        );
    }
}

#[test]
fn all_errors_come_at_once_and_unknown_fields_are_errors() {
    let world = World::new();
    let body = json!({
        "partner": "WOMART",
        "site": "S99",
        "sites": 1,
        "lines": [{"item": "x", "measure": "sold", "code": "QS", "date": "2026-03-03",
                   "from": "2026-03-03", "qu/an~tity": 1}]
    });
    let expected = [
        ("/sites", "unknown_field"),
        ("/site", "unknown_site"),
        ("/lines/0/qu~1an~0tity", "unknown_field"),
        ("/lines/0/item", "unknown_item"),
        ("/lines/0/code", "conflict"),
        ("/lines/0/date", "conflict"),
        ("/lines/0/quantity", "required"),
    ];
    let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code));
    assert_eq!(errors(report(&world, &Scope::default(), &body)), expected);
    for body in [json!([]), json!("x"), json!(null)] {
        let found = errors(report(&world, &Scope::default(), &body));
        assert_eq!(found, [(String::new(), "wrong_type")]);
    }
    let context = activity_json::Context {
        reference: &world.reference,
        scope: &Scope::default(),
        document: &world.document,
        received_at: world.received_at,
    };
    let broken = activity_json::decode(b"{\"site\":", &context);
    assert_eq!(errors(broken), [(String::new(), "not_json")]);
}

#[test]
fn a_caller_sees_nothing_outside_its_scope() {
    let world = World::new();
    let mut body = good();
    body["partner"] = Value::Null;
    let womart = vec![PartnerId::new("WOMART").unwrap()];
    let only_s01 = Scope {
        partners: Some(womart.clone()),
        sites: Some(vec![SiteId::new("S01").unwrap()]),
    };
    assert!(
        report(&world, &only_s01, &body).is_ok(),
        "one partner need not be named"
    );
    body["site"] = json!("S02");
    let outside = errors(report(&world, &only_s01, &body));
    assert_eq!(outside, [("/site".to_owned(), "unknown_site")]);
    body["partner"] = json!("NORDHAUS");
    body["site"] = json!("NH1");
    let outside = errors(report(&world, &only_s01, &body));
    assert_eq!(outside, [("/partner".to_owned(), "unknown_partner")]);
}

#[test]
fn a_shipment_is_read_and_fits_its_order() {
    let world = World::new();
    let body = json!({
        "order": "ORD-17", "shipment": "SH-0009", "at": "2026-03-04T15:30:00+08:00",
        "arrives": "2026-03-06",
        "lines": [{"item": SOAP, "quantity": 144}, {"item": "W70417", "quantity": "80"}]
    });
    let read = |body: &Value| shipment_json::decode(body.to_string().as_bytes(), &world.reference);
    let shipment = read(&body).unwrap();
    assert_eq!(shipment.at.to_rfc3339(), "2026-03-04T07:30:00+00:00");
    let reported = shipment.clone().reported(&order()).unwrap();
    assert_eq!((reported.site.as_str(), reported.lines.len()), ("DC01", 2));

    let cases = [
        ("/order", json!("a b"), "/order", "invalid_id"),
        ("/shipment", json!("S"), "/shipment", "invalid_id"),
        ("/shipment", json!("SH*9"), "/shipment", "invalid_id"),
        ("/at", json!("2026-03-04"), "/at", "invalid_time"),
        ("/arrives", json!("2026-03-03"), "/arrives", "invalid_date"),
        (
            "/lines/0/quantity",
            json!(0),
            "/lines/0/quantity",
            "invalid_quantity",
        ),
        (
            "/lines/0/quantity",
            json!(-1),
            "/lines/0/quantity",
            "invalid_quantity",
        ),
        ("/lines/1/item", json!(SOAP), "/lines/1/item", "duplicate"),
        ("/lines/1/item", json!("?"), "/lines/1/item", "unknown_item"),
    ];
    for (field, value, pointer, code) in cases {
        let mut wrong = body.clone();
        *wrong.pointer_mut(field).unwrap() = value.clone();
        let found: Vec<_> = read(&wrong)
            .unwrap_err()
            .into_iter()
            .map(|e| (e.pointer, e.code))
            .collect();
        assert_eq!(found, [(pointer.to_owned(), code)], "{field} = {value}");
    }
    let mut other = body.clone();
    other["lines"][1]["item"] = json!(PALLET);
    let found = read(&other).unwrap().reported(&order()).unwrap_err();
    assert_eq!(
        (found[0].pointer.as_str(), found[0].code),
        ("/lines/1/item", "not_ordered")
    );
}
