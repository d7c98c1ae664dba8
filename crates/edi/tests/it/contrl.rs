//! What the sender of an EDIFACT interchange hears: CONTRL against texts written by hand.

use edi::{
    Code, ContrlSettings, EdifactEnvelope, Schemas, Verdict, check, contrl, contrl_duplicate,
    contrl_received, read,
};

use crate::edifact::{GOOD, GROUPED, spoiled, with_body};
use crate::sample::schemas;

/// Answers the first interchange, refusing what these codes say; checks that the answer is good
/// EDIFACT.
fn whole(bytes: &[u8], refused: &[Code], schemas: &Schemas) -> Option<String> {
    let file = read(bytes);
    let mut report = check(&file, schemas);
    for code in refused {
        report.refuse(*code);
    }
    let interchange = &file.interchanges[0];
    let envelope = EdifactEnvelope::answering(interchange, "20240401", "0605", "42");
    let settings = ContrlSettings {
        envelope,
        message_reference: "1".to_owned(),
    };
    let text = contrl(&file, 0, &report, &settings).unwrap()?;
    is_good(&text);
    Some(text.iter().map(|b| char::from(*b)).collect())
}

fn is_good(text: &[u8]) {
    let report = check(&read(text), &crate::sample::schemas());
    let text = String::from_utf8_lossy(text);
    assert!(
        report.verdict == Verdict::Accepted,
        "{text}: {:?}",
        report.findings
    );
}

/// Returns what stands between UNH and UNT.
fn answer(bytes: &[u8], refused: &[Code]) -> Option<String> {
    whole(bytes, refused, &schemas()).map(body)
}

fn body(text: String) -> String {
    let (_, rest) = text.split_once(":UN'").unwrap();
    let (body, _) = rest.rsplit_once("UNT+").unwrap();
    body.to_owned()
}

#[test]
fn a_good_interchange_is_acknowledged() {
    let expected = "UNB+UNOC:3+ANAN:14+WOMART:14+240401:0605+42'UNH+1+CONTRL:D:3:UN'\
        UCI+7+WOMART:14+ANAN:14+7'UNT+3+1'UNZ+1+42'";
    let text = whole(GOOD.as_bytes(), &[], &schemas());
    assert_eq!(text.as_deref(), Some(expected));
}

#[test]
fn a_reference_used_before_is_rejected() {
    let expected = "UNB+UNOC:3+ANAN:14+WOMART:14+240401:0605+42'UNH+1+CONTRL:D:3:UN'\
        UCI+7+WOMART:14+ANAN:14+4+26'UNT+3+1'UNZ+1+42'";
    let file = read(GOOD.as_bytes());
    let envelope = EdifactEnvelope::answering(&file.interchanges[0], "20240401", "0605", "42");
    let settings = ContrlSettings {
        envelope,
        message_reference: "1".to_owned(),
    };
    let text = contrl_duplicate(&file, 0, &settings).unwrap().unwrap();
    is_good(&text);
    assert_eq!(String::from_utf8(text).unwrap(), expected);
}

#[test]
fn a_test_is_answered_by_a_test() {
    let bytes = spoiled("0600+7'", "0600+7++++1++1'");
    let expected = "UNB+UNOC:3+ANAN:14+WOMART:14+240401:0605+42++++++1'UNH+1+CONTRL:D:3:UN'\
        UCI+7+WOMART:14+ANAN:14+7'UNT+3+1'UNZ+1+42'";
    assert_eq!(whole(&bytes, &[], &schemas()).as_deref(), Some(expected));
}

#[test]
fn syntax_4_is_answered_in_syntax_4() {
    let bytes = spoiled(
        "UNOC:3+WOMART:14+ANAN:14+240401",
        "UNOC:4+WOMART:14+ANAN:14+20240401",
    );
    let expected = "UNB+UNOC:4+ANAN:14+WOMART:14+20240401:0605+42'UNH+1+CONTRL:4:1:UN'\
        UCI+7+WOMART:14+ANAN:14+7'UNT+3+1'UNZ+1+42'";
    assert_eq!(whole(&bytes, &[], &schemas()).as_deref(), Some(expected));
    let repeated = String::from_utf8(bytes)
        .unwrap()
        .replace("QTY+153:12", "QTY+153:12*153:13");
    let expected = "UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+35+2::2'";
    assert_eq!(answer(repeated.as_bytes(), &[]).as_deref(), Some(expected));
}

/// What UCI says of the good interchange before the action.
const UCI: &str = "UCI+7+WOMART:14+ANAN:14+";

/// What UCM says of its message when it is rejected.
const UCM: &str = "UCM+1+SLSRPT:D:96A:UN:EAN004+4";

#[test]
fn faults_of_the_interchange_reject_it() {
    let mixed = String::from_utf8(spoiled("UNZ+1+7'", "")).unwrap() + GROUPED;
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("count", spoiled("UNZ+1", "UNZ+2"), "4+29+UNZ+2"),
        ("no count", spoiled("UNZ+1", "UNZ+"), "4+13+UNZ+2"),
        ("reference", spoiled("UNZ+1+7", "UNZ+1+8"), "4+28+UNZ+3"),
        ("no trailer", spoiled("UNZ+1+7'", ""), "4+13+UNZ"),
        ("no trailers", spoiled("UNT+8+1'UNZ+1+7'", ""), "4+13+UNZ"),
        (
            "cut off in a segment",
            GOOD.as_bytes()[..160].into(),
            "4+13+UNZ",
        ),
        ("header only", GOOD.as_bytes()[..46].into(), "4+13+UNZ"),
        ("stray segment", spoiled("UNZ", "FTX+AAI'UNZ"), "4+33"),
        ("stray trailer", spoiled("UNZ", "UNT+8+1'UNZ"), "4+33"),
        (
            "stray trailer of a group",
            spoiled("UNZ", "UNE+1+1'UNZ"),
            "4+33",
        ),
        (
            "no header of the message",
            spoiled("UNH+1+SLSRPT:D:96A:UN:EAN004'", ""),
            "4+33",
        ),
        (
            "no message",
            b"UNB+UNOC:3+WOMART:14+ANAN:14+240401:0600+7'UNZ+0+7'".to_vec(),
            "4+32",
        ),
        ("groups and messages", mixed.into_bytes(), "4+30"),
    ];
    for (what, bytes, expected) in cases {
        let expected = format!("{UCI}{expected}'");
        assert_eq!(answer(bytes, &[]).as_deref(), Some(&*expected), "{what}");
    }
}

#[test]
fn fields_of_the_header_reject_where_the_receiver_refuses_them() {
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("syntax version", spoiled("UNOC:3", "UNOC:9"), "2+UNB+2:2"),
        ("character set", spoiled("UNOC:3", "UNZZ:3"), "2+UNB+2:1"),
        ("date", spoiled("240401", "241301"), "12+UNB+5:1"),
        ("time", spoiled("0600", "2460"), "12+UNB+5:2"),
        ("no time", spoiled("240401:0600", "240401"), "13+UNB+5:2"),
        (
            "a character outside UNOA",
            spoiled("UNOC", "UNOA").replace_bytes("REP1", "Rep1"),
            "21",
        ),
    ];
    for (what, bytes, expected) in cases {
        assert_eq!(answer(bytes, &[]), Some(format!("{UCI}7'")), "{what}");
        let refused = [Code::UnbField, Code::EdifactCharacterSet];
        let expected = format!("{UCI}4+{expected}'");
        assert_eq!(
            answer(bytes, &refused).as_deref(),
            Some(&*expected),
            "{what}"
        );
    }
}

trait ReplaceBytes {
    fn replace_bytes(self, from: &str, to: &str) -> Vec<u8>;
}

impl ReplaceBytes for Vec<u8> {
    fn replace_bytes(self, from: &str, to: &str) -> Vec<u8> {
        String::from_utf8(self)
            .unwrap()
            .replace(from, to)
            .into_bytes()
    }
}

#[test]
fn faults_of_a_messages_envelope_reject_it() {
    let long = spoiled("UNH+1+", "UNH+123456789012345+")
        .replace_bytes("UNT+8+1'", "UNT+8+123456789012345'");
    let cases: &[(&str, Vec<u8>, String)] = &[
        (
            "count",
            spoiled("UNT+8", "UNT+9"),
            format!("{UCM}+29+UNT+2"),
        ),
        (
            "no number",
            spoiled("UNT+8", "UNT+X"),
            format!("{UCM}+29+UNT+2"),
        ),
        (
            "reference",
            spoiled("UNT+8+1", "UNT+8+2"),
            format!("{UCM}+28+UNT+3"),
        ),
        (
            "both",
            spoiled("UNT+8+1", "UNT+9+2"),
            format!("{UCM}+29+UNT+2"),
        ),
        (
            "no trailer",
            spoiled("UNT+8+1'", ""),
            format!("{UCM}+13+UNT"),
        ),
        (
            "too long a trailer",
            spoiled("UNT+8+1", "UNT+8+1+X"),
            format!("{UCM}+16+UNT+4"),
        ),
        (
            "no name of a message",
            spoiled("SLSRPT", "slsrpt"),
            "UCM+1+slsrpt:D:96A:UN:EAN004+4+12+UNH+3:1".to_owned(),
        ),
        (
            "no message named",
            spoiled("SLSRPT", ""),
            "UCM+1+-:D:96A:UN:EAN004+4+13+UNH+3:1".to_owned(),
        ),
        (
            "no reference",
            spoiled("UNH+1+", "UNH++").replace_bytes("UNT+8+1'", "UNT+8'"),
            "UCM+-+SLSRPT:D:96A:UN:EAN004+4+13+UNH+2".to_owned(),
        ),
        (
            "too long a reference",
            long,
            "UCM+12345678901234+SLSRPT:D:96A:UN:EAN004+4+39+UNH+2".to_owned(),
        ),
        (
            "fill bytes in it",
            spoiled("LIN+1", "\0\0LIN+1"),
            format!("{UCM}+18"),
        ),
    ];
    for (what, bytes, expected) in cases {
        let expected = format!("{UCI}7'{expected}'");
        assert_eq!(answer(bytes, &[]).as_deref(), Some(&*expected), "{what}");
    }
}

#[test]
fn a_message_we_have_no_schema_for_is_refused_on_demand() {
    let bytes = spoiled("SLSRPT", "PRICAT");
    assert_eq!(answer(&bytes, &[]), Some(format!("{UCI}7'")));
    let expected = format!("{UCI}7'UCM+1+PRICAT:D:96A:UN:EAN004+4+14+UNH+3'");
    let refused = [Code::EdifactMessageNoSchema];
    assert_eq!(answer(&bytes, &refused), Some(expected));
}

#[test]
fn faults_of_segments_and_elements_are_told_where_they_are() {
    let five = "NAD+SE'".repeat(5);
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("unknown", spoiled("QTY+", "ZZZ+1'QTY+"), "UCS+7+15"),
        (
            "of other messages",
            spoiled("QTY+", "TDT+20'QTY+"),
            "UCS+7+15",
        ),
        ("too late", spoiled("UNT", "BGM+73E'UNT"), "UCS+8+15"),
        ("no name", spoiled("LIN+1", "QTy+1'LIN+1"), "UCS+6+15"),
        // 0096 of a missing segment is the last one before its place.
        ("missing", spoiled("DTM+137:20240331:102'", ""), "UCS+2+13"),
        (
            "two missing",
            spoiled("DTM+137:20240331:102'NAD+SE+4012345000009::9'", ""),
            "UCS+2+13'UCS+2+13",
        ),
        (
            "missing at the end",
            spoiled("LOC+162+0007::92'LIN+1++5012345678900:EN'QTY+153:12'", ""),
            "UCS+4+13",
        ),
        ("twice", spoiled("DTM", "BGM+73E'DTM"), "UCS+3+35"),
        (
            "group too often",
            spoiled("LOC", &format!("{five}LOC")),
            "UCS+9+36",
        ),
        (
            "no component",
            spoiled("QTY+153:12", "QTY+153"),
            "UCS+7'UCD+13+2:2",
        ),
        ("no element", spoiled("QTY+153:12", "QTY"), "UCS+7'UCD+13+2"),
        (
            "elements",
            spoiled("QTY+153:12", "QTY+153:12+9"),
            "UCS+7'UCD+16+3",
        ),
        (
            "components",
            spoiled("QTY+153:12", "QTY+153:12:PCE:X"),
            "UCS+7'UCD+16+2:4",
        ),
        ("no composite", spoiled("REP1", "REP1:2"), "UCS+2'UCD+16+3"),
        (
            "too long",
            spoiled("REP1", &"9".repeat(36)),
            "UCS+2'UCD+39+3",
        ),
        (
            "an exponent",
            spoiled("QTY+153:12", "QTY+153:1E5"),
            "UCS+7'UCD+37+2:2",
        ),
        (
            "letters",
            spoiled("QTY+153:12", "QTY+153:1A"),
            "UCS+7'UCD+37+2:2",
        ),
        ("code", spoiled("DTM+137", "DTM+9X9"), "UCS+3'UCD+12+2:1"),
        (
            "several",
            spoiled("QTY+153:12", "QTY+1X3:1A+9").replace_bytes("DTM+137", "DTM+9X9"),
            "UCS+3'UCD+12+2:1'UCS+7'UCD+12+2:1'UCD+37+2:2'UCD+16+3",
        ),
        (
            "missing before an error",
            spoiled("DTM+137:20240331:102'NAD+SE", "NAD+XXX"),
            "UCS+2+13'UCS+3'UCD+12+2",
        ),
    ];
    for (what, bytes, expected) in cases {
        let bytes = with_body(bytes);
        let expected = format!("{UCI}7'{UCM}'{expected}'");
        assert_eq!(answer(&bytes, &[]).as_deref(), Some(&*expected), "{what}");
    }
}

#[test]
fn lengths_and_conditions_have_codes() {
    let schema = "edifact D96A\nmessage TESTER\n  UNH M 1\n  AAA M 1\n  UNT M 1\nsegment AAA\n  \
        1 1111 M an 2/3\n  2 2222 O an 1/3\n  3 3333 O an 1/3\n  P0203\n";
    let schema = Schemas::parse(&[("tester.edifact", schema)]).unwrap();
    let check = |version: &str, date: &str, segment: &str| {
        let text = format!(
            "UNB+UNOC:{version}+A+B+{date}:0600+7'UNH+1+TESTER:D:96A:UN'{segment}'UNT+3+1'UNZ+1+7'"
        );
        whole(text.as_bytes(), &[], &schema).map(body).unwrap()
    };
    let of = |told: &str| format!("UCI+7+A+B+7'UCM+1+TESTER:D:96A:UN+4'UCS+2'UCD+{told}'");
    assert_eq!(check("3", "240401", "AAA+A"), of("40+2"));
    // Code 48 came with syntax 4.
    assert_eq!(check("3", "240401", "AAA+AB+X"), of("18+4"));
    assert_eq!(check("4", "20240401", "AAA+AB+X"), of("48+4"));
}

#[test]
fn groups_are_told_of_where_something_in_them_is_rejected() {
    let with = |from: &str, to: &str| {
        assert!(GROUPED.contains(from), "{from}");
        GROUPED.replacen(from, to, 1).into_bytes()
    };
    let ucf = "UCF+G1+WOSALES:14+ANSALES:14+";
    let cases: &[(&str, Vec<u8>, String)] = &[
        ("good", GROUPED.into(), String::new()),
        ("count", with("UNE+2", "UNE+3"), format!("{ucf}4+29+UNE+2'")),
        (
            "reference",
            with("UNE+2+G1", "UNE+2+G9"),
            format!("{ucf}4+28+UNE+3'"),
        ),
        (
            "no trailer",
            with("UNE+2+G1'", ""),
            format!("{ucf}4+13+UNE'"),
        ),
        (
            "an empty group",
            with(
                "UNZ+2",
                "UNG+SLSRPT+A+B+240401:0600+G3+UN+D:96A'UNE+0+G3'UNZ+3",
            ),
            "UCF+G3+A+B+4+32'".to_owned(),
        ),
        (
            "a bad message",
            with("UNT+8+2", "UNT+7+2"),
            format!("{ucf}7'UCM+2+SLSRPT:D:96A:UN:EAN004+4+29+UNT+2'"),
        ),
        (
            "both groups",
            String::from_utf8(with("UNT+8+2", "UNT+7+2"))
                .unwrap()
                .replace("UNE+1+G2", "UNE+1+G3")
                .into_bytes(),
            format!(
                "{ucf}7'UCM+2+SLSRPT:D:96A:UN:EAN004+4+29+UNT+2'\
                 UCF+G2+WOSALES+ANSALES+4+28+UNE+3'"
            ),
        ),
    ];
    for (what, bytes, expected) in cases {
        let bytes = [
            b"UNB+UNOC:3+WOMART:14+ANAN:14+240401:0600+7'",
            bytes.as_slice(),
        ]
        .concat();
        let expected = format!("{UCI}7'{expected}");
        assert_eq!(answer(&bytes, &[]).as_deref(), Some(&*expected), "{what}");
    }
    let bytes = [
        b"UNB+UNOC:3+WOMART:14+ANAN:14+240401:0600+7'",
        GROUPED.as_bytes(),
    ]
    .concat();
    let bytes = bytes.replace_bytes("UNZ+2", "UNZ+3");
    assert_eq!(answer(&bytes, &[]), Some(format!("{UCI}4+29+UNZ+2'")));
}

#[test]
fn of_several_messages_only_the_rejected_are_told_of() {
    let message = |n: usize, quantity: &str| {
        let (_, message) = GOOD.split_once("UNH+1").unwrap();
        let (message, _) = message.split_once("UNT+8+1'").unwrap();
        let message = message.replace("QTY+153:12", quantity);
        format!("UNH+{n}{message}UNT+8+{n}'")
    };
    let head = GOOD.split_once("UNH").unwrap().0;
    let of = |messages: &[String]| {
        let count = messages.len();
        format!("{head}{}UNZ+{count}+7'", messages.concat())
    };
    let (good, bad) = ("QTY+153:12", "QTY+153:X");
    let text = of(&[
        message(1, good),
        message(2, bad),
        message(3, good),
        message(4, bad),
    ]);
    let ucm = |n| format!("UCM+{n}+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+37+2:2'");
    let expected = format!("{UCI}7'{}{}", ucm(2), ucm(4));
    assert_eq!(answer(text.as_bytes(), &[]), Some(expected));
    let text = of(&[message(1, good), message(1, good)]);
    let expected = format!("{UCI}7'{UCM}+26+UNH+2'");
    assert_eq!(answer(text.as_bytes(), &[]), Some(expected));
}

#[test]
fn what_is_copied_keeps_its_characters() {
    let named = spoiled("WOMART:14", "WO?+M?'ART:14:R?:1").replace_bytes("0600+7'", "0600+7??'");
    let expected = "UCI+7??+WO?+M?'ART:14:R?:1+ANAN:14+4+28+UNZ+3'";
    assert_eq!(answer(&named, &[]).as_deref(), Some(expected));
    // Small letters are not in UNOA, and are only warned of; the answer needs more than UNOA.
    let small = spoiled("UNOC:3+WOMART", "UNOA:3+Womart");
    let text = whole(&small, &[], &schemas()).unwrap();
    let expected = "UNA:+.? 'UNB+UNOB:3+ANAN:14+Womart:14+240401:0605+42'UNH+1+CONTRL:D:3:UN'\
        UCI+7+Womart:14+ANAN:14+7'UNT+3+1'UNZ+1+42'";
    assert_eq!(text, expected);
    let accented = spoiled("WOMART", "WÖMART");
    let text = whole(&accented, &[], &schemas()).unwrap();
    assert!(text.contains("UCI+7+WÖMART:14+"), "{text}");
}

#[test]
fn nothing_answers_an_answer() {
    let answer_of = whole(GOOD.as_bytes(), &[], &schemas()).unwrap();
    assert_eq!(answer(answer_of.as_bytes(), &[]), None);
    let bad = answer_of.replace("UNZ+1", "UNZ+2");
    assert_eq!(answer(bad.as_bytes(), &[]), None);
    // Nor does a UCF tell of a group of them.
    let grouped = [GOOD.split_once("UNH").unwrap().0, GROUPED].concat();
    let (head, tail) = grouped.split_once("UNH+3").unwrap();
    let (_, tail) = tail.split_once("UNE+1").unwrap();
    let (_, inner) = answer_of.split_once("UNH+1").unwrap();
    let inner = inner.split_once("UNZ").unwrap().0;
    let bytes = format!("{head}UNH+1{inner}UNE+9{tail}");
    assert_eq!(answer(bytes.as_bytes(), &[]), Some(format!("{UCI}7'")));
    // Beside another message a bad CONTRL is not told of.
    let (_, message) = answer_of.split_once("UNH+1").unwrap();
    let message = message.split_once("UNT+").unwrap().0;
    let both = spoiled("UNZ+1", &format!("UNH+2{message}UNT+9+2'UNZ+2"));
    assert_eq!(answer(&both, &[]), Some(format!("{UCI}7'")));
}

#[test]
fn an_interchange_that_cannot_be_named_is_not_answered() {
    for bytes in [
        spoiled("WOMART:14", ""),
        spoiled("ANAN:14", ""),
        spoiled("0600+7'", "0600'"),
        b"UNB+UNOC:3+WOMART:14".to_vec(),
    ] {
        assert_eq!(answer(&bytes, &[]), None);
    }
    let x12 = crate::sample::GOOD.as_bytes();
    assert_eq!(answer(x12, &[]), None);
}

#[test]
fn receipt_is_told_before_the_check() {
    let file = read(GOOD.as_bytes());
    let settings = ContrlSettings {
        envelope: EdifactEnvelope::answering(&file.interchanges[0], "240401", "0605", "42"),
        message_reference: "1".to_owned(),
    };
    let text = contrl_received(&file, 0, &settings).unwrap().unwrap();
    is_good(&text);
    assert_eq!(body(String::from_utf8(text).unwrap()), format!("{UCI}8'"));
}
