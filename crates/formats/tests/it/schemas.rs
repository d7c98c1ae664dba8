//! The JSON Schemas of our events, and the codes of our findings.

use std::path::Path;

use edi::Language;
use formats::Code;
use model::partner::X12Version;

use crate::fixture::wrap;

#[test]
fn committed_event_schemas_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/events");
    for (name, schema) in formats::event_schemas() {
        let wanted = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        let committed = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(
            committed == wanted,
            "schemas/events/{name} differs from the events in `model`; \
             run `cargo run -p formats --example write_schemas`"
        );
    }
}

#[test]
fn every_schema_file_is_in_the_binary() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let mut found = Vec::new();
    let names = |path: &Path| -> Vec<String> {
        let entries = std::fs::read_dir(path).unwrap();
        let name = |e: std::io::Result<std::fs::DirEntry>| e.unwrap().file_name();
        entries.map(|e| name(e).into_string().unwrap()).collect()
    };
    for standard in ["x12", "edifact"] {
        for version in names(&folder.join(standard)) {
            let place = format!("{standard}/{version}");
            let files = names(&folder.join(&place));
            found.extend(files.iter().map(|f| format!("{place}/{f}")));
        }
    }
    let mut embedded: Vec<_> = formats::schema_files().map(str::to_owned).collect();
    found.sort();
    embedded.sort();
    assert_eq!(embedded, found);
    formats::schemas().unwrap();
}

#[test]
fn every_code_is_explained_in_both_languages() {
    for &code in Code::ALL {
        for language in [Language::English, Language::Chinese] {
            let explained = formats::explain(code.name(), language).unwrap();
            assert_eq!(explained.code, code);
            assert!(!explained.meaning.is_empty() && !explained.fix.is_empty());
        }
        assert!(
            edi::Code::from_name(code.name()).is_none(),
            "{} is of the syntax",
            code.name()
        );
    }
    assert!(formats::explain("X12-SE-COUNT", Language::English).is_none());
}

#[test]
fn a_code_of_either_layer_or_an_acknowledgement_is_put_into_words() {
    let cases: &[(&str, &[&str])] = &[
        ("x12-se-count", &["X12-SE-COUNT"]),
        ("doc-item-unknown", &["DOC-ITEM-UNKNOWN"]),
        ("AK5 R 4", &["AK501-R", "AK502-4"]),
        ("X12-NONE", &[]),
    ];
    for (text, expected) in cases {
        let found = formats::in_words(text, Language::Chinese);
        let names: Vec<_> = found.iter().map(|code| code.name.as_str()).collect();
        assert_eq!(names, *expected, "{text}");
        assert!(found.iter().all(|code| code.owner.is_some()), "{text}");
    }
}

#[test]
fn findings_of_the_syntax_keep_what_they_say() {
    let bytes = wrap("852", "PD", X12Version::V4010, "XQ*H*2026");
    let report = edi::check(&edi::read(&bytes), &formats::schemas().unwrap());
    assert!(!report.findings.is_empty());
    for finding in &report.findings {
        let told = serde_json::to_value(formats::to_model(finding)).unwrap();
        let mut wanted = serde_json::to_value(finding).unwrap();
        wanted["cause_zh"] = finding.cause(edi::Language::Chinese).into();
        // People are not told the standard's own codes; acknowledgements are made from the report.
        for own in ["acknowledgement", "data_element"] {
            wanted.as_object_mut().unwrap().remove(own);
        }
        assert_eq!(told, wanted);
    }
}
