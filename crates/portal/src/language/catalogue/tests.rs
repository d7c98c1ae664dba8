use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use model::document::{DocumentStatus, FindingOwner, Severity};
use model::exception::ExceptionKind;
use model::order::{Acknowledgement, MilestoneKind, OrderStatus};
use model::proposal::StepKind;
use model::scope::Role;
use model::site::SiteKind;

use super::{CHINESE, ENGLISH};

/// Keys with the names of the values they take.
fn entries(texts: &[&str]) -> Vec<(String, BTreeSet<String>)> {
    let mut entries = Vec::new();
    for text in texts {
        let resource = fluent_syntax::parser::parse(*text)
            .unwrap_or_else(|(_, faults)| panic!("faults in a catalogue: {faults:?}"));
        for entry in &resource.body {
            if let Entry::Message(message) = entry {
                let mut values = BTreeSet::new();
                collect(message.value.as_ref().unwrap(), &mut values);
                entries.push((message.id.name.to_owned(), values));
            }
        }
    }
    entries.sort();
    entries
}

fn collect(pattern: &Pattern<&str>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                variants
                    .iter()
                    .for_each(|variant| collect(&variant.value, values));
                selector
            }
        };
        if let InlineExpression::VariableReference { id } = inline {
            values.insert(id.name.to_owned());
        }
    }
}

fn sources() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut waiting: Vec<PathBuf> = vec![root.join("src"), root.join("templates")];
    let mut texts = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(
                std::fs::read_dir(path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else {
            texts.push(std::fs::read_to_string(path).unwrap());
        }
    }
    texts
}

/// Keys whose last part comes from a list in the code, not from an enum with names.
const LISTS: [(&str, &str); 8] = [
    ("direction", "in out"),
    ("proposal-status", "open waiting approved rejected"),
    (
        "error",
        "not-found-title not-found-body forged-title forged-body request-title request-body \
         busy-title busy-body",
    ),
    (
        "kind",
        "852 855 850 856 861 997 999 TA1 activity shipment JSON other",
    ),
    (
        "quantity",
        "proposed released sent accepted shipped delivered received cancelled open",
    ),
    (
        "position",
        "on_hand received_since on_order in_transit allocated backordered",
    ),
    (
        "decided",
        "approve change reject moved gone reason-missing quantity-wrong",
    ),
    ("step", "on_hand-unknown"),
];

/// Keys made from names, which no source spells out.
fn families() -> BTreeSet<String> {
    let statuses = OrderStatus::ALL.map(OrderStatus::name);
    let exceptions = ExceptionKind::ALL.map(ExceptionKind::name);
    let steps = exceptions.map(|name| format!("{name}-next"));
    let enums: [(&str, Vec<&str>); 12] = [
        (
            "milestone",
            MilestoneKind::ALL.map(MilestoneKind::name).to_vec(),
        ),
        ("step", StepKind::ALL.map(StepKind::name).to_vec()),
        ("exception", exceptions.to_vec()),
        ("exception", steps.iter().map(String::as_str).collect()),
        ("status", statuses.to_vec()),
        ("order-says", statuses.to_vec()),
        (
            "acknowledgement",
            Acknowledgement::ALL.map(Acknowledgement::name).to_vec(),
        ),
        (
            "document-status",
            DocumentStatus::ALL.map(DocumentStatus::name).to_vec(),
        ),
        ("severity", Severity::ALL.map(Severity::name).to_vec()),
        ("owner", FindingOwner::ALL.map(FindingOwner::name).to_vec()),
        ("role", Role::ALL.map(Role::name).to_vec()),
        ("site", SiteKind::ALL.map(SiteKind::name).to_vec()),
    ];
    let lists = LISTS.map(|(area, names)| (area, names.split(' ').collect()));
    let key = |(area, names): (&str, Vec<&str>)| -> Vec<String> {
        names.iter().map(|name| format!("{area}-{name}")).collect()
    };
    enums.into_iter().chain(lists).flat_map(key).collect()
}

#[test]
fn both_languages_say_the_same_with_the_same_values() {
    assert_eq!(entries(&ENGLISH), entries(&CHINESE));
    let keys: Vec<String> = entries(&ENGLISH).into_iter().map(|(key, _)| key).collect();
    let unique: BTreeSet<&String> = keys.iter().collect();
    assert_eq!(unique.len(), keys.len(), "a key stands twice");
}

#[test]
fn every_kind_and_status_has_its_sentence() {
    let known: BTreeSet<String> = entries(&ENGLISH).into_iter().map(|(key, _)| key).collect();
    let missing: Vec<_> = families()
        .into_iter()
        .filter(|key| !known.contains(key))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn no_text_is_unused_and_none_is_missing() {
    let known: BTreeSet<String> = entries(&ENGLISH).into_iter().map(|(key, _)| key).collect();
    let (sources, families) = (sources(), families());
    let spelled = |key: &str| {
        sources
            .iter()
            .any(|text| text.contains(&format!("\"{key}\"")))
    };
    let unused: Vec<_> = known
        .iter()
        .filter(|key| !families.contains(*key) && !spelled(key))
        .collect();
    assert_eq!(unused, Vec::<&String>::new());
    let mut missing = BTreeSet::new();
    for text in &sources {
        for call in [".text(\"", ".say(\"", ".count(\""] {
            for (at, _) in text.match_indices(call) {
                let key = text[at + call.len()..].split('"').next().unwrap();
                if !known.contains(key) {
                    missing.insert(key.to_owned());
                }
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}
