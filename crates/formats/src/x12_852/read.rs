mod activity;
mod list;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use edi::Segment;

use crate::Code;
use crate::reading::{Decode, Remark, date, is_future};
use crate::rows::{Grant, Noted, Rows, Spot};
use activity::Open;
use list::Listed;

/// Locations an N1 of the heading may name, the most telling first: reporting location, store,
/// ship-to, warehouse, buying party.
pub(super) const LOCATION_CODES: [&str; 5] = ["RL", "SN", "ST", "WH", "BY"];

/// DTM01 of the last day on which granted PO numbers may be used.
pub(super) const LAST_DAY: &str = "036";

/// PO numbers are used in the week they are given and purged at its end, as the retailers that give
/// them ask; a DTM*036 in the heading names another last day.
pub(super) const VALID: Days = Days::new(7);

/// Reads 852s, segment by segment.
#[derive(Debug, Default)]
pub struct Reader<'c> {
    /// Who asks: then codes the partner's profile does not know give no rows, and days to come are
    /// no days.
    context: Option<Decode<'c>>,
    rows: Rows,
    period: Option<(NaiveDate, NaiveDate)>,
    /// The best location of the heading, with its rank.
    heading: Option<(usize, u32)>,
    expires: Option<NaiveDate>,
    /// The item of the last LIN.
    item: Option<u32>,
    open: Open,
    listed: Listed,
    /// What was said once need not be said of every line.
    said: BTreeSet<(Code, String)>,
}

impl<'c> Reader<'c> {
    /// Returns a reader that takes every code and day.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a reader for a partner of ours.
    pub fn of(context: &Decode<'c>) -> Self {
        Self {
            context: Some(*context),
            ..Self::default()
        }
    }

    /// Takes the next segment of a message.
    #[inline]
    pub fn take(&mut self, segment: &Segment<'_>) {
        let separator = segment.delimiters().element;
        match *segment.bytes() {
            [b'Z', b'A', s, ..] if s == separator => {
                if !self.take_plain_activity(segment) {
                    self.take_activity(segment);
                }
            }
            [b'L', b'I', b'N', s, ..] if s == separator => self.take_item(segment),
            [b'S', b'D', b'Q', s, ..] if s == separator => self.take_list(segment),
            _ => self.take_other(segment),
        }
    }

    /// Ends the message and returns what it reports; the next segment starts another.
    pub fn finish(&mut self) -> &Rows {
        self.end_activity();
        // XPO stands before N1, so the site it is for may be known at the end only.
        let heading = self.heading.map(|(_, site)| site);
        let by_default = self.expires.or(self.period.map(|(_, to)| to + VALID));
        for grant in &mut self.rows.grants {
            grant.site = grant.site.or(heading);
            grant.expires = by_default;
        }
        &self.rows
    }

    /// Forgets the message.
    pub fn clear(&mut self) {
        self.rows.clear();
        (self.period, self.heading, self.expires) = (None, None, None);
        (self.item, self.open) = (None, Open::Nothing);
        self.said.clear();
        self.listed.clear();
    }

    fn take_other(&mut self, segment: &Segment<'_>) {
        match segment.id() {
            "ST" => {
                self.clear();
                let separator = segment.delimiters().element;
                self.rows.items.separated_by(separator);
                self.rows.sites.separated_by(separator);
            }
            "XQ" => self.period = self.read_period(segment),
            "XPO" => self.take_grant(segment),
            "N1" => self.take_location(segment),
            // After LIN, a DTM dates a promotion.
            "DTM" if self.item.is_none() && segment.element(1) == LAST_DAY => {
                self.expires = date(segment.element(2));
            }
            _ => {}
        }
    }

    fn read_period(&mut self, xq: &Segment<'_>) -> Option<(NaiveDate, NaiveDate)> {
        let from = self.read_date(xq, 2)?;
        let to = if xq.element(3).is_empty() {
            from
        } else {
            self.read_date(xq, 3)?
        };
        if to < from {
            let remark = Remark::new(Code::DateInvalid, "the period ends before it begins");
            self.note(Spot::of(xq, 3), remark);
            return None;
        }
        Some((from, to))
    }

    fn read_date(&mut self, segment: &Segment<'_>, element: usize) -> Option<NaiveDate> {
        let to_come = |day| {
            let context = self.context.as_ref();
            context.is_some_and(|context| is_future(day, context.received_at))
        };
        let remark = match date(segment.element(element)) {
            None => Remark::new(Code::DateInvalid, "not a day of the calendar as CCYYMMDD"),
            Some(day) if to_come(day) => Remark::new(
                Code::DateFuture,
                "the day had not begun when this was received",
            ),
            Some(day) => return Some(day),
        };
        self.note(Spot::of(segment, element), remark);
        None
    }

    fn take_location(&mut self, n1: &Segment<'_>) {
        let code = n1.element(1);
        let Some(rank) = LOCATION_CODES.iter().position(|known| *known == code) else {
            return;
        };
        let is_named = !n1.element_bytes(4).is_empty();
        if is_named && self.heading.is_none_or(|(known, _)| rank < known) {
            let site = self.site_in(n1, 3, 4);
            self.heading = Some((rank, site));
        }
    }

    fn site_in(&mut self, segment: &Segment<'_>, qualifier: usize, id: usize) -> u32 {
        let name = (segment.element_bytes(qualifier), segment.element_bytes(id));
        self.rows.sites.find(name, || Spot::of(segment, id))
    }

    /// XPO01 and XPO02 are the first and last number, XPO03 and XPO04 the site, which is the
    /// heading's where they are absent.
    fn take_grant(&mut self, xpo: &Segment<'_>) {
        let last = if xpo.element(2).is_empty() { 1 } else { 2 };
        let has_site = !xpo.element(4).is_empty();
        let site = has_site.then(|| self.site_in(xpo, 3, 4));
        self.rows.grants.push(Grant {
            first: xpo.element(1).to_owned(),
            last: xpo.element(last).to_owned(),
            site,
            expires: None,
            spots: [Spot::of(xpo, 1), Spot::of(xpo, 4)],
        });
    }

    #[inline]
    fn take_item(&mut self, lin: &Segment<'_>) {
        self.end_activity();
        // LIN01 is mostly empty.
        let before = match lin.bytes().strip_prefix(b"LIN") {
            Some([a, b, ..]) if a == b => "LIN**".len(),
            _ => "LIN**".len() + lin.element_bytes(1).len(),
        };
        let text = lin.bytes().get(before..).unwrap_or_default();
        let offset = lin.span().offset + before;
        self.item = Some(self.rows.items.add(text, (lin.ordinal(), offset)));
    }

    /// Says what was wrong with a ZA once all that belongs to it is known.
    #[inline]
    fn end_activity(&mut self) {
        if let Open::Listing(activity) = self.open {
            self.judge(&activity);
        }
        self.open = Open::Nothing;
    }

    fn note(&mut self, spot: Spot, remark: Remark) {
        self.rows.remarks.push(Noted { spot, remark });
    }

    fn note_once(&mut self, spot: Spot, (code, about): (Code, &str), cause: impl Fn() -> String) {
        if self.said.insert((code, about.to_owned())) {
            self.note(spot, Remark::new(code, cause()));
        }
    }
}
