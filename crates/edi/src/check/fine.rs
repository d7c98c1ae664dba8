use std::slice::Iter;

use super::word::{all_digits, eight, lowest, not_digits};
use crate::schema::{Leaf, Look, SegmentSchema, bit};
use crate::segment::Segment;
use crate::token::Delimiters;

/// Tells whether nothing is wrong with a segment's elements, as far as that can be told at a
/// glance; most segments are fine, and others are looked at again in full.
#[inline(always)]
pub(super) fn is_fine(segment: &Segment<'_>, schema: &SegmentSchema) -> bool {
    if schema.leaves.is_empty() {
        return true;
    }
    // The name comes first.
    let Some((first, marks)) = segment.marks.split_first() else {
        return schema.are_fine(0);
    };
    let first = *first as usize;
    if !segment.printable || first < segment.start {
        return false;
    }
    let elements = Part {
        start: first + 1,
        end: segment.end,
    };
    are_fine(segment.text, elements, marks, segment.delimiters, schema)
}

/// A stretch of a text.
#[derive(Debug, Clone, Copy)]
struct Part {
    start: usize,
    end: usize,
}

/// Tells whether nothing is wrong with elements, between which there are these marks.
#[inline(never)]
fn are_fine(
    text: &[u8],
    elements: Part,
    marks: &[u32],
    delimiters: Delimiters,
    schema: &SegmentSchema,
) -> bool {
    let (mut start, mut marks) = (elements.start, marks.iter());
    let (mut present, mut this) = (0, bit(1));
    for expected in &schema.leaves {
        let mut mark = marks.next();
        let end = mark.map_or(elements.end, |mark| *mark as usize);
        let is_whole = mark.is_none() || text.get(end) == Some(&delimiters.element);
        if is_whole && !matches!(expected.look, Look::Composite(_)) {
            if end > start {
                present |= this;
                if !is_value(text, start, end, expected) {
                    return false;
                }
            }
        } else {
            let rest = Part {
                start,
                end: elements.end,
            };
            let found = composite(text, rest, (mark, marks), delimiters, expected);
            let Some((filled, (last, rest))) = found else {
                return false;
            };
            present |= if filled { this } else { 0 };
            (mark, marks) = (last, rest);
        }
        let Some(mark) = mark else {
            return schema.are_fine(present);
        };
        start = *mark as usize + 1;
        this <<= 1;
    }
    false
}

/// The mark that ends a value, unless the segment does, and those that follow.
type Marks<'m> = (Option<&'m u32>, Iter<'m, u32>);

/// Goes over a composite, the end of whose first component is `mark`, and returns whether it is
/// filled, what ended it and what follows; `None` when it needs a closer look, or is none.
#[inline(never)]
fn composite<'m>(
    text: &[u8],
    rest: Part,
    (mark, marks): Marks<'m>,
    delimiters: Delimiters,
    expected: &Leaf,
) -> Option<(bool, Marks<'m>)> {
    let Look::Composite(composite) = &expected.look else {
        return None;
    };
    let (mut start, mut mark, mut marks) = (rest.start, mark, marks);
    let (mut present, mut this) = (0, bit(1));
    for expected in &composite.leaves {
        let end = mark.map_or(rest.end, |mark| *mark as usize);
        if end > start {
            present |= this;
            if !is_value(text, start, end, expected) {
                return None;
            }
        }
        let separator = mark.and_then(|_| text.get(end));
        if separator.is_none_or(|b| *b == delimiters.element) {
            // Separators and nothing else are a composite that lacks all its components.
            let absent = present == 0 && this == bit(1);
            let fine = absent || present != 0 && composite.are_fine(present);
            return fine.then_some((present != 0, (mark, marks)));
        }
        if separator != Some(&delimiters.component) {
            return None;
        }
        this <<= 1;
        start = end + 1;
        mark = marks.next();
    }
    None
}

/// Tells whether printable characters between these places, at least one, are certainly what their
/// element may hold.
#[inline(always)]
fn is_value(text: &[u8], start: usize, end: usize, expected: &Leaf) -> bool {
    let length = end - start;
    if length.wrapping_sub(expected.min as usize) > expected.more as usize {
        return false;
    }
    match &expected.look {
        Look::Listed(list) if length <= 8 => list.contains_word(lowest(eight(text, start), length)),
        Look::Printable => text.get(end - 1) != Some(&b' '),
        Look::Digits if length <= 8 => lowest(not_digits(eight(text, start)), length) == 0,
        Look::Number if length <= 8 => is_number(eight(text, start), length, expected.min),
        _ => is_other(text, start, end, expected),
    }
}

/// Tells the same of longer codes and numbers, and of what is rare.
#[inline(never)]
fn is_other(text: &[u8], start: usize, end: usize, expected: &Leaf) -> bool {
    let length = end - start;
    let value = text.get(start..end).unwrap_or_default();
    match &expected.look {
        Look::Listed(list) => list.contains(value),
        Look::Digits => all_digits(text, start, end),
        Look::Number => all_digits(text, start, end) || is_fraction(value, expected.min),
        Look::Date => length == 8 && is_date(eight(text, start)),
        Look::Time => length == 4 && is_time(eight(text, start)),
        Look::Anything => true,
        Look::Printable | Look::Nothing | Look::Composite(_) => false,
    }
}

impl SegmentSchema {
    /// Tells whether these elements, a bit for each, are all that must be there together.
    #[inline]
    fn are_fine(&self, present: u64) -> bool {
        self.mandatory & !present == 0
            && (present >> 1 ^ present) & self.pairs == 0
            && (self.required == 0 || present & self.required != 0)
            && (!self.always_related && present & self.related == 0
                || !self.others.iter().any(|r| r.is_broken(present)))
    }
}

/// Tells whether the lowest bytes of a word are digits, or digits with one point between them and
/// more than the fewest digits.
#[inline(always)]
fn is_number(word: u64, length: usize, fewest: u32) -> bool {
    let odd = lowest(not_digits(word), length);
    if odd == 0 {
        return true;
    }
    let point = odd.trailing_zeros() & !7;
    let others = odd & !(0xFF << point);
    let inside = point > 0 && point as usize != 8 * (length - 1);
    let is_point = word >> point & 0xFF == u64::from(b'.');
    others == 0 && inside && is_point && length > fewest as usize
}

/// Tells whether this is digits with one point between them and more than the fewest digits.
fn is_fraction(value: &[u8], fewest: u32) -> bool {
    let point = value.iter().position(|b| *b == b'.');
    let Some((whole, fraction)) = point.and_then(|p| value.split_at_checked(p)) else {
        return false;
    };
    let fraction = fraction.get(1..).unwrap_or_default();
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    value.len() > fewest as usize && digits(whole) && digits(fraction)
}

/// Tells whether this is one of the first 28 days of a month, CCYYMMDD.
#[inline]
fn is_date(word: u64) -> bool {
    not_digits(word) == 0
        && (1..=12).contains(&two_digits(word, 4))
        && (1..=28).contains(&two_digits(word, 6))
}

/// Tells whether the first four bytes are a time of hours and minutes, HHMM.
#[inline]
fn is_time(word: u64) -> bool {
    lowest(not_digits(word), 4) == 0 && two_digits(word, 0) < 24 && two_digits(word, 2) < 60
}

/// Returns the number that two digits of a word are.
#[inline]
fn two_digits(word: u64, at: u32) -> u64 {
    let digit = |at: u32| word >> (8 * at) & 15;
    digit(at) * 10 + digit(at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::element;
    use super::super::words::Words;
    use super::*;
    use crate::dice::Dice;
    use crate::file::Standard;
    use crate::scan::{Marks, Method, Needles};
    use crate::schema::{Codes, ElementSchema, Kind, Schemas, Tag};
    use crate::schema_files::schema_files;

    /// What a value may be spoiled with; delimiters among it.
    const ODD: &[&str] = &[
        "-", ".", ",", " ", "  ", "\0", "\n", "\x7F", "\x1F", "\u{80}", "\u{E9}", "?", "?+", "??",
        "?'", "?:", "\\", "\\*", "\\\\", ":", ">", "^", "*", "+", "0", "9", "A", "z", "E", "E5",
    ];

    fn pieces(alphabet: &str, length: usize, dice: &mut Dice) -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| *dice.pick(&alphabet)).collect()
    }

    /// Returns a code of a list that a glance knows.
    fn listed(codes: &Codes, dice: &mut Dice) -> Option<String> {
        let (Codes::Only(set) | Codes::Usual(set)) = codes else {
            return None;
        };
        Some(dice.pick(&set.all()).clone())
    }

    /// Returns a value, mostly one that its element may have.
    fn value(expected: &ElementSchema, dice: &mut Dice) -> String {
        let most = expected.max.min(expected.min + 20);
        let length = match dice.below(12) {
            0 => *dice.pick(&[expected.min.saturating_sub(1), most + 1]),
            1 => *dice.pick(&[expected.min, most]),
            _ => expected.min + dice.below(most - expected.min + 1),
        };
        let mut text = match expected.kind {
            _ if dice.below(4) > 0 && !matches!(expected.codes, Codes::Any) => {
                listed(&expected.codes, dice).unwrap_or_default()
            }
            Kind::Integer => pieces("0123456789", length, dice),
            Kind::Decimal | Kind::Number => {
                pieces("0123456789012345678901234567890123456789.", length, dice)
            }
            Kind::Date => format!(
                "20{:02}{:02}{:02}",
                dice.below(100),
                dice.below(13),
                dice.below(31)
            ),
            Kind::Time => format!("{:02}{:02}", dice.below(25), dice.below(61)),
            _ => pieces("ABCDXYZ abc019./-", length, dice),
        };
        if dice.below(20) == 0 {
            let at = match dice.below(3) {
                0 => 0,
                1 => text.len(),
                _ => dice.below(text.len() + 1),
            };
            if text.is_char_boundary(at) {
                let odd: &&str = dice.pick(ODD);
                text.insert_str(at, odd);
            }
        }
        text
    }

    fn parts(schema: &SegmentSchema, d: &Delimiters, dice: &mut Dice) -> Vec<String> {
        let count = match dice.below(8) {
            0 => schema.elements.len() + 1,
            1 => dice.below(schema.elements.len() + 1),
            _ => schema.elements.len(),
        };
        let sparse = *dice.pick(&[0, 30, 60, 90, 100]);
        (0..count)
            .map(|n| {
                let Some(expected) = schema.elements.get(n) else {
                    return (*dice.pick(&["", "X"])).to_owned();
                };
                if dice.below(100) < sparse && !(expected.mandatory && dice.below(8) > 0) {
                    return (*dice.pick(&["", "", "", "", ":", ">", "::"])).to_owned();
                }
                let one = |dice: &mut Dice| match &expected.composite {
                    Some(composite) => {
                        let separator = char::from(d.component).to_string();
                        let all = parts(composite, d, dice).join(&separator);
                        match dice.below(8) {
                            0 => all,
                            _ => all.trim_end_matches(char::from(d.component)).to_owned(),
                        }
                    }
                    None => value(expected, dice),
                };
                match d.repetition {
                    Some(repetition) if dice.below(20) == 0 => {
                        format!("{}{}{}", one(dice), char::from(repetition), one(dice))
                    }
                    _ => one(dice),
                }
            })
            .collect()
    }

    /// Tells whether a glance finds a text fine, and what is found in full.
    fn both(
        text: &[u8],
        d: Delimiters,
        schema: &SegmentSchema,
        standard: Standard,
    ) -> Option<(bool, usize)> {
        let mut marks = Marks::new(Method::detect());
        marks.scan::<true>(text, 0, text.len(), &Needles::new(&d));
        // It would end before.
        if !marks.ends().is_empty() {
            return None;
        }
        let segment = Segment {
            text,
            start: 0,
            end: text.len(),
            marks: marks.places(),
            printable: marks.odd().is_empty(),
            tag: Tag::default(),
            offset: 0,
            ordinal: 2,
            delimiters: d,
        };
        let mut checked = element::Checked::new(&segment, Words::of(standard));
        element::check(&mut checked, schema);
        Some((is_fine(&segment, schema), checked.wrong.len()))
    }

    #[test]
    fn what_is_fine_at_a_glance_is_fine_in_full() {
        let files = schema_files();
        let texts: Vec<(&str, &str)> = files.iter().map(|(n, t)| (&**n, &**t)).collect();
        let schemas = Schemas::parse(&texts).unwrap();
        let mut dice = Dice::new(5);
        let (mut all, mut fine, mut good) = (0, 0, 0);
        for (standard, tag, schema) in schemas.segments() {
            let edifact = standard == Standard::Edifact;
            for _ in 0..if crate::dice::long() { 5000 } else { 100 } {
                let release = match edifact {
                    true => Some(b'?'),
                    false => *dice.pick(&[None, None, Some(b'\\')]),
                };
                let d = Delimiters {
                    repetition: *dice.pick(&[None, Some(if edifact { b'*' } else { b'^' })]),
                    release,
                    ..if edifact {
                        Delimiters::edifact()
                    } else {
                        Delimiters::default()
                    }
                };
                let separator = char::from(d.element).to_string();
                let mut words = vec![tag.name()];
                words.extend(parts(schema, &d, &mut dice));
                let mut text = words.join(&separator).into_bytes();
                if dice.below(3) > 0 {
                    while text.last() == Some(&d.element) {
                        text.pop();
                    }
                }
                let Some((at_a_glance, found)) = both(&text, d, schema, standard) else {
                    continue;
                };
                let shown = String::from_utf8_lossy(&text);
                assert!(!at_a_glance || found == 0, "{standard:?} {shown:?} {d:?}");
                all += 1;
                fine += usize::from(at_a_glance);
                good += usize::from(found == 0);
            }
        }
        println!("{all} segments, {good} good, {fine} seen to be fine");
        assert!(
            fine * 10 > good,
            "a glance sees too little: {fine} of {good}"
        );
    }
}
