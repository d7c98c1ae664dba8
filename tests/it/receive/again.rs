//! The same file again, files out of order, two at once: one effect.

use model::activity::Measure;
use model::document::DocumentStatus;

use crate::hub::{Hub, Known};
use crate::story::{REFERENCE, reference};
use crate::womart::{PODS, answers, day_of_s01, interchange, message, stores};

fn with_status(known: &Known, status: DocumentStatus) -> usize {
    known
        .documents
        .iter()
        .filter(|d| d.status == status)
        .count()
}

#[test]
fn the_same_file_ten_times_counts_once_and_is_acknowledged_ten_times() {
    let mut hub = Hub::new();
    hub.start();
    let text = day_of_s01(301, "2024-04-15", 5, 22);
    // Four one after the other under one name, three at once, three after a restart.
    for _ in 0..4 {
        hub.receive("852.x12", &text);
        hub.taken();
    }
    (0..3).for_each(|n| hub.receive(&format!("at-once-{n}"), &text));
    hub.taken();
    hub.stop();
    hub.start();
    (0..3).for_each(|n| hub.receive(&format!("later-{n}"), &text));
    let known = hub.known(&reference());
    assert_eq!(with_status(&known, DocumentStatus::Decoded), 1);
    assert_eq!(with_status(&known, DocumentStatus::Duplicate), 9);
    let accepted = "AK1*PD*301~AK2*852*0001~AK5*A~AK9*A*1*1*1";
    assert_eq!(answers(hub.outbox().values(), 301), [accepted; 10]);
    let units = |site, measure| known.units(site, PODS, measure, "2024-04-15");
    assert_eq!(units("S01", Measure::Sold), Some(5));
    assert_eq!(units("S01", Measure::OnHand), Some(22));
    assert_eq!(units("DC01", Measure::DownstreamSold), Some(5));
    assert_eq!(known.ledger.len(), 3);
}

#[test]
fn the_same_file_twice_at_once_counts_once_wherever_it_is_killed() {
    let mut hub = Hub::new();
    let text = day_of_s01(302, "2024-04-15", 5, 22);
    for wait_ms in [0, 5, 10, 20, 40, 80] {
        hub.start();
        hub.receive("a", &text);
        hub.receive("b", &text);
        std::thread::sleep(std::time::Duration::from_millis(wait_ms));
        hub.kill();
    }
    let known = hub.known(&reference());
    assert_eq!(with_status(&known, DocumentStatus::Decoded), 1);
    let all = known
        .documents
        .iter()
        .filter(|d| d.control_number == "000000302" && d.kind == "852");
    let duplicates = all.count() - 1;
    assert_eq!(with_status(&known, DocumentStatus::Duplicate), duplicates);
    // A file that was not yet taken when its successor came under its name was replaced by it.
    assert!((1..12).contains(&duplicates), "{duplicates}");
    assert_eq!(answers(hub.outbox().values(), 302).len(), duplicates + 1);
    assert_eq!(
        known.units("DC01", PODS, Measure::DownstreamSold, "2024-04-15"),
        Some(5)
    );
    assert_eq!(known.ledger.len(), 3);
}

#[test]
fn the_same_control_numbers_with_other_bytes_are_held_for_a_person() {
    let mut hub = Hub::new();
    hub.start();
    hub.receive("first", day_of_s01(303, "2024-04-15", 5, 22));
    hub.taken();
    hub.receive("other", day_of_s01(303, "2024-04-15", 6, 21));
    hub.receive("after", day_of_s01(304, "2024-04-16", 7, 20));
    let known = hub.known(&reference());
    let other = known.document("other");
    assert_eq!(other.status, DocumentStatus::Held);
    assert!(
        known.about(other).iter().eq([&"document_held"]),
        "{:?}",
        known.exceptions
    );
    assert_eq!(
        answers(hub.outbox().values(), 303).len(),
        1,
        "only the first was taken in"
    );
    let sold = |day| known.units("S01", PODS, Measure::Sold, day);
    assert_eq!((sold("2024-04-15"), sold("2024-04-16")), (Some(5), Some(7)));
}

/// A week of two stores: what each sold on each day, with a stock that says the day.
fn week(cumulative: bool) -> Vec<(String, String)> {
    let sold = [[5, 0], [7, 3], [0, 4], [2, 2], [9, 1], [12, 8], [4, 6]];
    let mut total = [0, 0];
    let mut files = Vec::new();
    // 2024-04-15 is a Monday.
    for (sold, nth) in sold.iter().zip(0_u32..) {
        total = if cumulative {
            [total[0] + sold[0], total[1] + sold[1]]
        } else {
            *sold
        };
        let segments = stores(&[("S01", total[0], 15 + nth), ("S02", total[1], 15 + nth)]);
        let text = interchange(
            310 + nth,
            &[message(1, &format!("2024-04-{}", 15 + nth), &segments)],
        );
        files.push((format!("day-{nth}"), text));
    }
    files
}

#[test]
fn files_out_of_order_make_the_same_ledger() {
    let weekly = REFERENCE.replace("quantities = \"daily\"", "quantities = \"week_to_date\"");
    for (reference_data, cumulative) in [(REFERENCE, false), (weekly.as_str(), true)] {
        let mut ledgers = Vec::new();
        for order in [
            [0, 1, 2, 3, 4, 5, 6],
            [4, 0, 6, 2, 5, 1, 3],
            [6, 5, 4, 3, 2, 1, 0],
        ] {
            let mut hub = Hub::with(reference_data);
            hub.start();
            let files = week(cumulative);
            for nth in order {
                let (name, text) = &files[nth];
                hub.receive(name, text);
                hub.taken();
            }
            ledgers.push(hub.known(&reference()));
        }
        let sold = |site, measure, day: u32| {
            ledgers[0].units(site, PODS, measure, &format!("2024-04-{day}"))
        };
        let week: Vec<_> = (15..22)
            .map(|day| sold("S01", Measure::Sold, day).unwrap())
            .collect();
        assert_eq!(week, [5, 7, 0, 2, 9, 12, 4], "cumulative: {cumulative}");
        let week: Vec<_> = (15..22)
            .map(|day| sold("DC01", Measure::DownstreamSold, day).unwrap())
            .collect();
        assert_eq!(week, [5, 10, 4, 4, 10, 20, 10], "cumulative: {cumulative}");
        for other in &ledgers[1..] {
            assert_eq!(other.ledger, ledgers[0].ledger, "cumulative: {cumulative}");
        }
    }
}
