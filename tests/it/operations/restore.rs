//! A backup made while files come in becomes a hub that goes on.

use std::fs;

use model::activity::Measure;
use model::document::DocumentStatus;

use super::answered;
use crate::hub::Hub;
use crate::program::{said, wait_for};
use crate::story::reference;
use crate::womart::{PODS, answers, day_of_s01};

/// Files acknowledged before the backup, and all files.
const BEFORE: u32 = 6;
const ALL: u32 = 26;

fn file(nth: u32) -> String {
    day_of_s01(800 + nth, &format!("2024-04-{nth:02}"), nth, 40)
}

fn is_answered(hub: &Hub, number: u32) -> bool {
    !answers(hub.outbox().values(), number).is_empty()
}

fn numbers(hub: &Hub) -> Vec<u32> {
    let names = hub.outbox().into_keys();
    names.map(|name| name[..9].parse().unwrap()).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn a_hub_restored_from_a_backup_made_under_load_goes_on() {
    let mut first = Hub::new();
    first.start();
    (1..=BEFORE).for_each(|nth| first.receive(&format!("first-{nth}"), file(nth)));
    wait_for("the first files to be acknowledged", || {
        (1..=BEFORE)
            .all(|nth| is_answered(&first, 800 + nth))
            .then_some(())
    });
    let backup = first.path("backup.db");
    let output = backup.display().to_string();
    let made = std::thread::scope(|scope| {
        let feeding = scope.spawn(|| {
            for nth in BEFORE + 1..=ALL {
                first.receive(&format!("first-{nth}"), file(nth));
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
        });
        let made = first.command(&["backup", "--json", "--output", &output]);
        feeding.join().unwrap();
        made
    });
    assert!(made.status.success(), "{}", said(&made));
    let made = answered(&made);
    let documents = made["documents"].as_u64().unwrap();
    assert!(documents >= u64::from(2 * BEFORE), "{made}");
    assert_eq!(made["bytes"], backup.metadata().unwrap().len());
    let again = first.command(&["backup", "--output", &output]);
    assert_eq!(again.status.code(), Some(4), "{}", said(&again));
    let expected = first.known(&reference()).ledger;

    let mut second = Hub::new();
    let skip = [
        "restore",
        &output,
        "--json",
        "--skip-control-numbers",
        "1000",
    ];
    let restored = second.command(&skip);
    assert!(restored.status.success(), "{}", said(&restored));
    let restored = answered(&restored);
    assert_eq!(restored["documents"], documents);
    let numbered = restored["control_numbers"].as_array().unwrap();
    let womart = numbered.iter().find(|n| n["partner"] == "WOMART").unwrap();
    let next = womart["next"].as_u64().unwrap();
    assert_eq!(next, womart["in_backup"].as_u64().unwrap() + 1_000);
    second.start();
    (1..=ALL).for_each(|nth| second.receive(&format!("again-{nth}"), file(nth)));
    let known = second.known(&reference());
    for nth in 1..=BEFORE {
        let kept = known.document(&format!("first-{nth}")).status;
        let again = known.document(&format!("again-{nth}")).status;
        let expected = (DocumentStatus::Decoded, DocumentStatus::Duplicate);
        assert_eq!((kept, again), expected, "{nth}");
    }
    assert!(known.ledger == expected, "lost or counted twice");
    let last = day_of_s01(900, "2024-05-01", 3, 37);
    second.start();
    second.receive("after", last);
    let known = second.known(&reference());
    assert_eq!(
        known.units("S01", PODS, Measure::Sold, "2024-05-01"),
        Some(3)
    );
    assert_eq!(answers(second.outbox().values(), 900).len(), 1);
    // Those in the backup that were not delivered have their old numbers; new ones are far ahead.
    let old = u32::try_from(next).unwrap() - 1_000;
    let new: Vec<u32> = numbers(&second).into_iter().filter(|n| *n >= old).collect();
    assert!(new.iter().all(|n| u64::from(*n) >= next), "{new:?}");
    assert!(new.len() > ALL as usize, "{new:?}");
}

#[test]
fn a_restore_overwrites_nothing_and_takes_nothing_damaged() {
    let mut hub = Hub::new();
    hub.start();
    hub.receive("852", file(1));
    wait_for("the answer", || is_answered(&hub, 801).then_some(()));
    let backup = hub.path("backup.db").display().to_string();
    let made = hub.command(&["backup", "--output", &backup]);
    assert!(made.status.success(), "{}", said(&made));
    let in_use = hub.command(&["restore", &backup, "--force"]);
    assert_eq!(in_use.status.code(), Some(3), "{}", said(&in_use));
    assert!(said(&in_use).contains("another process uses the database"));
    hub.stop();
    let refused = hub.command(&["restore", &backup]);
    assert_eq!(refused.status.code(), Some(4), "{}", said(&refused));
    assert!(said(&refused).contains("--force"), "{}", said(&refused));

    // In the outbox lies what the backup does not know.
    hub.start();
    hub.receive("852-later", file(2));
    wait_for("the answer", || is_answered(&hub, 802).then_some(()));
    hub.stop();
    let whole = fs::read(&backup).unwrap();
    fs::write(&backup, &whole[..whole.len() / 2]).unwrap();
    let damaged = hub.command(&["restore", &backup, "--force"]);
    assert_eq!(damaged.status.code(), Some(1), "{}", said(&damaged));
    assert!(said(&damaged).contains("take another backup"));
    fs::write(&backup, &whole).unwrap();
    let forced = hub.command(&["restore", &backup, "--force", "--json"]);
    assert!(forced.status.success(), "{}", said(&forced));
    let told = answered(&forced);
    let kept = told["kept"].as_str().unwrap();
    assert!(fs::metadata(kept).unwrap().len() > 0);
    let unknown = told["unknown_files"].as_array().unwrap();
    assert!(
        unknown.len() == 1 && unknown[0].as_str().unwrap().ends_with("997.edi"),
        "{told}"
    );
    let check = told["check"].to_string();
    for words in [
        "--skip-control-numbers",
        "--roles ingest,serve",
        "ask each partner",
    ] {
        assert!(check.contains(words), "{words}: {check}");
    }
    let known = hub.known(&reference());
    assert_eq!(known.document("852").status, DocumentStatus::Decoded);
    assert!(known.documents.iter().all(|d| d.name != "852-later"));
}
