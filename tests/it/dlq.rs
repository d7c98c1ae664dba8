//! Events that cannot be applied: set aside with those behind them, applied again in order.

use std::collections::BTreeMap;
use std::process::Output;

use serde_json::Value;

use crate::database::Database;
use crate::hub::Hub;
use crate::program::{run, said, stockbridge, wait_for};
use crate::story;
use crate::womart::{interchange, message, stores};

/// The database refuses everything about store S01: the fault of no event, and still no event of
/// this store can be applied until it is mended.
const BREAK: &str = "CREATE TRIGGER broken BEFORE INSERT ON blocks WHEN NEW.site = 'S01'
    BEGIN SELECT RAISE(ABORT, 'this store is not writable'); END";
const MEND: &str = "DROP TRIGGER broken";

fn dlq(hub: &Hub, words: &[&str]) -> Output {
    let mut command = stockbridge();
    command.arg("dlq").args(words).arg("--json");
    command.arg("--data").arg(hub.data());
    run(&mut command)
}

fn lines(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", said(output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = text.lines().map(serde_json::from_str);
    lines
        .collect::<Result<_, _>>()
        .expect("an object in each line")
}

/// What stores S01 and S02 sold on a day.
fn day(number: u32, day: &str, sold: u32) -> String {
    let sold = [("S01", sold, 40), ("S02", sold, 40)];
    interchange(number, &[message(1, day, &stores(&sold))])
}

fn states(hub: &Hub) -> BTreeMap<String, u64> {
    let mut states = BTreeMap::new();
    for line in lines(&dlq(hub, &["list", "--all"])) {
        let state = line["state"].as_str().unwrap().to_owned();
        *states.entry(state).or_default() += 1;
    }
    states
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn a_key_that_keeps_failing_waits_and_is_replayed_in_order() {
    let reference = story::reference();
    let days = [("2024-04-15", 5), ("2024-04-16", 7), ("2024-04-17", 9)];
    let mut undisturbed = Hub::new();
    undisturbed.start();
    for (number, (date, sold)) in (1..).zip(days) {
        undisturbed.receive(&format!("{number}.edi"), day(number, date, sold));
        undisturbed.taken();
    }
    let expected = undisturbed.known(&reference).ledger;

    let mut hub = Hub::new();
    hub.start();
    hub.stop();
    let database = Database::sqlite(&hub.data().join("stockbridge.db"));
    database.execute(BREAK);
    hub.start();
    for (number, (date, sold)) in (1..).zip(days) {
        hub.receive(&format!("{number}.edi"), day(number, date, sold));
        hub.taken();
    }
    let parked = wait_for("the events of S01 to be set aside", || {
        let states = states(&hub);
        let all: u64 = states.values().sum();
        (all >= 3).then_some(states)
    });
    assert_eq!(parked.get("waiting"), Some(&1), "{parked:?}");
    hub.stop();
    let listed = lines(&dlq(&hub, &["list"]));
    let head = &listed[0];
    assert_eq!(
        (&head["key"], &head["parked"]),
        (&"WOMART/S01".into(), &true.into())
    );
    let cause = head["cause"].as_str().unwrap();
    assert!(cause.contains("this store is not writable"), "{cause}");
    // The other store of the same files is not concerned.
    let known = hub.known_with_events_set_aside(&reference);
    let of = |ledger: &BTreeMap<story::Cell, _>, site: &str| {
        let cells = ledger.iter().filter(|(cell, _)| cell.0.as_str() == site);
        cells
            .map(|(cell, sold)| (cell.clone(), *sold))
            .collect::<Vec<_>>()
    };
    assert_eq!(of(&known.ledger, "S02"), of(&expected, "S02"));
    assert_eq!(of(&known.ledger, "S01"), []);
    let kinds: Vec<String> = known
        .exceptions
        .iter()
        .filter(|e| e.open)
        .map(|e| e.kind.name().to_owned())
        .collect();
    assert!(kinds.contains(&"key_parked".to_owned()), "{kinds:?}");

    // Replayed before it is mended, it is set aside again, and nothing overtakes it.
    let replayed = dlq(&hub, &["replay", "all", "--reason", "a try"]);
    assert_eq!(lines(&replayed).len(), 1);
    hub.start();
    wait_for("the replay to fail", || {
        (states(&hub).get("waiting") == Some(&1)).then_some(())
    });
    hub.stop();
    database.execute(MEND);
    lines(&dlq(
        &hub,
        &["replay", "WOMART/S01", "--reason", "the trigger is gone"],
    ));
    hub.start();
    wait_for("everything to be replayed", || {
        let states = states(&hub);
        (states.keys().all(|state| state == "replayed")).then_some(())
    });
    let known = hub.known(&reference);
    assert_eq!(known.ledger, expected);
    let open = |kind: &str| {
        known
            .exceptions
            .iter()
            .any(|e| e.open && e.kind.name() == kind)
    };
    assert!(!open("key_parked"));
    // Nothing is left to decide about.
    assert_eq!(
        dlq(&hub, &["replay", "all", "--reason", "again"])
            .status
            .code(),
        Some(1)
    );
}
