//! What a partner hears of its guide: 999 and 997 against texts written by hand.

use edi::{AcknowledgeSettings, AcknowledgementKind, Verdict, acknowledge, check, read};

use crate::sample::{envelope, schemas, with_body};

const LINES: &str = "N1*RL*SEVEN*92*0007~LIN**UP*012345678905~ZA*QS*12*EA~ZA*QA*30*EA~CTT*1~";

/// Returns what the answer says of the message between AK2 and AK9; it is good X12.
fn answer(guide: &str, body: &str, kind: AcknowledgementKind) -> String {
    let text = String::from_utf8(with_body(body)).unwrap();
    let text = text
        .replace("*U*00401*", "*^*00501*")
        .replace("004010", "005010")
        .replace("ST*852*0001", "ST*852*0001*GUIDE7");
    let guide = format!("guide x12 005010 852\n{guide}");
    let schemas = schemas().with_guide("womart.guide", &guide).unwrap();
    let file = read(text.as_bytes());
    let report = check(&file, &schemas);
    let mut envelope = envelope();
    envelope.version = "00501".to_owned();
    let settings = AcknowledgeSettings {
        envelope,
        group_sender: "ANAN".to_owned(),
        group_receiver: "WOMART".to_owned(),
        group_date: "20240401".to_owned(),
        group_time: "0605".to_owned(),
        group_control_number: 42,
        first_message_control_number: 1,
        version: "005010".to_owned(),
        kind,
    };
    let text = acknowledge(&file, 0, &report, &settings).unwrap().unwrap();
    let judged = check(&read(&text), &crate::sample::schemas());
    assert_eq!(judged.verdict, Verdict::Accepted, "{:?}", judged.findings);
    let text = String::from_utf8(text).unwrap();
    let (_, rest) = text.split_once("AK2*852*0001*GUIDE7~").unwrap();
    let (said, _) = rest.split_once("AK9*").unwrap();
    said.to_owned()
}

fn answer_999(guide: &str, body: &str) -> String {
    answer(guide, body, AcknowledgementKind::Implementation999)
}

#[test]
fn a_guide_is_told_in_the_codes_of_guides() {
    let cases = [
        ("segment N1 required", "IK5*A~"),
        ("segment /PER required", "IK3*PER*3**I8~IK5*R*I5~"),
        ("segment LIN/N9 required", "IK3*N9*5**I8~IK5*R*I5~"),
        (
            "segment ZA/G95 required",
            "IK3*G95*6**I7~IK3*G95*7**I7~IK5*R*I5~",
        ),
        (
            "segment LIN/ZA unused",
            "IK3*ZA*5**I4~IK3*ZA*6**I4~IK5*R*I5~",
        ),
        // 999 has no code of its own for what occurs too often.
        ("segment LIN/ZA most 1", "IK3*ZA*6**4~IK5*R*5~"),
        (
            "element ZA01 codes QS",
            "IK3*ZA*6**8~IK4*1*859*I6*QA~IK5*R*I5~",
        ),
        (
            "element ZA04 required",
            "IK3*ZA*5**8~IK4*4*374*I9~IK3*ZA*6**8~IK4*4*374*I9~IK5*R*I5~",
        ),
        (
            "element N102 unused",
            "IK3*N1*3**8~IK4*2*93*I10*SEVEN~IK5*R*I5~",
        ),
        (
            "element LIN03 length 14/14",
            "IK3*LIN*4**8~IK4*3*234*I12*012345678905~IK5*R*I5~",
        ),
        (
            "element ZA02 most 20",
            "IK3*ZA*6**8~IK4*2*380*I12*30~IK5*R*I5~",
        ),
        (
            "element LIN03 times 2/3",
            "IK3*LIN*4**8~IK4*3*234*I11*012345678905~IK5*R*I5~",
        ),
        (
            "element LIN03 codes 1 2",
            "IK3*LIN*4**8~IK4*3*234*I6*012345678905~IK5*R*I5~",
        ),
        ("convention GUIDE7 GUIDE8", "IK5*A~"),
        ("convention GUIDE8", "IK5*R*I6~"),
    ];
    for (guide, expected) in cases {
        assert_eq!(answer_999(guide, LINES), expected, "{guide}");
    }
}

#[test]
fn each_repetition_is_looked_at_and_told_of() {
    let body = LINES.replace("012345678905", "1^3^2");
    let guide = "element LIN03 codes 1 2";
    let said = answer_999(guide, &body);
    // The standard has no repetitions here either; IK401-03 says which one is meant.
    let expected = "IK3*LIN*4**8~IK4*3>>2*234*12*3~IK4*3>>2*234*I6*3~IK5*R*5*I5~";
    assert_eq!(said, expected);
    let said = answer_999("element LIN03 times 1/2", &body);
    let expected = "IK3*LIN*4**8~IK4*3>>2*234*12*3~IK4*3*234*12*1~IK5*R*5~";
    assert_eq!(said, expected);
}

#[test]
fn a_condition_of_a_guide_is_told_with_what_made_it_apply() {
    let cases = [
        ("when N101 is ST then N105 required", "IK5*A~"),
        (
            "when N101 is RL then N105 required",
            "IK3*N1*3**8~IK4*5*706*I9~CTX*SITUATIONAL TRIGGER*N1*3**1*98~IK5*R*I5~",
        ),
        (
            "when N103 is 92 then N102 unused",
            "IK3*N1*3**8~IK4*2*93*I13*SEVEN~CTX*SITUATIONAL TRIGGER*N1*3**3*66~IK5*R*I5~",
        ),
        (
            "when ZA01 is QA then ZA02 most 20",
            "IK3*ZA*6**8~IK4*2*380*I12*30~CTX*SITUATIONAL TRIGGER*ZA*6**1*859~IK5*R*I5~",
        ),
        ("when N101 is ST then segment N2 required", "IK5*A~"),
        (
            "when N101 is RL then segment N2 required",
            "IK3*N2*4**I6~CTX*SITUATIONAL TRIGGER*N1*3**1*98~IK5*R*I5~",
        ),
        ("when LIN02 is UP then segment ZA required", "IK5*A~"),
        (
            "when LIN02 is UP then segment ZA unused",
            "IK3*ZA*5**I9~CTX*SITUATIONAL TRIGGER*LIN*4**2*235~\
             IK3*ZA*6**I9~CTX*SITUATIONAL TRIGGER*LIN*4**2*235~IK5*R*I5~",
        ),
        // The loop of the first ZA ends with the second, the message with SE.
        (
            "when ZA01 is QS then segment SDQ required",
            "IK3*SDQ*6**I6~CTX*SITUATIONAL TRIGGER*ZA*5**1*859~IK5*R*I5~",
        ),
        (
            "when XQ01 is H then segment XPO required",
            "IK3*XPO*8**I6~CTX*SITUATIONAL TRIGGER*XQ*2**1*305~IK5*R*I5~",
        ),
    ];
    for (guide, expected) in cases {
        assert_eq!(answer_999(guide, LINES), expected, "{guide}");
    }
    let with = LINES.replace("ZA*QA", "SDQ*EA*92*0007*12~ZA*QA");
    let guide = "when ZA01 is QS then segment SDQ required";
    assert_eq!(answer_999(guide, &with), "IK5*A~");
}

#[test]
fn errors_in_a_unit_of_business_name_it() {
    let unit = "unit LIN03";
    let cases = [
        (
            "element ZA02 most 20",
            LINES.to_owned(),
            "IK3*ZA*6**8~CTX*LIN03>012345678905~IK4*2*380*I12*30~IK5*R*I5~",
        ),
        (
            "when ZA01 is QA then segment SDQ required",
            LINES.to_owned(),
            "IK3*SDQ*7**I6~CTX*SITUATIONAL TRIGGER*ZA*6**1*859~CTX*LIN03>012345678905~IK5*R*I5~",
        ),
        // What the standard forbids is in the unit, too, but not what stands behind its loop.
        (
            "",
            LINES.replace("QA*30", "QA*x").replace("CTT*1", "CTT*y"),
            "IK3*ZA*6**8~CTX*LIN03>012345678905~IK4*2*380*6*x~IK3*CTT*7**8~IK4*1*354*6*y~IK5*R*5~",
        ),
        (
            "element ZA02 most 20",
            LINES.replace("QS*12", "QS*x"),
            "IK3*ZA*5**8~CTX*LIN03>012345678905~IK4*2*380*6*x~\
             IK3*ZA*6**8~CTX*LIN03>012345678905~IK4*2*380*I12*30~IK5*R*5*I5~",
        ),
        // 48 characters are cut to 35; what our delimiters forbid to write is left out.
        (
            "element ZA02 most 20",
            LINES.replace(
                "012345678905",
                "123456789012345678901234567890123456789012345678",
            ),
            "IK3*ZA*6**8~CTX*LIN03>12345678901234567890123456789012345~IK4*2*380*I12*30~IK5*R*I5~",
        ),
        (
            "element ZA02 most 20",
            LINES.replace("012345678905", "12>34"),
            "IK3*ZA*6**8~IK4*2*380*I12*30~IK5*R*I5~",
        ),
    ];
    for (guide, body, expected) in cases {
        assert_eq!(
            answer_999(&format!("{unit}\n{guide}"), &body),
            expected,
            "{guide} {body}"
        );
    }
}

#[test]
fn a_997_tells_a_guide_in_the_nearest_codes_of_the_standard() {
    let cases = [
        ("segment LIN/N9 required", "AK3*N9*5**3~AK5*R*5~"),
        (
            "when N101 is RL then segment N2 required",
            "AK3*N2*4**3~AK5*R*5~",
        ),
        ("segment CTT unused", "AK3*CTT*7**2~AK5*R*5~"),
        (
            "element ZA01 codes QS",
            "AK3*ZA*6**8~AK4*1*859*7*QA~AK5*R*5~",
        ),
        ("element N105 required", "AK3*N1*3**8~AK4*5*706*1~AK5*R*5~"),
        (
            "element N102 unused",
            "AK3*N1*3**8~AK4*2*93*3*SEVEN~AK5*R*5~",
        ),
        (
            "element LIN03 length 14/14",
            "AK3*LIN*4**8~AK4*3*234*4*012345678905~AK5*R*5~",
        ),
        (
            "element LIN03 length 1/8",
            "AK3*LIN*4**8~AK4*3*234*5*012345678905~AK5*R*5~",
        ),
        (
            "unit LIN03\nwhen ZA01 is QA then ZA02 most 20",
            "AK3*ZA*6**8~AK4*2*380*7*30~AK5*R*5~",
        ),
        ("convention GUIDE8", "AK5*R*1~"),
    ];
    for (guide, expected) in cases {
        let said = answer(guide, LINES, AcknowledgementKind::Functional997);
        assert_eq!(said, expected, "{guide}");
    }
}
