//! A file in pieces says what it says in one piece.

use edi::{Checker, Event, Reader, Report, Schemas, check, read};

use crate::corpus::all;
use crate::dice::{Dice, long};
use crate::sample::{GOOD, schemas};

/// Files up to here are split at every byte.
const SHORT: usize = 2048;

/// Returns the report of a file that comes in pieces which end at these places.
pub(crate) fn report_of(bytes: &[u8], cuts: &[usize], schemas: &Schemas) -> Report {
    let mut checker = Checker::new(schemas);
    pieces(bytes, cuts).for_each(|piece| checker.push(piece));
    checker.finish()
}

/// Returns what the reader tells of a file in pieces, in words.
pub(crate) fn events_of(bytes: &[u8], cuts: &[usize]) -> Vec<String> {
    let mut reader = Reader::new();
    let mut told = Vec::new();
    for piece in pieces(bytes, cuts) {
        reader.push(piece, |event| told.push(in_words(&event)));
    }
    let standard = reader.finish(|event| told.push(in_words(&event)));
    told.push(format!("{standard:?}"));
    told
}

fn pieces<'b>(bytes: &'b [u8], cuts: &[usize]) -> impl Iterator<Item = &'b [u8]> {
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([bytes.len()]);
    starts.zip(ends).map(|(start, end)| &bytes[start..end])
}

/// Where a segment's delimiters are counted from depends on the pieces; all else does not.
fn in_words(event: &Event<'_>) -> String {
    let Event::Segment(segment) = event else {
        return format!("{event:?}");
    };
    let parts = |part: edi::Element<'_>| -> Vec<String> {
        let components = part.split(segment.delimiters().component);
        components
            .map(|c| format!("{:?} {}", c.span(), c.bytes().escape_ascii()))
            .collect()
    };
    let elements: Vec<_> = segment.elements().map(parts).collect();
    let (ordinal, span) = (segment.ordinal(), segment.span());
    format!("{ordinal} {span:?} {:?} {elements:?}", segment.delimiters())
}

/// Returns ascending places to cut at, a few bytes to a few hundred apart.
pub(crate) fn cuts(dice: &mut Dice, length: usize) -> Vec<usize> {
    let most = *dice.pick(&[3, 20, 200, 2000]);
    let mut cuts = Vec::new();
    let mut at = dice.below(most + 1);
    while at <= length {
        cuts.push(at);
        at += dice.below(most + 1).max(usize::from(dice.below(4) > 0));
    }
    cuts
}

/// In short, texts are split at every so many bytes only, each text at others.
fn stride(index: usize) -> (usize, usize) {
    match long() {
        true => (0, 1),
        false => (index % 29, 29),
    }
}

#[test]
fn a_report_does_not_depend_on_pieces() {
    let schemas = schemas();
    let mut dice = Dice::new(1);
    for (index, (name, bytes)) in all().iter().enumerate() {
        let whole = check(&read(bytes), &schemas);
        let same = |cuts: &[usize]| {
            let report = report_of(bytes, cuts, &schemas);
            assert!(report == whole, "{name}: {cuts:?}\n{report:#?}\n{whole:#?}");
        };
        same(&[]);
        same(&(1..bytes.len()).collect::<Vec<_>>());
        if bytes.len() < SHORT {
            let (first, step) = stride(index);
            (first..=bytes.len())
                .step_by(step)
                .for_each(|at| same(&[at]));
        }
        for _ in 0..if long() { 100 } else { 3 } {
            same(&cuts(&mut dice, bytes.len()));
        }
    }
}

#[test]
fn events_do_not_depend_on_pieces() {
    let mut dice = Dice::new(2);
    for (index, (name, bytes)) in all().iter().enumerate() {
        let whole = events_of(bytes, &[]);
        let same = |cuts: &[usize]| {
            let events = events_of(bytes, cuts);
            let first = events.iter().zip(&whole).find(|(a, b)| a != b);
            assert!(events == whole, "{name}: {cuts:?}: {first:?}");
        };
        if bytes.len() < 40_000 {
            same(&(1..bytes.len()).collect::<Vec<_>>());
        }
        if bytes.len() < SHORT {
            let (first, step) = stride(index);
            (first..=bytes.len())
                .step_by(step)
                .for_each(|at| same(&[at]));
        }
        for _ in 0..if long() { 30 } else { 2 } {
            same(&cuts(&mut dice, bytes.len()));
        }
    }
}

/// What is longer than what the reader keeps in mind is told of alike, too.
#[test]
fn what_is_long_does_not_depend_on_pieces() {
    let schemas = schemas();
    let most = 1 << 20;
    let unb = "UNB+UNOC:3+A+B+240401:0600+7'";
    let lengths = [most - 2, most - 1, most, most + 1, most + 2, 3 * most];
    let mut texts = vec![
        format!("UNA:+.? '{}{unb}UNZ+0+7'", " ".repeat(500)),
        format!("UNA:+.? '{}{unb}UNZ+0+7'", "\n".repeat(2000)),
        format!("{GOOD}{}{GOOD}", " ".repeat(70_000)),
    ];
    for length in lengths {
        let long = "A".repeat(length);
        texts.extend([
            GOOD.replace("CTT*1~", &format!("N9*IA*{long}~CTT*1~")),
            GOOD.replace("CTT*1~", &format!("BIN*{length}*{long}~CTT*1~")),
            GOOD.replace("CTT*1~", &format!("BIN*3*ABC{long}~CTT*1~")),
            GOOD.replace("CTT*1~", &format!("{}CTT*1~", "\0".repeat(length))),
            GOOD.replace("IEA*1", &long),
            format!("{long}{GOOD}"),
            format!("{unb}UNH+1+{long}"),
            format!("{unb}{}{unb}", "\0".repeat(length)),
        ]);
    }
    for (index, text) in texts.iter().enumerate() {
        let bytes = text.as_bytes();
        let whole = check(&read(bytes), &schemas);
        for size in [1 << 16, 300_000] {
            let cuts: Vec<usize> = (1..)
                .map(|n| n * size)
                .take_while(|at| *at < bytes.len())
                .collect();
            let report = report_of(bytes, &cuts, &schemas);
            assert!(
                report == whole,
                "text {index}, {size}: {report:#?}\n{whole:#?}"
            );
        }
    }
}
