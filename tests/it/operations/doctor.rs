//! The doctor finds what is in order and what is not, and the small commands do what they say.

use std::fs;

use serde_json::Value;

use super::answered;
use crate::hub::Hub;
use crate::program::{said, wait_for};
use crate::womart::day_of_s01;

fn verdict<'a>(told: &'a Value, name: &str) -> &'a str {
    let checks = told["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["name"] == name);
    check.unwrap_or_else(|| panic!("no {name}: {told}"))["verdict"]
        .as_str()
        .unwrap()
}

#[test]
fn the_doctor_says_what_is_wrong() {
    let mut hub = Hub::new();
    let nothing = hub.command(&["doctor", "--json"]);
    assert_eq!(nothing.status.code(), Some(3), "{}", said(&nothing));
    assert_eq!(verdict(&answered(&nothing), "database"), "failed");
    hub.start();
    hub.receive("852", day_of_s01(861, "2024-04-15", 5, 22));
    wait_for("the answer", || (!hub.outbox().is_empty()).then_some(()));
    let healthy = hub.command(&["doctor", "--json"]);
    let told = answered(&healthy);
    assert_eq!(healthy.status.code(), Some(0), "{told}");
    for name in [
        "settings",
        "schema",
        "writing",
        "integrity",
        "reference data",
        "mailboxes",
        "group plan",
        "group dispatch",
        "dead letters",
        "acknowledgements",
    ] {
        assert_eq!(verdict(&told, name), "ok", "{told}");
    }
    let words = hub.command(&["doctor"]);
    let words = String::from_utf8(words.stdout).unwrap();
    assert!(
        words.contains("ok       integrity: no damage found"),
        "{words}"
    );
    hub.stop();

    // A folder cannot be made inside a file, whoever asks.
    fs::write(hub.path("file"), "").unwrap();
    hub.add_setting(&format!("mail = {:?}", hub.path("file/mail")));
    hub.refer_to("partners = 7");
    let wrong = hub.command(&["doctor", "--json"]);
    assert_eq!(wrong.status.code(), Some(1), "{}", said(&wrong));
    assert_eq!(verdict(&answered(&wrong), "reference data"), "failed");
    hub.refer_to(crate::story::REFERENCE);
    let wrong = hub.command(&["doctor", "--json"]);
    assert_eq!(wrong.status.code(), Some(1), "{}", said(&wrong));
    assert_eq!(verdict(&answered(&wrong), "mailboxes"), "failed");
    hub.add_setting("retention_months = 0");
    let wrong = hub.command(&["doctor", "--json"]);
    assert_eq!(wrong.status.code(), Some(1), "{}", said(&wrong));
    assert_eq!(verdict(&answered(&wrong), "settings"), "failed");
}

#[test]
fn a_schema_is_brought_up_to_date_and_what_is_old_goes() {
    let hub = Hub::new();
    let newest = store::newest_schema();
    for from in [Value::Null, newest.into()] {
        let done = hub.command(&["migrate", "--json"]);
        assert!(done.status.success(), "{}", said(&done));
        let told = answered(&done);
        assert_eq!((&told["from"], &told["to"]), (&from, &newest.into()));
    }
    let file = hub.path("852");
    fs::write(&file, day_of_s01(862, "2024-04-15", 5, 22)).unwrap();
    assert!(hub.ingest(&[file]).status.success());
    for arguments in [
        &["age-out", "--json", "--dry-run"][..],
        &["age-out", "--json"],
    ] {
        let aged = hub.command(arguments);
        assert!(aged.status.success(), "{}", said(&aged));
        let told = answered(&aged);
        assert_eq!(told["months"], 26);
        // It came today, whatever day it tells of.
        assert_eq!(
            (&told["events"], &told["documents"]),
            (&0.into(), &0.into())
        );
    }
}
