use anyhow::Result;
use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use formats::x12_852::{Line, Pool, Shape, Statement};
use formats::x12_861::Advice;
use formats::{Envelope, x12_852, x12_861};
use model::order::Direction;
use model::{Gtin, PoNumber, Quantity, SiteId};

use super::Trade;
use super::floor::{self, Movement};
use super::memory::{Letter, Shipment};
use crate::demo::world;

/// PO numbers Womart lets us use a week; five review days leave some over, which expire.
const NUMBERS_A_WEEK: u64 = 10;

/// The number before the first one Womart grants.
const NUMBERS_START: u64 = 4_500_010_000;

/// Womart numbers its interchanges by what they hold, so that no number depends on how many others
/// were sent before.
#[derive(Debug, Clone, Copy)]
pub(super) enum Series {
    Centre = 1,
    Stores = 2,
    Acknowledgement = 3,
    Confirmation = 4,
    Receipt = 5,
}

impl Series {
    pub(super) fn number(self, running: u64) -> u64 {
        self as u64 * 100_000_000 + running % 100_000_000
    }
}

impl Trade {
    pub(super) fn envelope(&self, control_number: u64, at: DateTime<Utc>) -> Envelope<'_> {
        Envelope {
            profile: &self.profile,
            direction: Direction::In,
            control_number,
            at,
        }
    }

    /// Writes a day's activity: the distribution centre's, with one N1, and the stores', with SDQ.
    pub(super) fn report(
        &self,
        day: NaiveDate,
        number: u32,
        lived: &floor::Day,
    ) -> Result<Vec<Letter>> {
        let centre = Statement {
            from: day,
            to: day,
            shape: Shape::Locations,
            pools: self.pool(day, number)?,
            lines: self.centre_lines(lived),
        };
        let stores = Statement {
            shape: Shape::StoreLists,
            pools: Vec::new(),
            lines: store_lines(lived),
            ..centre.clone()
        };
        let write = |series: Series, name: &str, statement: &Statement| {
            let envelope = self.envelope(series.number(u64::from(number) + 1), world::evening(day));
            let bytes = x12_852::encode(&envelope, &self.reference, statement)?;
            Letter::new(format!("852-{name}-{day}.x12"), bytes)
        };
        Ok(vec![
            write(Series::Stores, "stores", &stores)?,
            write(Series::Centre, self.centre.as_str(), &centre)?,
        ])
    }

    /// Every Monday Womart grants the numbers of the week to come.
    fn pool(&self, day: NaiveDate, number: u32) -> Result<Vec<Pool>> {
        if day.weekday() != Weekday::Mon {
            return Ok(Vec::new());
        }
        let before = NUMBERS_START + u64::from(number / 7) * NUMBERS_A_WEEK;
        let first = PoNumber::new((before + 1).to_string())?;
        let last = PoNumber::new((before + NUMBERS_A_WEEK).to_string())?;
        Ok(vec![Pool {
            site: self.centre.clone(),
            first,
            last,
        }])
    }

    fn centre_lines(&self, lived: &floor::Day) -> Vec<Line> {
        let mut lines = Vec::new();
        for (item, movement) in &lived.centre {
            let Movement {
                received,
                gone,
                left,
                ..
            } = *movement;
            lines.push(line(&self.centre, *item, "QA", left));
            lines.push(line(&self.centre, *item, "QW", gone));
            if received > 0 {
                lines.push(line(&self.centre, *item, "QR", received));
            }
        }
        lines
    }

    /// Writes what of a shipment was counted in: all of it.
    pub(super) fn receipt(&self, day: NaiveDate, shipment: &Shipment) -> Result<Letter> {
        let number = format!("RC-{}", shipment.number);
        let advice = Advice {
            number: &number,
            day,
            po_number: &shipment.po_number,
            order_id: shipment.order_id.as_ref(),
            site: &self.centre,
            lines: &shipment.lines,
        };
        let envelope = self.envelope(shipment.receipt, world::evening(day));
        let bytes = x12_861::encode(&envelope, &self.reference, &advice)?;
        Letter::new(format!("861-{}.x12", shipment.receipt), bytes)
    }
}

fn store_lines(lived: &floor::Day) -> Vec<Line> {
    let mut lines = Vec::new();
    for ((store, item), movement) in &lived.stores {
        lines.push(line(store, *item, "QS", movement.gone));
        lines.push(line(store, *item, "QA", movement.left));
    }
    lines
}

fn line(site: &SiteId, item: Gtin, code: &str, units: u32) -> Line {
    let quantity = Quantity::from_units(i32::try_from(units).unwrap_or(i32::MAX));
    Line {
        site: site.clone(),
        item,
        code: code.to_owned(),
        quantity,
    }
}
