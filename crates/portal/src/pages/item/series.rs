use chrono::{Days, NaiveDate};
use model::{Gtin, Quantity};

use crate::shelf::{Shelf, days_before};

/// Thirteen weeks back show a season's start; a year would leave the forecast a sliver.
pub(super) const BACK_DAYS: u64 = 91;
const AHEAD_DAYS: u64 = 28;

/// What happened and what is expected, day by day.
pub(super) struct Series {
    pub(super) days: Vec<Day>,
}

#[derive(Debug, Clone)]
pub(super) struct Day {
    pub(super) day: NaiveDate,
    pub(super) sold: Option<f64>,
    pub(super) stock: Option<f64>,
    pub(super) out: bool,
    pub(super) expected: Option<Expected>,
    pub(super) arriving: Option<f64>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Expected {
    pub(super) mean: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Day {
    pub(super) fn is_silent(&self) -> bool {
        self.sold.is_none() && self.stock.is_none() && self.expected.is_none()
    }
}

impl Series {
    pub(super) fn of(shelf: &Shelf, item: Gtin, today: NaiveDate) -> Self {
        let first = days_before(today, BACK_DAYS);
        let last = today + Days::new(AHEAD_DAYS);
        let fact = |day: NaiveDate| Day {
            day,
            sold: shelf.sold(item, day).map(Quantity::to_f64),
            stock: shelf.stock_on(item, day).map(Quantity::to_f64),
            out: shelf.is_out(item, day),
            expected: None,
            arriving: None,
        };
        let mut days: Vec<Day> = first
            .iter_days()
            .take_while(|day| *day <= last)
            .map(fact)
            .collect();
        for (order, quantity) in shelf.orders_with(item) {
            if let Some(day) = days.iter_mut().find(|day| day.day == order.need_date) {
                *day.arriving.get_or_insert(0.0) += quantity.to_f64();
            }
        }
        let mut series = Self { days };
        series.expect(shelf, item);
        series
    }

    /// Puts the forecast on the days after the last one reported.
    fn expect(&mut self, shelf: &Shelf, item: Gtin) {
        let known_until = self.last_actual().map(|day| day.day);
        let Some((from, forecast)) = shelf.forecast(item) else {
            return;
        };
        let values = forecast.mean.iter().zip(&forecast.low).zip(&forecast.high);
        for (day, ((mean, low), high)) in from.iter_days().zip(values) {
            if known_until.is_some_and(|until| day <= until) {
                continue;
            }
            if let Some(place) = self.days.iter_mut().find(|place| place.day == day) {
                place.expected = Some(Expected {
                    mean: *mean,
                    low: *low,
                    high: *high,
                });
            }
        }
    }

    /// Returns the last day of which something was reported.
    pub(super) fn last_actual(&self) -> Option<&Day> {
        self.days
            .iter()
            .rfind(|day| day.sold.is_some() || day.stock.is_some())
    }
}
