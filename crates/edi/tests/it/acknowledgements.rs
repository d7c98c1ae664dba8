//! What the sender hears: 997, 999 and TA1 against texts written by hand.

use edi::{
    AcknowledgeSettings, AcknowledgementKind, Code, Verdict, acknowledge, check, read, ta1,
    ta1_duplicate,
};

use crate::sample::{GOOD, envelope, schemas, spoiled, with_body};

fn settings(version: &str, kind: AcknowledgementKind) -> AcknowledgeSettings {
    AcknowledgeSettings {
        envelope: envelope(),
        group_sender: "ANAN".to_owned(),
        group_receiver: "WOMART".to_owned(),
        group_date: "20240401".to_owned(),
        group_time: "0605".to_owned(),
        group_control_number: 42,
        first_message_control_number: 1,
        version: version.to_owned(),
        kind,
    }
}

const ISA: &str = "ISA*00*          *00*          *ZZ*ANAN           *ZZ*WOMART         *240401*0605*U\
    *00401*000000042*0*P*>~";

/// Returns what stands between ST and SE of the 997, and checks that the whole is good X12.
fn answer(bytes: &[u8]) -> Option<String> {
    let file = read(bytes);
    let report = check(&file, &schemas());
    let settings = settings("004010", AcknowledgementKind::Functional997);
    let text = acknowledge(&file, 0, &report, &settings).unwrap()?;
    let again = read(&text);
    let judged = check(&again, &schemas());
    assert_eq!(judged.verdict, Verdict::Accepted, "{:?}", judged.findings);
    let text = String::from_utf8(text).unwrap();
    let (_, rest) = text.split_once("ST*997*0001~").unwrap();
    Some(rest.split_once("SE*").unwrap().0.to_owned())
}

#[test]
fn a_good_group_is_accepted() {
    let file = read(GOOD.as_bytes());
    let report = check(&file, &schemas());
    let settings = settings("004010", AcknowledgementKind::Functional997);
    let text = acknowledge(&file, 0, &report, &settings).unwrap().unwrap();
    let expected = format!(
        "{ISA}GS*FA*ANAN*WOMART*20240401*0605*42*X*004010~ST*997*0001~AK1*PD*7~AK2*852*0001~AK5*A~\
         AK9*A*1*1*1~SE*6*0001~GE*1*42~IEA*1*000000042~"
    );
    assert_eq!(String::from_utf8(text).unwrap(), expected);
}

#[test]
fn faults_are_told_where_they_are() {
    let two = |second: &str| {
        let more = format!("ST*852*0002~XQ*H*20240331~{second}~SE*4*0002~GE*2*7");
        spoiled("GE*1*7", &more)
    };
    let cases: &[(&str, Vec<u8>, &str)] = &[
        (
            "a bad message",
            spoiled("ZA*QA*30*EA", "ZA*QAA*x*EA"),
            "AK1*PD*7~AK2*852*0001~AK3*ZA*6**8~AK4*1*859*5*QAA~AK4*2*380*6*x~AK5*R*5~AK9*R*1*1*0~",
        ),
        (
            "partly bad",
            two("PO1*1"),
            "AK1*PD*7~AK2*852*0001~AK5*A~AK2*852*0002~AK3*PO1*3**6~AK5*R*5~AK9*P*2*2*1~",
        ),
        (
            "missing, misplaced and unknown segments",
            with_body("N1*RL**92*0007~XPO*1~ZZZ*1~"),
            "AK1*PD*7~AK2*852*0001~AK3*XPO*4**7~AK3*ZZZ*5**1~AK5*R*5~AK9*R*1*1*0~",
        ),
        (
            "wrong count and number",
            spoiled("SE*8*0001", "SE*9*0002"),
            "AK1*PD*7~AK2*852*0001~AK5*R*4*3~AK9*R*1*1*0~",
        ),
        (
            "a number twice",
            spoiled("GE*1*7", "ST*852*0001~XQ*H*20240331~SE*3*0001~GE*2*7"),
            "AK1*PD*7~AK2*852*0001~AK5*A~AK2*852*0001~AK5*R*23~AK9*P*2*2*1~",
        ),
        (
            "group number and count",
            spoiled("GE*1*7", "GE*3*8"),
            "AK1*PD*7~AK9*R*3*1*0*5*4~",
        ),
        (
            "no trailer of the message",
            spoiled("SE*8*0001~", ""),
            "AK1*PD*7~AK2*852*0001~AK5*R*2~AK9*R*1*1*0~",
        ),
        (
            "no trailer of the group",
            spoiled("GE*1*7~", ""),
            "AK1*PD*7~AK9*R*1*1*0*3~",
        ),
        (
            "no version",
            spoiled("X*004010", "X*4010"),
            "AK1*PD*7~AK9*R*1*1*0*2~",
        ),
        (
            "data that holds our delimiter is not copied",
            GOOD.replace('~', "!")
                .replace("*QA*30*", "*QA*3~0*")
                .into_bytes(),
            "AK1*PD*7~AK2*852*0001~AK3*ZA*6**8~AK4*2*380*6~AK5*R*5~AK9*R*1*1*0~",
        ),
    ];
    for (what, bytes, expected) in cases {
        assert_eq!(answer(bytes).as_deref(), Some(*expected), "{what}");
    }
}

#[test]
fn a_message_noted_by_its_schema_is_accepted_with_errors() {
    let text =
        "x12 004010\nmessage 852 PD\n  errors noted\n  ST M 1\n  XQ M 1\n  SE M 1\nsegments N1\n";
    let noted = edi::Schemas::parse(&[("noted.x12", text)]).unwrap();
    let bytes = with_body("N1*RL~");
    let file = read(&bytes);
    let report = check(&file, &noted);
    assert_eq!(report.verdict, Verdict::Tolerated);
    let settings = settings("004010", AcknowledgementKind::Functional997);
    let text = acknowledge(&file, 0, &report, &settings).unwrap().unwrap();
    let text = String::from_utf8(text).unwrap();
    let expected = "AK1*PD*7~AK2*852*0001~AK3*N1*3**6~AK5*E*5~AK9*E*1*1*1~";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn what_we_have_no_schema_for_can_be_refused() {
    let bytes = spoiled("X*004010", "X*003040");
    let file = read(&bytes);
    let mut report = check(&file, &schemas());
    assert!(report.usable(0, 0, 0));
    report.refuse(Code::GroupVersionNoSchema);
    assert!(!report.usable(0, 0, 0));
    let settings = settings("004010", AcknowledgementKind::Functional997);
    let text = acknowledge(&file, 0, &report, &settings).unwrap().unwrap();
    assert!(
        String::from_utf8(text)
            .unwrap()
            .contains("AK1*PD*7~AK9*R*1*1*0*2~")
    );
}

#[test]
fn nothing_acknowledges_an_acknowledgement() {
    let fa = spoiled("GS*PD", "GS*FA");
    assert_eq!(answer(&fa), None);
    let only = "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240401*0600*U*\
        00401*000000008*1*P*>~TA1*000000042*240401*0605*A*000~IEA*0*000000008~";
    assert_eq!(answer(only.as_bytes()), None);
    let file = read(only.as_bytes());
    let report = check(&file, &schemas());
    assert_eq!(ta1(&file, 0, &report, &envelope()).unwrap(), None);
}

#[test]
fn later_versions_say_more() {
    let bytes = GOOD
        .replace("*U*00401*", "*^*00501*")
        .replace("004010", "005010");
    let bytes = bytes
        .replace("ST*852*0001", "ST*852*0001*GUIDE7")
        .replace("ZA*QA*30", "ZA*QA*x");
    let file = read(bytes.as_bytes());
    let report = check(&file, &schemas());
    let mut settings = settings("005010", AcknowledgementKind::Functional997);
    settings.envelope.version = "00501".to_owned();
    let text = acknowledge(&file, 0, &report, &settings).unwrap().unwrap();
    let text = String::from_utf8(text).unwrap();
    let expected = "X*005010~ST*997*0001~AK1*PD*7*005010~AK2*852*0001*GUIDE7~AK3*ZA*6**8~\
        AK4*2*380*6*x~AK5*R*5~AK9*R*1*1*0~SE*8*0001~";
    assert!(
        text.contains("*0605*^*00501*") && text.contains(expected),
        "{text}"
    );
    settings.kind = AcknowledgementKind::Implementation999;
    let text = acknowledge(&file, 0, &report, &settings).unwrap().unwrap();
    let expected = "X*005010X231A1~ST*999*0001*005010X231A1~AK1*PD*7*005010~AK2*852*0001*GUIDE7~\
        IK3*ZA*6**8~IK4*2*380*6*x~IK5*R*5~AK9*R*1*1*0~SE*8*0001~";
    let judged = check(&read(&text), &schemas());
    assert_eq!(judged.verdict, Verdict::Accepted, "{:?}", judged.findings);
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains(expected), "{text}");
}

#[test]
fn interchanges_are_answered_by_ta1() {
    let asked = |bytes: Vec<u8>| {
        String::from_utf8(bytes)
            .unwrap()
            .replace("*000000007*0*P", "*000000007*1*P")
            .into_bytes()
    };
    let cases: &[(&str, Vec<u8>, Option<&str>)] = &[
        ("not asked for", GOOD.into(), None),
        ("asked for", asked(GOOD.into()), Some("A*000")),
        (
            "number",
            spoiled("IEA*1*000000007", "IEA*1*000000008"),
            Some("R*001"),
        ),
        ("count", spoiled("IEA*1", "IEA*2"), Some("R*021")),
        ("cut off", GOOD.as_bytes()[..250].into(), Some("R*023")),
        (
            "stray segment",
            spoiled("GE*1", "N9*IA*1~GE*1"),
            Some("R*022"),
        ),
        (
            "no group",
            spoiled("GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~", ""),
            Some("R*024"),
        ),
        ("ISA15", asked(spoiled("*0*P*>", "*0*Q*>")), None),
        ("ISA15, asked", spoiled("*0*P*>", "*1*Q*>"), Some("E*020")),
    ];
    for (what, bytes, expected) in cases {
        let file = read(bytes);
        let report = check(&file, &schemas());
        let text = ta1(&file, 0, &report, &envelope()).unwrap();
        let text = text.map(|t| String::from_utf8(t).unwrap());
        let expected =
            expected.map(|e| format!("{ISA}TA1*000000007*240401*0600*{e}~IEA*0*000000042~"));
        assert_eq!(text, expected, "{what}");
        if report.interchanges[0].envelope == Verdict::Rejected {
            assert_eq!(
                answer(bytes),
                None,
                "{what}: no 997 for a rejected interchange"
            );
        }
    }
}

#[test]
fn a_number_used_before_is_rejected_by_ta1() {
    let file = read(GOOD.as_bytes());
    let text = ta1_duplicate(&file, 0, &envelope()).unwrap().unwrap();
    let expected = format!("{ISA}TA1*000000007*240401*0600*R*025~IEA*0*000000042~");
    assert_eq!(String::from_utf8(text).unwrap(), expected);
    let only = "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240401*0600*U*\
        00401*000000008*1*P*>~TA1*000000042*240401*0605*A*000~IEA*0*000000008~";
    let file = read(only.as_bytes());
    assert_eq!(ta1_duplicate(&file, 0, &envelope()).unwrap(), None);
    assert_eq!(ta1_duplicate(&file, 1, &envelope()).unwrap(), None);
}
