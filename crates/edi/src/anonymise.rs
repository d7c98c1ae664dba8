mod replace;
mod rules;

use crate::file::{File, Standard};
use crate::segment::{Element, Segment};
use replace::replaced;
use rules::{Meaning, Which};

/// Replaces names, addresses, ids, references, item numbers and free text; the same text of the
/// same meaning becomes the same in every file with this seed, and different ones stay different.
///
/// Lengths, kinds of characters and check digits are kept, as are quantities, dates, prices and
/// codes, so that the file is as good or bad as it was. This hides who and what a file is about
/// from readers; it is no encryption, and figures may still give away what names do not.
pub fn anonymise(file: &File<'_>, seed: u64) -> Vec<u8> {
    let mut out = file.bytes.to_vec();
    for interchange in &file.interchanges {
        for segment in file.interchange_segments(interchange) {
            for (meaning, which) in rules::of(segment.id(), interchange.standard) {
                replace(
                    &segment,
                    interchange.standard,
                    meaning,
                    which,
                    seed,
                    &mut out,
                );
            }
        }
    }
    out
}

fn replace(
    segment: &Segment<'_>,
    standard: Standard,
    meaning: Meaning,
    which: Which,
    seed: u64,
    out: &mut [u8],
) {
    let d = segment.delimiters();
    let elements = segment.elements().enumerate().skip(1);
    for (n, element) in elements.filter(|(n, _)| which.element(*n)) {
        // Most elements of X12 hold data in one piece, whatever bytes are in it.
        if segment.id() == "ISA" || standard != Standard::Edifact {
            put(element, meaning, seed, out);
            continue;
        }
        let repetition = d.repetition.unwrap_or(d.terminator);
        for part in element.split(repetition) {
            let components = (1..).zip(part.split(d.component));
            for (_, component) in components.filter(|(c, _)| which.component(n, *c)) {
                put(component, meaning, seed, out);
            }
        }
    }
}

fn put(part: Element<'_>, meaning: Meaning, seed: u64, out: &mut [u8]) {
    let from = part.span().offset;
    let value = part.bytes().trim_ascii_end();
    let new = replaced(value, meaning as u64, seed);
    if let Some(slot) = out.get_mut(from..from + value.len())
        && new.len() == value.len()
    {
        slot.copy_from_slice(&new);
    }
}
