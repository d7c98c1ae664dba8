//! Checking with the project's schemas: findings stand where they say, pieces change nothing.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use edi::{Checker, Code, Schemas, check, read};
use libfuzzer_sys::fuzz_target;

static SCHEMAS: LazyLock<Schemas> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let mut files = Vec::new();
    for standard in ["x12", "edifact"] {
        for version in std::fs::read_dir(folder.join(standard)).unwrap() {
            for file in std::fs::read_dir(version.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path.display().to_string(), text));
            }
        }
    }
    let texts: Vec<(&str, &str)> = files.iter().map(|(n, t)| (&**n, &**t)).collect();
    Schemas::parse(&texts).unwrap()
});

fuzz_target!(|input: (u16, &[u8])| {
    let (at, bytes) = input;
    let whole = check(&read(bytes), &SCHEMAS);
    for finding in &whole.findings {
        let place = &finding.place;
        let there = &bytes[place.offset..place.offset + place.length];
        let text = String::from_utf8_lossy(&there[..there.len().min(120)]);
        let silent = [Code::FileEncoding, Code::FindingsCapped].contains(&finding.code);
        assert!(silent || text == finding.text, "{finding:?}");
    }
    let mut checker = Checker::new(&SCHEMAS);
    let size = usize::from(at % 1021) + 1;
    bytes.chunks(size).for_each(|piece| checker.push(piece));
    assert_eq!(checker.finish(), whole);
});
