//! Daily demand of an item out of the ledger, as the forecast wants it.

use chrono::{Days, NaiveDate};
use forecast::Day;
use ledger::SiteState;
use model::Gtin;
use model::activity::Measure;
use model::block::{Block, DAYS, first_day};

/// Returns a day's demand from `from` up to the day before `today`, by one measure.
///
/// A day at whose end the shelf was empty, or that the partner marks as out of stock, was no day of
/// free demand: what was sold then is less than what was wanted.
pub(crate) fn series(
    state: &SiteState,
    item: Gtin,
    measure: Measure,
    from: NaiveDate,
    today: NaiveDate,
) -> Vec<Day> {
    let mut days = Vec::with_capacity(usize::try_from((today - from).num_days()).unwrap_or(0));
    for (&period, block) in &state.blocks {
        let row = block.row(item);
        for (index, day) in first_day(period).iter_days().take(DAYS).enumerate() {
            if day < from || day >= today {
                continue;
            }
            // Blocks are in order, but one between them may not be loaded.
            let place = usize::try_from((day - from).num_days()).unwrap_or(0);
            days.resize(place, UNKNOWN);
            days.push(row.map_or(UNKNOWN, |row| day_of(block, row, measure, index)));
        }
    }
    // Days before the first report say nothing; leading unknowns would only cost time.
    let known = days
        .iter()
        .position(|d| d.demand.is_some())
        .unwrap_or(days.len());
    days.drain(..known);
    days
}

const UNKNOWN: Day = Day {
    demand: None,
    in_stock: true,
};

fn day_of(block: &Block, row: usize, measure: Measure, day: usize) -> Day {
    let value = |measure| block.get(row, measure, day).map(|fact| fact.quantity);
    let empty = value(Measure::OnHand).is_some_and(|q| q.is_zero() || q.is_negative());
    let marked = value(Measure::OutOfStock).is_some_and(|q| !q.is_zero());
    Day {
        demand: value(measure).map(|q| q.to_f64().max(0.0)),
        in_stock: !empty && !marked,
    }
}

/// Returns the first day of the series that [`series`] gave.
pub(crate) fn start(days: &[Day], today: NaiveDate) -> NaiveDate {
    today - Days::new(u64::try_from(days.len()).unwrap_or(0))
}
