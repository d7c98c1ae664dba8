use edi::{Schemas, Verdict};

use crate::corpus::folder as corpus;
use crate::sample::{GOOD, schemas};

#[test]
fn names_and_numbers_are_replaced_and_figures_stay() {
    let file = edi::read(GOOD.as_bytes());
    let new = edi::anonymise(&file, 42);
    assert_eq!(new.len(), GOOD.len());
    let again = edi::read(&new);
    let text = String::from_utf8(new.clone()).unwrap();
    for gone in ["WOMART", "ANAN", "STORE SEVEN", "*92*0007", "012345678905"] {
        assert!(!text.contains(gone), "{gone} in {text}");
    }
    for kept in [
        "ZA*QS*12*EA~",
        "XQ*H*20240331~",
        "N1*RL*",
        "LIN**UP*",
        "*92*",
        "CTT*1~",
    ] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
    // The same partner in ISA06 and GS02.
    let sender = &again.interchanges[0].sender.id;
    assert_eq!(sender, &again.interchanges[0].groups[0].sender);
    assert_eq!(edi::check(&again, &schemas()).verdict, Verdict::Accepted);
    assert_eq!(edi::anonymise(&file, 42), new);
    assert_ne!(edi::anonymise(&file, 43), new);
}

/// What is said of a file does not change, whoever it is about.
#[test]
fn verdicts_stay() {
    let Some(corpus) = corpus() else {
        println!("skipped: no corpus; set STOCKBRIDGE_SHARED to the folder that holds it");
        return;
    };
    let manifest = std::fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let schemas = schemas();
    let mut wrong = Vec::new();
    let mut count = 0;
    for name in manifest
        .lines()
        .skip(1)
        .filter_map(|l| l.split('\t').next())
    {
        let bytes = std::fs::read(corpus.join(name)).unwrap();
        let file = edi::read(&bytes);
        if edi::check(&file, &Schemas::default()).syntax == Verdict::Rejected {
            continue;
        }
        let before = edi::check(&file, &schemas);
        let new = edi::anonymise(&file, 7);
        let after = edi::check(&edi::read(&new), &schemas);
        count += 1;
        let places = |report: &edi::Report| -> Vec<_> {
            let findings = report.findings.iter();
            findings.map(|f| (f.code.name(), f.place.offset)).collect()
        };
        if places(&before) != places(&after) {
            let lost = places(&before)
                .into_iter()
                .filter(|p| !places(&after).contains(p));
            let more = places(&after)
                .into_iter()
                .filter(|p| !places(&before).contains(p));
            wrong.push(format!(
                "{name}: {:?} {:?}",
                lost.collect::<Vec<_>>(),
                more.collect::<Vec<_>>()
            ));
        }
    }
    println!("{count} files");
    assert!(
        wrong.is_empty(),
        "{} of {count}\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
