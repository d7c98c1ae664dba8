use edi::{Party, SampleSettings, Severity};

use crate::sample::schemas;

/// Every schema has a sample that follows it: at most notes are said of it.
#[test]
fn every_message_has_a_sample_that_is_accepted() {
    let schemas = schemas();
    let party = |id: &str, qualifier: &str| Party {
        qualifier: qualifier.to_owned(),
        id: id.to_owned(),
    };
    let mut wrong = Vec::new();
    for (_, version, kind) in schemas.messages() {
        let settings = SampleSettings {
            message: kind.to_owned(),
            version: Some(version.to_owned()),
            sender: party("WOMART", "ZZ"),
            receiver: party("ANAN", "ZZ"),
            date: "20260102".to_owned(),
            time: "0600".to_owned(),
        };
        let bytes = edi::sample(&schemas, &settings).unwrap().unwrap();
        let report = edi::check(&edi::read(&bytes), &schemas);
        for f in report
            .findings
            .iter()
            .filter(|f| f.severity != Severity::Note)
        {
            wrong.push(format!("{kind} {version}: {} {}", f.code.name(), f.cause));
        }
        if !report.findings.is_empty() && std::env::args().any(|a| a == "--nocapture") {
            println!("{}", String::from_utf8_lossy(&bytes));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
