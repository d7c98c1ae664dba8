//! Dates: the next order, its arrival, and the days it has to last.

use chrono::{Datelike, Days, NaiveDate};
use model::AgreementId;
use model::agreement::Agreement;
use model::site::Lane;

/// How far ahead a feasible day is looked for. A site closed for longer is not being supplied.
const HORIZON_DAYS: usize = 366;

/// The days an order protects, and how they came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protection {
    /// The agreement whose calendar this is.
    pub agreement: AgreementId,
    /// Its version.
    pub agreement_version: u32,
    /// The day the order goes.
    pub order_day: NaiveDate,
    /// The day it arrives, before that day's demand.
    pub arrives: NaiveDate,
    /// The day on which an order made after it first arrives later than it.
    pub next_arrives: NaiveDate,
    /// The first day whose demand is not yet in the stock count.
    pub first_day: NaiveDate,
    /// Days from `first_day` up to, and without, `next_arrives`.
    pub days: u32,
}

/// Returns the days that an order made on `today`, or on the next review day, has to last.
///
/// `counted` is the day at whose end stock was last counted; without a count, demand from today on
/// is taken. `None` where no order can be made or none arrives within a year: the agreement has
/// ended, or the site takes nothing in.
///
/// Where the following review day's order would arrive on the same delivery day, it cannot
/// protect any longer than this one, so the interval runs to the first *later* arrival; the
/// following order then finds this one in the position and only adds the difference. The
/// agreement is taken to go on after its last day, or the last order under it would be too small.
pub fn protection(
    agreement: &Agreement,
    lane: &Lane,
    today: NaiveDate,
    counted: Option<NaiveDate>,
) -> Option<Protection> {
    let order_day = order_day(agreement, today)?;
    let arrives = arrival(lane, order_day)?;
    let next_arrives = reviews(agreement, order_day)
        .skip(1)
        .map_while(|day| arrival(lane, day))
        .find(|&day| day > arrives)?;
    let tomorrow = today.succ_opt()?;
    let first_day = match counted {
        // A count dated ahead of today is a clock or a typing error, not knowledge of tomorrow.
        Some(day) => day.succ_opt()?.min(tomorrow),
        None => today,
    };
    let days = u32::try_from((next_arrives - first_day).num_days()).unwrap_or(0);
    Some(Protection {
        agreement: agreement.id.clone(),
        agreement_version: agreement.version,
        order_day,
        arrives,
        next_arrives,
        first_day,
        days,
    })
}

/// Returns the first day from `from` on that the agreement covers and orders on.
pub fn order_day(agreement: &Agreement, from: NaiveDate) -> Option<NaiveDate> {
    reviews(agreement, from.max(agreement.from))
        .next()
        .filter(|&day| agreement.holds_on(day))
}

/// Returns the first day on which goods ordered on `ordered` can be taken in.
pub fn arrival(lane: &Lane, ordered: NaiveDate) -> Option<NaiveDate> {
    let earliest = ordered.checked_add_days(Days::new(u64::from(lane.lead_days)))?;
    earliest
        .iter_days()
        .take(HORIZON_DAYS)
        .find(|&day| takes_in(lane, day))
}

/// Says whether a site takes goods in on a day.
pub fn takes_in(lane: &Lane, day: NaiveDate) -> bool {
    let delivers = lane.delivery_days.is_empty() || lane.delivery_days.contains(&day.weekday());
    delivers && !lane.closed.contains(&day)
}

fn reviews(agreement: &Agreement, from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days()
        .take(HORIZON_DAYS)
        .filter(|&day| agreement.reviews_on(day))
}
