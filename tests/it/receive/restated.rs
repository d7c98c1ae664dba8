//! Sales and stock restated after an order was released: what was released is supply, and only the
//! difference is proposed.

use chrono::{Days, NaiveDate, Utc};
use serde_json::Value;

use crate::hub::Hub;
use crate::program::wait_for;
use crate::story::{REFERENCE, reference};
use crate::womart::{PODS, centre, interchange, message};

/// An agreement that orders every day, releases a second after midnight (so at once), and asks
/// nobody.
fn terms() -> String {
    let terms = [
        ("po_numbers = \"pool\"", "po_numbers = \"ours\""),
        ("cut_off = \"14:00:00\"", "cut_off = \"00:00:01\""),
        (
            "\"Thu\", \"Fri\"]\ncut_off",
            "\"Thu\", \"Fri\", \"Sat\", \"Sun\"]\ncut_off",
        ),
        (
            "\"Fri\", \"Sat\"]\n\n[[sites]]",
            "\"Fri\", \"Sat\", \"Sun\"]\n\n[[sites]]",
        ),
        (
            "limits = { value = \"95000\", units = \"8500\" }",
            "limits = { value = \"9500000\", units = \"850000\" }",
        ),
    ];
    terms.iter().fold(REFERENCE.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replace(from, to)
    })
}

/// Returns the machine's day, which is the hub's. Close to its end the next one is waited for, so
/// that no day opens while the test runs.
#[expect(
    clippy::disallowed_methods,
    reason = "the hub under test lives in the machine's time"
)]
fn today() -> NaiveDate {
    let soon = chrono::TimeDelta::minutes(1);
    wait_for("a day that lasts", || {
        let now = Utc::now();
        let today = now.date_naive();
        ((now + soon).date_naive() == today).then_some(today)
    })
}

/// What is proposed of the pods, and what it was computed from, in eaches.
struct Proposal {
    quantity: i64,
    on_hand: i64,
    on_order: i64,
    order_up_to: i64,
}

/// Returns the proposal once it counts with a stock.
fn proposal(hub: &Hub, on_hand: u32) -> Proposal {
    wait_for("the proposal", || {
        let all = hub.get("demo-key-planner", "/api/v1/proposals").body;
        let [proposal] = all["proposals"].as_array()?.as_slice() else {
            return None;
        };
        let [line] = proposal["lines"].as_array()?.as_slice() else {
            return None;
        };
        let steps = line["derivation"]["steps"].as_array()?;
        let step = |what: &str| {
            let found = steps.iter().find(|step| step["what"] == what)?;
            Some(whole(&found["value"]))
        };
        let found = Proposal {
            quantity: whole(&line["computed"]),
            on_hand: step("on_hand")?,
            on_order: step("on_order")? + step("in_transit")?,
            order_up_to: step("order_up_to")?,
        };
        (found.on_hand == i64::from(on_hand)).then_some(found)
    })
}

/// Reads a whole number, be it written as 12, 12.0 or "12".
fn whole(value: &Value) -> i64 {
    let text = value.to_string();
    let digits = text.trim_matches('"').trim_end_matches(".0");
    digits.parse().expect("a whole number")
}

fn cases_of_12(units: i64) -> i64 {
    (units + 11) / 12 * 12
}

#[test]
fn a_restatement_after_release_proposes_the_difference_only() {
    let today = today();
    let day = |before: u64| (today - Days::new(before)).to_string();
    let mut hub = Hub::with(&terms());
    // Eight weeks of 400 a day; 1230 are left at the end of yesterday.
    let days = (1..=56).rev().zip(1..);
    let history: Vec<String> = days
        .map(|(before, nth)| message(nth, &day(before), &centre(400, 1230)))
        .collect();
    let file = hub.path("history.x12");
    std::fs::write(&file, interchange(401, &history)).unwrap();
    let output = hub.ingest(&[file]);
    assert!(output.status.success(), "{output:?}");
    hub.start();
    let orders = || hub.get("demo-key-planner", "/api/v1/orders").body["orders"].clone();
    let sent = wait_for("the order to be sent", || {
        let orders = orders();
        (orders[0]["status"] == "sent").then_some(orders)
    });
    let released = whole(&sent[0]["released"]);
    // Lead two days, delivered daily: three to five days of demand and a reserve, less the stock.
    assert!(
        (1..2_000).contains(&released) && released % 12 == 0,
        "{released}"
    );

    for (number, on_hand) in [(402, 630_u32), (403, 30)] {
        let text = interchange(number, &[message(1, &day(1), &centre(400, on_hand))]);
        hub.receive(&format!("restated-{number}"), text);
        let proposal = proposal(&hub, on_hand);
        assert_eq!(proposal.on_order, released, "what was released is supply");
        let missing = proposal.order_up_to - proposal.on_hand - released;
        assert_eq!(proposal.quantity, cases_of_12(missing));
        // 600 or 1200 fewer on the shelf, and the order of the next day covers a day more.
        let fewer = i64::from(1230 - on_hand);
        assert!(
            (fewer..fewer + 600).contains(&proposal.quantity),
            "{}",
            proposal.quantity
        );
        assert_eq!(orders(), sent, "an order that was released does not change");
    }
    let known = hub.known(&reference());
    let measure = model::activity::Measure::OnHand;
    assert_eq!(known.units("DC01", PODS, measure, &day(1)), Some(30));
    assert_eq!(known.units("DC01", PODS, measure, &day(2)), Some(1230));
}
