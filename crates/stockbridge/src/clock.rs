//! The clock lets time into the log: days that open and deadlines that are reached, as events.

use anyhow::Result;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use model::EventId;
use model::commit::{Change, Fact, FactBody, Outcome};
use model::event::{Deadline, DeadlineReached, SiteFact};
use store::Commit;

use crate::hub::Hub;
use crate::system;

/// One clock runs among all processes: it holds this lease while it has something to announce.
pub(crate) const LEASE: (&str, &str) = ("clock", "clock");
const LEASE_MS: i64 = 10_000;

/// Announces days and deadlines until the process should finish.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    let mut changed = hub.store.changed();
    // The last day known to be opened; it saves asking the database after every commit.
    let mut opened = None;
    loop {
        // Before looking, so that what moves meanwhile wakes us.
        let passed = hub.time.passed();
        changed.borrow_and_update();
        while step(&hub, &mut opened).await? {}
        tokio::select! {
            () = hub.stopped() => return Ok(()),
            () = passed => {}
            _ = changed.changed() => {}
        }
    }
}

/// Announces what is due up to the next day, or else that day; says whether there was anything.
async fn step(hub: &Hub, opened: &mut Option<NaiveDate>) -> Result<bool> {
    let now = hub.time.now();
    let deadlines = hub.store.deadlines_due(now).await?;
    let today = now.date_naive();
    if *opened != Some(today) && is_opened(hub, today).await? {
        *opened = Some(today);
    }
    let day = match *opened == Some(today) {
        true => None,
        false => next_day(hub, today).await?,
    };
    let Some(commit) = earliest(deadlines, day) else {
        return Ok(false);
    };
    let (store, owner, (group, topic)) = (&hub.store, &hub.owner, LEASE);
    let lease = store
        .take(group, topic, 0, owner, system::now_ms(), LEASE_MS)
        .await?;
    if lease.is_some() {
        store.commit(commit?).await?;
    }
    Ok(lease.is_some())
}

fn earliest(
    deadlines: Vec<(DateTime<Utc>, Deadline)>,
    day: Option<NaiveDate>,
) -> Option<Result<Commit>> {
    let before = |at: DateTime<Utc>| day.is_none_or(|day| at < start_of(day));
    let deadlines = deadlines.into_iter();
    let due: Vec<_> = deadlines.filter(|(at, _)| before(*at)).collect();
    if due.is_empty() {
        return day.map(day_opened);
    }
    Some(reached(due))
}

fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Announces deadlines together, in the order they were reached: many sites share a cut-off.
fn reached(due: Vec<(DateTime<Utc>, Deadline)>) -> Result<Commit> {
    let mut outcome = Outcome::default();
    for (at, deadline) in due {
        let reached = DeadlineReached {
            deadline: deadline.clone(),
            at,
        };
        outcome.events.push(Fact {
            id: EventId::new(deadline.id())?,
            at,
            body: FactBody::Site(SiteFact::DeadlineReached(reached)),
        });
        outcome.changes.push(Change::DeadlineGone(deadline));
    }
    Ok(bus::commit_of(outcome)?)
}

/// A day announced a second time makes the same events, which are not appended again.
fn day_opened(day: NaiveDate) -> Result<Commit> {
    let events = bus::topics::day_opened_events(day, start_of(day))?;
    Ok(Commit {
        events,
        ..Commit::default()
    })
}

/// Returns the next day to open, if it has come: the one after the last that was opened.
///
/// After a long stop days are opened one by one, each only when the one before was worked off, so
/// that its cut-offs fall into it.
async fn next_day(hub: &Hub, today: NaiveDate) -> Result<Option<NaiveDate>> {
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
async fn is_opened(hub: &Hub, day: NaiveDate) -> Result<bool> {
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
