//! Documents made at random: whatever they say stands in the XML.

use std::path::PathBuf;

use formats::content::Content;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use super::words::{
    ANSWERS, CHANNELS, DATES, ITEM_SCHEMES, PACKAGES, PURPOSES, REFERENCES, ROLES, SCHEMES,
    SUBJECTS, TRANSPORTS, UNITS,
};
use super::{facts, texts, write};

type Made = BoxedStrategy<Value>;

/// A field that may be left out.
fn maybe(name: &'static str, value: Made) -> BoxedStrategy<(String, Value)> {
    let value = prop_oneof![1 => Just(Value::Null), 3 => value];
    value
        .prop_map(move |value| (name.to_owned(), value))
        .boxed()
}

fn must(name: &'static str, value: Made) -> BoxedStrategy<(String, Value)> {
    value
        .prop_map(move |value| (name.to_owned(), value))
        .boxed()
}

fn object(fields: Vec<BoxedStrategy<(String, Value)>>) -> Made {
    let kept = |(_, value): &(String, Value)| !value.is_null();
    let object = move |fields: Vec<(String, Value)>| {
        Value::Object(fields.into_iter().filter(kept).collect::<Map<_, _>>())
    };
    fields.prop_map(object).boxed()
}

fn list(of: Made, most: usize) -> Made {
    proptest::collection::vec(of, 0..=most)
        .prop_map(Value::Array)
        .boxed()
}

fn lines(of: Made) -> Made {
    proptest::collection::vec(of, 1..=4)
        .prop_map(Value::Array)
        .boxed()
}

/// Text with all that XML has other ways to write, or none; seldom blank.
fn words() -> Made {
    let blank = "[ \t]{0,2}".prop_map(Value::from);
    prop_oneof![19 => said(), 1 => blank].boxed()
}

/// Text that is never blank.
fn said() -> Made {
    let words = "[A-Za-z0-9<>&'\"\\]\r\n\t ä中\u{7}\u{ffff}\u{1f600}]{0,8}[A-Z0-9&<]{4}";
    words.prop_map(Value::from).boxed()
}

fn one_of(words: &'static [&'static str]) -> Made {
    let known = proptest::sample::select(words).prop_map(Value::from);
    let other = ("[A-Z]{3}", prop_oneof!["other", "edifact"]);
    let other = other.prop_map(|(code, standard)| json!({ standard: code }));
    prop_oneof![8 => known, 1 => other].boxed()
}

fn day() -> Made {
    let day = (1900..2100, 1..13, 1..29);
    day.prop_map(|(y, m, d)| json!(format!("{y:04}-{m:02}-{d:02}")))
        .boxed()
}

fn decimal() -> Made {
    let number = (-100_000_000_000_i64..100_000_000_000).prop_map(model::Quantity::from_scaled);
    number.prop_map(|number| json!(number.to_string())).boxed()
}

fn party_id() -> Made {
    let scheme = one_of(SCHEMES);
    let id = "[1-3]".prop_map(Value::from).boxed();
    object(vec![
        must("scheme", scheme),
        must("id", prop_oneof![id, words()].boxed()),
    ])
}

fn address() -> Made {
    let mut fields = vec![must("lines", list(words(), 5))];
    fields.extend(["city", "region", "postcode", "country"].map(|name| maybe(name, words())));
    object(fields)
}

fn contact() -> Made {
    let channel = (one_of(CHANNELS), said()).prop_map(|(kind, number)| json!([kind, number]));
    object(vec![
        must("kind", one_of(SUBJECTS)),
        maybe("name", words()),
        must("channels", list(channel.boxed(), 4)),
    ])
}

/// What else a document or line refers to and says.
fn further() -> Vec<BoxedStrategy<(String, Value)>> {
    let reference = vec![must("kind", one_of(REFERENCES)), must("number", said())];
    let dated = vec![must("kind", one_of(DATES)), must("date", day())];
    vec![
        must("references", list(object(reference), 3)),
        must("dates", list(object(dated), 4)),
        must("notes", list(words(), 2)),
    ]
}

fn parties() -> Made {
    let fields = vec![
        must("role", one_of(ROLES)),
        maybe("id", party_id()),
        maybe("name", words()),
        maybe("address", address()),
        must("contacts", list(contact(), 3)),
    ];
    list(object(fields), 6)
}

fn item() -> Made {
    let scheme = one_of(ITEM_SCHEMES);
    list(
        object(vec![must("scheme", scheme), must("number", words())]),
        5,
    )
}

fn amount_fields() -> Vec<BoxedStrategy<(String, Value)>> {
    let unit = one_of(UNITS);
    vec![must("quantity", decimal()), must("unit", unit)]
}

fn amount() -> Made {
    object(amount_fields())
}

fn order_numbers() -> Vec<BoxedStrategy<(String, Value)>> {
    vec![
        maybe("po_number", words()),
        maybe("order_id", words()),
        maybe("ordered", day()),
    ]
}

fn purpose() -> Made {
    one_of(PURPOSES)
}

fn document(kind: &'static str, fields: Vec<BoxedStrategy<(String, Value)>>) -> Made {
    let mut all = vec![
        must("type", Just(json!(kind)).boxed()),
        must("purpose", purpose()),
        must("parties", parties()),
    ];
    all.extend(fields);
    object(all)
}

fn activity() -> Made {
    let mut line = vec![
        must("site", party_id()),
        must("item", item()),
        must("code", words()),
        must("from", day()),
        must("to", day()),
    ];
    line.extend(amount_fields());
    let range = object(vec![
        must("first", said()),
        must("last", said()),
        maybe("site", party_id()),
        maybe("expires", day()),
    ]);
    document(
        "activity",
        vec![
            maybe("number", words()),
            maybe("vendor_number", words()),
            maybe("department", words()),
            must("po_numbers", list(range, 2)),
            must("lines", lines(object(line))),
        ],
    )
}

fn order(kind: &'static str) -> Made {
    let price = object(vec![must("net", decimal()), maybe("basis", words())]);
    let mut free = amount_fields();
    free.push(must("worth", decimal()));
    let answer = object(vec![
        must("kind", one_of(ANSWERS)),
        maybe("amount", amount()),
        maybe("date_kind", one_of_codes()),
        maybe("date", day()),
    ]);
    let answers = if kind == "order" { 0 } else { 3 };
    let mut line = vec![
        must("line", words()),
        must("item", item()),
        maybe("description", words()),
        maybe("price", price),
        maybe("free", object(free)),
        must("answers", list(answer, answers)),
    ];
    line.extend(amount_fields());
    line.extend(further());
    let mut fields = order_numbers();
    fields.extend(further());
    fields.extend(
        ["agreement", "vendor_number", "department", "kind"].map(|name| maybe(name, words())),
    );
    fields.extend([
        maybe("currency", "[A-Z]{3}".prop_map(Value::from).boxed()),
        maybe("need_date", day()),
        maybe("ship_date", day()),
        must("lines", lines(object(line))),
    ]);
    if kind == "order_response" {
        fields.push(maybe("answered", day()));
    }
    document(kind, fields)
}

fn one_of_codes() -> Made {
    proptest::sample::select(&["067", "068", "002", "010"][..])
        .prop_map(Value::from)
        .boxed()
}

fn shipment() -> Made {
    let mut line = order_numbers();
    line.extend(amount_fields());
    line.extend(further());
    line.extend([
        maybe("line", words()),
        must("item", item()),
        maybe("description", words()),
        maybe("packed_in", place()),
    ]);
    let count = prop_oneof!["[1-9][0-9]{0,3}", "some"].prop_map(Value::from);
    let packages = vec![
        must("count", count.boxed()),
        maybe("kind", one_of(PACKAGES)),
    ];
    let carrier = vec![
        maybe("transport", one_of(TRANSPORTS)),
        maybe("id", party_id()),
        maybe("name", words()),
    ];
    let unit = vec![
        must("pallet", any::<bool>().prop_map(Value::from).boxed()),
        maybe("within", place()),
        must("sscc", list(words(), 2)),
    ];
    let mut fields = further();
    fields.extend(vec![
        maybe("weight", amount()),
        maybe("carrier", object(carrier)),
        must("units", list(object(unit), 14)),
        must("number", words()),
        must("issued", day()),
        maybe(
            "issued_at",
            "[01][0-9]:[0-5][0-9]:[0-5][0-9]"
                .prop_map(Value::from)
                .boxed(),
        ),
        maybe("shipped", day()),
        maybe("arrives", day()),
        maybe("packages", object(packages)),
        maybe("bill_of_lading", words()),
        must("lines", lines(object(line))),
    ]);
    document("shipment", fields)
}

/// The place of a handling unit, or of none.
fn place() -> Made {
    (0..16).prop_map(Value::from).boxed()
}

fn receipt() -> Made {
    let mut line = order_numbers();
    let questioned = (amount(), words()).prop_map(|(amount, why)| json!([amount, why]));
    line.extend(further());
    line.extend([
        must("line", words()),
        must("item", item()),
        maybe("received", amount()),
        maybe("returned", amount()),
        maybe("questioned", questioned.boxed()),
    ]);
    let mut fields = further();
    fields.extend([
        must("number", words()),
        must("issued", day()),
        maybe("received", day()),
        maybe("shipment", words()),
        must("lines", lines(object(line))),
    ]);
    document("receipt", fields)
}

fn contents() -> [(&'static str, Made); 5] {
    [
        ("activity", activity()),
        ("order", order("order")),
        ("order-response", order("order_response")),
        ("shipment", shipment()),
        ("receipt", receipt()),
    ]
}

fn content() -> impl Strategy<Value = Content> {
    let [(_, a), (_, b), (_, c), (_, d), (_, e)] = contents();
    let content = |value| serde_json::from_value(value).unwrap();
    prop_oneof![a, b, c, d, e].prop_map(content)
}

proptest! {
    #[test]
    fn every_fact_stands_in_the_document(content in content()) {
        let document = String::from_utf8(write(&content).unwrap()).unwrap();
        let texts = texts(&document);
        let mut expected = Vec::new();
        facts(&serde_json::to_value(&content).unwrap(), &mut expected);
        for fact in expected {
            // XML 1.0 has no way to write these characters.
            let fact = fact.replace(['\u{7}', '\u{ffff}'], "\u{fffd}");
            prop_assert!(texts.iter().any(|text| text.contains(&fact)), "{fact:?} in {document}");
        }
    }
}

/// Writes documents for a validator to read: `docs/edi.md` says how.
#[test]
#[ignore = "needs a folder in STOCKBRIDGE_UBL_FOLDER"]
fn documents_for_a_validator() {
    let folder = PathBuf::from(setting("STOCKBRIDGE_UBL_FOLDER").unwrap());
    let each = setting("STOCKBRIDGE_UBL_EACH").map_or(200, |each| each.parse().unwrap());
    let mut runner = TestRunner::deterministic();
    for (kind, made) in contents() {
        for place in 0..each {
            let value = made.new_tree(&mut runner).unwrap().current();
            let content: Content = serde_json::from_value(value).unwrap();
            let document = write(&content).unwrap();
            std::fs::write(folder.join(format!("{kind}-{place}.xml")), document).unwrap();
        }
    }
}

fn setting(name: &str) -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "where documents for a foreign validator go is not for the repository to say"
    )]
    std::env::var(name).ok()
}
