//! The reader tells the same of a file in pieces as of a file in one.
#![no_main]

use edi::{Event, Reader};
use libfuzzer_sys::fuzz_target;

fn told(pieces: &[&[u8]]) -> Vec<String> {
    let mut told = Vec::new();
    let mut reader = Reader::new();
    for piece in pieces {
        reader.push(piece, |event| told.push(in_words(&event)));
    }
    let standard = reader.finish(|event| told.push(in_words(&event)));
    told.push(format!("{standard:?}"));
    told
}

/// Where a segment's delimiters are counted from depends on the pieces.
fn in_words(event: &Event<'_>) -> String {
    let Event::Segment(segment) = event else {
        return format!("{event:?}");
    };
    let elements: Vec<_> = segment.elements().map(|e| (e.span(), e.bytes())).collect();
    format!("{} {elements:?}", segment.ordinal())
}

fuzz_target!(|input: (u16, &[u8])| {
    let (at, bytes) = input;
    let whole = told(&[bytes]);
    let (head, tail) = bytes.split_at(usize::from(at).min(bytes.len()));
    assert_eq!(told(&[head, tail]), whole);
    let size = usize::from(at % 61) + 1;
    assert_eq!(told(&bytes.chunks(size).collect::<Vec<_>>()), whole);
});
