//! Records of foreign topics, read by a partner's mapping.

use formats::record_json::{Decoded, Mapping, decode};
use model::foreign_topic::ForeignTopic;
use serde_json::{Value, json};

use crate::fixture::{LIQUID, SOAP, World};

fn topic(text: &str) -> ForeignTopic {
    toml::from_str(text).unwrap()
}

/// A sale for each record, as a till publishes it.
fn sales() -> ForeignTopic {
    topic(
        r#"
        topic = "pos.sales"
        kind = "activity"
        [mapping]
        site = "/store/number"
        item = "/sku"
        day = "/date"
        sold = "/qty"
        on_hand = "/stock"
        "#,
    )
}

/// A list of items in each record, their numbers as X12 qualifies them.
fn counts() -> ForeignTopic {
    topic(
        r#"
        topic = "pos.counts"
        kind = "activity"
        site_qualifier = "UL"
        item_qualifier = "IN"
        [mapping]
        site = "/gln"
        item = "/lines/*/code"
        day = "/at"
        on_hand = "/lines/*/left"
        "#,
    )
}

fn orders() -> ForeignTopic {
    topic(
        r#"
        topic = "erp.orders"
        kind = "orders"
        [mapping]
        po_number = "/number"
        order = "/vendor/order"
        item = "/items/*/ean"
        quantity = "/items/*/pieces"
        "#,
    )
}

fn read(topic: &ForeignTopic, record: &Value) -> Decoded {
    decode(
        record.to_string().as_bytes(),
        topic,
        &World::new().context(),
    )
}

fn lines(said: &Decoded) -> Vec<String> {
    let activities = said.activities.iter();
    let lines = activities.flat_map(|a| a.lines.iter().map(|line| (&a.site, line)));
    lines
        .map(|(site, l)| {
            let (item, from, to) = (l.item, l.from, l.to);
            format!(
                "{site} {} {item} {:?} {from}..{to} {}",
                l.position, l.measure, l.quantity
            )
        })
        .collect()
}

fn causes(said: &Decoded) -> Vec<(&str, &str)> {
    let findings = said.findings.iter();
    findings
        .map(|finding| (finding.code.as_str(), finding.cause.as_str()))
        .collect()
}

#[test]
fn a_record_of_a_till_is_activity() {
    let record = json!({
        "store": { "number": "S01" }, "sku": "614141000036", "date": "2026-03-03",
        "qty": 3, "stock": "20.5", "till": 7
    });
    let said = read(&sales(), &record);
    assert_eq!(
        lines(&said),
        [
            format!("S01 0 {SOAP} Sold 2026-03-03..2026-03-03 3"),
            format!("S01 0 {SOAP} OnHand 2026-03-03..2026-03-03 20.5"),
        ]
    );
    assert_eq!((said.rows, said.refused, causes(&said)), (1, 0, vec![]));
}

#[test]
fn what_a_record_leaves_out_was_not_counted() {
    let record = json!({
        "store": { "number": "9520001901010" }, "sku": "AN-1001", "date": "2026-03-03T23:30:00-05:00",
        "qty": null, "stock": 4
    });
    let said = read(&sales(), &record);
    let expected = format!("S01 0 {LIQUID} OnHand 2026-03-03..2026-03-03 4");
    assert_eq!(lines(&said), [expected]);
}

#[test]
fn every_element_of_a_list_is_a_row() {
    let record = json!({
        "gln": 9_520_001_901_010_u64, "at": "20260303",
        "lines": [{ "code": "W70493", "left": 5 }, { "code": "W70417", "left": 0 }]
    });
    let said = read(&counts(), &record);
    assert_eq!(
        lines(&said),
        [
            format!("S01 0 {SOAP} OnHand 2026-03-03..2026-03-03 5"),
            format!("S01 1 {LIQUID} OnHand 2026-03-03..2026-03-03 0"),
        ]
    );
    assert_eq!((said.rows, said.refused), (2, 0));
}

#[test]
fn unknown_items_and_sites_are_set_aside_and_the_rest_stands() {
    // AN-1001 is our number, not the buyer's (IN) that the mapping's qualifier asks for.
    let record = json!({
        "gln": "9520001901010", "at": "2026-03-03",
        "lines": [
            { "code": "AN-1001", "left": 5 },
            { "code": "AN-1001", "left": 6 },
            { "code": "W70493", "left": 7 },
        ]
    });
    let said = read(&counts(), &record);
    let expected = format!("S01 2 {SOAP} OnHand 2026-03-03..2026-03-03 7");
    assert_eq!(lines(&said), [expected]);
    assert_eq!(said.exceptions.len(), 1);
    let unknown = &said.exceptions[0];
    assert_eq!((unknown.value.as_str(), unknown.lines), ("IN AN-1001", 2));
    assert_eq!((said.rows, said.refused), (3, 0));

    let elsewhere = json!({
        "store": { "number": "NH1" }, "sku": SOAP, "date": "2026-03-03", "qty": 1
    });
    let said = read(&sales(), &elsewhere);
    assert_eq!(
        causes(&said),
        [(
            "DOC-SITE-UNKNOWN",
            "WOMART has no site NH1; what is said of it is set aside"
        )]
    );
}

/// Replaces a field of a good record; nothing of it may count, for this reason alone.
fn check_field(pointer: &str, value: &Value, code: &str, cause: &str) {
    let mut record = json!({
        "store": { "number": "S01" }, "sku": SOAP, "date": "2026-03-03", "qty": 3
    });
    *record.pointer_mut(pointer).unwrap() = value.clone();
    let said = read(&sales(), &record);
    assert_eq!(causes(&said), [(code, cause)], "{pointer} = {value}");
    assert_eq!((lines(&said), said.rows, said.refused), (vec![], 0, 1));
}

#[test]
fn every_field_that_cannot_be_read_is_named() {
    let (missing, invalid) = ("DOC-FIELD-MISSING", "DOC-FIELD-INVALID");
    for (pointer, value, code, cause) in [
        (
            "/store",
            json!({}),
            missing,
            "/store/number holds nothing, where a number of a site is looked for",
        ),
        (
            "/store/number",
            json!(12.5),
            invalid,
            "/store/number holds 12.5, which is no number of a site",
        ),
        (
            "/sku",
            json!(" "),
            invalid,
            "/sku holds \" \", which is no number of an item",
        ),
        (
            "/date",
            json!("2026-02-30"),
            invalid,
            "/date holds \"2026-02-30\", which is no day like 2026-03-31",
        ),
        (
            "/date",
            json!("2026-03-06"),
            "DOC-DATE-FUTURE",
            "/date holds 2026-03-06, which has not happened yet",
        ),
        (
            "/qty",
            json!("three"),
            invalid,
            "/qty holds \"three\", which is no number with at most three decimal places",
        ),
        (
            "/qty",
            json!(0.0005),
            invalid,
            "/qty holds 0.0005, which is no number with at most three decimal places",
        ),
        (
            "/qty",
            json!(null),
            missing,
            // Of several measures the first the record could hold.
            "/qty holds nothing, where a number with at most three decimal places is looked for",
        ),
    ] {
        check_field(pointer, &value, code, cause);
    }
}

#[test]
fn what_is_no_json_is_refused_whole() {
    let said = decode(b"{\"store\":", &sales(), &World::new().context());
    assert_eq!(said.findings[0].code, "DOC-RECORD-UNREADABLE");
    assert_eq!(said.findings[0].text, "{\"store\":");
    assert_eq!((said.rows, said.refused), (0, 1));
}

#[test]
fn one_bad_row_leaves_the_others() {
    let record = json!({
        "gln": "9520001901010", "at": "2026-03-03",
        "lines": [{ "code": "W70493" }, { "code": "W70417", "left": 2 }]
    });
    let said = read(&counts(), &record);
    assert_eq!((said.rows, said.refused, lines(&said).len()), (1, 1, 1));
    assert!(
        said.findings[0]
            .cause
            .starts_with("/lines/0/left holds nothing")
    );
}

#[test]
fn a_record_of_an_order_confirms_it() {
    let record = json!({
        "number": "4500012", "vendor": { "order": "O-17" },
        "items": [
            { "ean": SOAP, "pieces": 12 }, { "ean": LIQUID, "pieces": 8 },
            { "ean": SOAP, "pieces": 24 },
        ]
    });
    let said = read(&orders(), &record).confirmation.unwrap();
    assert_eq!(said.order.po_number.unwrap().as_str(), "4500012");
    assert_eq!(said.order.order_id.unwrap().as_str(), "O-17");
    let lines = said.lines.iter();
    let lines: Vec<_> = lines
        .map(|l| (l.item.to_string(), l.quantity.to_string()))
        .collect();
    assert_eq!(
        lines,
        [
            (SOAP.to_owned(), "36".to_owned()),
            (LIQUID.to_owned(), "8".to_owned())
        ]
    );
}

#[test]
fn an_order_counts_whole_or_not_at_all() {
    let record = json!({ "number": "4500012", "items": [
        { "ean": SOAP, "pieces": 12 }, { "ean": LIQUID, "pieces": [] },
    ] });
    let said = read(&orders(), &record);
    assert_eq!((said.confirmation, said.rows, said.refused), (None, 0, 1));

    let nameless = json!({ "items": [{ "ean": SOAP, "pieces": 12 }] });
    let said = read(&orders(), &nameless);
    assert_eq!(
        causes(&said),
        [(
            "DOC-FIELD-MISSING",
            "/number holds nothing, where a PO number is looked for"
        )]
    );
    assert_eq!(said.confirmation, None);
}

fn check_mapping(text: &str, expected: &str) {
    let error = Mapping::of(&topic(text)).unwrap_err().to_string();
    assert!(error.starts_with(expected), "{text}: {error}");
}

#[test]
fn a_mapping_that_cannot_work_names_its_field() {
    let activity = "topic = \"t\"\nkind = \"activity\"\n";
    let orders = "topic = \"t\"\nkind = \"orders\"\n";
    for (text, expected) in [
        (
            format!("{activity}[mapping]\nitem = \"/i\"\nday = \"/d\"\nsold = \"/q\""),
            "field site is missing",
        ),
        (
            format!("{activity}[mapping]\nsite = \"/s\"\nitem = \"/i\"\nday = \"/d\""),
            "field sold is missing, or another of sold, returned, on_hand",
        ),
        (
            format!(
                "{activity}[mapping]\nsite = \"/s\"\nitem = \"/i\"\nday = \"/d\"\nslod = \"/q\""
            ),
            "field slod is unknown; known are site, item, day, sold, returned",
        ),
        (
            format!("{activity}[mapping]\nsite = \"s\""),
            "field site is \"s\"; it must be a JSON pointer",
        ),
        (
            format!("{activity}[mapping]\nsite = \"/a/*\"\nitem = \"/b/*\""),
            "field site reads the array \"/a\", other fields read another one",
        ),
        (
            format!("{activity}item_qualifier = \"ZZ\"\n[mapping]\n"),
            "field item_qualifier is \"ZZ\"; it may be UP, UK",
        ),
        (
            format!("{orders}[mapping]\nitem = \"/i/*\"\nquantity = \"/q\""),
            "field po_number is missing, and so is order",
        ),
        (
            format!("{orders}[mapping]\norder = \"/l/*/o\"\nitem = \"/l/*/i\"\nquantity = \"/q\""),
            "field order holds '*'",
        ),
    ] {
        check_mapping(&text, expected);
    }
}
