//! Proposes what the ship-tos of a site's agreements need.

use std::collections::{BTreeMap, HashSet};

use chrono::{Days, NaiveDate};
use ledger::{Cause, SiteState};
use model::Gtin;
use model::agreement::{Agreement, AgreementItem};
use model::exception::ExceptionKind;
use model::proposal::{Proposal, ProposalKey, ProposalLine, ProposalStatus};
use model::site::Lane;
use replenish::Reconciled;

use super::forecast::Models;

/// Plans every agreement of a site anew and puts the plans in the place of the old ones.
pub(crate) fn propose(
    state: &mut SiteState,
    models: &BTreeMap<Gtin, Models>,
    cause: &Cause,
    disagreeing: &mut HashSet<String>,
) {
    let today = cause.today();
    let Some(site) = cause.reference.site(&state.partner, &state.site) else {
        return;
    };
    let Some(lane) = site.lane(today) else { return };
    let (partner, site) = (state.partner.clone(), state.site.clone());
    for agreement in cause.reference.agreements_for(&partner, &site, today) {
        let planned = plan(state, models, agreement, lane, cause);
        ledger::file_proposals(state, agreement, planned, cause);
    }
    tell_disagreement(state, models, cause, disagreeing);
}

fn plan(
    state: &SiteState,
    models: &BTreeMap<Gtin, Models>,
    agreement: &Agreement,
    lane: &Lane,
    cause: &Cause,
) -> Option<Proposal> {
    let order_from = order_from(agreement, cause);
    let mut lines = Vec::new();
    let mut dates = None;
    for terms in &agreement.items {
        let Some(models) = models.get(&terms.item) else {
            continue;
        };
        let position = ledger::position(state, terms.item, cause.today());
        let counted = position.on_hand.as_ref().and_then(|b| b.as_of);
        let protection = replenish::protection(agreement, lane, order_from, counted)?;
        dates.get_or_insert((protection.order_day, protection.arrives));
        let both = reconciled(models);
        let demand = &models.own;
        let level = agreement.service_level;
        let made = replenish::propose(&position, demand, terms, level, &protection, both.as_ref());
        if !made.computed.is_zero() {
            lines.push(line(agreement, terms, protection.order_day, made));
        }
    }
    let (order_day, need_date) = dates?;
    (!lines.is_empty()).then(|| Proposal {
        key: ProposalKey {
            agreement: agreement.id.clone(),
            partner: state.partner.clone(),
            ship_to: state.site.clone(),
            need_date,
        },
        as_of: cause.today(),
        cut_off: order_day.and_time(agreement.cut_off).and_utc(),
        status: ProposalStatus::Open,
        parameters: cause.reference.version.clone(),
        lines,
        version: 1,
    })
}

/// Returns the first day that can still be ordered on: after today's cut-off, tomorrow.
fn order_from(agreement: &Agreement, cause: &Cause) -> NaiveDate {
    let today = cause.today();
    let passed = cause.now >= today.and_time(agreement.cut_off).and_utc();
    if passed { today + Days::new(1) } else { today }
}

fn line(
    agreement: &Agreement,
    terms: &AgreementItem,
    order_day: NaiveDate,
    made: replenish::Proposed,
) -> ProposalLine {
    ProposalLine {
        item: terms.item,
        computed: made.computed,
        change: None,
        price: replenish::price(agreement, terms.item, order_day, made.computed),
        derivation: made.derivation,
    }
}

fn reconciled(models: &Models) -> Option<Reconciled> {
    models
        .downstream
        .as_ref()
        .map(|downstream| replenish::reconcile(&models.own, downstream))
}

/// Says once that a centre's withdrawals and its stores' sales drift apart, and once that they
/// agree again.
fn tell_disagreement(
    state: &mut SiteState,
    models: &BTreeMap<Gtin, Models>,
    cause: &Cause,
    known: &mut HashSet<String>,
) {
    let kind = ExceptionKind::WithdrawalsDisagree;
    for (item, models) in models {
        let Some(both) = reconciled(models) else {
            continue;
        };
        let subject = format!("{}:{}:{item}", state.partner, state.site);
        let (out, sold) = (both.withdrawn_level, both.downstream_level);
        let detail = format!("{out:.1} withdrawn a day, {sold:.1} sold a day");
        let raised = ledger::raised(kind, &subject, cause.at, detail);
        let found = if !both.agrees && known.insert(raised.id.clone()) {
            raised
        } else if both.agrees && known.remove(&raised.id) {
            ledger::closed(kind, &subject, cause.at, "they agree again")
        } else {
            continue;
        };
        state.tell(found, Some(*item));
    }
}
