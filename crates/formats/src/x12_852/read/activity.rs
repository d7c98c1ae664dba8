use chrono::NaiveDate;
use edi::Segment;
use model::Quantity;

use super::Reader;
use crate::Code;
use crate::reading::{Remark, not_a_number, offset, thousandths};
use crate::rows::{Row, Spot, length};

/// Date qualifiers of a ZA that say when the activity took place. Others, of deliveries to
/// come, say nothing about the day reported.
const ACTIVITY_DATES: [&str; 8] = ["007", "011", "035", "050", "090", "091", "196", "514"];

/// So many digits are read without asking whether the number is too large.
pub(super) const MOST_DIGITS: usize = 9;

/// ZA02 starts so far behind ZA's start, and the code's length further on.
pub(super) const NUMBER: usize = "ZA**".len();

/// What the last ZA has come to, up to the next ZA or LIN.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Open {
    /// There is none, or nothing is wanted of it.
    #[default]
    Nothing,
    /// Its own number is the last row; its place in the message and its digits are kept, as it may
    /// turn out to be the total of a store list.
    Row { segment: u32, digits: u32 },
    /// It has no row of its own.
    Listing(Activity),
}

/// A ZA whose number, if it has one, is not that of the site in the heading.
#[derive(Debug, Clone, Copy)]
pub(super) struct Activity {
    pub(super) code: u16,
    pub(super) days: Option<(NaiveDate, NaiveDate)>,
    /// The number it states itself, in thousandths.
    pub(super) stated: Stated,
    /// The sum of its store lists, and how many pairs they have.
    pub(super) lists: Option<(Option<i64>, usize)>,
    /// Where its number stands.
    pub(super) number: Spot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    Nothing,
    Thousandths(i64),
    Nonsense,
}

impl Reader<'_> {
    /// Takes a ZA with a number and perhaps a unit, of the site in the heading; most are like this.
    #[inline]
    pub(super) fn take_plain_activity(&mut self, za: &Segment<'_>) -> bool {
        let separator = za.delimiters().element;
        let [_, _, _, a, b, s, rest @ ..] = za.bytes() else {
            return self.take_bare_activity(za);
        };
        let (mut whole, mut digits) = (0, 0);
        for byte in rest.iter().take(MOST_DIGITS + 1) {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            whole = whole * 10 + i64::from(digit);
            digits += 1;
        }
        let unit = match rest.get(digits..) {
            Some([s, a, b]) if *s == separator => self.rows.units.known([*a, *b]),
            _ => None,
        };
        let (Some(unit), Some((from, to)), Some(item), Some((_, site)), Some(code)) = (
            unit,
            self.period,
            self.item,
            self.heading,
            self.rows.codes.known([*a, *b]),
        ) else {
            return false;
        };
        if *s != separator || !(1..=MOST_DIGITS).contains(&digits) {
            return false;
        }
        self.end_activity();
        self.rows.rows.push(Row {
            site,
            item,
            code,
            unit,
            element: 2,
            from,
            to,
            thousandths: whole * 1_000,
            position: offset(za.span().offset),
        });
        self.open = Open::Row {
            segment: za.ordinal(),
            digits: length(digits),
        };
        true
    }

    /// Takes a ZA of nothing but a code: store lists follow.
    fn take_bare_activity(&mut self, za: &Segment<'_>) -> bool {
        let [_, _, _, a, b] = *za.bytes() else {
            return false;
        };
        let (Some(code), Some(_)) = (self.rows.codes.known([a, b]), self.period) else {
            return false;
        };
        self.end_activity();
        self.open = Open::Listing(Activity {
            code,
            days: self.period,
            stated: Stated::Nothing,
            lists: None,
            number: Spot {
                offset: za.span().end(),
                length: 0,
                segment: za.ordinal(),
                element: 2,
                id: *b"ZA\0",
            },
        });
        true
    }

    /// Takes any ZA.
    pub(super) fn take_activity(&mut self, za: &Segment<'_>) {
        self.end_activity();
        let (code, number) = (za.element_bytes(1), za.element_bytes(2));
        let wanted = |code: &str| {
            let context = self.context.as_ref();
            context.is_none_or(|c| c.partner.activity.codes.contains_key(code))
        };
        let found = self.rows.codes.find(code, wanted);
        if !found.wanted {
            if found.is_new {
                self.ignore(za);
            }
            return;
        }
        let days = match za.element_bytes(5).is_empty() {
            true => self.period,
            false => self.activity_day(za).map(|day| (day, day)).or(self.period),
        };
        if days.is_none() {
            let cause = || "neither XQ nor the segment says which day this is of".to_owned();
            self.note_once(Spot::of(za, 5), (Code::DateMissing, ""), cause);
        }
        let stated = self.read_stated(za, number);
        let number = Spot::of(za, 2);
        if let (Some((from, to)), Some(item), Some((_, site)), Stated::Thousandths(thousandths)) =
            (days, self.item, self.heading, stated)
        {
            let unit = self.rows.units.find(za.element_bytes(3), |_| true).place;
            self.rows.rows.push(Row {
                site,
                item,
                code: found.place,
                unit,
                element: 2,
                from,
                to,
                thousandths,
                position: offset(za.span().offset),
            });
            self.open = Open::Row {
                segment: number.segment,
                digits: number.length,
            };
        } else {
            self.open = Open::Listing(Activity {
                code: found.place,
                days,
                stated,
                lists: None,
                number,
            });
        }
    }

    #[inline]
    fn read_stated(&mut self, za: &Segment<'_>, number: &[u8]) -> Stated {
        match thousandths(number) {
            Some(thousandths) => Stated::Thousandths(thousandths),
            None if number.is_empty() => Stated::Nothing,
            None => {
                self.note(Spot::of(za, 2), not_a_number(number));
                Stated::Nonsense
            }
        }
    }

    /// Says that a code is of no use to us.
    fn ignore(&mut self, za: &Segment<'_>) {
        let code = za.element(1);
        let cause = format!("activity code {code} is not in the partner's profile");
        self.note(Spot::of(za, 1), Remark::new(Code::ActivityIgnored, cause));
    }

    /// Reads a date of its own that a ZA carries, where it says when the activity took place.
    fn activity_day(&mut self, za: &Segment<'_>) -> Option<NaiveDate> {
        let code = za.element(4);
        if ACTIVITY_DATES.contains(&code) {
            return self.read_date(za, 5);
        }
        let cause = || format!("date qualifier {code} does not date the activity; XQ does");
        self.note_once(Spot::of(za, 4), (Code::DateNotUsed, code), cause);
        None
    }

    pub(super) fn judge(&mut self, activity: &Activity) {
        if activity.days.is_none() {
            return;
        }
        match (activity.lists, activity.stated) {
            (Some((Some(total), _)), Stated::Thousandths(stated)) if stated != total => {
                let [stated, total] = [stated, total].map(Quantity::from_scaled);
                let cause = format!("ZA02 says {stated}, its store list adds up to {total}");
                self.note(activity.number, Remark::new(Code::TotalDiffers, cause));
            }
            (Some(_), _) => {}
            (None, Stated::Nothing) => {
                let cause = "the activity has neither a quantity nor a store list";
                self.note(activity.number, Remark::new(Code::QuantityMissing, cause));
            }
            (None, _) if self.heading.is_none() => {
                let cause = || "neither N1 nor SDQ says which site this is of".to_owned();
                self.note_once(activity.number, (Code::SiteMissing, ""), cause);
            }
            // A ZA before the first LIN is a fault of structure, which the schema check reports.
            (None, Stated::Nonsense | Stated::Thousandths(_)) => {}
        }
    }
}
