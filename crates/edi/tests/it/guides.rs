//! What a partner's guide adds to the standard.

use edi::{Code, Schemas, check, read};

use crate::sample::{GOOD, schemas, with_body};

const LINES: &str = "N1*RL*SEVEN*92*0007~LIN**UP*012345678905~ZA*QS*12*EA~ZA*QA*30*EA~CTT*1~";

/// A code, the element's place, and what the sender is told.
type Found = (Code, Option<u32>, &'static str);

fn with(rules: &str) -> Schemas {
    schemas()
        .with_guide("womart.guide", &format!("guide x12 004010 852\n{rules}"))
        .unwrap()
}

/// Which codes a guide leads to, each with the element's place in its segment.
fn found(rules: &str, body: &str) -> Vec<Found> {
    let bytes = with_body(body);
    let report = check(&read(&bytes), &with(rules));
    let told = |f: &edi::Finding| f.acknowledgement.map_or("", |a| a.code);
    let findings = report.findings.iter();
    findings
        .map(|f| (f.code, f.place.element, told(f)))
        .collect()
}

#[test]
fn a_guide_asks_for_more_than_the_standard() {
    use Code::*;
    let cases: Vec<(&str, &str, Vec<Found>)> = vec![
        ("segment N1 required", LINES, vec![]),
        (
            "segment /PER required",
            LINES,
            vec![(GuideSegmentMissing, None, "3")],
        ),
        (
            "segment LIN/ZA unused",
            LINES,
            vec![
                (GuideSegmentUnused, None, "2"),
                (GuideSegmentUnused, None, "2"),
            ],
        ),
        (
            "segment LIN/ZA most 1",
            LINES,
            vec![(LoopOverMax, None, "4")],
        ),
        (
            "element ZA01 codes QS",
            LINES,
            vec![(GuideElementCode, Some(1), "7")],
        ),
        ("element ZA01 codes QS QA", LINES, vec![]),
        (
            "element ZA04 required",
            LINES,
            vec![
                (GuideElementMissing, Some(4), "1"),
                (GuideElementMissing, Some(4), "1"),
            ],
        ),
        (
            "element N102 unused",
            LINES,
            vec![(GuideElementUnused, Some(2), "3")],
        ),
        (
            "element LIN03 length 14/14",
            LINES,
            vec![(GuideElementLength, Some(3), "4")],
        ),
        (
            "element LIN03 length 1/8",
            LINES,
            vec![(GuideElementLength, Some(3), "5")],
        ),
        (
            "element ZA02 most 20",
            LINES,
            vec![(GuideElementValue, Some(2), "7")],
        ),
        (
            "when ZA01 is QA then ZA02 most 20",
            LINES,
            vec![(GuideElementValue, Some(2), "7")],
        ),
        ("when ZA01 is QP then ZA02 most 20", LINES, vec![]),
        ("when N101 is RL ST then N104 required", LINES, vec![]),
        (
            "when N101 is RL then N105 required",
            LINES,
            vec![(GuideElementMissing, Some(5), "1")],
        ),
    ];
    for (rules, body, expected) in cases {
        assert_eq!(found(rules, body), expected, "{rules}");
    }
}

#[test]
fn a_guide_adds_codes() {
    let body = LINES.replace("ZA*QS*12", "ZA*ZZ*12");
    assert_eq!(found("# nothing", &body)[0].0, Code::ElementCodeUnusual);
    assert_eq!(found("element ZA01 add ZZ", &body), []);
}

#[test]
fn a_guide_is_for_its_message_only() {
    let other = schemas()
        .with_guide("g", "guide x12 004010 850\nsegment REF required")
        .unwrap();
    assert!(check(&read(GOOD.as_bytes()), &other).findings.is_empty());
}

#[test]
fn a_guide_of_edifact_is_told_in_its_codes() {
    let text = "UNB+UNOC:3+A:14+B:14+260303:2105+1'UNH+1+SLSRPT:D:96A:UN'BGM+73E::9+1+9'\
        DTM+137:20260303:102'NAD+SE+5412345000013::9'LOC+162+5412345000001::9'LIN+1++4711:EN'\
        QTY+153:12:PCE'UNT+8+1'UNZ+1+1'";
    let guide = "guide edifact D96A SLSRPT\nelement DTM01-03 codes 203\nelement QTY01-02 most 9";
    let schemas = schemas().with_guide("g", guide).unwrap();
    let report = check(&read(text.as_bytes()), &schemas);
    let told: Vec<_> = report
        .findings
        .iter()
        .map(|f| {
            (
                f.code,
                f.place.element,
                f.place.component,
                f.acknowledgement.unwrap().code,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Code::GuideElementCode, Some(1), Some(3), "12"),
            (Code::GuideElementValue, Some(1), Some(2), "12"),
        ]
    );
}

#[test]
fn contrl_tells_what_a_guide_asks_for_at_the_segment_before() {
    let text = "UNB+UNOC:3+A:14+B:14+260303:2105+1'UNH+1+SLSRPT:D:96A:UN:EAN004'BGM+73E::9+1+9'\
        DTM+137:20260303:102'NAD+SE+5412345000013::9'LOC+162+5412345000001::9'LIN+1++4711:EN'\
        QTY+153:12:PCE'UNT+8+1'UNZ+1+1'";
    let cases = [
        // Position 7 is QTY, behind which the line ends.
        (
            "when LIN03-02 is EN then segment PRI required",
            "UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7+13'",
        ),
        (
            "when LIN03-02 is EN then segment QTY unused",
            "UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7+15'",
        ),
        (
            "element QTY01-02 length 3/5",
            "UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+40+2:2'",
        ),
        (
            "convention EAN008",
            "UCM+1+SLSRPT:D:96A:UN:EAN004+4+12+UNH+3:5'",
        ),
    ];
    for (rule, expected) in cases {
        let guide = format!("guide edifact D96A SLSRPT\n{rule}");
        let schemas = schemas().with_guide("g", &guide).unwrap();
        let file = read(text.as_bytes());
        let report = check(&file, &schemas);
        let interchange = &file.interchanges[0];
        let settings = edi::ContrlSettings {
            envelope: edi::EdifactEnvelope::answering(interchange, "260303", "2106", "9"),
            message_reference: "1".to_owned(),
        };
        let said = edi::contrl(&file, 0, &report, &settings).unwrap().unwrap();
        let said = String::from_utf8(said).unwrap();
        assert!(
            said.contains(&format!("+7'{expected}UNT")),
            "{rule}: {said}"
        );
    }
}

#[test]
fn a_wrong_guide_is_refused_with_its_line() {
    for (text, line, problem) in [
        ("", 1, "the first line names the message"),
        (
            "guide x12 004010 999",
            1,
            "there is no schema of 999 in 004010",
        ),
        (
            "guide x12 004010 852\n\nsegment XYZ required",
            3,
            "no segment XYZ",
        ),
        (
            "guide x12 004010 852\nelement ZA99 required",
            2,
            "no element 99",
        ),
        (
            "guide x12 004010 852\nelement ZA required",
            2,
            "is no element",
        ),
        (
            "guide x12 004010 852\nelement ZA01 shiny",
            2,
            "not what a guide may ask",
        ),
        (
            "guide x12 004010 852\nwhen N101 is RL then ZA01 required",
            2,
            "the same segment",
        ),
        (
            "guide x12 004010 852\nwhen N101 is RL then segment SDQ required",
            2,
            "no segment SDQ stands in one loop with N1",
        ),
        ("guide x12 004010 852\nunit LIN99", 2, "no element 99"),
        (
            "guide x12 004010 852\nplease",
            2,
            "not a line a guide may have",
        ),
    ] {
        let error = schemas()
            .with_guide("womart.guide", text)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(&format!("womart.guide, line {line}")),
            "{error}"
        );
        assert!(error.contains(problem), "{error}");
    }
}
