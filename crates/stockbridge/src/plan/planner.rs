//! Applies a batch of facts, then plans the sites they touched.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use anyhow::Result;
use bus::{Batch, Event};
use chrono::{DateTime, Days, NaiveDate, Utc};
use ledger::{Cause, SiteState};
use model::block::period_of;
use model::commit::{Change, Cut, Outcome, site_key};
use model::event::{Deadline, SiteFact};
use model::exception::ExceptionKind;
use model::reference::Reference;
use model::scope::Scope;
use model::site::SiteKind;
use model::{EventId, OrderId, PartnerId, SiteId};
use store::Store;
use tracing::Instrument;

use super::{forecast, propose};
use crate::telemetry;

/// Days of history a forecast looks back over.
pub(crate) const HISTORY_DAYS: u64 = 84;
/// Days after which an order's end is history and need not be in memory.
pub(crate) const ORDER_DAYS: u64 = 60;
/// Sites kept in memory; beyond, all are let go and read again as they come.
const SITES_KEPT: usize = 2_000;

type Place = (PartnerId, SiteId);

/// What is known of the sites of the partitions this process holds.
pub(crate) struct Planner {
    store: Store,
    reference: Arc<Reference>,
    sites: HashMap<Place, SiteState>,
    times: HashMap<u16, Option<DateTime<Utc>>>,
    /// Under which epoch what is in memory of a partition was read.
    epochs: HashMap<u16, i64>,
    /// Open exceptions of the sites in memory that say that withdrawals and store sales disagree.
    disagreeing: HashSet<String>,
    /// The partitions of which something may be in memory.
    remembered: HashSet<u16>,
}

impl Planner {
    pub(crate) fn new(store: Store, reference: Arc<Reference>) -> Self {
        Self {
            store,
            reference,
            sites: HashMap::new(),
            times: HashMap::new(),
            epochs: HashMap::new(),
            disagreeing: HashSet::new(),
            remembered: HashSet::new(),
        }
    }

    /// Lets go of everything in memory; the database is the truth.
    pub(crate) fn forget(&mut self) {
        self.sites.clear();
        self.times.clear();
        self.epochs.clear();
        self.disagreeing.clear();
        self.remembered.clear();
    }

    /// Returns what a batch leads to.
    pub(crate) async fn plan(&mut self, batch: &Batch<SiteFact>) -> Result<Outcome> {
        let partition = batch.partition;
        // Under another epoch somebody else may have written these sites meanwhile.
        let known = self.epochs.get(&partition);
        let stale = known.is_some_and(|epoch| *epoch != batch.epoch);
        if stale || self.sites.len() > SITES_KEPT {
            self.forget();
        }
        self.epochs.insert(partition, batch.epoch);
        let mut touched = BTreeMap::new();
        let mut outcome = Outcome::default();
        let cut = self.cut(batch);
        outcome.changes.push(Change::Cut(cut));
        for event in &batch.events {
            let span = tracing::info_span!("apply an event", event.id = %event.id);
            let span = telemetry::span_from(event.trace.as_deref(), span);
            for place in self.places(partition, &event.body) {
                let applied = self.apply(partition, event, &place);
                applied.instrument(span.clone()).await?;
                touched.insert(place, event);
            }
            if let Some(at) = time_of(&event.body) {
                let known = self.times.entry(partition).or_default();
                let at = known.map_or(at, |known| known.max(at));
                *known = Some(at);
                outcome.changes.push(Change::TimeKnown { partition, at });
            }
        }
        for (place, event) in touched {
            self.plan_site(partition, &place, &event.id).await?;
            if let Some(state) = self.sites.get_mut(&place) {
                let made = state.take_outcome();
                outcome.extend(made.caused_by(event.trace.as_deref()));
            }
        }
        Ok(outcome)
    }

    /// Notes what a replay has to know of a batch. From here on its partition is in memory.
    fn cut(&mut self, batch: &Batch<SiteFact>) -> Cut {
        Cut {
            partition: batch.partition,
            start: batch.from,
            next: batch.next,
            fresh: self.remembered.insert(batch.partition),
            parameters: self.reference.version.clone(),
            events: batch.events.iter().map(|event| event.offset).collect(),
        }
    }

    /// Returns the sites a fact changes: its own, or all of the partition where a day opens.
    fn places(&self, partition: u16, fact: &SiteFact) -> Vec<Place> {
        let (partner, site) = match fact {
            SiteFact::ActivityReported(f) => (&f.partner, &f.site),
            SiteFact::DownstreamSold(f) => (&f.partner, &f.site),
            SiteFact::PoPoolGranted(f) => (&f.partner, &f.site),
            SiteFact::DecisionTaken(f) => (&f.key.partner, &f.key.ship_to),
            SiteFact::DocumentSent(f) => (&f.partner, &f.site),
            SiteFact::DocumentAcknowledged(f) => (&f.partner, &f.site),
            SiteFact::OrderAccepted(f) => (&f.partner, &f.site),
            SiteFact::ShipmentReported(f) => (&f.partner, &f.site),
            SiteFact::ReceiptReported(f) => (&f.partner, &f.site),
            SiteFact::DeadlineReached(f) => f.deadline.place(),
            SiteFact::DayOpened(_) => {
                let partners = self.reference.data.sites.iter();
                let here = partners.filter(|s| {
                    s.kind != SiteKind::Warehouse
                        && bus::topics::partition(&site_key(&s.partner, &s.id)) == partition
                });
                return here.map(|s| (s.partner.clone(), s.id.clone())).collect();
            }
        };
        vec![(partner.clone(), site.clone())]
    }

    async fn apply(
        &mut self,
        partition: u16,
        event: &Event<SiteFact>,
        place: &Place,
    ) -> Result<()> {
        let known = self.time(partition).await?;
        self.load(place, &event.body, known.unwrap_or(event.at).date_naive())
            .await?;
        // What a cut-off releases or a planner decides about is the plan of all facts before it,
        // however the facts were cut into batches.
        if settles_a_plan(&event.body) {
            self.plan_site(partition, place, &event.id).await?;
        }
        let now = known.max(time_of(&event.body)).unwrap_or(event.at);
        let reference = self.reference.clone();
        let cause = Cause {
            reference: &reference,
            event: &event.id,
            at: event.at,
            now,
        };
        if let Some(state) = self.sites.get_mut(place) {
            ledger::apply(state, &event.body, &cause);
        }
        Ok(())
    }

    /// Forecasts and proposes what changed at a site, once time is known there.
    async fn plan_site(&mut self, partition: u16, place: &Place, event: &EventId) -> Result<()> {
        let Some(now) = self.time(partition).await? else {
            return Ok(());
        };
        let reference = self.reference.clone();
        let Some(state) = self.sites.get_mut(place) else {
            return Ok(());
        };
        let changed = std::mem::take(&mut state.to_plan);
        if changed.is_empty() {
            return Ok(());
        }
        let cause = Cause {
            reference: &reference,
            event,
            at: now,
            now,
        };
        let models = forecast::models(state, &reference, cause.today());
        forecast::publish(state, &models, cause.today());
        propose::propose(state, &models, &cause, &mut self.disagreeing);
        // Releasing and numbering mark items again; they are planned with the next facts.
        Ok(())
    }

    async fn time(&mut self, partition: u16) -> Result<Option<DateTime<Utc>>> {
        if let Some(time) = self.times.get(&partition) {
            return Ok(*time);
        }
        let time = self.store.time_known(partition).await?;
        self.times.insert(partition, time);
        Ok(time)
    }

    /// Makes sure that everything a fact may touch is in memory.
    async fn load(&mut self, place: &Place, fact: &SiteFact, today: NaiveDate) -> Result<()> {
        let (partner, site) = place;
        if !self.sites.contains_key(place) {
            let mut state = SiteState::new(partner.clone(), site.clone());
            let since = today - Days::new(ORDER_DAYS);
            let recent = self.store.orders_of(partner, site, since).await?;
            // An order may stay open for longer than it is recent.
            let open = self.store.open_orders(partner, site).await?;
            for order in recent.into_iter().chain(open) {
                state.orders.insert(order.id.clone(), order);
            }
            for proposal in self.store.proposals_of(partner, site).await? {
                state.proposals.insert(proposal.key.clone(), proposal);
            }
            state.pool = self.store.po_pool(partner, site).await?;
            let open = self.store.exceptions(&scope_of(place), false, true).await?;
            let disagree = open
                .into_iter()
                .filter(|e| e.kind == ExceptionKind::WithdrawalsDisagree);
            self.disagreeing.extend(disagree.map(|e| e.id));
            self.sites.insert(place.clone(), state);
        }
        self.load_blocks(place, &days_of(fact, today)).await?;
        if let Some(id) = order_of(fact) {
            self.load_order(place, id).await?;
        }
        Ok(())
    }

    async fn load_blocks(&mut self, place: &Place, periods: &BTreeSet<i32>) -> Result<()> {
        let Some(state) = self.sites.get_mut(place) else {
            return Ok(());
        };
        let missing: Vec<i32> = periods
            .iter()
            .copied()
            .filter(|p| !state.blocks.contains_key(p))
            .collect();
        let (Some(&first), Some(&last)) = (missing.first(), missing.last()) else {
            return Ok(());
        };
        // The range may span blocks already in memory, which are newer than what is read.
        for block in self.store.blocks(&place.0, &place.1, first, last).await? {
            state.blocks.entry(block.period).or_insert(block);
        }
        for period in missing {
            let (partner, site) = (place.0.clone(), place.1.clone());
            let empty = || model::block::Block::new(partner, site, period);
            state.blocks.entry(period).or_insert_with(empty);
        }
        Ok(())
    }

    async fn load_order(&mut self, place: &Place, id: &OrderId) -> Result<()> {
        let Some(state) = self.sites.get_mut(place) else {
            return Ok(());
        };
        if !state.orders.contains_key(id)
            && let Some(order) = self.store.order(&scope_of(place), id).await?
        {
            state.orders.insert(order.id.clone(), order);
        }
        Ok(())
    }
}

fn scope_of((partner, site): &Place) -> Scope {
    Scope {
        partners: Some(vec![partner.clone()]),
        sites: Some(vec![site.clone()]),
    }
}

/// Returns the blocks a fact needs: those of its own days and their neighbours, where running
/// totals and positions reach, and those a forecast looks back over.
fn days_of(fact: &SiteFact, today: NaiveDate) -> BTreeSet<i32> {
    let mut periods = BTreeSet::new();
    let around = |periods: &mut BTreeSet<i32>, day: NaiveDate| {
        let period = period_of(day);
        periods.extend([period - 1, period, period + 1]);
    };
    match fact {
        SiteFact::ActivityReported(report) => {
            report
                .lines
                .iter()
                .for_each(|line| around(&mut periods, line.from));
        }
        SiteFact::DownstreamSold(sold) => {
            sold.lines
                .iter()
                .for_each(|line| around(&mut periods, line.day));
        }
        _ => {}
    }
    periods.extend(period_of(today - Days::new(HISTORY_DAYS))..=period_of(today));
    periods
}

pub(crate) fn order_of(fact: &SiteFact) -> Option<&OrderId> {
    match fact {
        SiteFact::DocumentSent(f) => Some(&f.order),
        SiteFact::DocumentAcknowledged(f) => Some(&f.order),
        SiteFact::OrderAccepted(f) => Some(&f.order),
        SiteFact::ShipmentReported(f) => Some(&f.order),
        SiteFact::ReceiptReported(f) => Some(&f.order),
        SiteFact::DeadlineReached(f) => match &f.deadline {
            Deadline::AcknowledgementDue { order, .. } | Deadline::SilenceAccepts { order, .. } => {
                Some(order)
            }
            Deadline::CutOff { .. } => None,
        },
        SiteFact::ActivityReported(_)
        | SiteFact::DownstreamSold(_)
        | SiteFact::PoPoolGranted(_)
        | SiteFact::DecisionTaken(_)
        | SiteFact::DayOpened(_) => None,
    }
}

fn settles_a_plan(fact: &SiteFact) -> bool {
    match fact {
        SiteFact::DecisionTaken(_) => true,
        SiteFact::DeadlineReached(f) => matches!(f.deadline, Deadline::CutOff { .. }),
        _ => false,
    }
}

fn time_of(fact: &SiteFact) -> Option<DateTime<Utc>> {
    match fact {
        SiteFact::DayOpened(f) => Some(f.at),
        SiteFact::DeadlineReached(f) => Some(f.at),
        _ => None,
    }
}
