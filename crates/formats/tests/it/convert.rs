//! A file of one syntax becomes one of another and says the same.
#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::collections::BTreeSet;

use formats::content::{Activity, Content};
use formats::convert::{self, Directory, Documents};
use model::document::Severity;
use model::partner::X12Version;
use proptest::prelude::*;

use crate::fixture::{assert_accepted, wrap};

const DIRECTORIES: [Directory; 2] = [Directory::D96A, Directory::D01B];

fn read(bytes: &[u8]) -> (Documents, Vec<String>) {
    let (documents, findings) = convert::read(&edi::read(bytes));
    let told = findings.iter().map(|f| format!("{} {}", f.code, f.cause));
    (documents, told.collect())
}

fn activities(documents: &Documents) -> impl Iterator<Item = &Activity> {
    let all = documents.interchanges.iter().flat_map(|i| &i.documents);
    all.filter_map(|document| match &document.content {
        Content::Activity(activity) => Some(activity),
        _ => None,
    })
}

/// Every fact of all activities, in an order of their own.
fn facts(documents: &Documents) -> BTreeSet<String> {
    let lines = activities(documents).flat_map(|a| &a.lines);
    let numbers = activities(documents).flat_map(|a| &a.po_numbers);
    let head = activities(documents).map(|a| format!("{:?} {:?}", a.vendor_number, a.department));
    lines
        .map(|line| format!("{line:?}"))
        .chain(numbers.map(|range| format!("{range:?}")))
        .chain(head)
        .collect()
}

/// Runs the whole way round and says what every station holds.
fn around(bytes: &[u8]) {
    let (documents, findings) = read(bytes);
    assert!(findings.is_empty(), "{findings:?}");
    for directory in DIRECTORIES {
        let edifact = convert::to_edifact(&documents, directory).unwrap();
        assert_eq!(edifact.left_out, [""; 0]);
        assert_accepted(&edifact.bytes);
        let (read_edifact, findings) = read(&edifact.bytes);
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(facts(&read_edifact), facts(&documents));
        for version in [X12Version::V4010, X12Version::V5010] {
            let x12 = convert::to_x12(&read_edifact, version).unwrap();
            // The number of a report has no place in an 852.
            let number = |told: &&String| !told.contains(" of the report");
            assert_eq!(x12.left_out.iter().find(number), None);
            assert_accepted(&x12.bytes);
            let (read_x12, findings) = read(&x12.bytes);
            assert!(findings.is_empty(), "{findings:?}");
            assert_eq!(facts(&read_x12), facts(&documents));
        }
    }
    let json = serde_json::to_string(&documents).unwrap();
    assert_eq!(serde_json::from_str::<Documents>(&json).unwrap(), documents);
}

const ONE_LOCATION: &str = "
    XQ*H*20260303
    XPO*4500010001*4500010010*92*DC01
    N9*IA*100200
    N9*DP*040
    N1*SU**92*ANAN
    N1*RL**92*DC01
    LIN**UP*614141000036*VN*AN-1009
    ZA*QW*144*EA
    ZA*QA*12*CA
    ZA*QS*3.5*EA
    LIN**EN*9520001001017
    ZA*QR*80*EA*050*20260302
    ZA*LS*2*EA
    CTT*2";

#[test]
fn an_852_becomes_a_sales_and_an_inventory_report() {
    let bytes = wrap("852", "PD", X12Version::V4010, ONE_LOCATION);
    around(&bytes);
    let (documents, _) = read(&bytes);
    let edifact = convert::to_edifact(&documents, Directory::D96A).unwrap();
    let text = String::from_utf8(edifact.bytes).unwrap();
    // By hand from EANCOM 1997: a sales report has its references behind its parties; 73E of GS1
    // and 35 are the reports, 153 is sold, 199 withdrawn, 145 in stock, 48 received; lost sales have
    // no qualifier. DTM+36 is the last day of the numbers.
    let expected = "UNA:+.? '\
        UNB+UNOC:3+WOMART:ZZZ+ANAN:1+260303:2105+000000007'\
        UNH+1+SLSRPT:D:96A:UN'\
        BGM+73E::9+000000007-1+9'\
        DTM+137:20260303:102'\
        NAD+SU+ANAN::92'\
        RFF+IA:100200'\
        RFF+SD:040'\
        LOC+162+DC01::92'\
        DTM+356:20260303:102'\
        LIN+1++614141000036:UP'\
        PIA+1+AN-1009:SA'\
        QTY+153:3.5:PCE'\
        UNT+12+1'\
        UNH+2+INVRPT:D:96A:UN'\
        BGM+35+000000007-1+9'\
        DTM+137:20260303:102'\
        RFF+IA:100200'\
        RFF+SD:040'\
        NAD+SU+ANAN::92'\
        NAD+DP+DC01::92'\
        RFF+ON:4500010001'\
        RFF+ON:4500010010'\
        DTM+36:20260310:102'\
        LIN+1++614141000036:UP'\
        PIA+1+AN-1009:SA'\
        QTY+199:144:PCE'\
        LOC+14+DC01::92'\
        DTM+366:20260303:102'\
        QTY+145:12:CS'\
        LOC+14+DC01::92'\
        DTM+366:20260303:102'\
        LIN+2++9520001001017:EN'\
        QTY+48:80:PCE'\
        LOC+14+DC01::92'\
        DTM+366:20260302:102'\
        QTY+1:2:PCE'\
        LOC+14+DC01::92'\
        DTM+366:20260303:102'\
        RFF+ZZZ:LS'\
        UNT+27+2'\
        UNZ+2+000000007'";
    assert_eq!(text, expected.replace("'\n", "'"));
}

#[test]
fn a_sales_report_of_a_retailer_becomes_an_852() {
    let text = "UNB+UNOA:3+5412345000013:14+5412345000020:14+971105:1200+1'\
        UNH+ME000001+SLSRPT:D:96A:UN:EAN004'\
        BGM+73E::9+SDR1568+9'\
        DTM+137:19971105:102'\
        DTM+356:1997100119971031:718'\
        NAD+SE+5412345000013::9'\
        NAD+SU+5412345000020::9'\
        LOC+162+5412345000037::9'\
        DTM+356:1997100419971010:718'\
        LIN+1++5412345000105:EN'\
        QTY+153:12:PCE'\
        LOC+162+5412345000044::9'\
        LIN+1++5412345000105:EN'\
        QTY+153:7:PCE'\
        QTY+61:1:PCE'\
        UNT+15+ME000001'\
        UNZ+1+1'";
    let (documents, findings) = read(text.as_bytes());
    assert!(findings.is_empty(), "{findings:?}");
    let x12 = convert::to_x12(&documents, X12Version::V4010).unwrap();
    assert_accepted(&x12.bytes);
    let text = String::from_utf8(x12.bytes).unwrap();
    let body: Vec<&str> = text.split('~').map(str::trim).collect();
    // The first place has days of its own; the second those of the report.
    let first = body.iter().position(|s| s.starts_with("ST*852")).unwrap();
    assert_eq!(
        &body[first..first + 20],
        [
            "ST*852*0001",
            "XQ*H*19971001*19971031",
            "N1*RL**UL*5412345000044",
            "N1*VN**UL*5412345000013",
            "N1*SU**UL*5412345000020",
            "LIN**EN*5412345000105",
            "ZA*QS*7*EA",
            "ZA*QU*1*EA",
            "CTT*1",
            "SE*10*0001",
            "ST*852*0002",
            "XQ*H*19971004*19971010",
            "N1*RL**UL*5412345000037",
            "N1*VN**UL*5412345000013",
            "N1*SU**UL*5412345000020",
            "LIN**EN*5412345000105",
            "ZA*QS*12*EA",
            "CTT*1",
            "SE*9*0002",
            "GE*2*1",
        ]
    );
}

#[test]
fn what_has_no_place_is_told() {
    let text = "
        XQ*H*20260303
        N1*RL*RIVERSIDE*92*S01
        LIN**UP*614141000036
        CTP**RTL*3.99
        ZA*QS*3*EA";
    let (documents, findings) =
        convert::read(&edi::read(&wrap("852", "PD", X12Version::V4010, text)));
    let told: Vec<_> = findings
        .iter()
        .map(|f| (f.code.as_str(), f.severity, f.text.as_str()))
        .collect();
    assert_eq!(told, [("DOC-NOT-CARRIED", Severity::Note, "CTP**RTL*3.99")]);
    assert_eq!(activities(&documents).count(), 1);
    let (documents, findings) = read(&wrap(
        "864",
        "TX",
        X12Version::V4010,
        "BMG*00*HELLO\nMIT*1*HELLO\nMSG*HI",
    ));
    assert_eq!(documents.interchanges[0].documents.len(), 0);
    assert_eq!(findings.len(), 1, "{findings:?}");
}

#[test]
fn numbers_stay_at_their_site_whatever_other_parties_there_are() {
    let report = |parties: &str, segments: usize| {
        format!(
            "UNB+UNOC:3+WOMART:ZZZ+ANAN:ZZZ+260303:2105+7'UNH+1+INVRPT:D:96A:UN'BGM+35+1+9'\
             DTM+137:20260303:102'{parties}LIN+1++9520001001017:EN'QTY+145:3:PCE'\
             LOC+14+DC01::92'DTM+366:20260303:102'UNT+{segments}+1'UNZ+1+7'"
        )
    };
    let cases = [
        ("NAD+WH+DC01::92'NAD+DP+S9::92'", 10),
        ("NAD+SN+DC01::92'NAD+GY+HQ::92'", 10),
        ("NAD+SU+DC01::92'", 9),
        ("NAD+GY+DC01::92'", 9),
    ];
    for (parties, segments) in cases {
        let (documents, findings) = read(report(parties, segments).as_bytes());
        assert!(findings.is_empty(), "{parties}: {findings:?}");
        let x12 = convert::to_x12(&documents, X12Version::V4010).unwrap();
        assert_accepted(&x12.bytes);
        let (back, findings) = read(&x12.bytes);
        assert!(findings.is_empty(), "{parties}: {findings:?}");
        assert_eq!(facts(&back), facts(&documents), "{parties}");
    }
}

#[test]
fn a_document_that_says_nothing_is_left_out_and_told_of() {
    let nothing = "N9*IA*1";
    let bytes = wrap("852", "PD", X12Version::V4010, nothing);
    let (documents, _) = convert::read(&edi::read(&bytes));
    let x12 = convert::to_x12(&documents, X12Version::V4010).unwrap();
    let edifact = convert::to_edifact(&documents, Directory::D96A).unwrap();
    let (files, told) = convert::to_ubl(&documents).unwrap();
    assert!(x12.bytes.is_empty() && edifact.bytes.is_empty() && files.is_empty());
    for told in [x12.left_out, edifact.left_out, told] {
        assert_eq!(told.len(), 1, "{told:?}");
    }
}

fn statement() -> impl Strategy<Value = String> {
    let code = prop_oneof![
        Just("QS"),
        Just("QA"),
        Just("QU"),
        Just("QT"),
        Just("LS"),
        Just("QO"),
        Just("PO"),
        Just("Q1")
    ];
    let number = (-9_999_999_i64..9_999_999).prop_map(model::Quantity::from_scaled);
    let za = (
        code,
        number,
        prop_oneof![Just("EA"), Just("CA"), Just("LB")],
    );
    let site = prop_oneof![Just("92*S0001"), Just("92*S0002"), Just("UL*9520001901010")];
    let item = prop_oneof![
        Just("UP*614141000036*VN*A-1"),
        Just("EN*9520001001017"),
        Just("IN*W7*SK*Q")
    ];
    let lines = proptest::collection::vec((item, proptest::collection::vec(za, 1..4)), 1..5);
    let days = prop_oneof![Just("20260303"), Just("20260225*20260303")];
    (site, days, lines, any::<bool>()).prop_map(|(site, days, lines, listed)| {
        let mut text = format!("XQ*H*{days}\n");
        if !listed {
            text.push_str(&format!("N1*RL**{site}\n"));
        }
        for (item, numbers) in lines {
            text.push_str(&format!("LIN**{item}\n"));
            for (code, number, unit) in numbers {
                match (listed, site.split_once('*')) {
                    (true, Some((scheme, id))) => text.push_str(&format!(
                        "ZA*{code}\nSDQ*{unit}*{scheme}*{id}*{number}*X{id}*1\n"
                    )),
                    _ => text.push_str(&format!("ZA*{code}*{number}*{unit}\n")),
                }
            }
        }
        text
    })
}

proptest! {
    // Each case is checked nine times over.
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn activity_keeps_its_facts_all_the_way_round(text in statement()) {
        around(&wrap("852", "PD", X12Version::V4010, &text));
    }
}
