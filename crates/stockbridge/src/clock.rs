//! The clock lets time into the log: days that open and deadlines that are reached, as events.

mod days;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};
use model::EventId;
use model::commit::{Change, Fact, FactBody, Outcome};
use model::event::{Deadline, DeadlineReached, SiteFact};
use store::Commit;

use crate::hub::Hub;
use crate::{failure, system};
use days::{day_opened, is_opened, next_day, start_of};

pub(crate) use days::is_up_to_date;

/// One clock runs among all processes: it holds this lease while it has something to announce.
pub(crate) const LEASE: (&str, &str) = ("clock", "clock");
const LEASE_MS: i64 = 3_000;

/// Announces days and deadlines until the process should finish.
pub(crate) async fn run(hub: Hub) -> Result<()> {
    let mut changed = hub.store.changed();
    // The last day known to be opened; it saves asking the database after every commit.
    let mut opened = None;
    loop {
        // Before looking, so that what moves meanwhile wakes us.
        let passed = hub.time.passed();
        changed.borrow_and_update();
        let announced = announce(&hub, &mut opened).await;
        failure::patience("cannot announce the time", announced).await?;
        tokio::select! {
            () = hub.stopped() => return Ok(()),
            () = passed => {}
            _ = changed.changed() => {}
        }
    }
}

async fn announce(hub: &Hub, opened: &mut Option<NaiveDate>) -> Result<()> {
    while step(hub, opened).await? {}
    Ok(())
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
            trace: None,
            body: FactBody::Site(SiteFact::DeadlineReached(reached)),
        });
        outcome.changes.push(Change::DeadlineGone(deadline));
    }
    Ok(bus::commit_of(outcome)?)
}
