//! Faults of syntax and envelopes, and files that are not for us: each is told with its owner,
//! place and mending, and answered as X12 has it.

use model::activity::Measure;
use model::document::DocumentStatus::{self, Decoded, DecodedInPart, Quarantined, Rejected};

use crate::hub::{Hub, Known};
use crate::story::{REFERENCE, reference};
use crate::womart::{PODS, answers, day_of_s01, interchange, message, stores};

/// A file, and what must become of it.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    status: DocumentStatus,
    /// Code, owner, and the text that stands where the fault is; "" is the end of the file.
    finding: (&'static str, &'static str, &'static str),
    answer: Option<&'static str>,
}

/// A fault put into a good file: what is replaced by what, what is said of it and where.
type Fault = (u32, &'static str, &'static str, Finding, &'static str);
type Finding = (&'static str, &'static str, &'static str);

/// Faults that refuse all of a file. The answers are written down from X12 4010: AK501 and AK901
/// with their codes in AK502 and AK905, and TA105.
#[rustfmt::skip]
const REFUSED: [Fault; 7] = [
    (101, "SE*9*", "SE*11*", ("X12-SE-COUNT", "sender", "11*0001"),
        "AK1*PD*101~AK2*852*0001~AK5*R*4~AK9*R*1*1*0"),
    (102, "GE*1*", "GE*2*", ("X12-GE-COUNT", "sender", "2*102~"), "AK1*PD*102~AK9*R*2*1*0*5"),
    (103, "IEA*1*", "IEA*3*", ("X12-IEA-COUNT", "sender", "3*000000103~"),
        "TA1*000000103*240415*2110*R*021"),
    (104, "SE*9*0001", "SE*9*0007", ("X12-SE-NUMBER", "sender", "0007"),
        "AK1*PD*104~AK2*852*0001~AK5*R*3~AK9*R*1*1*0"),
    (105, "GE*1*105", "GE*1*501", ("X12-GE-NUMBER", "sender", "501~"), "AK1*PD*105~AK9*R*1*1*0*4"),
    (106, "IEA*1*000000106", "IEA*1*000000601", ("X12-IEA-NUMBER", "sender", "000000601"),
        "TA1*000000106*240415*2110*R*001"),
    (107, "*X*004010", "*X*009999", ("X12-GS-VERSION-NO-SCHEMA", "receiver", "009999"),
        "AK1*PD*107~AK2*852*0001~AK5*R*1~AK9*R*1*1*0*2"),
];

/// Files of which nobody can be told, because nobody can be sure who sent them.
#[rustfmt::skip]
const SET_ASIDE: [(u32, &str, &str, Finding); 3] = [
    (108, "*ZZ*WOMART  ", "*ZZ*WOMARD  ", ("DOC-SENDER-UNKNOWN", "receiver", "ISA*")),
    (109, "*ZZ*WOMART  ", "*ZZ*NORDHAUS", ("DOC-SENDER-OTHER", "sender", "ISA*")),
    (110, "*ZZ*ANAN ", "*ZZ*AMAN ", ("DOC-RECEIVER-OTHER", "sender", "ISA*")),
];

/// A file of one message, with a fault put into it.
fn faulty(number: u32, from: &str, to: &str) -> Vec<u8> {
    let good = day_of_s01(number, "2024-04-15", 700, 700);
    assert_eq!(good.matches(from).count(), 1, "{from} is not there once");
    good.replace(from, to).into_bytes()
}

fn cases() -> Vec<Case> {
    let refused = REFUSED.map(|(number, from, to, finding, answer)| Case {
        name: finding.0,
        bytes: faulty(number, from, to),
        status: Rejected,
        finding,
        answer: Some(answer),
    });
    let set_aside = SET_ASIDE.map(|(number, from, to, finding)| Case {
        name: finding.0,
        bytes: faulty(number, from, to),
        status: Quarantined,
        finding,
        answer: None,
    });
    let mut all: Vec<Case> = refused.into_iter().chain(set_aside).collect();
    all.extend([truncated(), in_part(), followed_by_rubbish()]);
    all.push(Case {
        name: "empty",
        bytes: Vec::new(),
        status: Quarantined,
        finding: ("EDI-FILE-EMPTY", "transport", ""),
        answer: None,
    });
    all.push(Case {
        name: "rubbish",
        bytes: rubbish(),
        status: Quarantined,
        finding: ("EDI-FILE-NO-INTERCHANGE", "sender", START),
        answer: None,
    });
    all.push(Case {
        name: "edifact",
        bytes: b"UNB+UNOC:3+A:14+B:14+260303:2105+1'UNH+1+SLSRPT:D:96A:UN'UNT+2+1'UNZ+1+1'"
            .to_vec(),
        status: Quarantined,
        finding: ("DOC-EDIFACT-NOT-TAKEN", "receiver", START),
        answer: None,
    });
    all
}

fn truncated() -> Case {
    let text = day_of_s01(111, "2024-04-15", 700, 700);
    let middle_of_a_segment = text.find("SDQ").unwrap() + 12;
    Case {
        name: "truncated",
        bytes: text.as_bytes()[..middle_of_a_segment].to_vec(),
        status: Rejected,
        finding: ("X12-IEA-MISSING", "transport", ""),
        answer: Some("TA1*000000111*240415*2110*R*023"),
    }
}

fn in_part() -> Case {
    let day = |nth, site| message(nth, "2024-04-14", &stores(&[(site, 800, 800)]));
    let second = day(2, "S03").replace("SE*9", "SE*19");
    Case {
        name: "in-part",
        bytes: interchange(112, &[day(1, "S02"), second]).into_bytes(),
        status: DecodedInPart,
        finding: ("X12-SE-COUNT", "sender", "19*0002"),
        answer: Some("AK1*PD*112~AK2*852*0001~AK5*A~AK2*852*0002~AK5*R*4~AK9*P*2*2*1"),
    }
}

fn followed_by_rubbish() -> Case {
    let text = day_of_s01(113, "2024-04-13", 900, 900);
    Case {
        name: "tail",
        bytes: [text.into_bytes(), rubbish()].concat(),
        status: Decoded,
        finding: ("EDI-FILE-RUBBISH", "transport", BEHIND),
        answer: Some("AK1*PD*113~AK2*852*0001~AK5*A~AK9*A*1*1*1"),
    }
}

/// Bytes that hold no header: none of them is an "I".
fn rubbish() -> Vec<u8> {
    let bytes = (0..5_000_u32).map(|n| (n * n / 7).to_le_bytes()[0]);
    bytes.map(|b| b ^ u8::from(b == b'I')).collect()
}

/// Places that no text names.
const START: &str = "the start of the file";
const BEHIND: &str = "behind the interchange";

fn offset(case: &Case) -> u64 {
    let find = |what: &str| {
        case.bytes
            .windows(what.len())
            .position(|w| w == what.as_bytes())
    };
    let offset = match case.finding.2 {
        "" => case.bytes.len(),
        START => 0,
        // The line end after the last segment still belongs to it.
        BEHIND => find("000000113~\n").unwrap() + "000000113~\n".len(),
        text => find(text).expect("the text is there"),
    };
    offset as u64
}

/// A retailer that has a mailbox and a profile, too.
fn with_nordhaus() -> String {
    let profile = "x12 = { qualifier = \"ZZ\", id = \"NORDHAUS\", group_id = \"NORDHAUS\", \
                   our_qualifier = \"ZZ\", our_id = \"ANAN\", our_group_id = \"ANAN\", \
                   version = \"004010\" }";
    let (before, after) = REFERENCE.split_once("name = \"Nordhaus\"\n").unwrap();
    format!("{before}name = \"Nordhaus\"\n{profile}\n{after}")
}

#[test]
fn a_bad_file_is_told_and_the_next_good_one_counts() {
    let mut hub = Hub::with(&with_nordhaus());
    hub.start();
    let cases = cases();
    for (case, day) in cases.iter().zip(1_u32..) {
        hub.receive(case.name, &case.bytes);
        hub.taken();
        let good = day_of_s01(500 + day, &format!("2024-03-{day:02}"), day, 40 + day);
        hub.receive(&format!("good-{day}"), good);
    }
    let known = hub.known(&reference());
    cases.iter().for_each(|case| told(case, &known));
    let outbox = hub.outbox();
    let mut answered = 0;
    for number in 101..=113 {
        let number_text = format!("{number:09}");
        let about = |c: &&Case| known.document(c.name).control_number == number_text;
        let case = cases.iter().find(about).expect("each number is used");
        let expected: Vec<&str> = case.answer.into_iter().collect();
        assert_eq!(answers(outbox.values(), number), expected, "{}", case.name);
        answered += expected.len();
    }
    // The good ones, too, and nobody else.
    assert_eq!((answered, outbox.len()), (10, 10 + cases.len()));
    for day in 1..=15_i64 {
        let units = |measure| known.units("S01", PODS, measure, &format!("2024-03-{day:02}"));
        let told = (units(Measure::Sold), units(Measure::OnHand));
        assert_eq!(told, (Some(day), Some(40 + day)), "good-{day}");
    }
    let sold = |site, day| known.units(site, PODS, Measure::Sold, day);
    assert_eq!(sold("S01", "2024-04-15"), None, "nothing refused was used");
    assert_eq!(
        sold("S02", "2024-04-14"),
        Some(800),
        "the good message of two"
    );
    assert_eq!(sold("S03", "2024-04-14"), None, "the bad one");
    assert_eq!(
        sold("S01", "2024-04-13"),
        Some(900),
        "the interchange before rubbish"
    );
}

fn told(case: &Case, known: &Known) {
    let document = known.document(case.name);
    let name = case.name;
    assert_eq!(
        document.status, case.status,
        "{name}: {:#?}",
        document.findings
    );
    let (code, owner, _) = case.finding;
    let finding = document.findings.iter().find(|f| f.code == code);
    let finding = finding.unwrap_or_else(|| panic!("{name}: {:#?}", document.findings));
    assert_eq!(finding.owner.name(), owner, "{name}");
    assert_eq!(finding.place.offset, offset(case), "{name}: {finding:#?}");
    let sentences = [&finding.cause, &finding.fix];
    assert!(
        sentences.iter().all(|s| !s.is_empty()),
        "{name}: {finding:#?}"
    );
    let exception = known.about(document).contains("document_quarantined");
    assert_eq!(exception, case.status == Quarantined, "{name}");
}
