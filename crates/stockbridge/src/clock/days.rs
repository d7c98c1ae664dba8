//! Which day is open, and which is next.

use anyhow::Result;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use store::Commit;

use crate::hub::Hub;

/// Returns the next day to open, if it has come: the one after the last that was opened.
///
/// After a long stop days are opened one by one, each only when the one before was worked off, so
/// that its cut-offs fall into it.
pub(super) async fn next_day(hub: &Hub, today: NaiveDate) -> Result<Option<NaiveDate>> {
    let Some(last) = last_opened(hub).await? else {
        return Ok(Some(today));
    };
    let next = last + Days::new(1);
    if next > today {
        return Ok(None);
    }
    let caught_up = next == today || bus::quiescent(&hub.store).await?;
    Ok(caught_up.then_some(next))
}

/// Returns the last day whose opening stands in the log.
async fn last_opened(hub: &Hub) -> Result<Option<NaiveDate>> {
    let today = hub.time.now().date_naive();
    if is_opened(hub, today).await? {
        return Ok(Some(today));
    }
    // Partition 0 is told of every day, so what it knows is a day that was opened; a later one may
    // be announced and not applied yet.
    let Some(known) = hub.store.time_known(0).await? else {
        return Ok(None);
    };
    let mut last = known.date_naive();
    while is_opened(hub, last + Days::new(1)).await? {
        last = last + Days::new(1);
    }
    Ok(Some(last))
}

/// The events of a day are appended together, so one of them stands for all.
pub(super) async fn is_opened(hub: &Hub, day: NaiveDate) -> Result<bool> {
    let events = bus::topics::day_opened_events(day, start_of(day))?;
    let Some(event) = events.first() else {
        return Ok(false);
    };
    Ok(hub.store.event(&event.topic, &event.id).await?.is_some())
}

/// Says whether today was opened.
pub(crate) async fn is_up_to_date(hub: &Hub) -> Result<bool> {
    is_opened(hub, hub.time.now().date_naive()).await
}

/// A day announced a second time makes the same events, which are not appended again.
pub(super) fn day_opened(day: NaiveDate) -> Result<Commit> {
    let events = bus::topics::day_opened_events(day, start_of(day))?;
    Ok(Commit {
        events,
        ..Commit::default()
    })
}

pub(super) fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
