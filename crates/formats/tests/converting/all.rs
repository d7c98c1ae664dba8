//! What a message says is the same in X12 and EDIFACT: by hand, at random and in foreign files.

mod corpus;
mod random;
mod round_trips;
mod texts;

use model::partner::X12Version;

use crate::content::{Order, Receipt, Shipment};
use crate::reading::{Said, Source, sources};
use crate::writing::{self, Kind};
use crate::{
    edifact, edifact_desadv, edifact_orders, edifact_ordrsp, edifact_recadv, x12_850, x12_855,
    x12_856, x12_861,
};

/// A message of both standards that says a `T`.
struct Pair<T> {
    x12: Kind,
    read_x12: fn(Source) -> Said<T>,
    write_x12: fn(&T) -> writing::Body,
    edifact: &'static str,
    read_edifact: fn(Source) -> Said<T>,
    write_edifact: fn(&T, &str) -> edifact::Body,
}

const ORDER: Pair<Order> = Pair {
    x12: x12_850::KIND,
    read_x12: x12_850::read,
    write_x12: x12_850::segments,
    edifact: edifact_orders::KIND,
    read_edifact: edifact_orders::read,
    write_edifact: edifact_orders::segments,
};

const RESPONSE: Pair<Order> = Pair {
    x12: x12_855::KIND,
    read_x12: x12_855::read,
    write_x12: x12_855::segments,
    edifact: edifact_ordrsp::KIND,
    read_edifact: edifact_ordrsp::read,
    write_edifact: edifact_ordrsp::segments,
};

const SHIPMENT: Pair<Shipment> = Pair {
    x12: x12_856::KIND,
    read_x12: x12_856::read,
    write_x12: x12_856::segments,
    edifact: edifact_desadv::KIND,
    read_edifact: edifact_desadv::read,
    write_edifact: edifact_desadv::segments,
};

const RECEIPT: Pair<Receipt> = Pair {
    x12: x12_861::KIND,
    read_x12: x12_861::read,
    write_x12: x12_861::segments,
    edifact: edifact_recadv::KIND,
    read_edifact: edifact_recadv::read,
    write_edifact: edifact_recadv::segments,
};

const X12_VERSIONS: [&str; 2] = ["004010", "005010"];
const DIRECTORIES: [&str; 2] = ["96A", "01B"];

impl<T> Pair<T> {
    fn to_x12(&self, content: &T, version: &str) -> Vec<u8> {
        let party = |id: &str| edi::Party {
            qualifier: "ZZ".to_owned(),
            id: id.to_owned(),
        };
        let old = version == "004010";
        let delimiters = edi::Delimiters {
            repetition: (!old).then_some(b'^'),
            ..edi::Delimiters::default()
        };
        let mut writer = edi::Writer::new(edi::Envelope {
            sender: party("WOMART"),
            receiver: party("ANAN"),
            date: "260303".to_owned(),
            time: "2105".to_owned(),
            version: if old { "00401" } else { "00501" }.to_owned(),
            control_number: 7,
            acknowledgement_requested: false,
            usage: 'P',
            delimiters,
        });
        writer.group(&edi::GroupEnvelope {
            functional_id: self.x12.group.to_owned(),
            sender: "WOMART".to_owned(),
            receiver: "ANAN".to_owned(),
            date: "20260303".to_owned(),
            time: "2105".to_owned(),
            control_number: 7,
            version: version.to_owned(),
        });
        writer.message(self.x12.message, "0001");
        let version = if old {
            X12Version::V4010
        } else {
            X12Version::V5010
        };
        (self.write_x12)(content).write(&mut writer, self.x12, version);
        writer.finish().unwrap()
    }

    fn to_edifact(&self, content: &T, release: &str) -> Vec<u8> {
        let party = |id: &str| edi::Party {
            qualifier: "14".to_owned(),
            id: id.to_owned(),
        };
        let mut writer = edi::EdifactWriter::new(edi::EdifactEnvelope {
            sender: party("5412345000020"),
            receiver: party("5412345000013"),
            date: "20260303".to_owned(),
            time: "2105".to_owned(),
            reference: "42".to_owned(),
            // UTF-8 from version 4 on; the corpus holds letters of many alphabets.
            syntax: "UNOY".to_owned(),
            syntax_version: 4,
            acknowledgement_requested: false,
            test: false,
            delimiters: edi::Delimiters::edifact(),
            declares_delimiters: true,
        });
        writer.message(
            "1",
            &edi::EdifactMessageType {
                kind: self.edifact.to_owned(),
                version: "D".to_owned(),
                release: release.to_owned(),
                agency: "UN".to_owned(),
                association: "EAN008".to_owned(),
            },
        );
        (self.write_edifact)(content, release).write(&mut writer);
        writer.finish().unwrap()
    }

    fn read_of_x12(&self, bytes: &[u8]) -> Said<T> {
        first(bytes, self.read_x12)
    }

    fn read_of_edifact(&self, bytes: &[u8]) -> Said<T> {
        first(bytes, self.read_edifact)
    }
}

fn first<T>(bytes: &[u8], read: fn(Source) -> Said<T>) -> Said<T> {
    let file = edi::read(bytes);
    let source = sources(&file).next().expect("the file holds a message");
    read(source)
}

/// The syntax and schema check of what is written must have nothing to say, but that a code is
/// unusual: X12 lists only those of its codes that are.
fn assert_accepted(bytes: &[u8]) {
    let report = edi::check(&edi::read(bytes), &crate::schemas().unwrap());
    let usual = |finding: &&edi::Finding| finding.code != edi::Code::ElementCodeUnusual;
    let findings: Vec<_> = report.findings.iter().filter(usual).collect();
    let text = String::from_utf8_lossy(bytes);
    assert!(findings.is_empty(), "{text}\n{findings:#?}");
}

/// Returns the segments of a message, one on a line, without the envelopes.
fn body(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text
        .split(['~', '\'', '\n'])
        .map(str::trim)
        .filter(|line| line.len() > 3)
        .filter(|line| {
            let envelopes = [
                "ISA", "GS*", "ST*", "SE*", "GE*", "IEA", "UNA", "UNB", "UNH", "UNT", "UNZ",
            ];
            !envelopes.iter().any(|id| line.starts_with(id))
        })
        .collect();
    lines.join("\n")
}
