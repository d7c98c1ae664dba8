//! Replays one partition: cut as it was cut, planned as it was planned.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use bus::topics::SITE_FACTS;
use bus::{Batch, Event};
use indicatif::ProgressBar;
use model::commit::{Change, Cut, Fact, Outcome};
use model::event::SiteFact;
use model::reference::Reference;
use store::{Commit, NewEvent, Store, StoredEvent};

use super::replay::{Replayed, set_aside};
use crate::plan::Planner;
use crate::reference;

/// Cuts read at once.
const PAGE: u32 = 500;

/// A partition that is replayed.
pub(super) struct Partition {
    live: Store,
    beside: Store,
    partition: u16,
    bar: ProgressBar,
    parameters: Option<Arc<Reference>>,
    planner: Option<Planner>,
    replayed: Replayed,
}

impl Partition {
    pub(super) fn new(live: Store, beside: Store, partition: u16, bar: ProgressBar) -> Self {
        Self {
            live,
            beside,
            partition,
            bar,
            parameters: None,
            planner: None,
            replayed: Replayed::default(),
        }
    }

    /// Replays what was applied, up to the offset that `plan` would apply next.
    pub(super) async fn replay(mut self, next: i64) -> Result<Replayed> {
        let (mut after, mut reached) = (-1, 0);
        loop {
            let cuts = self.live.cuts(self.partition, after, PAGE).await?;
            if cuts.is_empty() {
                break;
            }
            for (number, cut) in cuts {
                self.nothing_missing(reached, cut.start).await?;
                self.step(&cut).await?;
                (after, reached) = (number, reached.max(cut.next));
            }
        }
        self.nothing_missing(reached, next).await?;
        Ok(self.replayed)
    }

    /// Between two batches may only be what was set aside without being planned.
    async fn nothing_missing(&self, from: i64, to: i64) -> Result<()> {
        if from < to && set_aside(&self.live, self.partition, from, to).await? < to - from {
            bail!(
                "nothing says how events {from} to {} of partition {} were applied, so the log \
                 cannot be replayed; restore a backup",
                to - 1,
                self.partition
            );
        }
        Ok(())
    }

    /// Plans a batch again and writes what comes of it beside.
    async fn step(&mut self, cut: &Cut) -> Result<()> {
        let events = self.read(cut).await?;
        let mut changes: Vec<Change> = events.iter().filter_map(announced).collect();
        let batch = Batch::of_events(self.partition, (cut.start, cut.next), events);
        let Outcome {
            changes: planned,
            events: following,
        } = self.planner(cut).await?.plan(&batch).await?;
        self.compare(following).await?;
        changes.extend(planned.into_iter().filter(follows_from_the_log));
        let commit = Commit {
            changes,
            ..Commit::default()
        };
        self.beside.commit(commit).await?;
        let applied = batch.events.len() as u64;
        self.replayed.events += applied;
        self.bar.inc(applied);
        Ok(())
    }

    /// Returns the planner with what it remembered at the time.
    async fn planner(&mut self, cut: &Cut) -> Result<&mut Planner> {
        let same = |r: &&Arc<Reference>| r.version == cut.parameters;
        let reference = match self.parameters.as_ref().filter(same) {
            Some(reference) => reference.clone(),
            None => self.read_parameters(&cut.parameters).await?,
        };
        if cut.fresh || !self.parameters.as_ref().is_some_and(|r| same(&r)) {
            self.planner = None;
        }
        self.parameters = Some(reference.clone());
        let beside = self.beside.clone();
        Ok(self
            .planner
            .get_or_insert_with(|| Planner::new(beside, reference)))
    }

    async fn read_parameters(&self, version: &str) -> Result<Arc<Reference>> {
        let text = self.live.parameters(version).await?;
        let text = text.with_context(|| {
            format!(
                "version {version} of the reference data was not kept, so the log cannot be \
                 replayed; restore a backup"
            )
        })?;
        reference::of_parameters(version, &text).map(Arc::new)
    }

    /// Reads the events of a batch; those that were set aside before may stand far from it.
    async fn read(&self, cut: &Cut) -> Result<Vec<Event<SiteFact>>> {
        let (topic, partition) = (SITE_FACTS.name, self.partition);
        let range = u32::try_from(cut.next - cut.start)?;
        let stored = match range {
            0 => Vec::new(),
            range => {
                self.live
                    .read_events(topic, partition, cut.start, range)
                    .await?
            }
        };
        let mut stored: HashMap<i64, StoredEvent> =
            stored.into_iter().map(|e| (e.offset, e)).collect();
        let mut events = Vec::with_capacity(cut.events.len());
        for &offset in &cut.events {
            let found = match stored.remove(&offset) {
                Some(event) => Some(event),
                None => {
                    let found = self.live.read_events(topic, partition, offset, 1).await?;
                    found.into_iter().find(|event| event.offset == offset)
                }
            };
            let expected = offset;
            events.push(event_of(found.ok_or(bus::Error::Gap {
                topic,
                partition,
                expected,
            })?)?);
        }
        Ok(events)
    }

    /// Compares what the replay would publish with what was published.
    async fn compare(&mut self, facts: Vec<Fact>) -> Result<()> {
        let outcome = Outcome {
            events: facts,
            ..Outcome::default()
        };
        let events = bus::commit_of(outcome)?.events;
        for topic in bus::topics::ALL {
            let of_topic = events.iter().filter(|event| event.topic == topic.name);
            let ids: Vec<&str> = of_topic.clone().map(|event| event.id.as_str()).collect();
            if ids.is_empty() {
                continue;
            }
            let published = self.live.events_named(topic.name, &ids).await?;
            let published: HashMap<_, _> = published.iter().map(|e| (&e.id, e)).collect();
            for event in of_topic {
                if !published.get(&event.id).is_some_and(|p| is_same(event, p)) {
                    self.replayed.note_differing(&event.id);
                }
            }
        }
        Ok(())
    }
}

fn is_same(event: &NewEvent, published: &StoredEvent) -> bool {
    // The log keeps milliseconds.
    event.at.timestamp_millis() == published.at.timestamp_millis()
        && event.partition == published.partition
        && event.key == published.key
        && event.kind == published.kind
        && event.body == published.body
}

fn event_of(stored: StoredEvent) -> Result<Event<SiteFact>> {
    let body = serde_json::from_slice(&stored.body).with_context(|| {
        format!(
            "event {} was applied, but this program cannot read it",
            stored.id
        )
    })?;
    Ok(Event {
        id: stored.id,
        key: stored.key,
        offset: stored.offset,
        at: stored.at,
        trace: stored.trace,
        body,
    })
}

/// The clock takes a deadline away in the step that announces it.
fn announced(event: &Event<SiteFact>) -> Option<Change> {
    match &event.body {
        SiteFact::DeadlineReached(reached) => Some(Change::DeadlineGone(reached.deadline.clone())),
        _ => None,
    }
}

/// Says whether a row is compared and swapped. Others belong to the documents that were received
/// and sent, which no replay makes again.
fn follows_from_the_log(change: &Change) -> bool {
    match change {
        Change::Block(_)
        | Change::Forecast(_)
        | Change::Proposal(_)
        | Change::ProposalGone(_)
        | Change::Order(_)
        | Change::PoPool(_)
        | Change::Exception(_)
        | Change::DeadlineSet { .. }
        | Change::DeadlineGone(_)
        | Change::TimeKnown { .. } => true,
        Change::Cut(_)
        | Change::Document { .. }
        | Change::DocumentKept { .. }
        | Change::DocumentRead(_)
        | Change::DocumentAcknowledged { .. }
        | Change::Interchange(..)
        | Change::InterchangeReplaced(..)
        | Change::ControlNumber { .. }
        | Change::SentMessage { .. }
        | Change::Answered { .. } => false,
    }
}
