use edi::{Schemas, Verdict};

use crate::corpus::folder as corpus;

#[test]
fn every_file_comes_back_byte_for_byte_and_its_plainest_form_says_the_same() {
    let Some(corpus) = corpus() else {
        println!("skipped: no corpus; set STOCKBRIDGE_SHARED to the folder that holds it");
        return;
    };
    let manifest = std::fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let mut count = 0;
    for name in manifest
        .lines()
        .skip(1)
        .filter_map(|l| l.split('\t').next())
    {
        let bytes = std::fs::read(corpus.join(name)).unwrap();
        let file = edi::read(&bytes);
        assert!(edi::rewrite(&file) == bytes, "{name} is another file");
        if edi::check(&file, &Schemas::default()).syntax == Verdict::Rejected {
            continue;
        }
        count += 1;
        let plain = edi::canonical(&file);
        let again = edi::read(&plain);
        let verdict = edi::check(&again, &Schemas::default());
        let found: Vec<_> = verdict
            .findings
            .iter()
            .map(|f| f.cause(edi::Language::English))
            .collect();
        assert!(verdict.syntax != Verdict::Rejected, "{name}: {found:?}");
        assert_eq!(said(&again), said(&file), "{name}");
        assert_eq!(edi::canonical(&again), plain, "{name}");
    }
    println!("{count} files whose syntax is good, each byte for byte and in its plainest form");
}

/// What the segments say: their elements, those that are empty at the end apart, fields of the ISA
/// without padding, counts as numbers.
fn said(file: &edi::File<'_>) -> Vec<Vec<String>> {
    let segments = file
        .interchanges
        .iter()
        .flat_map(|i| file.interchange_segments(i));
    let edifact = file.standard == edi::Standard::Edifact;
    segments.map(|s| elements(&s, edifact)).collect()
}

fn elements(segment: &edi::Segment<'_>, edifact: bool) -> Vec<String> {
    let d = segment.delimiters();
    let is_trailer = match edifact {
        true => ["UNT", "UNE", "UNZ"].contains(&segment.id()),
        false => ["SE", "GE", "IEA"].contains(&segment.id()),
    };
    let mut all: Vec<String> = segment
        .elements()
        .enumerate()
        .map(|(n, e)| {
            let text = String::from_utf8_lossy(e.bytes()).into_owned();
            match (segment.id(), n) {
                (_, 1) if is_trailer => text.trim().trim_start_matches('0').to_owned(),
                ("ISA", _) => text.trim_end().to_owned(),
                _ if edifact => {
                    let parts = e.split(d.component);
                    let parts: Vec<_> = parts.map(|p| String::from_utf8_lossy(p.bytes())).collect();
                    let used = parts
                        .iter()
                        .rposition(|p| !p.is_empty())
                        .map_or(0, |n| n + 1);
                    parts[..used].join("\u{1F}")
                }
                _ => text,
            }
        })
        .collect();
    while all.len() > 1 && all.last().is_some_and(String::is_empty) {
        all.pop();
    }
    all
}
