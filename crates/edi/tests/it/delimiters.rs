//! Delimiters that partners may choose: what the writers take, the reader reads back.

use std::collections::BTreeSet;

use edi::{
    Delimiters, EdifactEnvelope, EdifactMessageType, EdifactWriter, Envelope, Error, GroupEnvelope,
    Party, Writer, read,
};
use proptest::prelude::*;

fn roles(d: &Delimiters) -> [Option<u8>; 5] {
    let [element, component, terminator] = [d.element, d.component, d.terminator].map(Some);
    [element, component, terminator, d.repetition, d.release]
}

/// Puts other delimiters into a text written with the usual ones.
fn with(text: &str, usual: &Delimiters, chosen: &Delimiters) -> Vec<u8> {
    let pairs = roles(usual).into_iter().zip(roles(chosen));
    let pairs: Vec<(u8, u8)> = pairs.filter_map(|(from, to)| from.zip(to)).collect();
    let other = |b: u8| pairs.iter().find(|(from, _)| *from == b).map(|(_, to)| *to);
    text.bytes().map(|b| other(b).unwrap_or(b)).collect()
}

/// Returns what the reader makes of a file: its delimiters, and of each segment of its message all
/// elements, repetitions and components; `None` when anything is wrong with it.
fn told(bytes: &[u8]) -> Option<(Delimiters, Vec<String>)> {
    let file = read(bytes);
    let ([interchange], true) = (&*file.interchanges, file.findings.is_empty()) else {
        return None;
    };
    let [group] = &*interchange.groups else {
        return None;
    };
    let [message] = &*group.messages else {
        return None;
    };
    let d = interchange.delimiters;
    let segments = file.segments(message).map(|segment| {
        let elements = segment.elements().map(|element| {
            let repetitions = match d.repetition {
                Some(repetition) => element.split(repetition).collect(),
                None => vec![element],
            };
            let repetitions = repetitions.into_iter().map(|repetition| {
                let parts = repetition.split(d.component);
                parts
                    .map(|p| String::from_utf8_lossy(p.bytes()).into_owned())
                    .collect::<Vec<_>>()
            });
            repetitions.collect::<Vec<_>>()
        });
        format!("{:?}", elements.collect::<Vec<_>>())
    });
    Some((d, segments.collect()))
}

const X12: &str = "ISA*00*          *00*          *ZZ*ANAN           *ZZ*WOMART         *240401*0605*^\
    *00501*000000042*0*P*>~GS*PD*ANAN*WOMART*20240401*0605*9*X*005010~ST*852*0001~\
    AAA*1>2**>>3*4~BBB~SE*4*0001~GE*1*9~IEA*1*000000042~";

const EDIFACT: &str = "UNA:+.?*'UNB+UNOC:4+ANAN:14+WOMART:14+20240401:0605+42'\
    UNH+1+ORDERS:D:96A:UN'AAA+1:2+*:3+4*5'BBB'UNT+4+1'UNZ+1+42'";

pub(crate) fn usual_edifact() -> Delimiters {
    Delimiters {
        repetition: Some(b'*'),
        ..Delimiters::edifact()
    }
}

fn party(qualifier: &str, id: &str) -> Party {
    Party {
        qualifier: qualifier.to_owned(),
        id: id.to_owned(),
    }
}

/// Returns a writer that has written what precedes the data of [`X12`].
pub(crate) fn x12(delimiters: Delimiters) -> Writer {
    let mut writer = Writer::new(Envelope {
        sender: party("ZZ", "ANAN"),
        receiver: party("ZZ", "WOMART"),
        date: "240401".to_owned(),
        time: "0605".to_owned(),
        version: "00501".to_owned(),
        control_number: 42,
        acknowledgement_requested: false,
        usage: 'P',
        delimiters,
    });
    writer.group(&GroupEnvelope {
        functional_id: "PD".to_owned(),
        sender: "ANAN".to_owned(),
        receiver: "WOMART".to_owned(),
        date: "20240401".to_owned(),
        time: "0605".to_owned(),
        control_number: 9,
        version: "005010".to_owned(),
    });
    writer.message("852", "0001");
    writer
}

/// Returns a writer that has written what precedes the data of [`EDIFACT`].
pub(crate) fn edifact(syntax: &str, delimiters: Delimiters) -> EdifactWriter {
    let mut writer = EdifactWriter::new(EdifactEnvelope {
        syntax: syntax.to_owned(),
        syntax_version: 4,
        sender: party("14", "ANAN"),
        receiver: party("14", "WOMART"),
        date: "20240401".to_owned(),
        time: "0605".to_owned(),
        reference: "42".to_owned(),
        acknowledgement_requested: false,
        test: false,
        delimiters,
        declares_delimiters: true,
    });
    let orders = EdifactMessageType {
        kind: "ORDERS".to_owned(),
        version: "D".to_owned(),
        release: "96A".to_owned(),
        agency: "UN".to_owned(),
        association: String::new(),
    };
    writer.message("1", &orders);
    writer
}

/// Returns every choice of two delimiters among punctuation, control characters and some bytes that
/// data needs, the others as usual.
fn choices(usual: Delimiters) -> impl Iterator<Item = Delimiters> {
    let bytes = || (0..=u8::MAX).filter(|b| may_separate(*b) || b" 0Az\x80\xE9\xFF".contains(b));
    let set = |d: Delimiters, role: usize, byte: u8| match role {
        0 => Delimiters { element: byte, ..d },
        1 => Delimiters {
            component: byte,
            ..d
        },
        2 => Delimiters {
            terminator: byte,
            ..d
        },
        3 => Delimiters {
            repetition: Some(byte),
            ..d
        },
        _ => Delimiters {
            release: Some(byte),
            ..d
        },
    };
    let roles = if usual.release.is_some() { 5 } else { 4 };
    let pairs = (0..roles).flat_map(|a| (0..a).map(move |b| (a, b)));
    pairs.flat_map(move |(a, b)| {
        bytes().flat_map(move |x| bytes().map(move |y| set(set(usual, a, x), b, y)))
    })
}

/// Tells whether a byte is one that data can do without.
fn may_separate(byte: u8) -> bool {
    byte.is_ascii_punctuation() || byte.is_ascii_control()
}

/// What the writer takes is read back, and what it refuses is not, or takes a byte from data, or
/// gives one byte two meanings.
fn is_exact(usual: Delimiters, text: &str, write: impl Fn(Delimiters) -> Result<Vec<u8>, Error>) {
    let (read, expected) = told(text.as_bytes()).unwrap();
    assert_eq!(read, usual);
    for chosen in choices(usual) {
        let bytes = with(text, &usual, &chosen);
        let is_read = told(&bytes) == Some((chosen, expected.clone()));
        match write(chosen) {
            Ok(written) => assert!(written == bytes && is_read, "{chosen:?}"),
            Err(error) => {
                let refused = matches!(error, Error::Delimiters(_) | Error::LineEnd(_));
                let roles = roles(&chosen).into_iter().flatten();
                let differ = roles.clone().collect::<BTreeSet<_>>().len() == roles.clone().count();
                let all_separate = differ && roles.clone().all(may_separate);
                assert!(refused && !(is_read && all_separate), "{chosen:?}: {error}");
            }
        }
    }
}

#[test]
fn the_writer_of_x12_refuses_what_the_reader_does_not_read() {
    is_exact(Delimiters::default(), X12, |delimiters| {
        let mut writer = x12(delimiters);
        writer
            .composites("AAA", &[&["1", "2"], &[], &["", "", "3"], &["4"]])
            .segment("BBB", &[]);
        writer.finish()
    });
}

#[test]
fn the_writer_of_edifact_refuses_what_the_reader_does_not_read() {
    is_exact(usual_edifact(), EDIFACT, |delimiters| {
        let mut writer = edifact("UNOC", delimiters);
        let elements: [&[&[&str]]; 3] = [&[&["1", "2"]], &[&[], &["", "3"]], &[&["4"], &["5"]]];
        writer.repetitions("AAA", &elements).segment("BBB", &[]);
        writer.finish()
    });
}

#[test]
fn a_line_may_end_segments_and_nothing_else() {
    let refused = |change: fn(&mut Delimiters)| {
        let mut delimiters = Delimiters::default();
        change(&mut delimiters);
        x12(delimiters).finish().err().map(|e| e.to_string())
    };
    let error = |role: &str| {
        Some(format!(
            "the {role} separator is a line end, which may only end segments"
        ))
    };
    assert_eq!(refused(|d| d.element = b'\n'), error("element"));
    assert_eq!(refused(|d| d.component = b'\r'), error("component"));
    assert_eq!(refused(|d| d.repetition = Some(b'\n')), error("repetition"));
    assert_eq!(refused(|d| d.terminator = b'\n'), None);
    assert_eq!(refused(|d| d.terminator = b'\r'), None);
}

fn any_delimiters() -> impl Strategy<Value = [u8; 5]> {
    let separating: Vec<u8> = (0..=u8::MAX).filter(|b| may_separate(*b)).collect();
    prop_oneof![
        1 => any::<[u8; 5]>(),
        // Without choosing twice: equal ones are refused.
        4 => prop::sample::subsequence(separating, 5)
            .prop_shuffle()
            .prop_map(|chosen| chosen.try_into().unwrap()),
    ]
}

type Segment = Vec<Vec<String>>;

/// Leaves out what is empty at the end.
fn trimmed<T>(mut list: Vec<T>, is_empty: fn(&T) -> bool) -> Vec<T> {
    while list.last().is_some_and(is_empty) {
        list.pop();
    }
    list
}

/// Returns the components of each AAA of a file without findings, what is empty at the end left
/// out.
fn components(bytes: &[u8]) -> Vec<Segment> {
    let file = read(bytes);
    assert!(file.findings.is_empty(), "{:?}", file.findings);
    let segments = file.segments(&file.interchanges[0].groups[0].messages[0]);
    let of = |segment: edi::Segment<'_>| {
        let component = segment.delimiters().component;
        let elements = (1..).zip(segment.elements().skip(1)).map(|(n, element)| {
            let count = element.split(component).count();
            let parts = (1..=count).map(|c| segment.component_text(n, c).into_owned());
            trimmed(parts.collect(), String::is_empty)
        });
        trimmed(elements.collect(), Vec::is_empty)
    };
    segments.filter(|s| s.id() == "AAA").map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_with_any_delimiters_is_read(
        chosen in any_delimiters(),
        releases in any::<bool>(),
        values in prop::collection::vec(
            prop::collection::vec(prop::collection::vec("[ -~]{0,9}", 0..4), 0..5),
            0..8,
        ),
    ) {
        let [element, component, terminator, repetition, release] = chosen;
        let delimiters = Delimiters {
            element,
            component,
            terminator,
            repetition: Some(repetition),
            release: releases.then_some(release),
        };
        let expected: Vec<Segment> = values
            .into_iter()
            .map(|elements| {
                let elements = elements.into_iter().map(|e| trimmed(e, String::is_empty));
                trimmed(elements.collect(), Vec::is_empty)
            })
            .collect();
        let (mut x12, mut edifact) = (x12(delimiters), edifact("UNOC", delimiters));
        for segment in &expected {
            let elements: Vec<Vec<&str>> =
                segment.iter().map(|e| e.iter().map(String::as_str).collect()).collect();
            let elements: Vec<&[&str]> = elements.iter().map(Vec::as_slice).collect();
            x12.composites("AAA", &elements);
            edifact.composites("AAA", &elements);
        }
        for written in [x12.finish(), edifact.finish()] {
            match written {
                Ok(bytes) => prop_assert_eq!(components(&bytes), expected.clone()),
                Err(Error::Delimiters(_) | Error::LineEnd(_) | Error::Delimiter { .. }) => {}
                Err(other) => prop_assert!(false, "{}", other),
            }
        }
    }
}
