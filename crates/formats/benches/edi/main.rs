//! How fast EDI is read, checked, decoded and written, one line of JSON for each work.
//!
//! Beside each figure stand those of a search for the terminator and of a mere sum of the bytes,
//! taken in turn with it: the machine is shared, so only their ratio is worth comparing.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::float_arithmetic,
    reason = "a bench fails by panicking and prints what it measured"
)]

mod make;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use edi::{Checker, Delimiters, Event, Reader, Schemas, Segment, Sink, Verdict};
use formats::{Decode, sources};
use model::reference::{Reference, ReferenceFile};
use model::{DocumentId, PartnerId};

const ROUNDS: usize = 7;

struct Bench {
    /// In megabytes.
    size: usize,
    /// Only works whose name holds this.
    only: String,
    /// Where the files are put for others to read.
    files: Option<PathBuf>,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| {
        let at = words.iter().position(|w| w == name)?;
        words.get(at + 1).cloned()
    };
    let bench = Bench {
        size: after("--megabytes").map_or(100, |n| n.parse().unwrap()),
        only: after("--only").unwrap_or_default(),
        files: after("--files").map(PathBuf::from),
    };
    let schemas = formats::schemas().unwrap();
    let size = bench.size * 1_000_000;
    let activity = make::activity(size);
    bench.keep("852.edi", &activity);
    bench.tokens("X12 tokens", activity.as_bytes(), &Delimiters::default());
    bench.check("X12 envelope", activity.as_bytes(), &Schemas::default());
    bench.check("X12 envelope + schema, 852", activity.as_bytes(), &schemas);
    let orders = make::orders(size);
    bench.check(
        "X12 envelope + schema, 850 and 856",
        orders.as_bytes(),
        &schemas,
    );
    drop(orders);
    bench.rows(activity.as_bytes());
    drop(activity);
    let edifact = make::edifact(size);
    bench.keep("edifact.edi", &edifact);
    bench.tokens("EDIFACT tokens", edifact.as_bytes(), &Delimiters::edifact());
    bench.check("EDIFACT envelope + schema", edifact.as_bytes(), &schemas);
    drop(edifact);
    bench.write("write 855", b'~', || write_855(size));
    bench.write("write ORDERS", b'\'', || write_orders(size));
}

impl Bench {
    fn keep(&self, name: &str, text: &str) {
        if let Some(folder) = &self.files {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(folder.join(name), text).unwrap();
        }
    }

    /// Times a work and the two limits in turn, and prints the median of each.
    fn time(&self, work: &str, bytes: &[u8], terminator: u8, mut run: impl FnMut() -> usize) {
        if !work.contains(&self.only) {
            return;
        }
        let mut times = [Vec::new(), Vec::new(), Vec::new()];
        let mut result = run();
        for _ in 0..ROUNDS {
            let mut take = |n: usize, run: &mut dyn FnMut() -> usize| {
                let start = Instant::now();
                let found = black_box(run());
                times[n].push(start.elapsed().as_secs_f64());
                found
            };
            result = take(0, &mut run);
            take(1, &mut || {
                memchr::memchr_iter(terminator, black_box(bytes)).count()
            });
            take(2, &mut || sum(black_box(bytes)));
        }
        let megabytes = bytes.len() as f64 / 1e6;
        let [ours, memchr, sum] = times.map(|mut seconds| {
            seconds.sort_by(f64::total_cmp);
            megabytes / seconds[seconds.len() / 2]
        });
        println!(
            "{{\"work\":\"{work}\",\"mb\":{megabytes:.0},\"mb_per_s\":{ours:.0},\"memchr\":{memchr:.0},\
             \"sum\":{sum:.0},\"to_memchr\":{:.4},\"result\":{result}}}",
            ours / memchr
        );
    }

    fn tokens(&self, work: &str, bytes: &[u8], delimiters: &Delimiters) {
        self.time(work, bytes, delimiters.terminator, || {
            let mut tokens = 0;
            edi::tokens(bytes, delimiters, |token| {
                tokens += usize::from(!token.is_empty())
            });
            tokens
        });
        self.time(
            &format!("{work}, with envelopes"),
            bytes,
            delimiters.terminator,
            || {
                let mut tokens = 0;
                let mut reader = Reader::new();
                reader.push(bytes, |event| {
                    if let Event::Segment(segment) = event {
                        let filled = |e: &edi::Element<'_>| !e.bytes().is_empty();
                        tokens += segment.elements().filter(filled).count();
                    }
                });
                tokens
            },
        );
    }

    fn check(&self, work: &str, bytes: &[u8], schemas: &Schemas) {
        let terminator = if bytes.starts_with(b"UN") {
            b'\''
        } else {
            b'~'
        };
        self.time(work, bytes, terminator, || {
            let mut checker = Checker::new(schemas);
            checker.push(bytes);
            let report = checker.finish();
            let good = report.findings.is_empty() || schemas_are_empty(&report);
            assert!(
                good && report.verdict != Verdict::Rejected,
                "{:?}",
                report.findings
            );
            report.interchanges.len()
        });
    }

    /// Rows by the names of the message, and events with everything looked up.
    fn rows(&self, bytes: &[u8]) {
        self.time("852 to activity rows", bytes, b'~', || {
            let mut rows = Rows::default();
            Reader::new().push_into(bytes, &mut rows);
            rows.count
        });
        let data: ReferenceFile = toml::from_str(&make::reference()).unwrap();
        let reference = Reference::new("bench".to_owned(), data);
        let partner = reference
            .partner(&PartnerId::new("WOMART").unwrap())
            .unwrap();
        let document = DocumentId::new("D1").unwrap();
        let context = Decode {
            reference: &reference,
            partner,
            document: &document,
            received_at: "2026-03-04T06:00:00Z".parse().unwrap(),
        };
        self.time("852 to events", bytes, b'~', || {
            let file = edi::read(bytes);
            let mut rows = 0;
            for source in sources(&file) {
                let decoded = formats::x12_852::decode(source, &context);
                assert!(
                    decoded.findings.is_empty(),
                    "{:?}",
                    decoded.findings.first()
                );
                rows += decoded
                    .activities
                    .iter()
                    .map(|a| a.lines.len())
                    .sum::<usize>();
            }
            rows
        });
    }

    fn write(&self, work: &str, terminator: u8, write: impl Fn() -> Vec<u8>) {
        if work.contains(&self.only) {
            let text = write();
            self.time(work, &text, terminator, || write().len());
        }
    }
}

/// Counts the rows of 852s.
#[derive(Default)]
struct Rows {
    reader: formats::x12_852::Reader<'static>,
    count: usize,
}

impl Sink for Rows {
    #[inline]
    fn segment(&mut self, segment: &Segment<'_>) {
        self.reader.take(segment);
    }

    fn event(&mut self, event: Event<'static>) {
        if let Event::MessageEnd(_) = event {
            self.count += self.reader.finish().rows.len();
        }
    }
}

/// Without schemas every message is noted to have none.
fn schemas_are_empty(report: &edi::Report) -> bool {
    let none = |f: &edi::Finding| {
        matches!(
            f.code,
            edi::Code::MessageNoSchema
                | edi::Code::EdifactMessageNoSchema
                | edi::Code::FindingsCapped
        )
    };
    report.findings.iter().all(none)
}

/// Adds all bytes, eight at a time: as fast as memory is read.
fn sum(bytes: &[u8]) -> usize {
    let (words, _) = bytes.as_chunks::<8>();
    let add = |sum: u64, word: &[u8; 8]| sum.wrapping_add(u64::from_le_bytes(*word));
    usize::from(words.iter().fold(0, add) != 0)
}

/// Writes an interchange of 855s of a hundred lines.
fn write_855(size: usize) -> Vec<u8> {
    let party = |id: &str| edi::Party {
        qualifier: "ZZ".to_owned(),
        id: id.to_owned(),
    };
    let mut writer = edi::Writer::new(edi::Envelope {
        sender: party("ANAN"),
        receiver: party("WOMART"),
        date: "260303".to_owned(),
        time: "2105".to_owned(),
        version: "00401".to_owned(),
        control_number: 42,
        acknowledgement_requested: false,
        usage: 'P',
        delimiters: Delimiters::default(),
    });
    writer.group(&edi::GroupEnvelope {
        functional_id: "PR".to_owned(),
        sender: "ANAN".to_owned(),
        receiver: "WOMART".to_owned(),
        date: "20260303".to_owned(),
        time: "2105".to_owned(),
        control_number: 42,
        version: "004010".to_owned(),
    });
    // A line and its ACK take about 75 bytes.
    for message in 0..size / 7500 {
        writer.message("855", &format!("{:04}", message + 1));
        let bak = [
            "00",
            "AD",
            "4500010001",
            "20260303",
            "",
            "",
            "",
            "ORD-17",
            "20260303",
        ];
        writer.segment("BAK", &bak);
        for line in ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"].repeat(10) {
            let po1 = [
                line,
                "144",
                "EA",
                "3.85",
                "PE",
                "UP",
                "614141000036",
                "VN",
                "AN-1009",
            ];
            writer.segment("PO1", &po1);
            writer.segment("ACK", &["IA", "144", "EA", "067", "20260306"]);
        }
        writer.segment("CTT", &["100"]);
    }
    writer.finish().unwrap()
}

/// Writes an interchange of ORDERS of a hundred lines.
fn write_orders(size: usize) -> Vec<u8> {
    let party = |id: &str| edi::Party {
        qualifier: "14".to_owned(),
        id: id.to_owned(),
    };
    let mut writer = edi::EdifactWriter::new(edi::EdifactEnvelope {
        sender: party("5412345000020"),
        receiver: party("5412345000013"),
        date: "260303".to_owned(),
        time: "2105".to_owned(),
        reference: "42".to_owned(),
        syntax: "UNOC".to_owned(),
        syntax_version: 3,
        acknowledgement_requested: false,
        test: false,
        delimiters: Delimiters::edifact(),
        declares_delimiters: true,
    });
    let kind = edi::EdifactMessageType {
        kind: "ORDERS".to_owned(),
        version: "D".to_owned(),
        release: "96A".to_owned(),
        agency: "UN".to_owned(),
        association: "EAN008".to_owned(),
    };
    // A line takes about 70 bytes.
    for message in 0..size / 7000 {
        writer.message(&(message + 1).to_string(), &kind);
        writer.composites("BGM", &[&["220"], &["4500010001"], &["9"]]);
        writer.composites("DTM", &[&["137", "20260303", "102"]]);
        for line in ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"].repeat(10) {
            writer.composites("LIN", &[&[line], &[], &["0614141000036", "EN"]]);
            writer.composites("QTY", &[&["21", "144", "PCE"]]);
            writer.composites("PRI", &[&["AAA", "3.85"]]);
        }
        writer.composites("UNS", &[&["S"]]);
    }
    writer.finish().unwrap()
}
