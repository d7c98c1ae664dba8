//! What a partner's profile asks for: its guides, application advice, what becomes of duplicates.

use model::document::DocumentStatus;

use crate::hub::Hub;
use crate::story::{REFERENCE, reference};
use crate::womart::{PODS, answers, day_of_s01, interchange, message, stores};

/// A hub whose profile of Womart has a line more.
fn hub_with(line: &str, before: &str) -> Hub {
    let reference = REFERENCE.replace(before, &format!("{line}\n{before}"));
    assert_ne!(reference, REFERENCE);
    Hub::with(&reference)
}

/// The files in Womart's mailbox that hold a message of a kind.
fn sent(hub: &Hub, kind: &str) -> Vec<String> {
    let texts = hub
        .outbox()
        .into_values()
        .map(|b| String::from_utf8(b).unwrap());
    texts
        .filter(|text| text.contains(&format!("ST*{kind}*")))
        .collect()
}

#[test]
fn a_partners_guide_decides_what_is_accepted() {
    let guided = REFERENCE.replace(
        "po_numbers = \"pool\"",
        "po_numbers = \"pool\"\nguides = [\"womart.guide\"]",
    );
    assert_ne!(guided, REFERENCE);
    let mut hub = Hub::with(&guided);
    let guide = "guide x12 004010 852\nelement ZA02 most 100\n";
    std::fs::write(hub.path("womart.guide"), guide).unwrap();
    hub.start();
    for (name, number, sold) in [("few", 211, 5), ("many", 212, 500)] {
        let segments = vec![
            "N1*RL**92*S01".to_owned(),
            format!("LIN**EN*{}", PODS.trim_start_matches('0')),
            format!("ZA*QS*{sold}*EA"),
        ];
        hub.receive(
            name,
            interchange(number, &[message(1, "2024-04-15", &segments)]),
        );
    }
    let known = hub.known(&reference());
    assert_eq!(known.document("few").status, DocumentStatus::Decoded);
    let refused = known.document("many");
    assert_eq!(refused.status, DocumentStatus::Rejected);
    let codes: Vec<_> = refused.findings.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(codes, ["GUIDE-ELEMENT-VALUE"]);
    let answer = answers(hub.outbox().values(), 212);
    assert!(answer[0].ends_with("AK5*R*5~AK9*R*1*1*0"), "{answer:?}");
}

#[test]
fn an_824_tells_what_could_not_be_used_and_the_997_does_not() {
    let mut hub = hub_with("advice = \"824\"", "acknowledgement = \"997\"");
    hub.start();
    let segments = stores(&[("S01", 5, 22), ("S99", 6, 31)]);
    let good = stores(&[("S01", 5, 22)]);
    hub.receive(
        "site",
        interchange(
            221,
            &[
                message(1, "2024-04-15", &segments),
                message(2, "2024-04-14", &good),
            ],
        ),
    );
    hub.taken();
    let wait = || sent(&hub, "824").pop();
    let advice = crate::program::wait_for("the 824", wait);
    let number = advice
        .split("GS*AG*ANAN*WOMART*")
        .nth(1)
        .unwrap()
        .split('*')
        .nth(2)
        .unwrap();
    // The retailer's answer to the advice finds it.
    let answer = format!("ST*997*0001~AK1*AG*{number}~AK9*A*1*1*1~SE*4*0001~");
    let answer = interchange(222, &[answer]).replace("GS*PD*", "GS*FA*");
    hub.receive("answer", answer);
    let known = hub.known(&reference());
    assert!(
        known.about(known.document("answer")).is_empty(),
        "{:?}",
        known.exceptions
    );
    let accepted = "AK1*PD*221~AK2*852*0001~AK5*A~AK2*852*0002~AK5*A~AK9*A*2*2*2";
    assert_eq!(answers(hub.outbox().values(), 221), [accepted]);
    assert_eq!(sent(&hub, "824").len(), 1);
    for part in [
        "OTI*TE*TN*0001*****221*0001*852~",
        "*WOMART has no site 92 S99; what is said of it is set aside*SDQ*",
        "**S99~",
    ] {
        assert!(advice.contains(part), "{part} not in {advice}");
    }
}

#[test]
fn a_retailers_824_is_shown_to_a_person() {
    let mut hub = Hub::new();
    hub.start();
    let text = interchange(
        231,
        &[
            "ST*824*0001~BGN*00*1*20240415~OTI*TR*PO*4500010001*****42*0001*855~\
           TED*111*PO number used before~SE*5*0001~"
                .to_owned(),
        ],
    );
    hub.receive("824", text.replace("GS*PD*", "GS*AG*"));
    let known = hub.known(&reference());
    let document = known.document("824");
    assert_eq!(
        document.status,
        DocumentStatus::Decoded,
        "{:?}",
        document.findings
    );
    assert!(known.about(document).contains("document_refused"));
    let told = known
        .exceptions
        .iter()
        .find(|e| e.kind.name() == "document_refused")
        .unwrap();
    assert!(told.detail.contains("PO number used before"), "{told:?}");
}

#[test]
fn a_partner_may_have_its_duplicates_rejected() {
    let mut hub = hub_with("", "duplicates = \"acknowledge\"");
    hub.refer_to(&REFERENCE.replace("duplicates = \"acknowledge\"", "duplicates = \"reject\""));
    hub.start();
    let text = day_of_s01(241, "2024-04-15", 5, 22);
    hub.receive("first", &text);
    hub.taken();
    hub.receive("again", &text);
    hub.taken();
    hub.receive("other", day_of_s01(241, "2024-04-15", 6, 21));
    let known = hub.known(&reference());
    let statuses = ["first", "again", "other"].map(|name| known.document(name).status);
    let rejected = DocumentStatus::Rejected;
    assert_eq!(statuses, [DocumentStatus::Decoded, rejected, rejected]);
    let mut told = answers(hub.outbox().values(), 241);
    told.sort();
    let duplicate = "TA1*000000241*240415*2110*R*025";
    assert_eq!(
        told,
        [
            "AK1*PD*241~AK2*852*0001~AK5*A~AK9*A*1*1*1",
            duplicate,
            duplicate
        ]
    );
}
