//! Foreign interchanges with a verdict of their own: ours must agree, exceptions are listed.

use std::path::{Path, PathBuf};

use edi::{Code, Schemas, Verdict};

/// Files where our verdict differs from the manifest's, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[(
    "xlate__staedi/src_test_java_io_xlate_edi_internal_stream_StaEDIStreamReaderTest.java_5.edi",
    "its ISX declares a release character, so GS06 is what GE02 repeats; the manifest's check \
     splits at released separators",
)];

#[test]
fn agrees_with_the_manifest() {
    let Some(corpus) = corpus() else {
        println!("skipped: no corpus; set STOCKBRIDGE_SHARED to the folder that holds it");
        return;
    };
    let manifest = std::fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let mut wrong = Vec::new();
    let mut counts = [0; 4];
    let mut unpadded = 0;
    for row in manifest.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let (file, standard, expected) = (fields[0], fields[4], fields[9]);
        if standard != "X12" {
            continue;
        }
        let bytes = std::fs::read(corpus.join(file)).unwrap();
        let read = edi::read(&bytes);
        let report = edi::check(&read, &Schemas::default());
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
                .map(|f| format!("{} @{} {}", f.code.name(), f.place.offset, f.cause))
                .collect();
            wrong.push(format!("{file} ({expected} {}): {:?}", fields[10], codes));
        }
    }
    let [valid, accepted, broken, rejected] = counts;
    println!("valid: {accepted} of {valid} accepted or tolerated");
    println!("broken: {rejected} of {broken} rejected, or tolerated as unpadded ({unpadded})");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A short ISA whose fields merely lack padding is understood in full: tolerated, and said so.
fn only_unpadded(problems: &str, report: &edi::Report) -> bool {
    problems == "ISA not 106 chars"
        && report.syntax == Verdict::Tolerated
        && report.findings.iter().any(|f| f.code == Code::IsaUnpadded)
}

fn corpus() -> Option<PathBuf> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the test's data lies outside the repository"
    )]
    let shared = std::env::var("STOCKBRIDGE_SHARED").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let corpus = shared.join("corpus/edi");
    corpus.join("manifest.tsv").exists().then_some(corpus)
}
