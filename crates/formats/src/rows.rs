//! Activity as a message reports it: numbers beside the names the message itself uses for sites,
//! items, codes and units.
//!
//! A message may hold hundreds of thousands of numbers, so each is a small row that refers to its
//! names by their place, and the names are looked up once.

mod names;
mod resolve;

use chrono::NaiveDate;
use model::document::{Finding, Place};

use crate::reading::{Remark, Source};

pub(crate) use names::{Codes, Names};
pub(crate) use resolve::resolve;

/// What a message reports.
#[derive(Debug, Default)]
pub struct Rows {
    /// The numbers in the order of the message.
    pub rows: Vec<Row>,
    pub(crate) sites: Names,
    pub(crate) items: Names,
    pub(crate) codes: Codes,
    pub(crate) units: Codes,
    pub(crate) grants: Vec<Grant>,
    pub(crate) remarks: Vec<Noted>,
}

/// One reported number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its site's place among the sites named.
    pub site: u32,
    /// Its item's place among the items named.
    pub item: u32,
    /// Its activity code's place among the codes.
    pub code: u16,
    /// Its unit's place among the units.
    pub unit: u16,
    /// The element of its segment that holds the number.
    pub element: u16,
    /// The first day it covers.
    pub from: NaiveDate,
    /// The last day it covers.
    pub to: NaiveDate,
    /// How many thousandths of the unit.
    pub thousandths: i64,
    /// Where in the file its segment starts.
    pub position: u64,
}

/// PO numbers granted, as a message says it.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) site: Option<u32>,
    pub(crate) expires: Option<NaiveDate>,
    /// Where the first number and the site stand.
    pub(crate) spots: [Spot; 2],
}

/// Where in a message something stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) offset: usize,
    pub(crate) length: u32,
    pub(crate) segment: u32,
    pub(crate) element: u16,
    pub(crate) id: [u8; 3],
}

/// Something wrong or odd and where; the text is in the file.
#[derive(Debug)]
pub(crate) struct Noted {
    pub(crate) spot: Spot,
    pub(crate) remark: Remark,
}

impl Rows {
    /// Returns the qualifiers and numbers a row names its item by.
    pub fn item(&self, row: &Row) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.items.pairs(row.item)
    }

    /// Returns the qualifier and number a row names its site by.
    pub fn site(&self, row: &Row) -> (&str, &str) {
        self.sites.pairs(row.site).next().unwrap_or_default()
    }

    /// Returns the activity code of a row.
    pub fn code(&self, row: &Row) -> &str {
        self.codes.text(row.code)
    }

    /// Returns the unit of a row; empty where the message names none.
    pub fn unit(&self, row: &Row) -> &str {
        self.units.text(row.unit)
    }

    /// Forgets everything but the room it took.
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.sites.clear();
        self.items.clear();
        self.codes.clear();
        self.units.clear();
        self.grants.clear();
        self.remarks.clear();
    }
}

impl Spot {
    /// Returns the place of an element; element 0 is the segment.
    pub(crate) fn of(segment: &edi::Segment<'_>, element: usize) -> Self {
        let span = match element {
            0 => segment.span(),
            n => segment.element_span(n),
        };
        let mut id = [0; 3];
        for (to, from) in id.iter_mut().zip(segment.id().bytes()) {
            *to = from;
        }
        Self {
            segment: segment.ordinal(),
            id,
            element: u16::try_from(element).unwrap_or(u16::MAX),
            offset: span.offset,
            length: length(span.length),
        }
    }

    pub(crate) fn place(self, source: Source) -> Place {
        let id = self.id.iter().take_while(|b| **b != 0);
        Place {
            interchange: Some(source.interchange.control_number.clone()),
            group: Some(source.group.control_number.clone()),
            message: Some(source.message.control_number.clone()),
            segment: Some(self.segment),
            segment_id: Some(id.map(|b| char::from(*b)).collect()),
            element: (self.element > 0).then_some(u32::from(self.element)),
            component: None,
            repetition: None,
            offset: crate::reading::offset(self.offset),
            length: u64::from(self.length),
        }
    }
}

/// Returns the length of an element; readers take no longer one than this for text.
pub(crate) fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

impl Noted {
    pub(crate) fn finding(&self, source: Source) -> Finding {
        let (code, cause) = self.remark.clone().parts();
        let Spot { offset, length, .. } = self.spot;
        let text = source.file.bytes.get(offset..offset + length as usize);
        Finding {
            code: code.name().to_owned(),
            severity: code.severity(),
            owner: code.owner(),
            place: self.spot.place(source),
            text: String::from_utf8_lossy(text.unwrap_or_default()).into_owned(),
            cause,
            cause_zh: None,
            fix: code.fix().to_owned(),
        }
    }
}
