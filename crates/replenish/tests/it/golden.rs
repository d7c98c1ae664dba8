use std::path::PathBuf;

use model::agreement::AgreementItem;
use model::position::Position;
use replenish::{Protection, propose, protection};
use serde_json::Value;

use crate::terms::{agreement, bucket, item, lane, march, order_rules, steady, stock, units};

#[expect(
    clippy::disallowed_methods,
    reason = "tests find the shared cases by their environment"
)]
fn shared() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    std::env::var("STOCKBRIDGE_SHARED").map_or_else(|_| beside.into(), PathBuf::from)
}

fn whole(value: &Value) -> i32 {
    i32::try_from(value.as_i64().unwrap()).unwrap()
}

fn twelve_days() -> Protection {
    Protection {
        days: 12,
        ..protection(&agreement(&[]), &lane(5, &[]), march(2), None).unwrap()
    }
}

/// Min/max is order-up-to with the maximum as the minimum of the position: nothing else demands.
fn min_max(inputs: &Value, expected: &Value) {
    let position = Position {
        item: item(),
        on_hand: Some(bucket(whole(&inputs["on_hand"]), "D")),
        on_order: bucket(whole(&inputs["on_order"]), "O"),
        in_transit: bucket(whole(&inputs["in_transit"]), "S"),
        backordered: bucket(whole(&inputs["backorder"]), "D"),
        allocated: bucket(whole(&inputs["committed"]), "D"),
        ..stock(0)
    };
    assert_eq!(position.total(), units(whole(&expected["IP"])));
    let top = units(whole(&inputs["max"]));
    let up = AgreementItem {
        minimum: top,
        ..order_rules(whole(&inputs["case"]))
    };
    let down = AgreementItem {
        maximum: Some(top),
        ..up.clone()
    };
    for (terms, key) in [(up, "order_round_up"), (down, "order_round_down")] {
        let got = propose(
            &position,
            &steady(0.0, 1.0),
            &terms,
            0.95,
            &twelve_days(),
            None,
        );
        assert_eq!(got.computed, units(whole(&expected[key])), "mm-1: {key}");
    }
}

/// The (R, S) level of negative-binomial demand, ordered one by one from an empty shelf.
fn order_up_to(inputs: &Value, expected: &Value) {
    let (mean, variance) = (
        inputs["mean"].as_f64().unwrap(),
        inputs["var"].as_f64().unwrap(),
    );
    let demand = steady(mean / 12.0, variance / mean);
    let aim = inputs["tau"].as_f64().unwrap();
    let got = propose(
        &stock(0),
        &demand,
        &order_rules(1),
        aim,
        &twelve_days(),
        None,
    );
    assert_eq!(got.computed, units(whole(&expected["S"])), "rs-4");
}

#[test]
fn proposals_give_the_golden_figures() {
    let path = shared().join("golden/replenishment.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let mut ran = 0;
    for case in file["cases"].as_array().unwrap() {
        match case["id"].as_str() {
            Some("mm-1") => min_max(&case["inputs"], &case["expected"]),
            Some("rs-4") => order_up_to(&case["inputs"], &case["expected"]),
            _ => continue,
        }
        ran += 1;
    }
    assert_eq!(ran, 2, "mm-1 and rs-4 are ours");
}
