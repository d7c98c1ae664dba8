//! What the writer takes is read back as it was given.
#![no_main]

use arbitrary::Arbitrary;
use edi::{Delimiters, Envelope, GroupEnvelope, Party, Writer, read};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    later: bool,
    control_number: u32,
    delimiters: Option<[u8; 4]>,
    segments: Vec<(&'a str, Vec<&'a str>)>,
}

/// Segments of the envelope, and those whose data is told by its length.
const RESERVED: [&str; 8] = ["ISA", "IEA", "GS", "GE", "ST", "SE", "BIN", "BDS"];

fn party(id: &str) -> Party {
    Party {
        qualifier: "ZZ".to_owned(),
        id: id.to_owned(),
    }
}

fn envelope(input: &Input<'_>) -> Envelope {
    let mut delimiters = Delimiters::default();
    if let Some([element, component, repetition, terminator]) = input.delimiters {
        delimiters = Delimiters {
            element,
            component,
            repetition: Some(repetition),
            terminator,
            release: None,
        };
    }
    Envelope {
        sender: party("WOMART"),
        receiver: party("ANAN"),
        date: "240401".to_owned(),
        time: "0600".to_owned(),
        version: if input.later { "00501" } else { "00401" }.to_owned(),
        control_number: u64::from(input.control_number % 1_000_000_000),
        acknowledgement_requested: false,
        usage: 'P',
        delimiters,
    }
}

fn group(input: &Input<'_>) -> GroupEnvelope {
    GroupEnvelope {
        functional_id: "PD".to_owned(),
        sender: "WOMART".to_owned(),
        receiver: "ANAN".to_owned(),
        date: "20240401".to_owned(),
        time: "0600".to_owned(),
        control_number: 1,
        version: if input.later { "005010" } else { "004010" }.to_owned(),
    }
}

fuzz_target!(|input: Input<'_>| {
    if input.segments.iter().any(|(id, _)| RESERVED.contains(id)) {
        return;
    }
    let mut writer = Writer::new(envelope(&input));
    writer.group(&group(&input)).message("852", "0001");
    for (id, elements) in &input.segments {
        writer.segment(id, elements);
    }
    let Ok(bytes) = writer.finish() else {
        return;
    };
    let shown = String::from_utf8_lossy(&bytes);
    let file = read(&bytes);
    assert!(file.findings.is_empty(), "{:?} {shown:?}", file.findings);
    let message = &file.interchanges[0].groups[0].messages[0];
    let read: Vec<_> = file.segments(message).collect();
    assert_eq!(read.len(), input.segments.len() + 2, "{shown:?}");
    for (segment, (id, elements)) in read[1..].iter().zip(&input.segments) {
        assert_eq!(segment.id(), *id);
        let used = elements
            .iter()
            .rposition(|e| !e.is_empty())
            .map_or(0, |n| n + 1);
        let found: Vec<&str> = (1..=segment.len()).map(|n| segment.element(n)).collect();
        assert_eq!(found, elements[..used], "{shown:?}");
    }
});
