//! What is known of one site, and what changed of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, Utc};
use model::activity::{Measure, PoPool};
use model::block::{Block, DAYS, Fact as Cell, first_day, index_of, period_of};
use model::commit::{Change, Fact, FactBody, Outcome};
use model::event::{Deadline, Outbound, SiteFact};
use model::exception::Exception;
use model::order::{Order, OrderLine, Quantities, Receipt};
use model::proposal::{Proposal, ProposalKey};
use model::reference::Reference;
use model::{EventId, Gtin, OrderId, PartnerId, Quantity, SiteId};

use crate::fingerprint::following;

/// What makes a rule run: the event, and the parameters it is judged with.
#[derive(Debug, Clone, Copy)]
pub struct Cause<'a> {
    /// Partners, sites, items and agreements.
    pub reference: &'a Reference,
    /// The event's id; ids of what follows are made from it.
    pub event: &'a EventId,
    /// When the event happened.
    pub at: DateTime<Utc>,
    /// The time the partition knows: the last day opened or deadline reached.
    pub now: DateTime<Utc>,
}

impl Cause<'_> {
    /// Returns the business day.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }
}

/// What is known of one site. A block that is present was loaded, even if nothing is in it.
#[derive(Debug, Clone)]
pub struct SiteState {
    /// Whose site.
    pub partner: PartnerId,
    /// The site.
    pub site: SiteId,
    /// Daily facts.
    pub blocks: BTreeMap<i32, Block>,
    /// Orders to this site.
    pub orders: BTreeMap<OrderId, Order>,
    /// Proposals not yet released.
    pub proposals: BTreeMap<ProposalKey, Proposal>,
    /// PO numbers the partner granted.
    pub pool: Option<PoPool>,
    /// Items whose sales, stock or orders changed since they were last planned.
    pub to_plan: BTreeSet<Gtin>,
    /// Whether receipts of a day are inside the stock counted at its end, as the partner's profile
    /// says; set by every fact applied.
    pub receipts_inside_stock: bool,
    dirty_blocks: BTreeSet<i32>,
    dirty_orders: BTreeSet<OrderId>,
    dirty_proposals: BTreeSet<ProposalKey>,
    dirty_pool: bool,
    changes: Vec<Change>,
    events: Vec<Fact>,
}

impl SiteState {
    /// Returns a state in which nothing is loaded.
    pub fn new(partner: PartnerId, site: SiteId) -> Self {
        Self {
            partner,
            site,
            blocks: BTreeMap::new(),
            orders: BTreeMap::new(),
            proposals: BTreeMap::new(),
            pool: None,
            to_plan: BTreeSet::new(),
            receipts_inside_stock: true,
            dirty_blocks: BTreeSet::new(),
            dirty_orders: BTreeSet::new(),
            dirty_proposals: BTreeSet::new(),
            dirty_pool: false,
            changes: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Returns what was reported of an item on a day.
    pub fn cell(&self, item: Gtin, measure: Measure, day: NaiveDate) -> Option<Cell<'_>> {
        let block = self.blocks.get(&period_of(day))?;
        block.get(block.row(item)?, measure, index_of(day))
    }

    /// Returns the newest value of a measure at or before a day, with its day.
    pub fn latest(
        &self,
        item: Gtin,
        measure: Measure,
        until: NaiveDate,
    ) -> Option<(NaiveDate, Cell<'_>)> {
        let periods = self.blocks.range(..=period_of(until)).rev();
        let mut known = periods.filter_map(|(&period, block)| {
            let row = block.row(item)?;
            let days = if period == period_of(until) {
                index_of(until) + 1
            } else {
                DAYS
            };
            let newest = (0..days)
                .rev()
                .find_map(|i| Some((i, block.get(row, measure, i)?)));
            let (index, cell) = newest?;
            Some((
                first_day(period) + Days::new(u64::try_from(index).ok()?),
                cell,
            ))
        });
        known.next()
    }

    /// Returns every item ever reported in the blocks loaded.
    pub fn items(&self) -> BTreeSet<Gtin> {
        self.blocks
            .values()
            .flat_map(|b| b.items.iter().copied())
            .collect()
    }

    /// Hands over everything to write and append since the last call.
    pub fn take_outcome(&mut self) -> Outcome {
        let mut changes = std::mem::take(&mut self.changes);
        for period in std::mem::take(&mut self.dirty_blocks) {
            if let Some(block) = self.blocks.get_mut(&period) {
                block.version += 1;
                changes.push(Change::Block(block.clone()));
            }
        }
        for id in std::mem::take(&mut self.dirty_orders) {
            if let Some(order) = self.orders.get_mut(&id) {
                order.version += 1;
                changes.push(Change::Order(Box::new(order.clone())));
            }
        }
        for key in std::mem::take(&mut self.dirty_proposals) {
            changes.push(match self.proposals.get(&key) {
                Some(proposal) => Change::Proposal(proposal.clone()),
                None => Change::ProposalGone(key),
            });
        }
        if std::mem::take(&mut self.dirty_pool)
            && let Some(pool) = &self.pool
        {
            changes.push(Change::PoPool(pool.clone()));
        }
        Outcome {
            changes,
            events: std::mem::take(&mut self.events),
        }
    }

    /// Puts a site's forecasts in the place of the old ones.
    pub fn publish(&mut self, forecast: model::forecast::SiteForecast) {
        self.changes.push(Change::Forecast(forecast));
    }

    /// Raises or closes an exception of this site.
    pub fn tell(&mut self, exception: Exception, item: Option<Gtin>) {
        self.alert(Exception { item, ..exception });
    }

    pub(crate) fn set_cell(
        &mut self,
        item: Gtin,
        measure: Measure,
        day: NaiveDate,
        quantity: Quantity,
        document: &model::DocumentId,
    ) -> Option<Quantity> {
        let block = self.dirty_block(period_of(day));
        let row = block.row_or_new(item);
        let source = block.source_or_new(document);
        block.set(row, measure, index_of(day), quantity, source)
    }

    pub(crate) fn dirty_block(&mut self, period: i32) -> &mut Block {
        self.dirty_blocks.insert(period);
        let (partner, site) = (&self.partner, &self.site);
        self.blocks
            .entry(period)
            .or_insert_with(|| Block::new(partner.clone(), site.clone(), period))
    }

    pub(crate) fn put_order(&mut self, order: Order) {
        self.dirty_orders.insert(order.id.clone());
        let known = self.orders.get(&order.id);
        let moved = |(n, line): (usize, &OrderLine)| {
            let before = known.and_then(|order| order.lines.get(n));
            let same = before.is_some_and(|before| goods(before) == goods(line));
            (!same).then_some(line.item)
        };
        let moved = order.lines.iter().enumerate().filter_map(moved);
        self.to_plan.extend(moved);
        self.orders.insert(order.id.clone(), order);
    }

    pub(crate) fn put_proposal(&mut self, proposal: Proposal) {
        self.dirty_proposals.insert(proposal.key.clone());
        self.proposals.insert(proposal.key.clone(), proposal);
    }

    pub(crate) fn take_proposal(&mut self, key: &ProposalKey) -> Option<Proposal> {
        self.dirty_proposals.insert(key.clone());
        self.proposals.remove(key)
    }

    pub(crate) fn set_pool(&mut self, pool: PoPool) {
        self.dirty_pool = true;
        self.pool = Some(pool);
    }

    pub(crate) fn change(&mut self, change: Change) {
        self.changes.push(change);
    }

    pub(crate) fn wait_until(&mut self, at: DateTime<Utc>, deadline: Deadline) {
        self.changes.push(Change::DeadlineSet { at, deadline });
    }

    pub(crate) fn emit_site(&mut self, cause: &Cause, name: &str, fact: SiteFact) {
        self.emit(cause, name, FactBody::Site(fact));
    }

    pub(crate) fn emit_outbound(&mut self, cause: &Cause, name: &str, fact: Outbound) {
        self.emit(cause, name, FactBody::Outbound(fact));
    }

    fn emit(&mut self, cause: &Cause, name: &str, body: FactBody) {
        // An id made of ids is never refused.
        if let Ok(id) = following(cause.event, name) {
            self.events.push(Fact {
                id,
                at: cause.at,
                trace: None,
                body,
            });
        }
    }
}

/// Returns what of a line is goods. That its order was sent moves none, so nothing need be planned
/// anew.
fn goods(line: &OrderLine) -> (Gtin, Quantities, &[Receipt]) {
    let quantities = Quantities {
        sent: Quantity::ZERO,
        ..line.quantities.clone()
    };
    (line.item, quantities, &line.receipts)
}
