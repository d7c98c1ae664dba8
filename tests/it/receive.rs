//! What partners send, good and bad: a finding for each fault, the right answer, one effect, and
//! nothing else of the partner is lost.

use model::activity::Measure;
use model::document::DocumentStatus;

use crate::hub::Hub;
use crate::story::{REFERENCE, reference};
use crate::womart::{PODS, answers, centre, day_of_s01, interchange, message, stores};

mod again;
mod large;
mod restated;

/// A file, and what must become of it.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    status: DocumentStatus,
    /// Code, owner, byte.
    finding: (&'static str, &'static str, usize),
    answer: Option<&'static str>,
}

/// A retailer that has a mailbox and a profile, too.
fn with_nordhaus() -> String {
    let profile = "x12 = { qualifier = \"ZZ\", id = \"NORDHAUS\", group_id = \"NORDHAUS\", \
                   our_qualifier = \"ZZ\", our_id = \"ANAN\", our_group_id = \"ANAN\", \
                   version = \"004010\" }";
    let (before, after) = REFERENCE.split_once("name = \"Nordhaus\"\n").unwrap();
    format!("{before}name = \"Nordhaus\"\n{profile}\n{after}")
}

fn case(
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    status: DocumentStatus,
    (code, owner, place): (&'static str, &'static str, &str),
    answer: Option<&'static str>,
) -> Case {
    let bytes = bytes.into();
    // The place is where a text stands that occurs once; "" is the end of the file.
    let offset = match place {
        "" => bytes.len(),
        _ => String::from_utf8(bytes.clone())
            .unwrap()
            .find(place)
            .expect("the place exists"),
    };
    Case {
        name,
        bytes,
        status,
        finding: (code, owner, offset),
        answer,
    }
}

/// An interchange of one message, a fault put into it.
fn faulty(number: u32, from: &str, to: &str) -> String {
    let good = day_of_s01(number, "2024-04-15", 700, 700);
    assert_eq!(good.matches(from).count(), 1, "{from} is not there once");
    good.replace(from, to)
}

/// Answers are written down from X12 4010: 997 with AK501 and AK901, their codes in AK502 and
/// AK905, and TA1 with TA105.
fn cases() -> Vec<Case> {
    use DocumentStatus::{Decoded, DecodedInPart, Quarantined, Rejected};
    let good = |number| day_of_s01(number, "2024-04-15", 700, 700);
    let cut_off = |number| {
        let text = good(number);
        text[..text.find("SDQ").unwrap() + 12].to_owned()
    };
    let two = |number| {
        let day = |nth, site| message(nth, "2024-04-14", &stores(&[(site, 800, 800)]));
        interchange(
            number,
            &[day(1, "S02"), day(2, "S03").replace("SE*9", "SE*19")],
        )
    };
    // No byte of it is an "I", so no header can be found in it.
    let rubbish: Vec<u8> = (0..5_000_u32)
        .map(|n| (n * n / 7).to_le_bytes()[0])
        .map(|b| b ^ u8::from(b == b'I'))
        .collect();
    let mut all = vec![
        case(
            "truncated",
            cut_off(101),
            Rejected,
            ("X12-IEA-MISSING", "transport", ""),
            Some("TA1*000000101*240415*2110*R*023"),
        ),
        case(
            "segments",
            faulty(102, "SE*9*", "SE*11*"),
            Rejected,
            ("X12-SE-COUNT", "sender", "11*0001"),
            Some("AK1*PD*102~AK2*852*0001~AK5*R*4~AK9*R*1*1*0"),
        ),
        case(
            "messages",
            faulty(103, "GE*1*", "GE*2*"),
            Rejected,
            ("X12-GE-COUNT", "sender", "2*103~"),
            Some("AK1*PD*103~AK9*R*2*1*0*5"),
        ),
        case(
            "groups",
            faulty(104, "IEA*1*", "IEA*3*"),
            Rejected,
            ("X12-IEA-COUNT", "sender", "3*000000104~"),
            Some("TA1*000000104*240415*2110*R*021"),
        ),
        case(
            "message-number",
            faulty(105, "SE*9*0001", "SE*9*0007"),
            Rejected,
            ("X12-SE-NUMBER", "sender", "0007"),
            Some("AK1*PD*105~AK2*852*0001~AK5*R*3~AK9*R*1*1*0"),
        ),
        case(
            "group-number",
            faulty(106, "GE*1*106", "GE*1*601"),
            Rejected,
            ("X12-GE-NUMBER", "sender", "601~"),
            Some("AK1*PD*106~AK9*R*1*1*0*4"),
        ),
        case(
            "interchange-number",
            faulty(107, "IEA*1*000000107", "IEA*1*000000701"),
            Rejected,
            ("X12-IEA-NUMBER", "sender", "000000701"),
            Some("TA1*000000107*240415*2110*R*001"),
        ),
        case(
            "version",
            faulty(108, "*X*004010", "*X*009999"),
            Rejected,
            ("X12-GS-VERSION-NO-SCHEMA", "receiver", "ST*852"),
            Some("AK1*PD*108~AK2*852*0001~AK5*R*1~AK9*R*1*1*0*2"),
        ),
        case(
            "sender",
            faulty(109, "*ZZ*WOMART  ", "*ZZ*WOMARD  "),
            Quarantined,
            ("DOC-SENDER-UNKNOWN", "receiver", "ISA*"),
            None,
        ),
        case(
            "mailbox",
            faulty(112, "*ZZ*WOMART  ", "*ZZ*NORDHAUS"),
            Quarantined,
            ("DOC-SENDER-OTHER", "sender", "ISA*"),
            None,
        ),
        case(
            "receiver",
            faulty(113, "*ZZ*ANAN ", "*ZZ*AMAN "),
            Quarantined,
            ("DOC-RECEIVER-OTHER", "sender", "ISA*"),
            None,
        ),
        case(
            "in-part",
            two(110),
            DecodedInPart,
            ("X12-SE-COUNT", "sender", "19*0002"),
            Some("AK1*PD*110~AK2*852*0001~AK5*A~AK2*852*0002~AK5*R*4~AK9*P*2*2*1"),
        ),
        case(
            "empty",
            "",
            Quarantined,
            ("EDI-FILE-EMPTY", "transport", ""),
            None,
        ),
    ];
    all.push(Case {
        finding: ("EDI-FILE-NO-INTERCHANGE", "sender", 0),
        ..case("rubbish", rubbish.clone(), Quarantined, ("", "", ""), None)
    });
    // A good interchange with rubbish behind it: the interchange is used.
    let text = day_of_s01(111, "2024-04-13", 900, 900);
    all.push(Case {
        bytes: [text.as_bytes(), &rubbish].concat(),
        ..case(
            "tail",
            text,
            Decoded,
            ("EDI-FILE-RUBBISH", "transport", ""),
            Some("AK1*PD*111~AK2*852*0001~AK5*A~AK9*A*1*1*1"),
        )
    });
    all
}

#[test]
fn a_bad_file_is_told_and_the_next_good_one_counts() {
    let mut hub = Hub::with(&with_nordhaus());
    hub.start();
    let cases = cases();
    let (numbers, days) = (500.., 1..);
    for ((case, number), day) in cases.iter().zip(numbers).zip(days) {
        hub.receive(case.name, &case.bytes);
        hub.taken();
        let good = day_of_s01(number, &format!("2024-03-{day:02}"), day, 40 + day);
        hub.receive(&format!("good-{day}"), good);
    }
    let known = hub.known(&reference());
    let outbox = hub.outbox();
    for case in &cases {
        let name = case.name;
        let document = known.document(name);
        assert_eq!(
            document.status, case.status,
            "{name}: {:#?}",
            document.findings
        );
        let (code, owner, offset) = case.finding;
        let finding = document.findings.iter().find(|f| f.code == code);
        let finding = finding.unwrap_or_else(|| panic!("{name}: {:#?}", document.findings));
        assert_eq!(finding.owner.name(), owner, "{name}");
        assert_eq!(finding.place.offset, offset as u64, "{name}: {finding:#?}");
        assert!(
            !finding.cause.is_empty() && !finding.fix.is_empty(),
            "{name}: {finding:#?}"
        );
        let quarantined = known.about(document).contains("document_quarantined");
        assert_eq!(
            quarantined,
            case.status == DocumentStatus::Quarantined,
            "{name}"
        );
    }
    let mut answered = 0;
    for number in 101..=113 {
        let control = format!("{number:09}");
        let about = |c: &&Case| known.document(c.name).control_number == control;
        let case = cases.iter().find(about).expect("each number is used");
        let expected: Vec<&str> = case.answer.into_iter().collect();
        assert_eq!(answers(outbox.values(), number), expected, "{}", case.name);
        answered += expected.len();
    }
    assert_eq!(
        (answered, outbox.len()),
        (10, 10 + cases.len()),
        "{:?}",
        outbox.keys()
    );
    let units = |site, measure, day: &str| known.units(site, PODS, measure, day);
    for day in 1..=15_i64 {
        let date = format!("2024-03-{day:02}");
        assert_eq!(units("S01", Measure::Sold, &date), Some(day));
        assert_eq!(units("S01", Measure::OnHand, &date), Some(40 + day));
    }
    let applied = [
        ("S01", "2024-04-15", None),
        ("S02", "2024-04-14", Some(800)),
        ("S03", "2024-04-14", None),
        ("S01", "2024-04-13", Some(900)),
    ];
    for (site, day, sold) in applied {
        assert_eq!(units(site, Measure::Sold, day), sold, "{site} {day}");
    }
}

#[test]
fn unknown_items_and_sites_are_set_aside_and_the_rest_counts() {
    let mut hub = Hub::new();
    hub.start();
    let unknown = "LIN**EN*9520009999999*VN*AN-9999".to_owned();
    let segments = [centre(12, 412), vec![unknown, "ZA*QA*7*EA".to_owned()]].concat();
    hub.receive(
        "item",
        interchange(201, &[message(1, "2024-04-15", &segments)]),
    );
    let segments = stores(&[("S01", 5, 22), ("S99", 6, 31), ("S02", 3, 17)]);
    hub.receive(
        "site",
        interchange(202, &[message(1, "2024-04-15", &segments)]),
    );
    let known = hub.known(&reference());
    for (name, number, about) in [("item", 201, "unknown_item"), ("site", 202, "unknown_site")] {
        let document = known.document(name);
        assert_eq!(document.status, DocumentStatus::Decoded, "{name}");
        assert!(
            known.about(document).iter().eq([&about]),
            "{:?}",
            known.exceptions
        );
        // An unknown item or site is no matter of syntax.
        let accepted = format!("AK1*PD*{number}~AK2*852*0001~AK5*A~AK9*A*1*1*1");
        assert_eq!(answers(hub.outbox().values(), number), [accepted]);
    }
    let expected = [
        ("DC01", Measure::Withdrawn, 12),
        ("DC01", Measure::OnHand, 412),
        ("S01", Measure::Sold, 5),
        ("S01", Measure::OnHand, 22),
        ("S02", Measure::Sold, 3),
        ("S02", Measure::OnHand, 17),
        // What the two stores sold, as their distribution centre adds it up.
        ("DC01", Measure::DownstreamSold, 8),
    ];
    for (site, measure, units) in expected {
        assert_eq!(
            known.units(site, PODS, measure, "2024-04-15"),
            Some(units),
            "{site} {measure:?}"
        );
    }
    assert_eq!(known.ledger.len(), expected.len());
}
