use edi::Segment;

use super::Reader;
use super::activity::{Activity, MOST_DIGITS, NUMBER, Open, Stated};
use crate::reading::{not_a_number, offset, thousandths};
use crate::rows::{Row, Spot};

/// SDQ: unit, qualifier, then ten pairs of store and quantity (SDQ03 to SDQ22). SDQ23 names a place
/// inside the stores, which we do not keep apart.
const LAST_NUMBER: u16 = 22;

/// The sites that store lists name, by their place in the lists of a ZA: the next ZA's lists mostly
/// name the same in the same order.
#[derive(Debug, Default)]
pub(super) struct Listed {
    qualifier: Vec<u8>,
    sites: Vec<Option<Expected>>,
}

/// A site that is expected in a list.
#[derive(Debug, Clone)]
struct Expected {
    site: u32,
    id: Box<[u8]>,
}

impl Listed {
    pub(super) fn clear(&mut self) {
        self.sites.clear();
    }

    /// Names under another qualifier are other sites.
    fn qualified(&mut self, qualifier: &[u8]) {
        if self.qualifier != qualifier {
            self.sites.clear();
            qualifier.clone_into(&mut self.qualifier);
        }
    }

    /// Reads a pair of the site that is expected at a place and a short whole number: the site, the
    /// number, and what follows them.
    #[inline]
    fn expected<'t>(
        &self,
        place: usize,
        text: &'t [u8],
        separator: u8,
    ) -> Option<(u32, i64, &'t [u8])> {
        let expected = self.sites.get(place)?.as_ref()?;
        let (id, rest) = text.split_at_checked(expected.id.len())?;
        let (first, rest) = rest.split_first()?;
        if *first != separator || *id != *expected.id {
            return None;
        }
        let mut number = 0;
        for (at, byte) in rest.iter().enumerate().take(MOST_DIGITS + 1) {
            let digit = byte.wrapping_sub(b'0');
            if digit <= 9 {
                number = number * 10 + i64::from(digit);
            } else if *byte == separator && at > 0 {
                return Some((expected.site, number, rest.get(at + 1..)?));
            } else {
                return None;
            }
        }
        let short = (1..=MOST_DIGITS).contains(&rest.len());
        short.then_some((expected.site, number, &[]))
    }

    fn expect(&mut self, place: usize, site: u32, id: &[u8]) {
        if place >= self.sites.len() {
            self.sites.resize(place + 1, None);
        }
        if let Some(expected) = self.sites.get_mut(place) {
            let id = id.into();
            *expected = Some(Expected { site, id });
        }
    }
}

impl Reader<'_> {
    /// Returns the ZA a store list belongs to. If its own number has become a row, it is the total of
    /// its lists instead.
    fn listing(&mut self) -> Option<Activity> {
        match self.open {
            Open::Nothing => None,
            Open::Listing(activity) => Some(activity),
            Open::Row { segment, digits } => {
                let row = self.rows.rows.pop()?;
                let code = self.rows.codes.text(row.code);
                Some(Activity {
                    code: row.code,
                    days: Some((row.from, row.to)),
                    stated: Stated::Thousandths(row.thousandths),
                    lists: None,
                    number: Spot {
                        offset: usize::try_from(row.position).ok()? + NUMBER + code.len(),
                        length: digits,
                        segment,
                        element: 2,
                        id: *b"ZA\0",
                    },
                })
            }
        }
    }

    pub(super) fn take_list(&mut self, sdq: &Segment<'_>) {
        let Some(mut activity) = self.listing() else {
            return;
        };
        let separator = sdq.delimiters().element;
        let [_, unit, qualifier] = [0, 1, 2].map(|n| sdq.element_bytes(n));
        let unit = self.rows.units.find(unit, |_| true).place;
        self.listed.qualified(qualifier);
        let fact = activity.days.zip(self.item);
        let row = fact.map(|((from, to), item)| Row {
            site: 0,
            item,
            code: activity.code,
            unit,
            element: 0,
            from,
            to,
            thousandths: 0,
            position: offset(sdq.span().offset),
        });
        let (mut total, mut place) = activity.lists.unwrap_or((Some(0), 0));
        let heading = sdq.element_span(2).end() + 1 - sdq.span().offset;
        let mut rest = sdq.bytes().get(heading..).unwrap_or_default();
        let mut element = 4;
        while !rest.is_empty() && element <= LAST_NUMBER {
            let found = match self.listed.expected(place, rest, separator) {
                Some((site, whole, after)) => {
                    rest = after;
                    Some((site, Some(whole * 1_000)))
                }
                None => {
                    let (id, after) = next(rest, separator);
                    let (number, after) = next(after, separator);
                    rest = after;
                    self.read_pair(sdq, (id, number), element, place)
                }
            };
            if let Some((site, thousandths)) = found {
                place += 1;
                total = total
                    .zip(thousandths)
                    .and_then(|(total, more): (i64, i64)| total.checked_add(more));
                if let (Some(row), Some(thousandths)) = (row, thousandths) {
                    self.rows.rows.push(Row {
                        site,
                        element,
                        thousandths,
                        ..row
                    });
                }
            }
            element += 2;
        }
        activity.lists = Some((total, place));
        self.open = Open::Listing(activity);
    }

    /// Reads any pair: its site and its number, if they are one; nothing for a pair without a site.
    fn read_pair(
        &mut self,
        sdq: &Segment<'_>,
        (id, number): (&[u8], &[u8]),
        element: u16,
        place: usize,
    ) -> Option<(u32, Option<i64>)> {
        if id.is_empty() {
            return None;
        }
        let spot = |element: u16| Spot::of(sdq, usize::from(element));
        let name = (self.listed.qualifier.as_slice(), id);
        let site = self.rows.sites.find(name, || spot(element - 1));
        self.listed.expect(place, site, id);
        let read = thousandths(number);
        if read.is_none() {
            self.note(spot(element), not_a_number(number));
        }
        Some((site, read))
    }
}

/// Splits at the first separator.
fn next(text: &[u8], separator: u8) -> (&[u8], &[u8]) {
    match text.iter().position(|b| *b == separator) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, &[]),
    }
}
