use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use model::reference::Reference;
use model::{Gtin, SiteId};

use crate::demo::world::DEMAND_DAYS;

/// FreshRetailNet-50K (CC-BY-4.0, arXiv:2505.16319), cut and scaled by `extract.py` beside it.
const TABLE: &str = include_str!("../../../../../examples/womart/demand.csv");

/// After the table's end these many days come again; whole weeks, so weekdays stay in place.
const REPEATED_DAYS: u32 = 28;

/// What customers ask for: eaches by store, item and day.
#[derive(Debug, Clone)]
pub(super) struct Demand(BTreeMap<(SiteId, Gtin), Vec<u32>>);

impl Demand {
    /// Reads the table that is part of the binary.
    pub(super) fn read(reference: &Reference) -> Result<Self> {
        let mut rows = BTreeMap::new();
        for (line, number) in TABLE.lines().zip(1_u32..).skip(1) {
            let row = row(line, reference).with_context(|| format!("demand.csv line {number}"))?;
            rows.insert(row.0, row.1);
        }
        Ok(Self(rows))
    }

    /// Returns the stores' items in order.
    pub(super) fn places(&self) -> impl Iterator<Item = &(SiteId, Gtin)> {
        self.0.keys()
    }

    /// Returns what is asked for on a day, by its number.
    pub(super) fn of(&self, place: &(SiteId, Gtin), day: u32) -> u32 {
        let again = |past: u32| DEMAND_DAYS - REPEATED_DAYS + past % REPEATED_DAYS;
        let day = day.checked_sub(DEMAND_DAYS).map_or(day, again);
        let row = self.0.get(place).map(Vec::as_slice).unwrap_or_default();
        usize::try_from(day)
            .ok()
            .and_then(|day| row.get(day))
            .copied()
            .unwrap_or_default()
    }
}

fn row(line: &str, reference: &Reference) -> Result<((SiteId, Gtin), Vec<u32>)> {
    let mut fields = line.split(',');
    let store = SiteId::new(fields.next().unwrap_or_default())?;
    let number = fields.next().unwrap_or_default();
    let item = reference.item_by_vendor_number(number);
    let item = item.with_context(|| format!("item {number} is not in the reference data"))?;
    let units = fields.map(str::parse).collect::<Result<Vec<u32>, _>>()?;
    if u32::try_from(units.len()).ok() != Some(DEMAND_DAYS) {
        bail!("{} days instead of {DEMAND_DAYS}", units.len());
    }
    Ok(((store, item.gtin), units))
}
