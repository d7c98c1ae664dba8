//! What holds for all inputs.

use edi::{Delimiters, Error, GroupEnvelope, Verdict, Writer, acknowledge, check, read, ta1};
use proptest::prelude::*;

use crate::sample::{GOOD, envelope, schemas};

/// Reads bytes all the way and checks that every place lies inside them.
fn go_through(bytes: &[u8]) {
    let file = read(bytes);
    let report = check(&file, &schemas());
    for finding in &report.findings {
        assert!(
            finding.place.offset + finding.place.length <= bytes.len(),
            "{finding:?}"
        );
    }
    for (i, interchange) in file.interchanges.iter().enumerate() {
        assert!(interchange.span.end() <= bytes.len());
        for message in interchange.groups.iter().flat_map(|g| &g.messages) {
            assert!(message.span.end() <= interchange.span.end());
            for segment in file.segments(message) {
                assert!(segment.span().end() <= message.span.end());
                for n in 0..segment.len() + 2 {
                    assert!(segment.element_span(n).end() <= segment.span().end());
                    let _ = (segment.element(n), segment.component(n, 2), segment.text(n));
                }
            }
        }
        let answers = [
            acknowledge(&file, i, &report, &settings("00401", "004010")).unwrap(),
            acknowledge(&file, i, &report, &settings("00501", "005010")).unwrap(),
            ta1(&file, i, &report, &envelope()).unwrap(),
        ];
        for text in answers.into_iter().flatten() {
            let answer = check(&read(&text), &schemas());
            // A group's number is repeated even where it is none.
            let repeated = |f: &edi::Finding| f.place.segment_id.as_deref() == Some("AK1");
            let wrong = answer.findings.iter().find(|f| !repeated(f));
            assert_eq!(wrong, None, "{}", String::from_utf8_lossy(&text));
        }
    }
}

/// Returns the settings of a 997 in 004010, or of a 999.
fn settings(envelope_version: &str, version: &str) -> edi::AcknowledgeSettings {
    edi::AcknowledgeSettings {
        envelope: edi::Envelope {
            version: envelope_version.to_owned(),
            ..envelope()
        },
        group_sender: "ANAN".to_owned(),
        group_receiver: "WOMART".to_owned(),
        group_date: "20240401".to_owned(),
        group_time: "0605".to_owned(),
        group_control_number: 1,
        first_message_control_number: 1,
        version: version.to_owned(),
        kind: match version {
            "005010" => edi::AcknowledgementKind::Implementation999,
            _ => edi::AcknowledgementKind::Functional997,
        },
    }
}

/// What may happen to an interchange on its way.
fn mutant() -> impl Strategy<Value = Vec<u8>> {
    let edit = (
        0..GOOD.len(),
        0..40_usize,
        prop::collection::vec(any::<u8>(), 0..20),
    );
    (prop::collection::vec(edit, 0..6), 1..3_usize).prop_map(|(edits, copies)| {
        let mut bytes = GOOD.repeat(copies).into_bytes();
        for (at, length, new) in edits {
            let at = at.min(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, new);
        }
        bytes
    })
}

fn value() -> impl Strategy<Value = String> {
    "[A-Za-z0-9 .,:;()/&é零-]{0,12}".prop_map(|s| s.trim_end().to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        go_through(&bytes);
    }

    #[test]
    fn any_mutant_is_read(bytes in mutant()) {
        go_through(&bytes);
    }

    #[test]
    fn any_cut_is_rejected(at in 1..GOOD.len() - 1) {
        let file = read(&GOOD.as_bytes()[..at]);
        prop_assert_eq!(check(&file, &schemas()).syntax, Verdict::Rejected);
    }

    #[test]
    fn what_is_written_is_read(
        segments in prop::collection::vec(
            ("[A-Z][A-Z0-9]{1,2}", prop::collection::vec(value(), 0..6)),
            0..20,
        ),
        messages in 1..4_usize,
    ) {
        let reserved = ["ISA", "IEA", "GS", "GE", "ST", "SE", "BIN", "BDS"];
        let segments: Vec<_> = segments
            .into_iter()
            .filter(|(id, _)| !reserved.contains(&id.as_str()))
            .map(|(id, mut elements)| {
                while elements.last().is_some_and(String::is_empty) {
                    elements.pop();
                }
                (id, elements)
            })
            .collect();
        let mut writer = Writer::new(envelope());
        writer.group(&group());
        for m in 0..messages {
            writer.message("852", &format!("{:04}", m + 1));
            for (id, elements) in &segments {
                let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
                writer.segment(id, &elements);
            }
        }
        let bytes = writer.finish().unwrap();
        let file = read(&bytes);
        prop_assert!(file.findings.is_empty(), "{:?}", file.findings);
        let read_messages = &file.interchanges[0].groups[0].messages;
        prop_assert_eq!(read_messages.len(), messages);
        for message in read_messages {
            let found: Vec<_> = file
                .segments(message)
                .filter(|s| !["ST", "SE"].contains(&s.id()))
                .map(|s| {
                    let elements = (1..=s.len()).map(|n| s.element(n).to_owned()).collect();
                    (s.id().to_owned(), elements)
                })
                .collect::<Vec<(String, Vec<String>)>>();
            prop_assert_eq!(&found, &segments);
        }
    }
}

fn group() -> GroupEnvelope {
    GroupEnvelope {
        functional_id: "PD".to_owned(),
        sender: "ANAN".to_owned(),
        receiver: "WOMART".to_owned(),
        date: "20240401".to_owned(),
        time: "0605".to_owned(),
        control_number: 9,
        version: "004010".to_owned(),
    }
}

#[test]
fn the_writer_refuses_what_would_not_be_read_back() {
    let write = |id: &str, elements: &[&str]| {
        let mut writer = Writer::new(envelope());
        writer
            .group(&group())
            .message("852", "0001")
            .segment(id, elements);
        writer.finish()
    };
    assert!(matches!(
        write("N1", &["RL", "A*B"]),
        Err(Error::Delimiter { element: 2, .. })
    ));
    assert!(matches!(
        write("N1", &["RL", "A~B"]),
        Err(Error::Delimiter { .. })
    ));
    assert!(matches!(
        write("N1", &["RL", "A>B"]),
        Err(Error::Delimiter { .. })
    ));
    // Before version 00402 there is no repetition separator, and ^ is data.
    assert!(write("N1", &["RL", "A^B"]).is_ok());
    assert!(matches!(
        write("N1", &["RL", "A\nB"]),
        Err(Error::Control { .. })
    ));
    assert!(matches!(write("n1", &["RL"]), Err(Error::SegmentName(_))));
    let mut writer = Writer::new(envelope());
    writer.segment("N1", &["RL"]);
    assert!(matches!(
        writer.finish(),
        Err(Error::Outside {
            outer: "message",
            ..
        })
    ));
    let mut writer = Writer::new(envelope());
    writer.message("852", "0001");
    assert!(matches!(
        writer.finish(),
        Err(Error::Outside { outer: "group", .. })
    ));
    let mut long = envelope();
    long.receiver.id = "A NAME OF SIXTEEN".to_owned();
    assert!(matches!(
        Writer::new(long).finish(),
        Err(Error::Length { field: "ISA08", .. })
    ));
    let mut alike = envelope();
    alike.delimiters = Delimiters {
        component: b'*',
        ..Delimiters::default()
    };
    assert!(matches!(
        Writer::new(alike).finish(),
        Err(Error::Delimiters(_))
    ));
}
