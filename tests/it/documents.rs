//! What the partner of the story receives: every file is in order, and every acknowledgement names
//! what it acknowledges.

use std::collections::{BTreeMap, BTreeSet};

use model::document::DocumentStatus;
use model::order::Direction;
use model::scope::Scope;
use serde_json::Value;
use store::DocumentFilter;

use crate::program::{run, said, stockbridge};
use crate::story;

/// Enough for orders, ship notices, receipts and a weekend.
const DAYS: u32 = 8;

/// A file's segments, split at "~" and "*" as Womart's profile has them.
fn segments(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let segments = text
        .split('~')
        .map(str::trim)
        .filter(|segment| !segment.is_empty());
    segments
        .map(|segment| segment.split('*').map(str::to_owned).collect())
        .collect()
}

#[test]
fn every_document_of_the_story_is_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let figures = story::told(folder.path(), DAYS);
    let archive = story::archive(folder.path());
    every_file_is_accepted(&figures, archive.keys());
    control_numbers_run_on(&archive);
    each_message_is_acknowledged_once(folder.path(), &archive);
}

fn every_file_is_accepted<'a>(figures: &Value, names: impl Iterator<Item = &'a String>) {
    let outbox = std::path::Path::new(figures["outbox"].as_str().unwrap());
    let paths: Vec<_> = names.map(|name| outbox.join(name)).collect();
    let output = run(stockbridge().args(["edi", "check", "--json"]).args(&paths));
    assert!(output.status.success(), "{}", said(&output));
    let lines = String::from_utf8(output.stdout).unwrap();
    let verdicts: Vec<Value> = lines
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(verdicts.len(), paths.len());
    for verdict in &verdicts {
        assert_eq!(verdict["verdict"], "accepted", "{verdict}");
        assert_eq!(verdict["findings"], Value::Array(Vec::new()), "{verdict}");
    }
    let of = |kind: &str| {
        paths
            .iter()
            .filter(|p| p.to_string_lossy().ends_with(kind))
            .count()
    };
    assert_eq!(
        of("-997.edi") as u64,
        figures["acknowledgements_sent"].as_u64().unwrap()
    );
    assert_eq!(
        of("-855.edi") as u64,
        figures["orders_sent"].as_u64().unwrap()
    );
    // From Thursday to Thursday: orders on the six days from Monday to Friday, all but the last
    // of them shipped.
    assert_eq!((of("-855.edi"), of("-856.edi")), (6, 5));
}

/// Ours begin with 1 and leave none out; envelopes at both ends and the file's name agree.
fn control_numbers_run_on(archive: &BTreeMap<String, Vec<u8>>) {
    for ((name, bytes), number) in archive.iter().zip(1_u64..) {
        let segments = segments(bytes);
        let of = |id: &str, n: usize| {
            let found = segments.iter().find(|s| s[0] == id).expect("an envelope");
            found[n].parse::<u64>().unwrap()
        };
        assert_eq!(name[..9].parse::<u64>().unwrap(), number);
        let numbers = [of("ISA", 13), of("IEA", 2), of("GS", 6), of("GE", 2)];
        assert_eq!(numbers, [number; 4], "{name}");
    }
}

fn each_message_is_acknowledged_once(data: &std::path::Path, archive: &BTreeMap<String, Vec<u8>>) {
    let mut said = BTreeSet::new();
    for (name, bytes) in archive
        .iter()
        .filter(|(name, _)| name.ends_with("-997.edi"))
    {
        let segments = segments(bytes);
        let answers: Vec<_> = segments.iter().filter(|s| s[0].starts_with("AK")).collect();
        let [group, message, verdict, sum] = answers.as_slice() else {
            panic!("{name}: {answers:?}");
        };
        assert_eq!((group[0].as_str(), group[1].len()), ("AK1", 2), "{name}");
        assert_eq!(
            (message[0].as_str(), message[2].as_str()),
            ("AK2", "0001"),
            "{name}"
        );
        assert_eq!(verdict[..], ["AK5", "A"], "{name}");
        assert_eq!(sum[..], ["AK9", "A", "1", "1", "1"], "{name}");
        let named = (
            group[1].clone(),
            group[2].parse::<u64>().unwrap(),
            message[1].clone(),
        );
        assert!(
            said.insert(named),
            "{name} acknowledges what was acknowledged before"
        );
    }
    assert_eq!(said, received(data));
}

/// Functional group, control number and kind of all that Womart sent and wants acknowledged. It
/// numbers the group as the interchange and sends one message in each.
fn received(data: &std::path::Path) -> BTreeSet<(String, u64, String)> {
    let filter = DocumentFilter {
        direction: Some(Direction::In),
        limit: 10_000,
        ..DocumentFilter::default()
    };
    let documents = tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = story::open(data).await;
        let documents = store
            .documents(&Scope::default(), true, &filter)
            .await
            .unwrap();
        store.close().await;
        documents
    });
    assert!(
        documents
            .iter()
            .all(|d| d.status == DocumentStatus::Decoded)
    );
    let mut all = BTreeSet::new();
    for document in documents.iter().filter(|d| d.kind != "997") {
        // Functional identifier codes of X12 (data element 479).
        let group = match document.kind.as_str() {
            "852" => "PD",
            "850" => "PO",
            "861" => "RC",
            other => panic!("Womart sends no {other}"),
        };
        let number = document.control_number.parse().unwrap();
        all.insert((group.to_owned(), number, document.kind.clone()));
    }
    all
}
