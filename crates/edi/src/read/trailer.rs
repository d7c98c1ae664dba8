use super::open::Queue;
use crate::code::Code;
use crate::place::Place;
use crate::segment::Segment;

/// What a trailer repeats of its header and counts, and how its faults are told.
pub(super) struct Trailer {
    /// The trailer, and where the header has its control number.
    pub(super) id: &'static str,
    pub(super) header: &'static str,
    /// What is counted, and in what.
    pub(super) counts: &'static str,
    pub(super) whole: &'static str,
    pub(super) count: Code,
    pub(super) number: Code,
}

impl Trailer {
    /// Compares a trailer's count and, where there is a header, its control number.
    pub(super) fn compare(
        &self,
        queue: &mut Queue,
        segment: &Segment<'_>,
        place: impl Fn() -> Place,
        counted: u64,
        expected: Option<&str>,
    ) {
        let id = self.id;
        if number(segment.element(1)) != Some(counted) {
            let said = shown(segment.element(1));
            let (counts, whole) = (self.counts, self.whole);
            let cause = format!("{id}01 says {said} {counts}, the {whole} has {counted}");
            queue.say_of(segment, self.count, place().element(segment, 1), &cause);
        }
        let different = expected.filter(|expected| segment.text(2).trim() != *expected);
        if let Some(expected) = different {
            let said = shown(segment.element(2));
            let cause = format!("{id}02 is {said}, {} is {expected:?}", self.header);
            queue.say_of(segment, self.number, place().element(segment, 2), &cause);
        }
    }
}

/// Returns a value for a sentence; a long one would drown it.
pub(super) fn shown(value: &str) -> String {
    match value.chars().nth(20) {
        None if value.is_empty() => "nothing".to_owned(),
        None => format!("{value:?}"),
        Some(_) => format!("{:?}…", value.chars().take(20).collect::<String>()),
    }
}

pub(super) fn number(text: &str) -> Option<u64> {
    let digits = text.trim();
    // A number parses with a sign before it, which a count has not.
    let unsigned = digits.bytes().all(|b| b.is_ascii_digit());
    unsigned.then(|| digits.parse().ok())?
}
