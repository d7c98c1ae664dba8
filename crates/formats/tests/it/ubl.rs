//! What a document says in UBL. The expected documents are written by hand after the OASIS schemas of
//! UBL 2.1, and valid by them.

mod random;
mod words;

use std::path::Path;

use chrono::NaiveDate;
use formats::content::Content;
use formats::convert::{self, Document, Documents, Endpoint, EndpointScheme, Interchange, to_ubl};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Value, json};

/// Writes a document in the envelope that every document here has, or says why it is left out.
fn write(content: &Content) -> Result<Vec<u8>, String> {
    let endpoint = |scheme, id: &str| Endpoint {
        scheme,
        id: id.to_owned(),
    };
    let day = NaiveDate::from_ymd_opt(2026, 4, 19).unwrap();
    let document = Document {
        message: String::new(),
        control_number: "0001".to_owned(),
        content: content.clone(),
    };
    let interchange = Interchange {
        sender: endpoint(EndpointScheme::Agreed, "WOMART"),
        receiver: endpoint(EndpointScheme::Gln, "9520001900006"),
        written: day.and_hms_opt(12, 6, 0).unwrap(),
        control_number: "000000007".to_owned(),
        test: false,
        documents: vec![document],
    };
    let interchanges = vec![interchange];
    let (mut files, left_out) = to_ubl(&Documents { interchanges }).unwrap();
    files.pop().ok_or(left_out.concat())
}

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ubl");
    let content = std::fs::read(folder.join(format!("{name}.json"))).unwrap();
    let content: Content = serde_json::from_slice(&content).unwrap();
    let expected = std::fs::read_to_string(folder.join(format!("{name}.xml"))).unwrap();
    let written = String::from_utf8(write(&content).unwrap()).unwrap();
    let lines = expected.lines().zip(written.lines()).zip(1..);
    for ((expected, written), line) in lines {
        assert_eq!(written, expected, "{name}.xml, line {line}");
    }
    assert_eq!(written.len(), expected.len(), "{name}.xml");
}

#[test]
fn documents() {
    for name in [
        "product-activity",
        "order",
        "order-change",
        "order-cancellation",
        "order-response",
        "despatch-advice",
        "receipt-advice",
    ] {
        check(name);
    }
}

#[test]
fn documents_without_lines() {
    let cases = [
        (
            r#"{"type":"activity","number":"A","parties":[],"lines":[]}"#,
            Some("ProductActivity A"),
        ),
        (
            r#"{"type":"order","purpose":"original","parties":[],"lines":[]}"#,
            Some("Order 000000007-0001"),
        ),
        (
            r#"{"type":"order","purpose":"cancellation","parties":[],"lines":[]}"#,
            None,
        ),
        (
            r#"{"type":"order_response","purpose":"original","parties":[],"lines":[]}"#,
            None,
        ),
        (
            r#"{"type":"shipment","purpose":"original","number":"S","issued":"2026-04-20","parties":[],"lines":[]}"#,
            Some("DespatchAdvice S"),
        ),
        (
            r#"{"type":"receipt","purpose":"original","number":"R","issued":"2026-04-20","parties":[],"lines":[]}"#,
            Some("ReceiptAdvice R"),
        ),
    ];
    for (json, expected) in cases {
        let content: Content = serde_json::from_str(json).unwrap();
        match (write(&content), expected) {
            (Ok(_), None) => {}
            (Err(told), Some(name)) => assert!(told.starts_with(name), "{told}"),
            (result, _) => panic!("{json}: {result:?}"),
        }
    }
}

/// Units that stand on themselves, or on one another without end, are written all the same.
#[test]
fn units_within_units() {
    let chain = (0..20_000_usize).map(|place| {
        let within = if place == 0 { 9 } else { place - 1 };
        json!({ "pallet": false, "within": within, "sscc": [format!("{place:018}")] })
    });
    let content = json!({
        "type": "shipment", "purpose": "original", "number": "S", "issued": "2026-04-20",
        "parties": [], "units": chain.collect::<Vec<_>>(),
        "lines": [{ "item": [], "quantity": "1", "unit": "each", "packed_in": 20_000 }],
    });
    let document = write(&serde_json::from_value(content).unwrap()).unwrap();
    let document = String::from_utf8(document).unwrap();
    assert_eq!(document.matches(r#"schemeID="SSCC""#).count(), 20_000);
    assert_eq!(document.matches("<cac:TransportHandlingUnit>").count(), 1);
}

#[test]
fn envelopes() {
    let x12 = "ISA*00*          *00*          *01*079928354      *ZZ*WOMART         *260419*1206*U*00401*000000007*0*P*>~\
        GS*PO*A*B*20260419*1206*7*X*004010~ST*850*0001~BEG*00*SA*77**20260418~\
        PO1*1*12*EA***UP*614141000036~CTT*1~SE*5*0001~GE*1*7~IEA*1*000000007~";
    let edifact = "UNB+UNOC:3+9520001900006:14+079928354:1+260419:1206+77'\
        UNH+1+ORDERS:D:96A:UN'BGM+220+77+9'DTM+137:20260418:102'LIN+1++614141000036:UP'\
        QTY+21:12:PCE'UNS+S'UNT+7+1'UNZ+1+77'";
    let duns = r#"schemeID="0060">079928354<"#;
    let agreed = r#"schemeAgencyID="ZZZ">WOMART<"#;
    let gln = r#"schemeID="0088">9520001900006<"#;
    for (bytes, endpoints) in [(x12, [duns, agreed]), (edifact, [gln, duns])] {
        let (documents, _) = convert::read(&edi::read(bytes.as_bytes()));
        let written = String::from_utf8(to_ubl(&documents).unwrap().0.remove(0)).unwrap();
        let mut found = written
            .lines()
            .filter(|line| line.contains("cbc:EndpointID"));
        for endpoint in endpoints {
            assert!(found.next().unwrap().contains(endpoint), "{written}");
        }
    }
}

/// Returns the texts and attributes of a document, and fails where it is no well-formed XML or has an
/// element with nothing in it that the schema lets one leave out.
fn texts(document: &str) -> Vec<String> {
    let mut reader = Reader::from_str(document);
    let (mut texts, mut open) = (Vec::new(), Vec::new());
    let mut text = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                texts.extend(attributes(&start));
                open.push(start.name().as_ref().to_owned());
                text.clear();
            }
            Event::Empty(start) => {
                let demanded = [
                    "cac:ActivityOriginLocation",
                    "cac:Item",
                    "cbc:SupplyChainActivityTypeCode",
                ];
                assert!(
                    demanded.contains(&start.name().as_ref()),
                    "{start:?} has nothing in it"
                );
                texts.extend(attributes(&start));
            }
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(name) => text.push_str(&format!("&{};", &*name)),
            Event::End(end) => {
                assert_eq!(open.pop().as_deref(), Some(end.name().as_ref()));
                texts.push(unescape(&text).unwrap().into_owned());
                text.clear();
            }
            Event::Eof => break,
            Event::Decl(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(open.is_empty());
    texts
}

fn attributes(start: &BytesStart) -> Vec<String> {
    let values = start.attributes().map(|attribute| attribute.unwrap());
    values
        .map(|value| unescape(&value.value).unwrap().into_owned())
        .collect()
}

/// Returns the texts, numbers and days that a content holds, without the words of our own.
fn facts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.trim().is_empty() || words::is_ours(text) => {}
        Value::String(text) => found.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| facts(value, found)),
        // The scheme of no number says nothing.
        Value::Object(fields) if fields.contains_key("scheme") && !numbered(value) => {}
        Value::Object(fields) => fields.values().for_each(|value| facts(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn numbered(value: &Value) -> bool {
    let number = value.get("id").or(value.get("number"));
    number
        .and_then(Value::as_str)
        .is_some_and(|number| !number.trim().is_empty())
}
