//! Running totals become daily sales: each day is its total less the total before it.

use chrono::{Datelike, Days, NaiveDate};
use model::Quantity;
use model::activity::{ActivityLine, Measure};
use model::partner::QuantityBasis;

use crate::site::SiteState;

/// Returns the days whose sales follow from a total just written: (day, sales before, sales now).
///
/// The total of a day changes that day's sales, and those of the next day of the same period that
/// has a total. Days between two totals stay unknown; their sales count on the later day.
pub(crate) fn spread(
    state: &SiteState,
    line: &ActivityLine,
    basis: QuantityBasis,
) -> Vec<(NaiveDate, Option<Quantity>, Quantity)> {
    let (first, last) = period(line.from, basis);
    let total = |day: NaiveDate| {
        state
            .cell(line.item, Measure::SoldToDate, day)
            .map(|c| c.quantity)
    };
    let earlier = line
        .from
        .iter_days()
        .rev()
        .skip(1)
        .take_while(|day| *day >= first);
    let before = earlier.filter_map(total).next().unwrap_or(Quantity::ZERO);
    let sold = |day: NaiveDate| {
        state
            .cell(line.item, Measure::Sold, day)
            .map(|c| c.quantity)
    };
    let mut days = vec![(line.from, sold(line.from), line.quantity - before)];
    let later = line.from.iter_days().skip(1).take_while(|day| *day <= last);
    if let Some((day, next)) = later.filter_map(|day| Some((day, total(day)?))).next() {
        days.push((day, sold(day), next - line.quantity));
    }
    days
}

/// Returns the first and last day of the period whose running total a day belongs to.
pub(crate) fn period(day: NaiveDate, basis: QuantityBasis) -> (NaiveDate, NaiveDate) {
    let week_day = u64::from(day.weekday().num_days_from_monday());
    match basis {
        QuantityBasis::Daily => (day, day),
        QuantityBasis::WeekToDate => (day - Days::new(week_day), day + Days::new(6 - week_day)),
        QuantityBasis::MonthToDate => {
            let first = day - Days::new(u64::from(day.day0()));
            let next = first + chrono::Months::new(1);
            (first, next - Days::new(1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_begin_on_monday_and_on_the_first() {
        let day = |d| NaiveDate::from_ymd_opt(2024, 5, d).unwrap();
        assert_eq!(
            period(day(23), QuantityBasis::WeekToDate),
            (day(20), day(26))
        );
        assert_eq!(
            period(day(23), QuantityBasis::MonthToDate),
            (day(1), day(31))
        );
        assert_eq!(period(day(23), QuantityBasis::Daily), (day(23), day(23)));
    }
}
