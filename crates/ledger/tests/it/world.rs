//! A supplier, a retailer's distribution centre and two stores, and what they write down.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use ledger::{Cause, SiteState};
use model::activity::{ActivityLine, ActivityReported, Measure, PoPoolGranted};
use model::agreement::Agreement;
use model::block::{Block, period_of};
use model::commit::{Change, FactBody};
use model::event::{
    Deadline, DeadlineReached, DocumentAcknowledged, DocumentSent, ItemQuantity, OrderAccepted,
    Outbound, ReceiptReported, ShipmentReported, SiteFact,
};
use model::exception::{Exception, ExceptionKind};
use model::order::{Acknowledgement, Order, Quantities};
use model::position::Position;
use model::proposal::{
    Decision, DecisionTaken, Derivation, Proposal, ProposalKey, ProposalLine, ProposalStatus,
};
use model::reference::{Reference, ReferenceFile};
use model::{DocumentId, EventId, Gtin, OrderId, PartnerId, PoNumber, Quantity, SiteId, UserName};
use serde_json::json;

pub(crate) const CENTRE: &str = "DC";

/// What happened so far, and everything written down about it.
pub(crate) struct World {
    pub(crate) reference: Reference,
    pub(crate) now: DateTime<Utc>,
    pub(crate) sites: BTreeMap<String, SiteState>,
    /// The newest of each exception.
    pub(crate) exceptions: BTreeMap<String, Exception>,
    pub(crate) deadlines: BTreeMap<String, (DateTime<Utc>, Deadline)>,
    pub(crate) outbound: Vec<Outbound>,
    /// Facts for other sites, not applied yet.
    pub(crate) passed_on: Vec<(EventId, SiteFact)>,
    pub(crate) changes: Vec<Change>,
    events: u32,
}

/// Returns a day; day 0 is a Monday.
pub(crate) fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 5, 20).unwrap() + Days::new(n)
}

/// Returns an hour of a day.
pub(crate) fn at(n: u64, hour: i64) -> DateTime<Utc> {
    day(n).and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(hour)
}

/// Returns the n-th item.
pub(crate) fn item(n: u8) -> Gtin {
    // 952 is the GS1 prefix kept for examples.
    let digits = format!("952000100{n:03}");
    let sum: u32 = digits
        .bytes()
        .rev()
        .zip([3, 1].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    Gtin::new(&format!("{digits}{}", (10 - sum % 10) % 10)).unwrap()
}

pub(crate) fn units(n: i32) -> Quantity {
    Quantity::from_units(n)
}

pub(crate) fn id<T: TryFrom<String, Error = model::IdError>>(text: impl Into<String>) -> T {
    T::try_from(text.into()).unwrap()
}

fn items(lines: &[(u8, i32)]) -> Vec<ItemQuantity> {
    let line = |&(n, quantity): &(u8, i32)| ItemQuantity {
        item: item(n),
        quantity: units(quantity),
    };
    lines.iter().map(line).collect()
}

fn reference() -> ReferenceFile {
    let site = |name: &str, kind: &str, partner: &str, by: &str| {
        json!({
            "partner": "P", "id": name, "name": name, "name_zh": name, "kind": kind,
            "supplied_by": [{ "from": "2020-01-01", "partner": partner, "site": by, "lead_days": 2 }],
        })
    };
    let file = json!({
        "supplier": "US",
        "partners": [{
            "id": "P", "name": "Retailer", "name_zh": "零售商", "account_owner": "account",
            "po_numbers": "ours", "acknowledgement_hours": 24, "silence_hours": 48,
        }],
        "sites": [
            site(CENTRE, "distribution_centre", "US", "AW"),
            site("S1", "store", "P", CENTRE),
            site("S2", "store", "P", CENTRE),
        ],
        "agreements": [{
            "id": "AG", "partner": "P", "version": 1, "from": "2020-01-01", "ship_to": [CENTRE],
            "service_level": 0.98, "cut_off": "14:00:00", "currency": "CNY",
            "limits": { "value": "1000000", "units": "1000" }, "items": [], "prices": [],
        }],
    });
    serde_json::from_value(file).unwrap()
}

impl World {
    /// Day 0, midnight.
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut ReferenceFile)) -> Self {
        let mut data = reference();
        change(&mut data);
        let sites = data.sites.iter().map(|site| {
            let mut state = SiteState::new(site.partner.clone(), site.id.clone());
            for period in period_of(day(0)) - 3..=period_of(day(0)) + 3 {
                let block = Block::new(site.partner.clone(), site.id.clone(), period);
                state.blocks.insert(period, block);
            }
            (site.id.to_string(), state)
        });
        Self {
            sites: sites.collect(),
            reference: Reference::new("v1".to_owned(), data),
            now: at(0, 0),
            exceptions: BTreeMap::new(),
            deadlines: BTreeMap::new(),
            outbound: Vec::new(),
            passed_on: Vec::new(),
            changes: Vec::new(),
            events: 0,
        }
    }

    pub(crate) fn site(&mut self, site: &str) -> &mut SiteState {
        self.sites.get_mut(site).unwrap()
    }

    pub(crate) fn centre(&self) -> &SiteState {
        &self.sites[CENTRE]
    }

    pub(crate) fn agreement(&self) -> Agreement {
        self.reference.data.agreements[0].clone()
    }

    /// Lets a step change a site, and writes down what comes of it.
    fn step(&mut self, site: &str, event: EventId, change: impl FnOnce(&mut SiteState, &Cause)) {
        let state = self.sites.get_mut(site).unwrap();
        let cause = Cause {
            reference: &self.reference,
            event: &event,
            at: self.now,
            now: self.now,
        };
        change(state, &cause);
        for order in state.orders.values() {
            balanced(order);
        }
        let outcome = state.take_outcome();
        for change in outcome.changes {
            match &change {
                Change::Exception(found) => {
                    self.exceptions.insert(found.id.clone(), found.clone());
                }
                Change::DeadlineSet { at, deadline } => {
                    self.deadlines
                        .insert(deadline.id(), (*at, deadline.clone()));
                }
                Change::DeadlineGone(deadline) => {
                    self.deadlines.remove(&deadline.id());
                }
                _ => {}
            }
            self.changes.push(change);
        }
        for fact in outcome.events {
            match fact.body {
                FactBody::Outbound(body) => self.outbound.push(body),
                FactBody::Site(body) => self.passed_on.push((fact.id, body)),
            }
        }
    }

    pub(crate) fn next_event(&mut self) -> EventId {
        self.events += 1;
        id(format!("E-{}", self.events))
    }

    /// Applies a fact to a site.
    pub(crate) fn apply(&mut self, site: &str, fact: &SiteFact) {
        let event = self.next_event();
        self.step(site, event, |state, cause| {
            ledger::apply(state, fact, cause)
        });
    }

    /// Applies what the stores passed on to their centre.
    pub(crate) fn pass_on(&mut self) {
        for (event, fact) in std::mem::take(&mut self.passed_on) {
            self.step(CENTRE, event, |state, cause| {
                ledger::apply(state, &fact, cause)
            });
        }
    }

    /// Puts a plan of the centre's agreement in the place of the old one.
    pub(crate) fn plan(&mut self, planned: Option<Proposal>) {
        let (agreement, event) = (self.agreement(), self.next_event());
        self.step(CENTRE, event, |state, cause| {
            ledger::file_proposals(state, &agreement, planned, cause);
        });
    }

    /// Reaches the centre's cut-off of the day.
    pub(crate) fn cut_off(&mut self) {
        let deadline = Deadline::CutOff {
            partner: id("P"),
            site: id(CENTRE),
            day: self.now.date_naive(),
        };
        self.reach(deadline);
    }

    pub(crate) fn reach(&mut self, deadline: Deadline) {
        let at = self.now;
        let reached = DeadlineReached { deadline, at };
        self.apply(CENTRE, &SiteFact::DeadlineReached(reached));
    }

    /// Reaches every deadline up to now that is still waited for.
    pub(crate) fn reach_due(&mut self) {
        let now = self.now;
        let due: Vec<_> = self
            .deadlines
            .values()
            .filter(|(at, _)| *at <= now)
            .cloned()
            .collect();
        for (_, deadline) in due {
            self.deadlines.remove(&deadline.id());
            self.reach(deadline);
        }
    }

    /// Releases an order of so many eaches of each item.
    pub(crate) fn release(&mut self, lines: &[(u8, i32)]) -> OrderId {
        let known: Vec<OrderId> = self.centre().orders.keys().cloned().collect();
        let planned = proposal(self.now.date_naive() + Days::new(2), self.now, lines);
        // Filed by hand: whether it may go out is not what these orders are for.
        let proposals = &mut self.site(CENTRE).proposals;
        proposals.insert(planned.key.clone(), planned);
        self.cut_off();
        let made = self.centre().orders.keys().find(|id| !known.contains(id));
        made.unwrap().clone()
    }

    pub(crate) fn order(&self, order: &OrderId) -> &Order {
        &self.centre().orders[order]
    }

    /// Returns the quantities of an order's first line.
    pub(crate) fn first(&self, order: &OrderId) -> &Quantities {
        &self.order(order).lines[0].quantities
    }

    pub(crate) fn position(&self, n: u8) -> Position {
        ledger::position(self.centre(), item(n), self.now.date_naive())
    }

    /// Returns the open exceptions of a kind.
    pub(crate) fn open(&self, kind: ExceptionKind) -> Vec<&Exception> {
        let open = |e: &&Exception| e.open && e.kind == kind;
        self.exceptions.values().filter(open).collect()
    }

    pub(crate) fn sent(&mut self, order: &OrderId, document: &str, kind: &str) {
        let fact = DocumentSent {
            partner: id("P"),
            site: id(CENTRE),
            order: order.clone(),
            document: id(document),
            kind: kind.to_owned(),
            at: self.now,
        };
        self.apply(CENTRE, &SiteFact::DocumentSent(fact));
    }

    pub(crate) fn acknowledged(&mut self, order: &OrderId, document: &str, how: Acknowledgement) {
        let fact = DocumentAcknowledged {
            partner: id("P"),
            site: id(CENTRE),
            order: order.clone(),
            document: id(document),
            by: id(format!("997-{document}")),
            acknowledgement: how,
            at: self.now,
        };
        self.apply(CENTRE, &SiteFact::DocumentAcknowledged(fact));
    }

    pub(crate) fn accepted(&mut self, order: &OrderId, document: &str, lines: &[(u8, i32)]) {
        let fact = OrderAccepted {
            partner: id("P"),
            site: id(CENTRE),
            order: order.clone(),
            po_number: None,
            document: id(document),
            at: self.now,
            lines: items(lines),
        };
        self.apply(CENTRE, &SiteFact::OrderAccepted(fact));
    }

    pub(crate) fn shipped(&mut self, order: &OrderId, lines: &[(u8, i32)]) {
        self.shipped_at(order, self.now, lines);
    }

    pub(crate) fn shipped_at(&mut self, order: &OrderId, at: DateTime<Utc>, lines: &[(u8, i32)]) {
        let fact = ShipmentReported {
            partner: id("P"),
            site: id(CENTRE),
            order: order.clone(),
            shipment: format!("SH-{order}"),
            at,
            arrives: at.date_naive() + Days::new(1),
            lines: items(lines),
        };
        self.apply(CENTRE, &SiteFact::ShipmentReported(fact));
    }

    pub(crate) fn received(
        &mut self,
        order: &OrderId,
        document: &str,
        day: NaiveDate,
        lines: &[(u8, i32)],
    ) {
        let fact = ReceiptReported {
            partner: id("P"),
            site: id(CENTRE),
            order: order.clone(),
            document: id(document),
            day,
            at: self.now,
            lines: items(lines),
        };
        self.apply(CENTRE, &SiteFact::ReceiptReported(fact));
    }

    /// Reports numbers of one day of a site.
    pub(crate) fn report(&mut self, site: &str, document: &str, lines: &[Told]) {
        let fact = report(site, document, self.now, lines);
        self.apply(site, &SiteFact::ActivityReported(fact));
    }

    pub(crate) fn grant(&mut self, first: &str, last: &str, expires: NaiveDate) {
        let fact = PoPoolGranted {
            partner: id("P"),
            site: id(CENTRE),
            document: id(format!("XPO-{first}")),
            first: id(first),
            last: id(last),
            expires,
        };
        self.apply(CENTRE, &SiteFact::PoPoolGranted(fact));
    }

    pub(crate) fn decide(&mut self, key: &ProposalKey, version: u64, decision: Decision) {
        let request = self.next_event();
        let fact = DecisionTaken {
            key: key.clone(),
            version,
            decision,
            by: id("planner"),
            at: self.now,
            request,
        };
        self.apply(CENTRE, &SiteFact::DecisionTaken(fact));
    }

    pub(crate) fn po_number(&self, order: &OrderId) -> Option<&str> {
        self.order(order).po_number.as_ref().map(PoNumber::as_str)
    }

    pub(crate) fn cell(&self, site: &str, n: u8, measure: Measure, day: NaiveDate) -> Option<i32> {
        let cell = self.sites[site].cell(item(n), measure, day)?;
        Some(whole(cell.quantity))
    }
}

/// A step in the life of an order, with eaches of each item.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    Accepts(&'static [(u8, i32)]),
    Ships(&'static [(u8, i32)]),
    /// By an 861 of this name, dated on this day.
    CountsIn(&'static str, u64, &'static [(u8, i32)]),
}

impl World {
    pub(crate) fn play(&mut self, order: &OrderId, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Accepts(lines) => self.accepted(order, "850", lines),
                Step::Ships(lines) => self.shipped(order, lines),
                Step::CountsIn(name, n, lines) => self.received(order, name, day(*n), lines),
            }
        }
    }
}

/// A number told of an item: measure, first day, last day, quantity.
pub(crate) type Told = (u8, Measure, NaiveDate, NaiveDate, i32);

/// Returns a number of a single day.
pub(crate) fn told(n: u8, measure: Measure, day: NaiveDate, quantity: i32) -> Told {
    (n, measure, day, day, quantity)
}

pub(crate) fn report(
    site: &str,
    document: &str,
    at: DateTime<Utc>,
    lines: &[Told],
) -> ActivityReported {
    let line = |(&(n, measure, from, to, quantity), position): (&Told, u64)| ActivityLine {
        item: item(n),
        measure,
        from,
        to,
        quantity: units(quantity),
        position,
    };
    ActivityReported {
        partner: id::<PartnerId>("P"),
        site: id::<SiteId>(site),
        document: id::<DocumentId>(document),
        received_at: at,
        lines: lines.iter().zip(0..).map(line).collect(),
    }
}

/// Returns a plan for the centre.
pub(crate) fn proposal(
    need_date: NaiveDate,
    cut_off: DateTime<Utc>,
    lines: &[(u8, i32)],
) -> Proposal {
    let line = |&(n, quantity): &(u8, i32)| ProposalLine {
        item: item(n),
        computed: units(quantity),
        change: None,
        price: None,
        derivation: Derivation::default(),
    };
    Proposal {
        key: ProposalKey {
            agreement: id("AG"),
            partner: id("P"),
            ship_to: id(CENTRE),
            need_date,
        },
        as_of: cut_off.date_naive(),
        cut_off,
        status: ProposalStatus::Open,
        parameters: "v1".to_owned(),
        lines: lines.iter().map(line).collect(),
        version: 1,
    }
}

pub(crate) fn whole(quantity: Quantity) -> i32 {
    i32::try_from(quantity.scaled() / units(1).scaled()).unwrap()
}

pub(crate) fn planner() -> UserName {
    id("planner")
}

/// What must hold of every order at any time.
fn balanced(order: &Order) {
    for line in &order.lines {
        let q = &line.quantities;
        let text = || format!("{} item {}: {q:#?}", order.id, line.item);
        let zero = Quantity::ZERO;
        let all = [
            q.proposed,
            q.released,
            q.sent,
            q.accepted,
            q.shipped,
            q.delivered,
            q.received,
            q.cancelled,
            q.received_by_activity,
        ];
        assert!(all.iter().all(|quantity| *quantity >= zero), "{}", text());
        assert!(q.cancelled <= q.released, "{}", text());
        assert!(q.accepted <= q.released - q.cancelled, "{}", text());
        assert!(q.sent <= q.released, "{}", text());
        assert!(q.received <= q.delivered, "{}", text());
        assert!(q.delivered <= q.shipped, "{}", text());
        assert!(q.shipped <= q.released, "{}", text());
        assert!(q.received_by_activity <= q.shipped, "{}", text());
        assert!(q.received + q.cancelled <= q.released, "{}", text());
        let counted: Quantity = line.receipts.iter().map(|r| r.quantity).sum();
        assert_eq!(counted, q.received, "{}", text());
    }
}
