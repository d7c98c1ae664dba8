use super::word;
use crate::schema::{Leaf, Look, SegmentSchema, bit};
use crate::segment::Segment;

/// Tells whether nothing is wrong with a segment's elements, as far as that can be told at a
/// glance; most segments are fine, and others are looked at again in full.
pub(super) fn is_fine(segment: &Segment<'_>, schema: &SegmentSchema) -> bool {
    if schema.leaves.is_empty() {
        return true;
    }
    // The name comes first.
    let Some((first, marks)) = segment.marks.marks.split_first() else {
        return schema.are_fine(0);
    };
    let mut glance = Glance {
        bytes: segment.bytes,
        element: segment.delimiters.element,
        component: segment.delimiters.component,
        release: segment.delimiters.release,
        base: segment.marks.base,
        marks: marks.iter(),
        start: first.wrapping_sub(segment.marks.base) as usize + 1,
    };
    let (mut present, mut this) = (0, bit(1));
    for expected in &schema.leaves {
        let Some((at, mut ending)) = glance.next() else {
            return false;
        };
        if let Look::Composite(composite) = &expected.look {
            let Some((filled, end)) = glance.composite(at, ending, composite) else {
                return false;
            };
            present |= if filled { this } else { 0 };
            ending = end;
        } else {
            if at > glance.start {
                present |= this;
                if !glance.is_value(at, expected) {
                    return false;
                }
            }
            glance.start = at + 1;
        }
        this <<= 1;
        match ending {
            Ending::Element => {}
            Ending::Segment => return schema.are_fine(present),
            Ending::Component => return false,
        }
    }
    false
}

/// What ends a value.
#[derive(Debug, Clone, Copy)]
enum Ending {
    Component,
    Element,
    Segment,
}

/// A segment while a glance goes over it.
struct Glance<'a> {
    bytes: &'a [u8],
    element: u8,
    component: u8,
    release: Option<u8>,
    base: u32,
    marks: std::slice::Iter<'a, u32>,
    start: usize,
}

impl Glance<'_> {
    /// Returns where the next value ends, and by what; `None` at a repetition.
    #[inline(always)]
    fn next(&mut self) -> Option<(usize, Ending)> {
        let Some(mark) = self.marks.next() else {
            return Some((self.bytes.len(), Ending::Segment));
        };
        let at = mark.wrapping_sub(self.base) as usize;
        match *self.bytes.get(at)? {
            b if b == self.element => Some((at, Ending::Element)),
            b if b == self.component => Some((at, Ending::Component)),
            _ => None,
        }
    }

    /// Goes over a composite, of which the end of the first component is known, and tells whether
    /// it is filled and what ended it; `None` when it needs a closer look.
    #[inline]
    fn composite(
        &mut self,
        at: usize,
        ending: Ending,
        composite: &SegmentSchema,
    ) -> Option<(bool, Ending)> {
        let (mut at, mut ending) = (at, ending);
        let (mut present, mut this) = (0, bit(1));
        for expected in &composite.leaves {
            if at > self.start {
                present |= this;
                if !self.is_value(at, expected) {
                    return None;
                }
            }
            self.start = at + 1;
            if !matches!(ending, Ending::Component) {
                // Separators and nothing else are a composite that lacks all its components.
                let absent = present == 0 && this == bit(1);
                let fine = absent || present != 0 && composite.are_fine(present);
                return fine.then_some((present != 0, ending));
            }
            this <<= 1;
            (at, ending) = self.next()?;
        }
        None
    }

    /// Tells whether the value up to `end` is certainly what its element may hold.
    #[inline(always)]
    fn is_value(&self, end: usize, expected: &Leaf) -> bool {
        let (bytes, start) = (self.bytes, self.start);
        let length = end - start;
        if length < expected.min as usize || length > expected.max as usize {
            return false;
        }
        let value = || bytes.get(start..end).unwrap_or_default();
        match &expected.look {
            Look::Listed(list) if length <= 8 => {
                // A word does not tell how many zeros it ends in.
                bytes.get(end - 1) != Some(&0) && list.contains_word(word::last(bytes, start, end))
            }
            Look::Listed(list) => list.contains(value()),
            Look::Printable => {
                bytes.get(end - 1) != Some(&b' ')
                    && word::all_printable(bytes, start, end)
                    && self.release.is_none_or(|r| !value().contains(&r))
            }
            Look::Digits => word::all_digits(bytes, start, end),
            Look::Number => {
                word::all_digits(bytes, start, end) || is_fraction(value(), expected.min)
            }
            Look::Date => is_date(value()),
            Look::Time => is_time(value()),
            Look::Anything => true,
            Look::Nothing | Look::Composite(_) => false,
        }
    }
}

impl SegmentSchema {
    /// Tells whether these elements, a bit for each, are all that must be there together.
    #[inline]
    fn are_fine(&self, present: u64) -> bool {
        self.mandatory & !present == 0
            && (present >> 1 ^ present) & self.pairs == 0
            && (!self.always_related && present & self.related == 0
                || !self.others.iter().any(|r| r.is_broken(present)))
    }
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// Tells whether this is digits with one point between them and more than the fewest digits.
fn is_fraction(value: &[u8], fewest: u32) -> bool {
    let point = value.iter().position(|b| *b == b'.');
    let Some((whole, fraction)) = point.and_then(|p| value.split_at_checked(p)) else {
        return false;
    };
    let fraction = fraction.get(1..).unwrap_or_default();
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(|b| is_digit(*b));
    value.len() > fewest as usize && digits(whole) && digits(fraction)
}

/// Tells whether this is one of the first 28 days of a month, CCYYMMDD.
fn is_date(value: &[u8]) -> bool {
    match *value {
        [a, b, c, y, m, n, d, e] => {
            [a, b, c, y, n, e].into_iter().all(is_digit)
                && matches!((m, n), (b'0', b'1'..=b'9') | (b'1', b'0'..=b'2'))
                && matches!(
                    (d, e),
                    (b'0', b'1'..=b'9') | (b'1', _) | (b'2', b'0'..=b'8')
                )
        }
        _ => false,
    }
}

/// Tells whether this is a time of hours and minutes, HHMM.
fn is_time(value: &[u8]) -> bool {
    match *value {
        [h, i, m, n] => {
            matches!((h, i), (b'0' | b'1', b'0'..=b'9') | (b'2', b'0'..=b'3'))
                && matches!((m, n), (b'0'..=b'5', b'0'..=b'9'))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::element;
    use super::super::words::Words;
    use super::*;
    use crate::dice::Dice;
    use crate::file::Standard;
    use crate::scan::{Marks, Method, Needles};
    use crate::schema::{Codes, ElementSchema, Kind, Schemas};
    use crate::schema_files::schema_files;
    use crate::segment::Marked;
    use crate::token::Delimiters;

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
        marks.scan(text, 0, text.len(), &Needles::new(&d));
        // It would end before.
        if !marks.ends().is_empty() {
            return None;
        }
        let segment = Segment {
            bytes: text,
            marks: Marked {
                marks: marks.places(),
                base: 0,
            },
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
