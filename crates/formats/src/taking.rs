//! What is taken of a segment: the rest is told of, so that nothing is left out unsaid.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveTime};
use edi::{Element, Segment};
use model::document::Finding;
use model::{Money, Quantity};

use crate::Code;
use crate::content::{Amount, Unit};
use crate::reading::{self, Remark, Source};

/// A segment that is being read.
#[derive(Debug)]
pub(crate) struct Take<'a> {
    source: Source<'a>,
    segment: Segment<'a>,
    /// Element and component, from 1; 0 is the whole element, element 0 the whole segment.
    taken: Vec<(usize, usize)>,
    wrong: Vec<(Option<usize>, Remark)>,
}

impl<'a> Take<'a> {
    pub(crate) fn new(source: Source<'a>, segment: Segment<'a>) -> Self {
        Self {
            source,
            segment,
            taken: Vec::new(),
            wrong: Vec::new(),
        }
    }

    pub(crate) fn id(&self) -> &'a str {
        self.segment.id()
    }

    pub(crate) fn len(&self) -> usize {
        self.segment.len()
    }

    /// Returns an element without taking it.
    pub(crate) fn peek(&self, element: usize) -> Cow<'a, str> {
        trimmed(self.segment.text(element))
    }

    /// Returns a component without taking it.
    pub(crate) fn peek_part(&self, element: usize, component: usize) -> Cow<'a, str> {
        trimmed(self.segment.component_text(element, component))
    }

    /// Takes an element; `None` where it is empty.
    pub(crate) fn text(&mut self, element: usize) -> Option<String> {
        self.taken.push((element, 0));
        filled(self.peek(element))
    }

    /// Takes a component; `None` where it is empty.
    pub(crate) fn part(&mut self, element: usize, component: usize) -> Option<String> {
        self.taken.push((element, component));
        filled(self.peek_part(element, component))
    }

    /// Takes an element that says nothing that the rest does not say.
    pub(crate) fn skip(&mut self, element: usize) {
        self.taken.push((element, 0));
    }

    /// Takes the whole segment: writers make their own.
    pub(crate) fn skip_all(&mut self) {
        self.taken.push((0, 0));
    }

    /// Takes a day as X12 writes it.
    pub(crate) fn x12_day(&mut self, element: usize) -> Option<NaiveDate> {
        let text = self.text(element)?;
        let day = reading::date(&text);
        if day.is_none() {
            let cause = "not a day of the calendar as CCYYMMDD";
            self.wrong(element, Remark::new(Code::DateInvalid, cause));
        }
        day
    }

    /// Takes the time of an X12 element, to the minute or second.
    pub(crate) fn x12_time(&mut self, element: usize) -> Option<NaiveTime> {
        let text = self.text(element)?;
        let time = time(&text);
        if time.is_none() {
            let cause = "not a time of the day as HHMM";
            self.wrong(element, Remark::new(Code::DateInvalid, cause));
        }
        time
    }

    /// Takes the day of a DTM; a time beside it is told of.
    pub(crate) fn day(&mut self) -> Option<NaiveDate> {
        let (day, time) = self.moment()?;
        if time.is_some_and(|time| time != NaiveTime::MIN) {
            let cause = "the time of day in DTM01 is not carried";
            self.wrong(1, Remark::new(Code::NotCarried, cause));
        }
        Some(day)
    }

    /// Takes the day and time of a DTM.
    pub(crate) fn moment(&mut self) -> Option<(NaiveDate, Option<NaiveTime>)> {
        let text = self.peek_part(1, 2).into_owned();
        let read = match &*self.peek_part(1, 3) {
            "" | "102" => reading::date(&text).map(|day| (day, None)),
            "203" | "204" => text.get(..8).and_then(reading::date).and_then(|day| {
                let time = time(text.get(8..)?)?;
                Some((day, Some(time)))
            }),
            "101" => reading::date(&format!("20{text}")).map(|day| (day, None)),
            // Weeks, months and periods are no day.
            _ => return None,
        };
        self.taken.extend([(1, 1), (1, 2), (1, 3)]);
        if read.is_none() {
            let cause = "not a day of the calendar in the format that DTM names";
            self.wrong(1, Remark::new(Code::DateInvalid, cause));
        }
        read
    }

    /// Takes a number; the component is 0 in X12.
    pub(crate) fn quantity(&mut self, element: usize, component: usize) -> Option<Quantity> {
        let text = self.number(element, component)?;
        let read = reading::quantity(&text).map_err(|error| error.to_string());
        self.good(element, read)
    }

    /// Takes an amount of money; the component is 0 in X12.
    pub(crate) fn money(&mut self, element: usize, component: usize) -> Option<Money> {
        let text = self.number(element, component)?;
        let read = plain(&text)
            .parse::<Money>()
            .map_err(|error| error.to_string());
        self.good(element, read)
    }

    /// Takes a number and its unit from two elements of an X12 segment; the unit may stand in a
    /// composite.
    pub(crate) fn x12_amount(&mut self, number: usize, unit: usize) -> Option<Amount> {
        let quantity = self.quantity(number, 0);
        let unit = self.part(unit, 1);
        Some(Amount {
            quantity: quantity?,
            unit: unit.map_or(Unit::Each, |code| Unit::from_x12(&code)),
        })
    }

    /// Takes the amount of a QTY.
    pub(crate) fn amount(&mut self) -> Option<Amount> {
        self.taken.push((1, 1));
        let quantity = self.quantity(1, 2);
        let unit = self.part(1, 3);
        Some(Amount {
            quantity: quantity?,
            unit: unit.map_or(Unit::Each, |code| Unit::from_edifact(&code)),
        })
    }

    /// Says what is wrong with an element.
    pub(crate) fn wrong(&mut self, element: usize, remark: Remark) {
        self.wrong.push((Some(element), remark));
    }

    /// Says what is wrong with the segment.
    pub(crate) fn amiss(&mut self, code: Code, cause: &str) {
        self.wrong.push((None, Remark::new(code, cause)));
    }

    /// Returns what is wrong with the segment, and what it says that was not taken.
    pub(crate) fn findings(self) -> Vec<Finding> {
        let Self {
            source, segment, ..
        } = self;
        let left = self.left();
        let finding = |(element, remark)| source.finding(&segment, element, remark);
        let mut findings: Vec<Finding> = self.wrong.into_iter().map(finding).collect();
        let id = segment.id();
        let remark = |cause| Remark::new(Code::NotCarried, cause);
        let all = segment.elements().skip(1);
        let whole = left.len() == all.filter(|e| !e.bytes().is_empty()).count();
        let told: Vec<_> = match &*left {
            [] => Vec::new(),
            _ if whole && self.taken.is_empty() => {
                vec![(None, remark(format!("{id} is not carried")))]
            }
            left => left
                .iter()
                .map(|(n, names)| {
                    let verb = if names.contains(',') { "are" } else { "is" };
                    (Some(*n), remark(format!("{names} {verb} not carried")))
                })
                .collect(),
        };
        findings.extend(told.into_iter().map(|(element, remark)| {
            let mut finding = source.finding(&segment, element, remark);
            finding.text = String::from_utf8_lossy(segment.bytes()).into_owned();
            finding
        }));
        findings
    }

    /// Returns the elements that say something and were not taken, with their names.
    fn left(&self) -> Vec<(usize, String)> {
        if self.taken.contains(&(0, 0)) {
            return Vec::new();
        }
        let separator = self.segment.delimiters().component;
        let left = |(n, element): (usize, Element<'a>)| {
            let is_taken = |c| self.taken.contains(&(n, c));
            let parts: Vec<usize> = element
                .split(separator)
                .zip(1..)
                .filter(|(part, c)| !part.bytes().is_empty() && !is_taken(*c))
                .map(|(_, c)| c)
                .collect();
            if is_taken(0) || parts.is_empty() {
                return None;
            }
            let id = self.segment.id();
            let places: Vec<String> = match (&*parts, self.taken.iter().any(|(e, _)| *e == n)) {
                // Of an element of which nothing is taken, the element says enough.
                (_, false) => vec![format!("{id}{n:02}")],
                (parts, true) => parts.iter().map(|c| format!("{id}{n:02}{c:02}")).collect(),
            };
            Some((n, places.join(", ")))
        };
        let elements = self.segment.elements().enumerate().skip(1);
        elements.filter_map(left).collect()
    }

    fn number(&mut self, element: usize, component: usize) -> Option<String> {
        self.taken.push((element, component));
        let text = match component {
            0 => self.peek(element),
            c => self.peek_part(element, c),
        };
        // EDIFACT allows a comma where X12 has a point.
        filled(text).map(|text| text.replace(',', "."))
    }

    fn good<T>(&mut self, element: usize, read: Result<T, String>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(cause) => {
                self.wrong(element, Remark::new(Code::QuantityInvalid, cause));
                None
            }
        }
    }
}

/// Takes a point that leads or closes a number off or away.
fn plain(text: &str) -> Cow<'_, str> {
    match text.split_once('.') {
        Some((whole, "")) => Cow::Borrowed(whole),
        Some(("", places)) => Cow::Owned(format!("0.{places}")),
        _ => Cow::Borrowed(text),
    }
}

fn time(text: &str) -> Option<NaiveTime> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let number = |from: usize| text.get(from..from + 2)?.parse::<u32>().ok();
    let second = if text.len() >= 6 { number(4)? } else { 0 };
    match text.len() {
        4 | 6 | 7 | 8 if digits => NaiveTime::from_hms_opt(number(0)?, number(2)?, second),
        _ => None,
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

fn filled(text: Cow<'_, str>) -> Option<String> {
    (!text.is_empty()).then(|| text.into_owned())
}

/// Cuts a text into pieces of at most so many characters, at spaces where there are any. The space
/// is left out; a piece that had to be cut elsewhere is as long as can be, so [`joined`] knows it.
pub(crate) fn cut(text: &str, longest: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest: Vec<char> = text.chars().collect();
    while rest.len() > longest {
        let space = (1..longest).rev().find(|&at| rest.get(at) == Some(&' '));
        let (end, next) = space.map_or((longest, longest), |at| (at, at + 1));
        let tail = rest.split_off(next);
        pieces.push(rest.iter().take(end).collect());
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(rest.into_iter().collect());
    }
    pieces
}

/// Puts pieces of a text together that were cut where they are that long: with a space, unless
/// what is before had none to be cut at.
pub(crate) fn joined<S: AsRef<str>>(pieces: &[S], longest: usize) -> Option<String> {
    let mut text = String::new();
    for piece in pieces.iter().map(AsRef::as_ref) {
        let run = text.chars().rev().take_while(|c| *c != ' ').count();
        if !text.is_empty() && run < longest {
            text.push(' ');
        }
        text.push_str(piece);
    }
    (!text.is_empty()).then_some(text)
}
