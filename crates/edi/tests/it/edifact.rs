//! EDIFACT's envelopes and delimiters, and its writer: minimal inputs and properties.

use edi::{
    Code, ContrlSettings, Delimiters, EdifactEnvelope, EdifactGroupEnvelope, EdifactMessageType,
    EdifactWriter, Error, Party, Standard, Verdict, check, contrl, read,
};
use proptest::prelude::*;

use crate::sample::schemas;
use Verdict::{Accepted, Rejected, Tolerated};

/// A sales report of one store that follows all rules.
pub(crate) const GOOD: &str = concat!(
    "UNB+UNOC:3+WOMART:14+ANAN:14+240401:0600+7'",
    "UNH+1+SLSRPT:D:96A:UN:EAN004'",
    "BGM+73E::9+REP1+9'",
    "DTM+137:20240331:102'",
    "NAD+SE+4012345000009::9'",
    "LOC+162+0007::92'",
    "LIN+1++5012345678900:EN'",
    "QTY+153:12'",
    "UNT+8+1'",
    "UNZ+1+7'",
);

/// Two groups of such reports, without the interchange's header.
pub(crate) const GROUPED: &str = concat!(
    "UNG+SLSRPT+WOSALES:14+ANSALES:14+240401:0600+G1+UN+D:96A:EAN004'",
    "UNH+1+SLSRPT:D:96A:UN:EAN004'BGM+73E::9+REP1+9'DTM+137:20240331:102'NAD+SE+4012345000009::9'",
    "LOC+162+0007::92'LIN+1++5012345678900:EN'QTY+153:12'UNT+8+1'",
    "UNH+2+SLSRPT:D:96A:UN:EAN004'BGM+73E::9+REP2+9'DTM+137:20240331:102'NAD+SE+4012345000009::9'",
    "LOC+162+0007::92'LIN+1++5012345678900:EN'QTY+153:12'UNT+8+2'",
    "UNE+2+G1'",
    "UNG+SLSRPT+WOSALES+ANSALES+240401:0600+G2+UN+D:96A:EAN004'",
    "UNH+3+SLSRPT:D:96A:UN:EAN004'BGM+73E::9+REP3+9'DTM+137:20240331:102'NAD+SE+4012345000009::9'",
    "LOC+162+0007::92'LIN+1++5012345678900:EN'QTY+153:12'UNT+8+3'",
    "UNE+1+G2'",
    "UNZ+2+7'",
);

/// Returns the good interchange with one text replaced by another.
pub(crate) fn spoiled(from: &str, to: &str) -> Vec<u8> {
    assert!(GOOD.contains(from), "{from} is not in the good interchange");
    GOOD.replacen(from, to, 1).into_bytes()
}

/// Returns the interchange with the count of its message set right.
pub(crate) fn with_body(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let message = text
        .split_once("UNH")
        .unwrap()
        .1
        .split_once("UNT+8")
        .unwrap()
        .0;
    let count = message.matches('\'').count() + 1;
    text.replace("UNT+8", &format!("UNT+{count}")).into_bytes()
}

/// What, the bytes, syntax, verdict, and one finding that must be among the findings.
type Case = (&'static str, Vec<u8>, Verdict, Option<Code>);

#[test]
fn minimal_inputs_have_their_verdict() {
    let una = |una: &str, from: &str, to: &str| {
        let mut text = GOOD.to_owned();
        for (from, to) in from.chars().zip(to.chars()) {
            text = text.replace(from, &to.to_string());
        }
        format!("{una}{text}").into_bytes()
    };
    let information = "\u{1F}\u{1D}\u{1C}";
    let twice = GOOD.repeat(2);
    let again = spoiled("UNZ+1+7'", "UNH+1+SLSRPT:D:96A:UN:EAN004'UNT+2+1'UNZ+2+7'");
    let cases: Vec<Case> = vec![
        ("no UNA", GOOD.into(), Accepted, None),
        ("UNA", una("UNA:+.? '", "", ""), Accepted, None),
        (
            "UNA and line end",
            una("UNA:+.? '\r\n", "", ""),
            Accepted,
            None,
        ),
        (
            "UNA with others",
            una("UNA|*,\\ ~", ":+'", "|*~"),
            Accepted,
            None,
        ),
        (
            "UNA without release",
            una("UNA:+.  '", "", ""),
            Accepted,
            None,
        ),
        (
            "UNA, line feed ends",
            una("UNA:+.? \n", "'", "\n"),
            Accepted,
            None,
        ),
        (
            "UNOB, unprintable",
            una("", ":+'", information),
            Accepted,
            None,
        ),
        (
            "line breaks",
            GOOD.replace('\'', "'\r\n").into_bytes(),
            Accepted,
            None,
        ),
        (
            "byte order mark",
            format!("\u{FEFF}{GOOD}").into_bytes(),
            Tolerated,
            Some(Code::FileByteOrderMark),
        ),
        ("two interchanges", twice.into_bytes(), Accepted, None),
        (
            "UNA only",
            b"UNA:+.? '".to_vec(),
            Rejected,
            Some(Code::UnbMalformed),
        ),
        (
            "cut off in UNB",
            GOOD.as_bytes()[..20].into(),
            Rejected,
            Some(Code::UnzMissing),
        ),
        (
            "cut off in a segment",
            GOOD.as_bytes()[..110].into(),
            Rejected,
            Some(Code::UntMissing),
        ),
        (
            "cut off before UNZ",
            spoiled("UNZ+1+7'", ""),
            Rejected,
            Some(Code::UnzMissing),
        ),
        (
            "cut off in UNZ",
            spoiled("UNZ+1+7'", "UNZ+1"),
            Rejected,
            Some(Code::UnzNumber),
        ),
        (
            "no last terminator",
            spoiled("UNZ+1+7'", "UNZ+1+7"),
            Tolerated,
            Some(Code::UnzUnterminated),
        ),
        (
            "UNT count",
            spoiled("UNT+8", "UNT+7"),
            Rejected,
            Some(Code::UntCount),
        ),
        (
            "UNT number",
            spoiled("UNT+8+1", "UNT+8+2"),
            Rejected,
            Some(Code::UntNumber),
        ),
        (
            "UNZ count",
            spoiled("UNZ+1", "UNZ+2"),
            Rejected,
            Some(Code::UnzCount),
        ),
        (
            "UNZ number",
            spoiled("UNZ+1+7", "UNZ+1+8"),
            Rejected,
            Some(Code::UnzNumber),
        ),
        (
            "no UNT",
            spoiled("UNT+8+1'", ""),
            Rejected,
            Some(Code::UntMissing),
        ),
        (
            "no UNH",
            spoiled("UNH+1+SLSRPT:D:96A:UN:EAN004'", ""),
            Rejected,
            Some(Code::EdifactSegmentStray),
        ),
        (
            "stray segment",
            spoiled("UNZ", "FTX+AAI'UNZ"),
            Rejected,
            Some(Code::EdifactSegmentStray),
        ),
        ("UNH01 twice", again, Rejected, Some(Code::UnhDuplicate)),
        (
            "garbage after UNZ",
            format!("{GOOD}garbage").into_bytes(),
            Rejected,
            Some(Code::FileRubbish),
        ),
        (
            "release at the end",
            spoiled("UNZ+1+7'", "UNZ+1+7?"),
            Rejected,
            Some(Code::UnzNumber),
        ),
        (
            "released terminator",
            spoiled("UNZ+1+7'", "UNZ+1+7?'"),
            Rejected,
            Some(Code::UnzNumber),
        ),
        (
            "small letters in UNOA",
            GOOD.replace("UNOC", "UNOA")
                .replace("REP1", "rep1")
                .into_bytes(),
            Accepted,
            Some(Code::EdifactCharacterSet),
        ),
    ];
    for (what, bytes, syntax, found) in cases {
        let file = read(&bytes);
        assert_eq!(file.standard, Standard::Edifact, "{what}");
        let report = check(&file, &schemas());
        let all: Vec<_> = report
            .findings
            .iter()
            .map(|f| (f.code, f.cause(edi::Language::English)))
            .collect();
        assert_eq!(report.syntax, syntax, "{what}: {all:?}");
        match found {
            Some(found) => assert!(all.iter().any(|(c, _)| *c == found), "{what}: {all:?}"),
            None => assert_eq!(all.is_empty(), syntax == Accepted, "{what}: {all:?}"),
        }
        let pieces = schemas();
        let mut checker = edi::Checker::new(&pieces);
        bytes.iter().for_each(|b| checker.push(&[*b]));
        assert_eq!(checker.finish(), report, "{what}, byte by byte");
    }
}

fn envelope(syntax: &str, syntax_version: u8) -> EdifactEnvelope {
    let party = |id: &str| Party {
        qualifier: "14".to_owned(),
        id: id.to_owned(),
    };
    EdifactEnvelope {
        syntax: syntax.to_owned(),
        syntax_version,
        sender: party("ANAN"),
        receiver: party("WOMART"),
        date: if syntax_version == 4 {
            "20240401"
        } else {
            "240401"
        }
        .to_owned(),
        time: "0605".to_owned(),
        reference: "42".to_owned(),
        acknowledgement_requested: false,
        test: false,
        delimiters: Delimiters {
            repetition: Some(b'*'),
            ..Delimiters::edifact()
        },
        declares_delimiters: false,
    }
}

fn orders() -> EdifactMessageType {
    EdifactMessageType {
        kind: "ORDERS".to_owned(),
        version: "D".to_owned(),
        release: "96A".to_owned(),
        agency: "UN".to_owned(),
        association: String::new(),
    }
}

fn write(envelope: EdifactEnvelope, id: &str, elements: &[&str]) -> Result<String, Error> {
    let mut writer = EdifactWriter::new(envelope);
    writer.message("1", &orders()).segment(id, elements);
    writer
        .finish()
        .map(|t| t.iter().map(|b| char::from(*b)).collect())
}

#[test]
fn the_writer_writes_what_the_standard_says() {
    let head = "UNB+UNOC:3+ANAN:14+WOMART:14+240401:0605+42'UNH+1+ORDERS:D:96A:UN'";
    let tail = "UNT+3+1'UNZ+1+42'";
    let text = write(
        envelope("UNOC", 3),
        "FTX",
        &["AAI", "", "it's 5+5: 10?", ""],
    );
    let released = "FTX+AAI++it?'s 5?+5?: 10??'";
    assert_eq!(text.unwrap(), format!("{head}{released}{tail}"));
    let mut odd = envelope("UNOC", 3);
    odd.reference = "4'2".to_owned();
    let text = write(odd, "BGM", &[]).unwrap();
    assert!(
        text.starts_with("UNA:+.? 'UNB+") && text.ends_with("UNZ+1+4?'2'"),
        "{text}"
    );
    // What no reader knows without a UNA is declared.
    let declared = [
        ("UNOC", 3, Delimiters::edifact(), false, ""),
        ("UNOC", 3, Delimiters::edifact(), true, "UNA:+.? '"),
        ("UNOB", 3, Delimiters::edifact(), false, "UNA:+.? '"),
        ("UNOC", 4, Delimiters::edifact(), false, "UNA:+.? '"),
        ("UNOC", 4, envelope("UNOC", 4).delimiters, false, ""),
        ("UNOC", 4, envelope("UNOC", 4).delimiters, true, "UNA:+.?*'"),
        (
            "UNOC",
            3,
            Delimiters {
                release: None,
                ..Delimiters::edifact()
            },
            false,
            "UNA:+.  '",
        ),
    ];
    for (syntax, version, delimiters, declares_delimiters, expected) in declared {
        let envelope = EdifactEnvelope {
            delimiters,
            declares_delimiters,
            ..envelope(syntax, version)
        };
        let text = write(envelope, "BGM", &[]).unwrap();
        assert!(text.starts_with(&format!("{expected}UNB+")), "{text}");
    }
    let mut asked = envelope("UNOC", 4);
    (asked.acknowledgement_requested, asked.test) = (true, true);
    let mut writer = EdifactWriter::new(asked);
    writer
        .message("1", &orders())
        .repetitions("AAA", &[&[&["1", ""], &["", "2"], &[""]], &[], &[&["3"]]]);
    let text = String::from_utf8(writer.finish().unwrap()).unwrap();
    let expected = "UNB+UNOC:4+ANAN:14+WOMART:14+20240401:0605+42++++1++1'UNH+1+ORDERS:D:96A:UN'\
        AAA+1*:2++3'UNT+3+1'UNZ+1+42'";
    assert_eq!(text, expected);
}

#[test]
fn groups_are_counted() {
    let mut writer = EdifactWriter::new(envelope("UNOC", 3));
    for n in 1..=2 {
        let e = envelope("UNOC", 3);
        writer.group(&EdifactGroupEnvelope {
            functional_id: "ORDERS".to_owned(),
            sender: e.sender,
            receiver: e.receiver,
            date: e.date,
            time: e.time,
            reference: format!("G{n}"),
            version: orders(),
        });
        for m in 1..=n {
            writer.message(&format!("M{m}"), &orders());
        }
    }
    let text = writer.finish().unwrap();
    let file = read(&text);
    assert!(file.findings.is_empty(), "{:?}", file.findings);
    let text = String::from_utf8(text.clone()).unwrap();
    let expected = "UNG+ORDERS+ANAN:14+WOMART:14+240401:0605+G2+UN+D:96A'UNH+M1+ORDERS:D:96A:UN'\
        UNT+2+M1'UNH+M2+ORDERS:D:96A:UN'UNT+2+M2'UNE+2+G2'UNZ+2+42'";
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn the_writer_refuses_what_the_standard_does_not_allow() {
    let is_character =
        |r: Result<String, Error>| matches!(r, Err(Error::Character { element: 1, .. }));
    assert!(is_character(write(envelope("UNOA", 3), "FTX", &["small"])));
    assert!(is_character(write(envelope("UNOA", 3), "FTX", &["A@B"])));
    assert!(is_character(write(envelope("UNOB", 3), "FTX", &["é"])));
    assert!(is_character(write(envelope("UNOC", 3), "FTX", &["零"])));
    assert!(is_character(write(envelope("UNOD", 3), "FTX", &["é"])));
    assert_eq!(
        write(envelope("UNOC", 3), "FTX", &["é"])
            .unwrap()
            .matches('é')
            .count(),
        1
    );
    assert!(write(envelope("UNOY", 4), "FTX", &["零"]).is_ok());
    let control = |text| {
        matches!(
            write(envelope("UNOC", 3), "FTX", &[text]),
            Err(Error::Control { .. })
        )
    };
    assert!(control("A\nB") && control("A\u{85}B") && control("A\u{1D}B"));
    for id in ["UNT", "UNB", "ftx", "FT", "FTXX", ""] {
        assert!(
            matches!(
                write(envelope("UNOC", 3), id, &[]),
                Err(Error::SegmentName(_))
            ),
            "{id}"
        );
    }
    for (syntax, version) in [("UNOC", 5), ("UNOC", 0), ("UNOZ", 3), ("", 3)] {
        let written = write(envelope(syntax, version), "FTX", &[]);
        assert!(
            matches!(written, Err(Error::Syntax(_))),
            "{syntax}:{version}"
        );
    }
    let long = |change: fn(&mut EdifactEnvelope)| {
        let mut envelope = envelope("UNOC", 3);
        change(&mut envelope);
        matches!(
            EdifactWriter::new(envelope).finish(),
            Err(Error::Length { .. })
        )
    };
    assert!(long(|e| e.sender.id = "A".repeat(36)));
    assert!(long(|e| e.receiver.id.clear()));
    assert!(long(|e| e.receiver.qualifier = "ABCDE".to_owned()));
    assert!(long(|e| e.reference = "A".repeat(15)));
    assert!(long(|e| e.date = "20240401".to_owned()));
    let mut unreleased = envelope("UNOC", 3);
    unreleased.delimiters.release = None;
    let written = write(unreleased, "FTX", &["A+B"]);
    assert!(matches!(
        written,
        Err(Error::Delimiter { delimiter: '+', .. })
    ));
    let mut alike = envelope("UNOC", 3);
    alike.delimiters.release = Some(b'+');
    assert!(matches!(
        write(alike, "FTX", &[]),
        Err(Error::Delimiters(_))
    ));
    let mut writer = EdifactWriter::new(envelope("UNOC", 3));
    writer.segment("FTX", &[]);
    assert!(matches!(
        writer.finish(),
        Err(Error::Outside {
            outer: "message",
            ..
        })
    ));
    let empty = EdifactWriter::new(envelope("UNOC", 3)).finish();
    assert_eq!(empty, Err(Error::Empty("interchange")));
    let mut writer = EdifactWriter::new(envelope("UNOC", 3));
    writer
        .message("1", &orders())
        .repetitions("FTX", &[&[&["A"], &["B"]]]);
    assert!(matches!(writer.finish(), Err(Error::Syntax(_))));
}

/// Bytes that are often service characters or tags.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let bytes = prop::collection::vec(any::<u8>(), 0..8);
    let text = "([A-Z0-9'+:?*]|UN[ABGHTEZ]|\\r\\n){0,6}".prop_map(String::into_bytes);
    prop_oneof![bytes, text]
}

/// Data of UNOC; what ISO 8859-1 makes look like UTF-8 is read as such, and left out.
fn value() -> impl Strategy<Value = String> {
    "[A-Za-z0-9 '+:?*|~.,;\u{A0}-\u{FF}]{0,9}".prop_map(|text| {
        let latin: Vec<u8> = text.chars().filter_map(|c| u8::try_from(c).ok()).collect();
        match std::str::from_utf8(&latin) {
            Ok(utf8) if utf8 != text => String::new(),
            _ => text,
        }
    })
}

fn delimiters() -> impl Strategy<Value = Delimiters> {
    let others = Delimiters {
        element: b'|',
        component: b'~',
        repetition: Some(b'^'),
        terminator: b'\n',
        release: Some(b'\\'),
    };
    let known = Delimiters {
        repetition: Some(b'*'),
        ..Delimiters::edifact()
    };
    prop_oneof![Just(known), Just(Delimiters::edifact()), Just(others)]
}

type Element = Vec<String>;

/// Leaves out what is empty at the end.
fn trimmed<T>(mut list: Vec<T>, is_empty: fn(&T) -> bool) -> Vec<T> {
    while list.last().is_some_and(is_empty) {
        list.pop();
    }
    list
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cut_is_rejected(at in 1..GOOD.len() - 1) {
        let file = read(&GOOD.as_bytes()[..at]);
        prop_assert_eq!(check(&file, &schemas()).syntax, Rejected);
    }

    #[test]
    fn any_mutant_is_answered(
        edits in prop::collection::vec((0..600_usize, 0..20_usize, noise()), 0..5),
        grouped in any::<bool>(),
    ) {
        let mut bytes = match grouped {
            true => [GOOD.split_once("UNH").unwrap().0, GROUPED].concat().into_bytes(),
            false => GOOD.as_bytes().to_vec(),
        };
        for (at, length, new) in edits {
            let at = at.min(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, new);
        }
        let file = read(&bytes);
        let report = check(&file, &schemas());
        let settings = ContrlSettings {
            envelope: envelope("UNOA", 3),
            message_reference: "1".to_owned(),
        };
        for i in 0..file.interchanges.len() {
            let Some(text) = contrl(&file, i, &report, &settings).unwrap() else {
                continue;
            };
            let judged = check(&read(&text), &schemas());
            let text = String::from_utf8_lossy(&text);
            prop_assert_eq!(judged.verdict, Accepted, "{}: {:?}", text, judged.findings);
        }
    }

    #[test]
    fn what_is_written_is_read(
        segments in prop::collection::vec(
            (
                "[A-T][A-Z]{2}",
                prop::collection::vec(prop::collection::vec(value(), 0..4), 0..5),
            ),
            0..12,
        ),
        delimiters in delimiters(),
        syntax_version in 3..=4_u8,
    ) {
        let segments: Vec<(String, Vec<Element>)> = segments
            .into_iter()
            .map(|(id, elements)| {
                let elements = elements.into_iter().map(|e| trimmed(e, String::is_empty));
                (id, trimmed(elements.collect(), Vec::is_empty))
            })
            .collect();
        let mut writer = EdifactWriter::new(EdifactEnvelope {
            delimiters,
            ..envelope("UNOC", syntax_version)
        });
        writer.message("1", &orders());
        for (id, elements) in &segments {
            let elements: Vec<Vec<&str>> =
                elements.iter().map(|e| e.iter().map(String::as_str).collect()).collect();
            let elements: Vec<&[&str]> = elements.iter().map(Vec::as_slice).collect();
            writer.composites(id, &elements);
        }
        let bytes = writer.finish().unwrap();
        let file = read(&bytes);
        prop_assert!(file.findings.is_empty(), "{:?}", file.findings);
        let message = &file.interchanges[0].groups[0].messages[0];
        let found: Vec<(String, Vec<Element>)> = file
            .segments(message)
            .filter(|s| !["UNH", "UNT"].contains(&s.id()))
            .map(|s| {
                let component = s.delimiters().component;
                let count = |n: usize| s.elements().nth(n).unwrap().split(component).count();
                let parts = |n: usize| {
                    let parts = (1..=count(n)).map(|c| s.component_text(n, c).into_owned());
                    trimmed(parts.collect(), String::is_empty)
                };
                (s.id().to_owned(), (1..=s.len()).map(parts).collect())
            })
            .collect();
        prop_assert_eq!(found, segments);
    }
}
