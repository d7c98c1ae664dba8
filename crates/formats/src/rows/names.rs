use std::collections::HashMap;

use super::Spot;

/// Names of sites or items, each one or more pairs of qualifier and number.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// All texts behind each other.
    texts: Vec<u8>,
    names: Vec<Name>,
    /// By text, for names that come again out of order.
    known: HashMap<Vec<u8>, u32>,
    /// Stands between the qualifiers and numbers.
    separator: u8,
}

#[derive(Debug, Clone, Copy)]
struct Name {
    end: usize,
    first: First,
}

/// Where a name stands first.
#[derive(Debug, Clone, Copy)]
enum First {
    /// The number of a site.
    Site(Spot),
    /// The qualifier in a LIN: the LIN's place in its message, and where in the file it stands.
    Item(u32, usize),
}

impl Names {
    pub(crate) fn clear(&mut self) {
        self.texts.clear();
        self.names.clear();
        self.known.clear();
    }

    /// Says what stands between qualifiers and numbers in the names to come.
    pub(crate) fn separated_by(&mut self, separator: u8) {
        self.separator = separator;
    }

    /// Adds an item's name, which starts with a qualifier, without asking whether it is known; a LIN
    /// of a place in its message holds it from an offset on.
    #[inline]
    pub(crate) fn add(&mut self, text: &[u8], (segment, offset): (u32, usize)) -> u32 {
        self.texts.extend_from_slice(text);
        self.end_name(First::Item(segment, offset))
    }

    /// Adds a pair of qualifier and number, or finds it.
    pub(crate) fn find(
        &mut self,
        (qualifier, number): (&[u8], &[u8]),
        first: impl FnOnce() -> Spot,
    ) -> u32 {
        let key = [qualifier, &[self.separator], number].concat();
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        self.texts.extend_from_slice(&key);
        let place = self.end_name(First::Site(first()));
        self.known.insert(key, place);
        place
    }

    #[inline]
    fn end_name(&mut self, first: First) -> u32 {
        let place = self.names.len();
        let end = self.texts.len();
        self.names.push(Name { end, first });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    #[inline]
    fn text(&self, place: u32) -> &[u8] {
        let place = place as usize;
        let Some(name) = self.names.get(place) else {
            return &[];
        };
        let before = place.checked_sub(1).and_then(|n| self.names.get(n));
        let start = before.map_or(0, |name| name.end);
        self.texts.get(start..name.end).unwrap_or_default()
    }

    /// Returns where the first number of a name stands first.
    pub(crate) fn first(&self, place: u32) -> Spot {
        match self.names.get(place as usize).map(|name| name.first) {
            Some(First::Site(spot)) => spot,
            Some(First::Item(segment, offset)) => {
                let (qualifier, number) = self.pairs(place).next().unwrap_or_default();
                Spot {
                    offset: offset + qualifier.len() + 1,
                    length: super::length(number.len()),
                    segment,
                    element: 3,
                    id: *b"LIN",
                }
            }
            None => Spot::default(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// Returns the pairs of a name; parts of them may be empty.
    pub(crate) fn pairs(&self, place: u32) -> impl Iterator<Item = (&str, &str)> + Clone {
        let mut parts = self.text(place).split(|b| *b == self.separator).map(text);
        std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or("\u{FFFD}")
}

/// Short codes, of which a message uses a few.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    codes: Vec<Code>,
    /// The codes of two bytes that are wanted, by place; nothing for others.
    keys: Vec<Option<[u8; 2]>>,
}

#[derive(Debug)]
struct Code {
    text: String,
    /// Whether rows of it are wanted.
    wanted: bool,
}

/// A code that was looked up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FoundCode {
    pub(crate) place: u16,
    pub(crate) wanted: bool,
    /// Whether it is met for the first time.
    pub(crate) is_new: bool,
}

/// More codes than any list has are all taken for the last.
const MOST: u16 = 1_000;

impl Codes {
    pub(crate) fn clear(&mut self) {
        self.codes.clear();
        self.keys.clear();
    }

    /// Returns the place of a code of two bytes that is known and wanted.
    #[inline]
    pub(crate) fn known(&self, code: [u8; 2]) -> Option<u16> {
        let place = self.keys.iter().position(|key| *key == Some(code))?;
        u16::try_from(place).ok()
    }

    /// Finds a code or adds it.
    pub(crate) fn find(&mut self, code: &[u8], wanted: impl FnOnce(&str) -> bool) -> FoundCode {
        for (known, place) in self.codes.iter().zip(0_u16..) {
            if known.text.as_bytes() == code {
                return FoundCode {
                    place,
                    wanted: known.wanted,
                    is_new: false,
                };
            }
        }
        let text = text(code).to_owned();
        let wanted = wanted(&text);
        self.codes.truncate(usize::from(MOST));
        self.keys.truncate(usize::from(MOST));
        let key = <[u8; 2]>::try_from(code).ok().filter(|_| wanted);
        self.keys.push(key);
        let place = u16::try_from(self.codes.len()).unwrap_or(MOST);
        self.codes.push(Code { text, wanted });
        FoundCode {
            place,
            wanted,
            is_new: true,
        }
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(|code| code.text.as_str())
    }

    pub(crate) fn text(&self, place: u16) -> &str {
        self.codes
            .get(usize::from(place))
            .map_or("", |code| code.text.as_str())
    }
}
