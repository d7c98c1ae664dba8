//! The demo's calendar: which day is history, which is lived, and when things happen in a day.

mod api;
mod keep;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

pub(crate) use api::Api;
pub(crate) use keep::{load, put, save};

/// Days of demand in `examples/womart/demand.csv`; afterwards the last four weeks come again.
pub(crate) const DEMAND_DAYS: u32 = 76;

/// Days told before anybody orders: Womart's former supplier still fills its distribution centre.
pub(crate) const HISTORY_DAYS: u32 = 56;

/// Days of the story after history.
pub(crate) const LIVED_DAYS: u32 = DEMAND_DAYS - HISTORY_DAYS;

/// The day of demand numbered 0, as FreshRetailNet-50K has it: a Thursday.
const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2024, 3, 28) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Returns the day with a number, from 0.
pub(crate) fn day(number: u32) -> NaiveDate {
    FIRST_DAY + Days::new(number.into())
}

/// Returns the number of a day; `None` before the first.
pub(crate) fn number(day: NaiveDate) -> Option<u32> {
    u32::try_from((day - FIRST_DAY).num_days()).ok()
}

/// Returns when a day begins: yesterday's reports are in, our warehouse starts to ship.
pub(crate) fn morning(day: NaiveDate) -> DateTime<Utc> {
    at(day, 6, 0)
}

/// Returns when Womart reports a day: after its stores closed and its trucks were loaded.
pub(crate) fn evening(day: NaiveDate) -> DateTime<Utc> {
    at(day, 22, 30)
}

fn at(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    day.and_time(time).and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_ends_where_the_story_begins() {
        assert_eq!(day(0).to_string(), "2024-03-28");
        assert_eq!(day(HISTORY_DAYS).to_string(), "2024-05-23");
        assert_eq!(day(DEMAND_DAYS - 1).to_string(), "2024-06-11");
        assert_eq!(number(day(75)), Some(75));
        assert_eq!(number(day(0) - Days::new(1)), None);
        assert_eq!(LIVED_DAYS, 20);
        assert!(morning(day(3)) < evening(day(3)));
    }
}
