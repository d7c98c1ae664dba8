//! Files far larger than any partner sends.

use std::fmt::Write;

use chrono::Days;
use model::activity::Measure;
use model::document::DocumentStatus;

use crate::hub::Hub;
use crate::story::{REFERENCE, reference};
use crate::womart::{PODS, answers, day_of_s01, interchange};

/// Messages of a large 852 have 24 items in 12 stores: about 6,600 bytes.
const MESSAGE: usize = 6_560;
/// Days after which a large 852 begins to restate itself.
const DAYS: usize = 700;

/// Returns an 852 of so many messages, a day each; every number in one is `nth % 997`.
fn large(messages: usize) -> String {
    let reference = reference();
    let sites = (1..=12).map(|store| format!("S{store:02}"));
    let sites: Vec<String> = sites.collect();
    let first: model::NaiveDate = "2022-01-01".parse().unwrap();
    let mut all = Vec::with_capacity(messages);
    for nth in 0..messages {
        let day = (first + Days::new((nth % DAYS) as u64)).format("%Y%m%d");
        let list: String = sites
            .iter()
            .map(|site| format!("*{site}*{}", nth % 997))
            .collect();
        let control = nth + 1;
        let mut text = format!("ST*852*{control:06}~\nXQ*H*{day}~\n");
        for item in &reference.data.items {
            let gtin = item.gtin;
            writeln!(text, "LIN**EN*{gtin}~").unwrap();
            for code in ["QS", "QA"] {
                // SDQ holds ten pairs at most.
                let (one, two) = list.split_at(list.match_indices("*S11").next().unwrap().0);
                write!(text, "ZA*{code}~\nSDQ*EA*92{one}~\nSDQ*EA*92{two}~\n").unwrap();
            }
        }
        let items = reference.data.items.len();
        write!(text, "CTT*{items}~\nSE*{}*{control:06}~\n", items * 7 + 4).unwrap();
        all.push(text);
    }
    interchange(601, &all)
}

fn taken_in(messages: usize) {
    let mut hub = Hub::with(REFERENCE);
    hub.start();
    let text = large(messages);
    println!(
        "a file of {:.1} MB, {messages} messages",
        text.len() as f64 / 1e6
    );
    hub.receive("large", &text);
    hub.receive("small", day_of_s01(602, "2024-04-15", 5, 22));
    hub.taken();
    println!("{}", hub.memory());
    let known = hub.known(&reference());
    let document = known.document("large");
    assert_eq!(
        document.status,
        DocumentStatus::Decoded,
        "{:?}",
        document.findings
    );
    assert_eq!(document.size, text.len() as u64);
    let [answer] = answers(hub.outbox().values(), 601)
        .try_into()
        .expect("one answer");
    assert!(answer.ends_with(&format!("~AK9*A*{messages}*{messages}*{messages}")));
    assert!(!answer.contains("AK5*R"));
    // The last message of a day is what counts.
    let last = messages - 1;
    let first: model::NaiveDate = "2022-01-01".parse().unwrap();
    let day = (first + Days::new((last % DAYS) as u64)).to_string();
    for site in ["S01", "S12"] {
        let units = known.units(site, PODS, Measure::Sold, &day);
        assert_eq!(units, Some((last % 997) as i64), "{site} {day}");
    }
    assert_eq!(
        known.units("S01", PODS, Measure::Sold, "2024-04-15"),
        Some(5)
    );
}

fn set_aside(length: usize) {
    let mut hub = Hub::with(REFERENCE);
    hub.start();
    // A header, then nothing that ends: the worst a reader can meet.
    let mut bytes = day_of_s01(603, "2024-04-15", 1, 1).into_bytes();
    bytes.truncate(106);
    bytes.resize_with(length, {
        let mut state = 1_u32;
        move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        }
    });
    hub.receive("rubbish", &bytes);
    hub.receive("small", day_of_s01(604, "2024-04-15", 5, 22));
    hub.taken();
    println!("{}", hub.memory());
    let known = hub.known(&reference());
    let document = known.document("rubbish");
    assert_eq!(
        document.status,
        DocumentStatus::Rejected,
        "{:?}",
        document.findings.first()
    );
    assert!(document.findings.len() <= 1_000);
    assert!(
        document
            .findings
            .iter()
            .any(|f| f.code == "X12-IEA-MISSING")
    );
    assert_eq!(
        answers(hub.outbox().values(), 603).len(),
        1,
        "a TA1 says so"
    );
    assert_eq!(
        known.units("S01", PODS, Measure::Sold, "2024-04-15"),
        Some(5)
    );
}

#[test]
fn ten_megabytes_are_taken_in() {
    taken_in(10_000_000 / MESSAGE);
}

#[test]
fn ten_megabytes_of_rubbish_are_told() {
    set_aside(10_000_000);
}

#[test]
#[ignore = "minutes in a development build: run it in release with --nocapture"]
fn two_hundred_megabytes_are_taken_in() {
    taken_in(200_000_000 / MESSAGE);
}

#[test]
#[ignore = "a minute in a development build: run it in release with --nocapture"]
fn two_hundred_megabytes_of_rubbish_are_told() {
    set_aside(200_000_000);
}
