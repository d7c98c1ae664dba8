//! Files that others wrote: what is read of them is written and read again.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::PathBuf;

use super::{ORDER, Pair, RECEIPT, RESPONSE, SHIPMENT};
use crate::reading::{Source, sources};

fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("STOCKBRIDGE_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let corpus = shared.join("corpus/edi");
    corpus.join("manifest.tsv").exists().then_some(corpus)
}

#[derive(Default)]
struct Seen {
    messages: BTreeMap<&'static str, usize>,
    causes: BTreeMap<String, usize>,
}

impl Seen {
    /// Reads a message, writes what it says in both standards, and reads that.
    fn message<T: PartialEq + Debug>(
        &mut self,
        pair: &Pair<T>,
        x12: bool,
        source: Source,
        name: &str,
    ) {
        let kind = if x12 { pair.x12.message } else { pair.edifact };
        let said = if x12 {
            (pair.read_x12)(source)
        } else {
            (pair.read_edifact)(source)
        };
        for finding in &said.findings {
            *self
                .causes
                .entry(format!("{kind} {} {}", finding.code, finding.cause))
                .or_default() += 1;
        }
        let Some(content) = said.content else { return };
        *self.messages.entry(kind).or_default() += 1;
        let again = match x12 {
            true => pair.read_of_x12(&pair.to_x12(&content, "004010")),
            false => pair.read_of_edifact(&pair.to_edifact(&content, "01B")),
        };
        assert_eq!(again.content.as_ref(), Some(&content), "{name}");
        // The other standard may lack codes and room; it takes it without a panic.
        let _ = match x12 {
            true => (pair.write_edifact)(&content, "96A").left_out,
            false => (pair.write_x12)(&content).left_out,
        };
    }
}

#[test]
fn foreign_messages_say_the_same_when_written_again() {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: the foreign files are not at hand");
        return;
    };
    let mut seen = Seen::default();
    let manifest = std::fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    for name in manifest
        .lines()
        .skip(1)
        .filter_map(|l| l.split('\t').next())
    {
        let bytes = std::fs::read(corpus.join(name)).unwrap();
        let file = edi::read(&bytes);
        for source in sources(&file) {
            match source.message.kind.as_str() {
                "850" => seen.message(&ORDER, true, source, name),
                "855" => seen.message(&RESPONSE, true, source, name),
                "856" => seen.message(&SHIPMENT, true, source, name),
                "861" => seen.message(&RECEIPT, true, source, name),
                "ORDERS" => seen.message(&ORDER, false, source, name),
                "ORDRSP" => seen.message(&RESPONSE, false, source, name),
                "DESADV" => seen.message(&SHIPMENT, false, source, name),
                "RECADV" => seen.message(&RECEIPT, false, source, name),
                _ => {}
            }
        }
    }
    eprintln!("{:?}", seen.messages);
    let mut causes: Vec<_> = seen.causes.into_iter().collect();
    causes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (cause, count) in causes.iter().take(80) {
        eprintln!("{count:5} {cause}");
    }
    for kind in ["850", "856", "ORDERS"] {
        assert!(seen.messages.contains_key(kind), "no {kind} in the corpus");
    }
}
