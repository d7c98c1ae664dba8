//! Envelopes and delimiters: minimal inputs, their verdicts, codes and byte offsets.

use Verdict::{Accepted, Rejected, Tolerated};
use edi::{Code, Standard, Verdict, check, read};

use crate::sample::{AFTER_ISA, GOOD, schemas, spoiled};

type Found = Option<(Code, usize)>;

/// What, the bytes, syntax, verdict, and one finding that must be among the findings.
type Case = (&'static str, Vec<u8>, Verdict, Verdict, Found);

fn run(cases: Vec<Case>) {
    let schemas = schemas();
    for (what, bytes, syntax, verdict, found) in cases {
        let file = read(&bytes);
        let report = check(&file, &schemas);
        let all: Vec<_> = report
            .findings
            .iter()
            .map(|f| (f.code, f.place.offset))
            .collect();
        assert_eq!(
            (report.syntax, report.verdict),
            (syntax, verdict),
            "{what}: {all:?}"
        );
        match found {
            Some(found) => assert!(all.contains(&found), "{what}: {found:?} not in {all:?}"),
            None => assert!(all.is_empty(), "{what}: {all:?}"),
        }
    }
}

fn at(text: &str) -> usize {
    GOOD.find(text).unwrap()
}

#[test]
fn tolerates_what_is_understood_in_full() {
    let with = |from: &str, to: &str| GOOD.replace(from, to).into_bytes();
    let bytes = |before: &[u8], after: &[u8]| [before, GOOD.as_bytes(), after].concat();
    let unpadded = spoiled("WOMART         *ZZ", "WOMART*ZZ");
    let bar = "ISA|00|          |00|          |ZZ|A              |ZZ|B              |240401|0600|U|\
        00401|000000002|0|P|:\nGS|FA|AA|BB|20240401|0600|1|X|004010\nST|997|0001\nAK1|PD|7\n\
        AK9|A|1|1|1\nSE|4|0001\nGE|1|1\nIEA|1|000000002\n";
    let ta1 = "TA1*000000042*240401*0605*A*000~GS*PD";
    run(vec![
        ("good", GOOD.into(), Accepted, Accepted, None),
        (
            "line feed after terminators",
            with("~", "~\n"),
            Accepted,
            Accepted,
            None,
        ),
        (
            "CR LF after terminators",
            with("~", "~\r\n"),
            Accepted,
            Accepted,
            None,
        ),
        (
            "line feed as terminator",
            with("~", "\n"),
            Accepted,
            Accepted,
            None,
        ),
        (
            "CR LF as terminator",
            with("~", "\r\n"),
            Accepted,
            Accepted,
            None,
        ),
        (
            "CR as terminator",
            with("~", "\r"),
            Accepted,
            Accepted,
            None,
        ),
        (
            "records padded with blanks",
            with("~", "~   \r\n"),
            Accepted,
            Accepted,
            None,
        ),
        (
            "blank lines",
            bytes(b"\n\n", b"\n\n"),
            Accepted,
            Accepted,
            None,
        ),
        (
            "byte order mark",
            bytes(b"\xEF\xBB\xBF", b""),
            Tolerated,
            Tolerated,
            Some((Code::FileByteOrderMark, 0)),
        ),
        (
            "end of file mark",
            bytes(b"", b"\x1A\x00\x00"),
            Tolerated,
            Tolerated,
            Some((Code::FilePadding, GOOD.len())),
        ),
        (
            "ISA not padded",
            unpadded,
            Tolerated,
            Tolerated,
            Some((Code::IsaUnpadded, 35)),
        ),
        (
            "cover note",
            bytes(b"See attached.\n", b""),
            Tolerated,
            Tolerated,
            Some((Code::FilePreamble, 0)),
        ),
        (
            "no last terminator",
            GOOD.trim_end_matches('~').into(),
            Tolerated,
            Tolerated,
            Some((Code::IeaUnterminated, GOOD.len() - 1)),
        ),
        (
            "other delimiters follow",
            bytes(b"", bar.as_bytes()),
            Accepted,
            Accepted,
            None,
        ),
        (
            "TA1 between ISA and GS",
            spoiled("GS*PD", ta1),
            Accepted,
            Accepted,
            None,
        ),
        (
            "ISB and ISE",
            spoiled("GS*PD", "ISB*1*A~ISE*1*B~GS*PD"),
            Accepted,
            Accepted,
            None,
        ),
        (
            "separator after the last element",
            spoiled("CTT*1~", "CTT*1*~"),
            Tolerated,
            Tolerated,
            Some((Code::SegmentTrailing, at("CTT*1~") + 5)),
        ),
        (
            "Latin-1",
            GOOD.replace("STORE", "STØRE")
                .chars()
                .map(|c| u8::try_from(c).unwrap())
                .collect(),
            Tolerated,
            Tolerated,
            Some((Code::FileEncoding, at("STORE") + 2)),
        ),
        (
            "a message without a schema",
            spoiled("ST*852", "ST*998"),
            Accepted,
            Tolerated,
            Some((Code::MessageNoSchema, at("ST*852") + 3)),
        ),
        (
            "a known message in an unknown version",
            spoiled("X*004010", "X*003040"),
            Accepted,
            Tolerated,
            Some((Code::GroupVersionNoSchema, at("004010"))),
        ),
        (
            "a date that is none in the ISA",
            spoiled("*240401*0600*U", "*241301*0600*U"),
            Accepted,
            Tolerated,
            Some((Code::IsaField, 70)),
        ),
    ]);
}

#[test]
fn rejects_what_cannot_be_trusted() {
    let cut = |to: &str| GOOD.as_bytes()[..at(to)].to_vec();
    let bytes = |before: &str, after: &str| [before, GOOD, after].concat().into_bytes();
    let again = [&GOOD.as_bytes()[..at("IEA")], GOOD.as_bytes()].concat();
    let within = [&GOOD.as_bytes()[..at("CTT") + 2], GOOD.as_bytes()].concat();
    let stray = Code::SegmentStray;
    run(vec![
        (
            "empty",
            vec![],
            Rejected,
            Rejected,
            Some((Code::FileEmpty, 0)),
        ),
        (
            "blank",
            b" \r\n".to_vec(),
            Rejected,
            Rejected,
            Some((Code::FileEmpty, 0)),
        ),
        (
            "rubbish",
            vec![0xFF; 64],
            Rejected,
            Rejected,
            Some((Code::FileNoInterchange, 0)),
        ),
        (
            "no ISA",
            GOOD.as_bytes()[AFTER_ISA..].into(),
            Rejected,
            Rejected,
            Some((Code::FileRubbish, 0)),
        ),
        (
            "half an ISA",
            GOOD.as_bytes()[..60].into(),
            Rejected,
            Rejected,
            Some((Code::IsaMalformed, 0)),
        ),
        (
            "IEA missing",
            cut("IEA"),
            Rejected,
            Rejected,
            Some((Code::IeaMissing, at("IEA"))),
        ),
        (
            "cut before GE",
            cut("GE*"),
            Rejected,
            Rejected,
            Some((Code::GeMissing, at("GE*"))),
        ),
        (
            "cut before SE",
            cut("SE*"),
            Rejected,
            Rejected,
            Some((Code::SeMissing, at("SE*"))),
        ),
        (
            "cut after ISA",
            cut("GS"),
            Rejected,
            Rejected,
            Some((Code::IeaMissing, AFTER_ISA)),
        ),
        (
            "ISA before IEA",
            again,
            Rejected,
            Rejected,
            Some((Code::IeaMissing, at("IEA"))),
        ),
        (
            "ISA in a segment",
            within,
            Rejected,
            Rejected,
            Some((Code::SeMissing, at("CTT") + 2)),
        ),
        (
            "GE missing before IEA",
            spoiled("GE*1*7~", ""),
            Rejected,
            Rejected,
            Some((Code::GeMissing, at("GE*"))),
        ),
        (
            "SE missing before GE",
            spoiled("SE*8*0001~", ""),
            Rejected,
            Rejected,
            Some((Code::SeMissing, at("SE*"))),
        ),
        (
            "GE missing before GS",
            spoiled(
                "GE*1*7~",
                "GS*PD*WOMART*ANAN*20240401*0600*8*X*004010~GE*0*8~",
            ),
            Rejected,
            Rejected,
            Some((Code::GeMissing, at("GE*"))),
        ),
        (
            "ISA13 and IEA02",
            spoiled("IEA*1*000000007", "IEA*1*000000008"),
            Rejected,
            Rejected,
            Some((Code::IeaNumber, at("IEA") + 6)),
        ),
        (
            "IEA01",
            spoiled("IEA*1", "IEA*2"),
            Rejected,
            Rejected,
            Some((Code::IeaCount, at("IEA") + 4)),
        ),
        (
            "IEA*1~",
            spoiled("IEA*1*000000007", "IEA*1"),
            Rejected,
            Rejected,
            { Some((Code::IeaNumber, at("IEA") + 5)) },
        ),
        (
            "GS06 and GE02",
            spoiled("GE*1*7", "GE*1*8"),
            Rejected,
            Rejected,
            Some((Code::GeNumber, at("GE*1") + 5)),
        ),
        (
            "GE01",
            spoiled("GE*1*7", "GE*2*7"),
            Rejected,
            Rejected,
            Some((Code::GeCount, at("GE*1") + 3)),
        ),
        (
            "ST02 and SE02",
            spoiled("SE*8*0001", "SE*8*0002"),
            Rejected,
            Rejected,
            Some((Code::SeNumber, at("SE*8") + 5)),
        ),
        (
            "SE01",
            spoiled("SE*8*", "SE*9*"),
            Rejected,
            Rejected,
            Some((Code::SeCount, at("SE*8") + 3)),
        ),
        (
            "SE*X",
            spoiled("SE*8*", "SE*X*"),
            Rejected,
            Rejected,
            Some((Code::SeCount, at("SE*8") + 3)),
        ),
        (
            "SE~",
            spoiled("SE*8*0001~", "SE~"),
            Rejected,
            Rejected,
            Some((Code::SeCount, at("SE*8") + 2)),
        ),
        (
            "ST02 twice",
            spoiled("GE*1*7", "ST*852*0001~XQ*H*20240331~SE*3*0001~GE*2*7"),
            Rejected,
            Rejected,
            Some((Code::StDuplicate, at("GE*1") + 7)),
        ),
        (
            "after SE",
            spoiled("GE*1", "N9*IA*1~GE*1"),
            Rejected,
            Rejected,
            { Some((stray, at("GE*1"))) },
        ),
        (
            "after GE",
            spoiled("IEA*1", "N9*IA*1~IEA*1"),
            Rejected,
            Rejected,
            { Some((stray, at("IEA*1"))) },
        ),
        (
            "SE without ST",
            spoiled("GE*1", "SE*1*0001~GE*1"),
            Rejected,
            Rejected,
            { Some((stray, at("GE*1"))) },
        ),
        (
            "no GS",
            spoiled("GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~", ""),
            Rejected,
            Rejected,
            Some((Code::GsMissing, AFTER_ISA)),
        ),
        (
            "rubbish after IEA",
            bytes("", "N9*IA*1~"),
            Rejected,
            Rejected,
            Some((Code::FileRubbish, GOOD.len())),
        ),
        (
            "segments before ISA",
            bytes("SE*1*0001~", ""),
            Rejected,
            Rejected,
            Some((Code::FileRubbish, 0)),
        ),
        (
            "small letters",
            spoiled("CTT*1", "ctt*1"),
            Rejected,
            Rejected,
            Some((Code::SegmentName, at("CTT"))),
        ),
        (
            "a blank in a name",
            spoiled("CTT*1", "CTT *1"),
            Rejected,
            Rejected,
            Some((Code::SegmentName, at("CTT"))),
        ),
        (
            "an empty segment",
            spoiled("CTT*1~", "CTT*1~~"),
            Rejected,
            Rejected,
            Some((Code::SegmentName, at("CTT") + 6)),
        ),
        (
            "a line break in the ISA",
            spoiled("*240401*0600*U", "*24\n401*0600*U"),
            Rejected,
            Rejected,
            Some((Code::IsaLineBreak, 70)),
        ),
        (
            "ISA06 too long",
            spoiled("WOMART         *ZZ", "WOMART           *ZZ"),
            Rejected,
            Rejected,
            Some((Code::IsaTooLong, 35)),
        ),
        (
            "terminator of two bytes",
            GOOD.replace('~', "Ö").into_bytes(),
            Rejected,
            Rejected,
            Some((Code::IsaDelimiters, 105)),
        ),
        (
            "GS08 is no version",
            spoiled("X*004010", "X*4010"),
            Accepted,
            Rejected,
            Some((Code::GsVersion, at("X*004010") + 2)),
        ),
        (
            "852 in a group of orders",
            spoiled("GS*PD", "GS*PO"),
            Accepted,
            Rejected,
            Some((Code::StGroup, at("ST*852") + 3)),
        ),
    ]);
}

#[test]
fn names_edifact() {
    for text in [
        "UNA:+.? 'UNB+UNOC:3+A+B+240401:0600+1'",
        "UNB+UNOC:3+A+B+240401:0600+1'",
    ] {
        let file = read(text.as_bytes());
        assert_eq!(file.standard, Standard::Edifact);
        assert_eq!(file.findings[0].code, Code::UnzMissing);
    }
}

#[test]
fn refuses_service_characters_that_are_data_or_alike() {
    for una in [
        "UNA++.? '",
        "UNA:+.? +",
        "UNA:+.5 '",
        "UNA:+.+ '",
        "UNAA+.? '",
        "UNA +.? '",
    ] {
        let text = format!("{una}UNB+UNOC:3+A+B+240401:0600+1'UNZ+0+1'");
        let file = read(text.as_bytes());
        assert_eq!(file.findings[0].code, Code::UnbMalformed, "{una}");
        assert_eq!(file.findings[0].place.length, 9, "{una}");
        assert_eq!(check(&file, &schemas()).syntax, Rejected, "{una}");
    }
}

#[test]
fn counts_have_no_sign() {
    for (right, signed, code) in [
        ("SE*8*", "SE*+8*", Code::SeCount),
        ("GE*1*", "GE*+1*", Code::GeCount),
        ("IEA*1*", "IEA*+1*", Code::IeaCount),
    ] {
        let bytes = spoiled(right, signed);
        let codes: Vec<Code> = read(&bytes).findings.iter().map(|f| f.code).collect();
        assert_eq!(codes, [code], "{signed}");
    }
}

#[test]
fn keeps_good_parts_apart_from_bad_ones() {
    let bad = GOOD
        .replace("SE*8*", "SE*9*")
        .replace("000000007", "000000008");
    let bytes = format!("{bad}{GOOD}");
    let file = read(bytes.as_bytes());
    let report = check(&file, &schemas());
    assert_eq!(report.verdict, Rejected);
    assert_eq!(report.interchanges[0].verdict, Rejected);
    assert_eq!(report.interchanges[0].envelope, Accepted);
    assert_eq!(report.interchanges[1].verdict, Accepted);
    assert!(!report.usable(0, 0, 0) && report.usable(1, 0, 0));
}

#[test]
fn reads_binary_segments_by_their_length() {
    let bytes = spoiled("CTT*1~SE*8", "BIN*11*~SE*1*0002~~BDS*ASC*3*~*~~CTT*1~SE*10");
    let file = read(&bytes);
    let report = check(&file, &schemas());
    assert_eq!(report.syntax, Accepted, "{:?}", report.findings);
    let message = &file.interchanges[0].groups[0].messages[0];
    let binary: Vec<_> = file
        .segments(message)
        .filter(|s| s.id().starts_with('B'))
        .collect();
    assert_eq!((binary[0].len(), binary[0].element(2)), (2, "~SE*1*0002~"));
    assert_eq!((binary[1].len(), binary[1].element(3)), (3, "~*~"));
}

#[test]
fn reads_released_delimiters() {
    let bytes = spoiled("GS*PD", "ISX*\\~GS*PD");
    let text = String::from_utf8(bytes)
        .unwrap()
        .replace("STORE SEVEN", "7\\*7\\~\\\\");
    let file = read(text.as_bytes());
    assert_eq!(
        check(&file, &schemas()).verdict,
        Accepted,
        "{:?}",
        file.findings
    );
    let message = &file.interchanges[0].groups[0].messages[0];
    let name = file.segments(message).find(|s| s.id() == "N1").unwrap();
    assert_eq!((name.element(2), name.element(4)), ("7\\*7\\~\\\\", "0007"));
}

#[test]
fn gives_segments_with_places() {
    let bytes = GOOD.as_bytes();
    let file = read(bytes);
    let interchange = &file.interchanges[0];
    assert_eq!(
        (
            interchange.sender.id.as_str(),
            interchange.receiver.id.as_str()
        ),
        ("WOMART", "ANAN")
    );
    let message = &interchange.groups[0].messages[0];
    let segments: Vec<_> = file.segments(message).collect();
    let ids: Vec<_> = segments.iter().map(|s| (s.ordinal(), s.id())).collect();
    let expected = [
        (1, "ST"),
        (2, "XQ"),
        (3, "N1"),
        (4, "LIN"),
        (5, "ZA"),
        (6, "ZA"),
        (7, "CTT"),
        (8, "SE"),
    ];
    assert_eq!(ids, expected);
    let za = &segments[4];
    let span = za.element_span(2);
    assert_eq!(&bytes[span.offset..span.end()], b"12");
    assert_eq!(
        (za.element(1), za.element(2), za.element(9), za.len()),
        ("QS", "12", "", 3)
    );
    assert_eq!(
        &bytes[message.span.offset..message.span.end()][..6],
        b"ST*852"
    );
    assert!(bytes[..message.span.end()].ends_with(b"SE*8*0001~"));
}

#[test]
fn reads_an_interchange_acknowledgement() {
    let bytes = spoiled("GS*PD", "TA1*000000042*240401*0605*R*001~GS*PD");
    let file = read(&bytes);
    let answer = &file.interchanges[0].acknowledgements[0];
    let found = (
        answer.control_number.as_str(),
        answer.status.as_str(),
        answer.note.as_str(),
    );
    assert_eq!(found, ("000000042", "R", "001"));
}

#[test]
fn findings_are_written_as_programs_expect() {
    let bytes = spoiled("SE*8*", "SE*9*");
    let file = read(&bytes);
    let json = serde_json::to_value(&file.findings[0]).unwrap();
    let expected = serde_json::json!({
        "code": "X12-SE-COUNT",
        "severity": "error",
        "owner": "sender",
        "place": {
            "interchange": "000000007", "group": "7", "message": "0001",
            "segment": 8, "segment_id": "SE", "element": 1,
            "offset": at("SE*8") + 3, "length": 1,
        },
        "text": "9",
        "cause": "SE01 says \"9\" segments, the message has 8",
        "fix": "Check whether a segment was lost; write the right count.",
        "acknowledgement": { "level": "AK5", "code": "4" },
    });
    assert_eq!(json, expected);
}

#[test]
fn many_bad_segments_are_told_of_once() {
    let body = "ctt*1~".repeat(100_000);
    let bytes = spoiled("CTT*1~", &body);
    let file = read(&bytes);
    assert!(file.findings.len() < 200, "{}", file.findings.len());
    assert!(file.findings.iter().any(|f| f.code == Code::FindingsCapped));
}

#[test]
fn a_list_that_is_full_loses_no_verdict() {
    let bad = GOOD.replace("*QS*12*", "*QS*x*");
    let bytes = [bad.repeat(20_000), GOOD.to_owned()].concat();
    let file = read(bytes.as_bytes());
    let report = check(&file, &schemas());
    assert!(report.findings.len() <= 10_002, "{}", report.findings.len());
    assert!((0..20_000).all(|i| !report.usable(i, 0, 0)));
    assert!(report.usable(20_000, 0, 0));
}
