//! Published and foreign inventory cases whose formulas rest on the distribution of demand alone.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot read its case fails"
)]

use std::path::PathBuf;

use forecast::Demand;
use serde_json::Value;

#[expect(
    clippy::disallowed_methods,
    reason = "tests find the shared cases by their environment"
)]
fn shared() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    std::env::var("STOCKBRIDGE_SHARED").map_or_else(|_| beside.into(), PathBuf::from)
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is not a number"))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().map_or_else(
        || vec![number(value)],
        |all| all.iter().map(number).collect(),
    )
}

/// Demand of some days in a row.
fn over(inputs: &Value, days: f64) -> Demand {
    let mean = number(&inputs["mean_per_day"]);
    let variance = inputs.get("var_per_day").map_or(mean, number);
    Demand {
        mean: mean * days,
        variance: variance * days,
    }
}

/// E[(D − s)⁺], as the sum of the probabilities to exceed s, s + 1, …
fn shortage(demand: &Demand, stock: f64) -> f64 {
    (0..400)
        .map(|k| 1.0 - demand.cdf(stock + f64::from(k)))
        .sum()
}

/// Fill rate of an order-up-to level (Silver, Pyke & Thomas).
fn fill(inputs: &Value, stock: f64) -> f64 {
    let (lead, review) = (number(&inputs["L"]), number(&inputs["R"]));
    let short =
        shortage(&over(inputs, lead + review), stock) - shortage(&over(inputs, lead), stock);
    1.0 - short / over(inputs, review).mean
}

/// Smallest level that demand over a random number of days stays within.
fn random_lead_level(inputs: &Value) -> f64 {
    let pmf = inputs["LR_pmf"]
        .as_object()
        .expect("a distribution of days");
    let cdf = |x: f64| -> f64 {
        let of = |(days, p): (&String, &Value)| {
            number(p) * over(inputs, days.parse().expect("days")).cdf(x)
        };
        pmf.iter().map(of).sum()
    };
    let level = (0..200)
        .map(f64::from)
        .find(|&x| cdf(x) >= number(&inputs["tau"]));
    level.expect("a level that reaches the target")
}

fn check(id: &str, inputs: &Value, expected: &Value, tolerance: f64) -> bool {
    let close = |got: f64, key: &str| {
        let wanted = number(&expected[key]);
        assert!(
            (got - wanted).abs() <= tolerance,
            "{id}: {key} is {got}, not {wanted}"
        );
    };
    match id {
        "nv-2" => {
            let (held, short) = (number(&inputs["h"]), number(&inputs["p"]));
            let mean = number(&inputs["mean"]);
            close(
                Demand {
                    mean,
                    variance: mean,
                }
                .quantile(short / (short + held)),
                "S",
            );
        }
        "rs-1" | "rs-2" => {
            let wanted = numbers(&expected["fill"]);
            for (stock, wanted) in numbers(&inputs["S"]).into_iter().zip(wanted) {
                let got = fill(inputs, stock);
                assert!(
                    (got - wanted).abs() <= tolerance,
                    "{id}: {got}, not {wanted}"
                );
            }
        }
        "rs-3" => {
            let stock = (0..200)
                .map(f64::from)
                .find(|&s| fill(inputs, s) >= number(&inputs["beta"]));
            close(stock.expect("a level that reaches the fill rate"), "S");
            close(fill(inputs, stock.unwrap_or_default()), "fill");
        }
        "rs-4" => {
            let demand = Demand {
                mean: number(&inputs["mean"]),
                variance: number(&inputs["var"]),
            };
            close(demand.quantile(number(&inputs["tau"])), "S");
        }
        "rs-5" => close(random_lead_level(inputs), "S"),
        _ => return false,
    }
    true
}

#[test]
fn distribution_gives_the_golden_figures() {
    let path = shared().join("golden/replenishment.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let file: Value = serde_json::from_str(&text).expect("the golden cases are JSON");
    let cases = file["cases"].as_array().expect("a list of cases");
    let ran = cases
        .iter()
        .filter(|case| {
            let id = case["id"].as_str().unwrap_or_default();
            check(
                id,
                &case["inputs"],
                &case["expected"],
                number(&case["tolerance"]),
            )
        })
        .count();
    assert_eq!(ran, 6, "nv-2 and rs-1 to rs-5 are ours");
}
