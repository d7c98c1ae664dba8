use edi::{Error, Party, SampleSettings, Severity};

use crate::sample::schemas;

fn settings(kind: &str, version: &str, sender: &str) -> SampleSettings {
    let party = |id: &str| Party {
        qualifier: "ZZ".to_owned(),
        id: id.to_owned(),
    };
    SampleSettings {
        message: kind.to_owned(),
        version: Some(version.to_owned()),
        sender: party(sender),
        receiver: party("ANAN"),
        delimiters: None,
        date: "20260102".to_owned(),
        time: "0600".to_owned(),
    }
}

/// Every schema has a sample that follows it: at most notes are said of it.
#[test]
fn every_message_has_a_sample_that_is_accepted() {
    let schemas = schemas();
    let mut wrong = Vec::new();
    for (_, version, kind) in schemas.messages() {
        let settings = settings(kind, version, "WOMART");
        let bytes = edi::sample(&schemas, &settings).unwrap().unwrap();
        let report = edi::check(&edi::read(&bytes), &schemas);
        for f in report
            .findings
            .iter()
            .filter(|f| f.severity != Severity::Note)
        {
            wrong.push(format!(
                "{kind} {version}: {} {}",
                f.code.name(),
                f.cause(edi::Language::English)
            ));
        }
        if !report.findings.is_empty() && std::env::args().any(|a| a == "--nocapture") {
            println!("{}", String::from_utf8_lossy(&bytes));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_sample_is_written_like_any_interchange() {
    let sample = |sender| edi::sample(&schemas(), &settings("ORDERS", "D96A", sender));
    let text = String::from_utf8(sample("O'NEIL").unwrap().unwrap()).unwrap();
    let head = "UNA:+.? 'UNB+UNOC:3+O?'NEIL:ZZ+ANAN:ZZ+260102:0600+1'UNH+1+ORDERS:D:96A:UN'BGM+220";
    assert!(text.starts_with(head), "{text}");
    // UNOC is ISO 8859-1.
    let latin = sample("\u{C9}").unwrap().unwrap();
    assert!(latin.starts_with(b"UNB+UNOC:3+\xC9:ZZ+"));
    assert!(matches!(sample("零"), Err(Error::Character { .. })));
    assert!(matches!(
        sample(""),
        Err(Error::Length {
            field: "UNB02 identification",
            ..
        })
    ));
}
