//! Foreign interchanges with a verdict of their own: ours must agree, exceptions are listed.

use edi::{Code, Schemas, Verdict};

use crate::corpus::folder;

/// Files where our verdict differs from the manifest's, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "xlate__staedi/src_test_java_io_xlate_edi_internal_stream_StaEDIStreamReaderTest.java_5.edi",
        "its ISX declares a release character, so GS06 is what GE02 repeats; the manifest's check \
         splits at released separators",
    ),
    (
        "hupe1980__edifact-rs/crates_edifact-rs_src_envelope.rs_4.edi",
        "a BGM stands between UNT and UNZ, in no message; the manifest's check counts messages only",
    ),
];

#[test]
fn agrees_with_the_manifest() {
    let Some(corpus) = folder() else {
        println!("skipped: no corpus; set STOCKBRIDGE_SHARED to the folder that holds it");
        return;
    };
    let manifest = std::fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let mut wrong = Vec::new();
    let mut counts = [0; 4];
    let mut unpadded = 0;
    for row in manifest.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let (file, expected) = (fields[0], fields[9]);
        let bytes = std::fs::read(corpus.join(file)).unwrap();
        let read = edi::read(&bytes);
        let report = edi::check(&read, &Schemas::default());
        assert_eq!(in_pieces(&bytes, 1), report, "{file}, byte by byte");
        assert_eq!(in_pieces(&bytes, 100), report, "{file}, in pieces of 100");
        let good = match expected {
            "broken" => report.syntax == Verdict::Rejected || only_unpadded(fields[10], &report),
            _ => report.syntax != Verdict::Rejected,
        };
        unpadded += usize::from(only_unpadded(fields[10], &report));
        counts[usize::from(expected == "broken") * 2] += 1;
        counts[usize::from(expected == "broken") * 2 + 1] += usize::from(good);
        if good == EXCEPTIONS.iter().any(|(name, _)| *name == file) {
            let codes: Vec<_> = report
                .findings
                .iter()
                .map(|f| {
                    format!(
                        "{} @{} {}",
                        f.code.name(),
                        f.place.offset,
                        f.cause(edi::Language::English)
                    )
                })
                .collect();
            wrong.push(format!("{file} ({expected} {}): {:?}", fields[10], codes));
        }
    }
    let [valid, accepted, broken, rejected] = counts;
    println!("valid: {accepted} of {valid} accepted or tolerated");
    println!("broken: {rejected} of {broken} rejected, or tolerated as unpadded ({unpadded})");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn in_pieces(bytes: &[u8], size: usize) -> edi::Report {
    let schemas = Schemas::default();
    let mut checker = edi::Checker::new(&schemas);
    for piece in bytes.chunks(size) {
        checker.push(piece);
    }
    checker.finish()
}

/// A short ISA whose fields merely lack padding is understood in full: tolerated, and said so.
fn only_unpadded(problems: &str, report: &edi::Report) -> bool {
    problems == "ISA not 106 chars"
        && report.syntax == Verdict::Tolerated
        && report.findings.iter().any(|f| f.code == Code::IsaUnpadded)
}
