//! Daily facts of one site over thirty days, kept together so that a year reads in a few rows.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::activity::{ActivityLine, Measure};
use crate::{DocumentId, Gtin, PartnerId, Quantity, SiteId};

/// Days in a block.
pub const DAYS: usize = 30;

/// The same, as dates count.
const SPAN: i32 = 30;

/// Returns the number of the block that holds a day.
pub fn period_of(day: NaiveDate) -> i32 {
    day.num_days_from_ce().div_euclid(SPAN)
}

/// Returns the place of a day inside its block, from 0.
pub fn index_of(day: NaiveDate) -> usize {
    usize::try_from(day.num_days_from_ce().rem_euclid(SPAN)).unwrap_or(0)
}

/// Returns the first day of a block.
pub fn first_day(period: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(period * SPAN).unwrap_or(NaiveDate::MIN)
}

/// One measure of all items of a block: values, presence and source, item by item, day by day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plane {
    /// Scaled quantities, `items × DAYS`. Zero where nothing was reported.
    pub values: Vec<i64>,
    /// A bit per day for each item. Missing is not zero.
    pub present: Vec<u32>,
    /// Index into the block's sources, `items × DAYS`.
    pub source: Vec<u16>,
}

/// The daily facts of one site over thirty days. Missing is not zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Who reported.
    pub partner: PartnerId,
    /// The site.
    pub site: SiteId,
    /// Which thirty days: see [`period_of`].
    pub period: i32,
    /// Rises with every change.
    pub version: u32,
    /// The items, in the order they were first reported.
    pub items: Vec<Gtin>,
    /// The documents the values came from.
    pub sources: Vec<DocumentId>,
    /// The measures reported.
    pub planes: BTreeMap<Measure, Plane>,
    /// Totals over more than a day, kept as they were reported, newest last.
    pub totals: Vec<(DocumentId, ActivityLine)>,
}

/// A value with the document it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact<'a> {
    /// How much.
    pub quantity: Quantity,
    /// From which document.
    pub source: &'a DocumentId,
}

impl Block {
    /// Returns a block with nothing reported.
    pub fn new(partner: PartnerId, site: SiteId, period: i32) -> Self {
        Self {
            partner,
            site,
            period,
            version: 0,
            items: Vec::new(),
            sources: Vec::new(),
            planes: BTreeMap::new(),
            totals: Vec::new(),
        }
    }

    /// Returns the row of an item, if it was ever reported in these days.
    pub fn row(&self, item: Gtin) -> Option<usize> {
        self.items.iter().position(|&i| i == item)
    }

    /// Returns the value of a cell, `None` where nothing was reported.
    pub fn get(&self, row: usize, measure: Measure, day: usize) -> Option<Fact<'_>> {
        let plane = self.planes.get(&measure)?;
        if plane.present.get(row)? >> day & 1 == 0 {
            return None;
        }
        let cell = row * DAYS + day;
        let source = self.sources.get(usize::from(*plane.source.get(cell)?))?;
        Some(Fact {
            quantity: Quantity::from_scaled(*plane.values.get(cell)?),
            source,
        })
    }

    /// Returns the row of an item, making one where there is none.
    pub fn row_or_new(&mut self, item: Gtin) -> usize {
        self.row(item).unwrap_or_else(|| {
            self.items.push(item);
            self.items.len() - 1
        })
    }

    /// Returns the index of a source, adding it where it is new; the oldest unused one makes room.
    pub fn source_or_new(&mut self, document: &DocumentId) -> u16 {
        if let Some(known) = self.sources.iter().rposition(|d| d == document) {
            return u16::try_from(known).unwrap_or(u16::MAX);
        }
        if self.sources.len() >= usize::from(u16::MAX) {
            self.drop_unused_sources();
        }
        self.sources.push(document.clone());
        u16::try_from(self.sources.len() - 1).unwrap_or(u16::MAX)
    }

    /// Writes a cell and returns what stood there.
    pub fn set(
        &mut self,
        row: usize,
        measure: Measure,
        day: usize,
        quantity: Quantity,
        source: u16,
    ) -> Option<Quantity> {
        let rows = self.items.len();
        let plane = self.planes.entry(measure).or_default();
        plane.values.resize(rows * DAYS, 0);
        plane.source.resize(rows * DAYS, 0);
        plane.present.resize(rows, 0);
        let (cell, bit) = (row * DAYS + day, 1_u32 << day);
        let old =
            (plane.present[row] & bit != 0).then(|| Quantity::from_scaled(plane.values[cell]));
        plane.present[row] |= bit;
        plane.values[cell] = quantity.scaled();
        plane.source[cell] = source;
        old
    }

    fn drop_unused_sources(&mut self) {
        let mut used = vec![false; self.sources.len()];
        for plane in self.planes.values() {
            for (row, bits) in plane.present.iter().enumerate() {
                for day in (0..DAYS).filter(|day| bits >> day & 1 == 1) {
                    used[usize::from(plane.source[row * DAYS + day])] = true;
                }
            }
        }
        let mut next = 0_u16;
        let moved: Vec<u16> = used
            .iter()
            .map(|&kept| {
                let to = next;
                next += u16::from(kept);
                to
            })
            .collect();
        for plane in self.planes.values_mut() {
            for source in &mut plane.source {
                *source = moved[usize::from(*source)];
            }
        }
        let mut keep = used.iter();
        self.sources.retain(|_| *keep.next().unwrap_or(&true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_is_not_zero() {
        let mut block = Block::new(
            PartnerId::new("P").unwrap(),
            SiteId::new("S").unwrap(),
            period_of(NaiveDate::MIN),
        );
        let item = Gtin::new("614141000036").unwrap();
        let row = block.row_or_new(item);
        let source = block.source_or_new(&DocumentId::new("D1").unwrap());
        assert_eq!(
            block.set(row, Measure::Sold, 3, Quantity::ZERO, source),
            None
        );
        assert_eq!(
            block.get(row, Measure::Sold, 3).unwrap().quantity,
            Quantity::ZERO
        );
        assert_eq!(block.get(row, Measure::Sold, 4), None);
        assert_eq!(
            block.set(row, Measure::Sold, 3, Quantity::from_units(2), source),
            Some(Quantity::ZERO)
        );
    }

    #[test]
    fn days_find_their_block() {
        let day = NaiveDate::from_ymd_opt(2024, 3, 28).unwrap();
        assert_eq!(
            first_day(period_of(day)) + chrono::Days::new(index_of(day) as u64),
            day
        );
    }
}
