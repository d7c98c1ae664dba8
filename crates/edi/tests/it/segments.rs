//! Order and number of segments: the codes of AK304.

use edi::{Code, Verdict, check, read};

use crate::sample::{schemas, with_body};

type Told = Vec<(Code, &'static str, u32)>;

/// Returns the code for AK304 and the segment's ordinal of each finding.
fn told(body: &str) -> Told {
    let bytes = with_body(body);
    let file = read(&bytes);
    let report = check(&file, &schemas());
    assert_eq!(
        report.syntax,
        Verdict::Accepted,
        "{body}: {:?}",
        report.findings
    );
    let errors = report
        .findings
        .iter()
        .filter(|f| f.severity == edi::Severity::Error);
    errors
        .map(|f| {
            (
                f.code,
                f.acknowledgement.unwrap().code,
                f.place.segment.unwrap(),
            )
        })
        .collect()
}

#[test]
fn each_fault_has_its_code() {
    let loops = |n: usize| "N1*RL**92*0007~".repeat(n);
    let line = "LIN**UP*012345678905~";
    let cases: &[(&str, Told)] = &[
        ("", vec![]),
        ("XPO*1*9~XPO*20~N9*IA*1~PER*IC~", vec![]),
        (
            "LIN**UP*012345678905~ZA*QS~SDQ*EA*92*0001*5*0002*6~CTT*1~",
            vec![],
        ),
        ("XYZ*1~", vec![(Code::SegmentUnknown, "1", 3)]),
        ("ZA*QS*1*EA~", vec![(Code::SegmentUnexpected, "2", 3)]),
        ("PO1**1~", vec![(Code::SegmentNotInSet, "6", 3)]),
        ("N1*RL**92*0007~XPO*1~", vec![(Code::SegmentOrder, "7", 4)]),
        (
            "PER*IC~PER*IC~PER*IC~PER*IC~",
            vec![(Code::SegmentOverMax, "5", 6)],
        ),
        (
            "N1*RL**92*0007~N2*A~N2*B~",
            vec![(Code::SegmentOverMax, "5", 5)],
        ),
        ("CTT*1~CTT*1~", vec![(Code::SegmentOverMax, "5", 4)]),
        (&loops(200), vec![]),
        (&loops(201), vec![(Code::LoopOverMax, "4", 203)]),
        (&line.repeat(300), vec![]),
    ];
    for (body, expected) in cases {
        assert_eq!(&told(body), expected, "{body}");
    }
}

#[test]
fn a_name_with_a_nul_is_not_the_name_before_it() {
    let bytes = crate::sample::spoiled("ZA*", "ZA*QS*1*EA~ZA\0*");
    let report = check(&read(&bytes), &schemas());
    let names = report
        .findings
        .iter()
        .filter(|f| f.code == Code::SegmentName);
    assert_eq!(names.count(), 1, "{:?}", report.findings);
}

#[test]
fn a_missing_segment_is_told_of_where_it_should_be() {
    let bytes = crate::sample::spoiled("XQ*H*20240331~", "");
    let bytes = String::from_utf8(bytes)
        .unwrap()
        .replace("SE*8", "SE*7")
        .into_bytes();
    let file = read(&bytes);
    let report = check(&file, &schemas());
    let finding = &report.findings[0];
    assert_eq!(finding.code, Code::SegmentMissing);
    assert_eq!(finding.place.segment_id.as_deref(), Some("XQ"));
    assert_eq!((finding.place.segment, finding.place.length), (Some(2), 0));
}

#[test]
fn schemas_are_refused_with_their_line() {
    let cases = [
        (
            "message 852 PD\n",
            "line 1: the first line should name the version",
        ),
        (
            "x12 004010\nmessage 852 PD\n  ST M\n",
            "line 3: expected a segment",
        ),
        (
            "x12 004010\nmessage 852 PD\n  loop N1 O 1\n    N2 M 1\n",
            "line 3: a loop is named",
        ),
        (
            "x12 004010\nsegment ZA\n  1 859 Q ID 2/2\n",
            "line 3: usage is M, O or X",
        ),
        (
            "x12 004010\nsegment ZA\n  2 859 M ID 2/2\n",
            "line 3: an element between",
        ),
        ("x12 004010\nnonsense\n", "line 2: not a line"),
    ];
    for (text, expected) in cases {
        let error = edi::Schemas::parse(&[("a.x12", text)])
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{error}");
    }
}
