//! Good files spoiled in one way or a few, and all that their sender must hear of each.
//!
//! The answers were written by hand from the rules of the standards before ours were seen: X12.5
//! and X12.6 for envelopes, 997 (004010 and 005010) and 999 (005010X231) for what is told of
//! groups, I18 for the notes of a TA1, ISO 9735-4 and code list 0085 for CONTRL. Where a standard
//! leaves the choice to who answers, a comment says so.

mod answer;
mod table;

mod edifact_element;
mod edifact_group;
mod edifact_interchange;
mod edifact_message;
mod edifact_segment;
mod element;
mod group;
mod guide;
mod interchange;
mod later;
mod message;
mod segment;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use edi::{Checker, Code, Severity, check, read};

use crate::dice::setting;
use crate::sample::schemas;
use answer::{Acknowledged, Family};
use table::{Fault, faults};

/// The folder that foreign readers are shown.
const KEEP: &str = "STOCKBRIDGE_KEEP_ACKNOWLEDGEMENTS";

fn families() -> impl Iterator<Item = &'static Family> {
    let all: [&'static [Family]; 12] = [
        interchange::FAMILIES,
        group::FAMILIES,
        message::FAMILIES,
        segment::FAMILIES,
        element::FAMILIES,
        later::FAMILIES,
        guide::FAMILIES,
        edifact_interchange::FAMILIES,
        edifact_group::FAMILIES,
        edifact_message::FAMILIES,
        edifact_segment::FAMILIES,
        edifact_element::FAMILIES,
    ];
    all.into_iter().flatten()
}

fn all() -> impl Iterator<Item = (&'static Family, Fault)> {
    families().flat_map(|family| faults(family.table).into_iter().map(move |f| (family, f)))
}

#[test]
fn fill_bytes_before_a_header_are_noted_and_counted() {
    let spoiled = crate::sample::spoiled("ZA*QS*12", "ZA*QS*x");
    let edifact = crate::edifact::spoiled("QTY+153:12", "QTY+153:X");
    for (good, at) in [(spoiled, "*x*"), (edifact, ":X'")] {
        let at = String::from_utf8_lossy(&good).find(at).unwrap() + 1;
        for fill in ["\0\0\0", "\x1A", "\0 \r\n\0"] {
            let bytes = [fill.as_bytes(), &good].concat();
            let file = read(&bytes);
            let report = check(&file, &schemas());
            let padding = &report.findings[0];
            assert_eq!(padding.code, Code::FilePadding, "{fill:?}");
            assert_eq!(
                (padding.place.offset, padding.place.length),
                (0, fill.len())
            );
            let fault = report.findings.last().unwrap();
            assert_eq!(fault.place.offset, fill.len() + at, "{fill:?}");
            assert_eq!(file.interchanges[0].span.offset, fill.len());
            let message = &file.interchanges[0].groups[0].messages[0];
            for segment in file.segments(message) {
                let span = segment.span();
                assert_eq!(&bytes[span.offset..span.end()], segment.bytes());
            }
            let schemas = schemas();
            let mut checker = Checker::new(&schemas);
            bytes.iter().for_each(|b| checker.push(&[*b]));
            assert_eq!(checker.finish(), report, "{fill:?}, byte by byte");
        }
    }
}

#[test]
fn every_fault_is_told_in_full() {
    let mut different = Vec::new();
    for (family, fault) in all() {
        let outcome = family.outcome(&fault);
        let answers = &outcome.answers;
        let found: Vec<&String> = answers.iter().flat_map(|a| &a.bodies).collect();
        let wrong: Vec<Code> = answers
            .iter()
            .flat_map(|a| &a.findings)
            .map(|f| f.code)
            .collect();
        let expected: Vec<&String> = fault.answers.iter().collect();
        if found != expected || wrong != fault.repeated {
            let (kind, name) = (fault.kind, fault.name);
            different.push(format!(
                "{kind}: {name}\n  expected {expected:?}\n  found    {found:?}\n  {wrong:?}"
            ));
        }
        keep(&fault, answers);
    }
    assert!(
        different.is_empty(),
        "{} differ\n{}",
        different.len(),
        different.join("\n")
    );
}

#[test]
fn in_pieces_the_same_is_found() {
    let schemas = schemas();
    for (family, fault) in all() {
        let bytes = fault.spoil(family.good);
        let mut checker = Checker::new(&schemas);
        bytes.iter().for_each(|b| checker.push(&[*b]));
        let whole = check(&read(&bytes), &schemas);
        assert_eq!(checker.finish(), whole, "{}: {}", fault.kind, fault.name);
    }
}

/// How many faults there are of each kind.
const TOTALS: &[(&str, usize)] = &[
    ("TA1: a field of the ISA", 29),
    ("TA1: trailer", 16),
    ("TA1: header", 4),
    ("TA1: delimiters", 12),
    ("TA1: content", 5),
    ("TA1: structure", 10),
    ("TA1: around the interchange", 4),
    ("AK9: trailer", 13),
    ("AK9: header", 16),
    ("AK9: what its messages add up to", 5),
    ("AK9: acknowledgements are never answered", 3),
    ("AK5: trailer", 14),
    ("AK5: header", 8),
    ("AK5: between its segments", 2),
    ("AK5: number twice", 4),
    ("AK5: which message", 5),
    ("AK3 1: unknown", 8),
    ("AK3 2: unexpected", 4),
    ("AK3 3: missing", 9),
    ("AK3 4: loop too often", 3),
    ("AK3 5: segment too often", 6),
    ("AK3 6: not in this message", 3),
    ("AK3 7: too late", 4),
    ("AK3: several", 3),
    ("AK4 1: missing", 7),
    ("AK4 2: condition", 18),
    ("AK4 3: too many", 3),
    ("AK4 4: too short", 4),
    ("AK4 5: too long", 8),
    ("AK4 6: character", 12),
    ("AK4 7: code", 5),
    ("AK4 8: date", 5),
    ("AK4 9: time", 4),
    ("AK4 10: exclusion", 2),
    ("AK4: several", 5),
    ("AK5 E: errors are noted", 5),
    ("997 of 005010", 12),
    ("999", 34),
    ("guide: 997", 11),
    ("guide: 999", 19),
    ("guide: CONTRL", 9),
    ("UCI: trailer", 15),
    ("UCI: content", 9),
    ("UCI: header", 11),
    ("UCI: characters", 3),
    ("UCI: copies", 1),
    ("UCI: answers are never answered", 4),
    ("UCI: around the interchange", 3),
    ("syntax 4", 9),
    ("UCI: receipt", 4),
    ("UCF", 31),
    ("UCM: trailer", 11),
    ("UCM: header", 11),
    ("UCM: number twice", 1),
    ("UCM: which message", 3),
    ("UCM: several", 4),
    ("UCS 15: not supported here", 14),
    ("UCS 13: missing", 11),
    ("UCS 35: segment too often", 6),
    ("UCS 36: group too often", 3),
    ("UCS: several", 2),
    ("UCD 37: type of character", 7),
    ("UCD 39: too long", 8),
    ("UCD 12: value", 11),
    ("UCD 13: missing", 7),
    ("UCD 16: too many", 5),
    ("UCD 38: no digit before the decimal mark", 2),
    ("UCD 19: decimal notation", 2),
    ("UCD 21: character", 2),
    ("UCD: several", 2),
    ("UCD 40: too short", 1),
    ("UCD 48: condition", 2),
];

#[test]
fn totals_by_kind() {
    let mut totals: Vec<(&str, usize)> = Vec::new();
    let mut names = BTreeSet::new();
    for (_, fault) in all() {
        assert!(
            names.insert((fault.kind, fault.name)),
            "{} twice",
            fault.name
        );
        match totals.iter_mut().find(|(kind, _)| *kind == fault.kind) {
            Some((_, count)) => *count += 1,
            None => totals.push((fault.kind, 1)),
        }
    }
    assert_eq!(totals, TOTALS);
    assert!(names.len() >= 200, "{}", names.len());
}

/// What no acknowledgement tells of: there is no code for it, or nobody to be told.
const UNTOLD: &[Code] = &[
    Code::FileEmpty,
    Code::FileNoInterchange,
    Code::FileTradacoms,
    Code::FilePreamble,
    Code::FileRubbish,
    Code::FileByteOrderMark,
    Code::FilePadding,
    Code::FileEncoding,
    Code::SegmentTooLong,
    Code::FindingsCapped,
    Code::IsaMalformed,
    Code::IsaUnpadded,
    Code::IeaUnterminated,
    Code::Ta1Malformed,
    Code::SegmentTrailing,
    Code::ElementCodeUnusual,
    Code::UnbMalformed,
    Code::UnzUnterminated,
    Code::EdifactElementCodeUnusual,
];

#[test]
fn every_code_is_told_of_in_some_answer() {
    let mut met = BTreeSet::new();
    for (family, fault) in all() {
        let codes: BTreeSet<String> = fault
            .answers
            .iter()
            .flat_map(|a| codes(a))
            .map(|(_, code)| code)
            .collect();
        for finding in family.outcome(&fault).report.findings {
            let told = finding
                .acknowledgement
                .filter(|_| finding.severity != Severity::Note);
            if told.is_some_and(|told| codes.contains(told.code)) {
                met.insert(finding.code);
            }
        }
    }
    let unmet: Vec<_> = Code::ALL.iter().filter(|c| !met.contains(c)).collect();
    assert_eq!(unmet, UNTOLD.iter().collect::<Vec<_>>());
}

/// Where acknowledgements hold codes: the segment, what stands there, and its elements.
const PLACES: &[(&str, &str, Range<usize>)] = &[
    ("TA1", "TA104", 4..5),
    ("TA1", "TA105", 5..6),
    ("AK3", "AK304", 4..5),
    ("AK4", "AK403", 3..4),
    ("AK5", "AK501", 1..2),
    ("AK5", "AK502", 2..7),
    ("AK9", "AK901", 1..2),
    ("AK9", "AK905", 5..10),
    ("IK3", "IK304", 4..5),
    ("IK4", "IK403", 3..4),
    ("IK5", "IK501", 1..2),
    ("IK5", "IK502", 2..7),
    ("UCI", "0083 in UCI", 4..5),
    ("UCI", "0085 in UCI", 5..6),
    ("UCF", "0083 in UCF", 4..5),
    ("UCF", "0085 in UCF", 5..6),
    ("UCM", "0083 in UCM", 3..4),
    ("UCM", "0085 in UCM", 4..5),
    ("UCS", "0085 in UCS", 2..3),
    ("UCD", "0085 in UCD", 1..2),
];

/// The codes that are met at each place, sorted as texts.
const CODES: &[(&str, &str)] = &[
    ("TA104", "A E R"),
    (
        "TA105",
        "000 001 004 005 006 007 008 010 012 014 015 016 017 018 020 021 022 023 024 026 027",
    ),
    ("AK304", "1 2 3 4 5 6 7 8"),
    ("AK403", "1 10 12 13 2 3 4 5 6 7 8 9"),
    ("AK501", "A E R"),
    ("AK502", "1 2 23 3 4 5 6 7"),
    ("AK901", "A E P R"),
    ("AK905", "19 2 3 4 5 6"),
    ("IK304", "1 2 3 4 5 6 7 8 I4 I6 I7 I8 I9"),
    ("IK403", "1 10 12 13 2 3 4 5 6 7 8 9 I10 I11 I12 I13 I6 I9"),
    ("IK501", "A E R"),
    ("IK502", "1 2 23 3 4 5 6 7 I5 I6"),
    ("0083 in UCI", "4 7 8"),
    ("0085 in UCI", "12 13 16 2 21 28 29 30 32 33"),
    ("0083 in UCF", "4 7"),
    ("0085 in UCF", "12 13 16 18 26 28 29 31 32"),
    ("0083 in UCM", "4"),
    ("0085 in UCM", "12 13 14 16 18 26 28 29 39"),
    ("0085 in UCS", "13 15 18 35 36 45"),
    ("0085 in UCD", "12 13 15 16 18 19 21 35 37 38 39 40 48"),
];

#[test]
fn codes_of_the_standards_are_met() {
    let mut met: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (place, code) in all().flat_map(|(_, f)| f.answers).flat_map(|a| codes(&a)) {
        met.entry(place).or_default().insert(code);
    }
    let met = PLACES.iter().map(|(_, place, _)| {
        let codes = met.remove(place).unwrap_or_default();
        (*place, codes.into_iter().collect::<Vec<_>>().join(" "))
    });
    let met: Vec<(&str, String)> = met.collect();
    let expected: Vec<(&str, String)> = CODES.iter().map(|(p, c)| (*p, (*c).to_owned())).collect();
    assert_eq!(met, expected);
}

/// Returns the codes of an answer, with their places.
fn codes(answer: &str) -> Vec<(&'static str, String)> {
    let (end, separator) = match answer.starts_with("UC") {
        true => ('\'', '+'),
        false => ('~', '*'),
    };
    let mut codes = Vec::new();
    for segment in answer.split(end) {
        let elements: Vec<&str> = segment.split(separator).collect();
        for (_, place, at) in PLACES.iter().filter(|(id, ..)| *id == elements[0]) {
            let there = elements.iter().take(at.end).skip(at.start);
            codes.extend(
                there
                    .filter(|c| !c.is_empty())
                    .map(|c| (*place, (*c).to_owned())),
            );
        }
    }
    codes
}

/// Writes the acknowledgements where they are asked for.
fn keep(fault: &Fault, answers: &[Acknowledged]) {
    let Some(folder) = setting(KEEP).map(PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&folder).unwrap();
    let name = format!("{} {}", fault.kind, fault.name);
    let letter = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let name: String = name.chars().map(letter).collect();
    for (n, answer) in answers.iter().enumerate() {
        std::fs::write(folder.join(format!("{name}-{n}.edi")), &answer.whole).unwrap();
    }
}
