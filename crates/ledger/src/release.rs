//! Proposals become orders: grouped, numbered and frozen at the cut-off.

use chrono::NaiveDate;
use model::activity::Measure;
use model::agreement::Agreement;
use model::event::{OrderReleased, Outbound};
use model::exception::{Exception, ExceptionKind};
use model::order::{HoldReason, MilestoneKind, Order, OrderLine, OrderStatus, Quantities};
use model::partner::PoNumbers;
use model::proposal::{Proposal, ProposalKey, ProposalStatus, WaitReason};
use model::{OrderId, PoNumber, Quantity};

use crate::approval::must_wait;
use crate::decision::subject;
use crate::exception::{closed, raised};
use crate::order::note;
use crate::pool;
use crate::site::{Cause, SiteState};

/// Puts a new plan of one agreement in the place of the old one. Planning again never adds: at any
/// time there is at most one proposal of an agreement and ship-to that could still go out.
///
/// What a planner decided stands: an approved or rejected need date is not planned again, and
/// changed lines keep their change.
pub fn file_proposals(
    state: &mut SiteState,
    agreement: &Agreement,
    planned: Option<Proposal>,
    cause: &Cause,
) {
    let same = |p: &&Proposal| p.key.agreement == agreement.id;
    let known: Vec<Proposal> = state.proposals.values().filter(same).cloned().collect();
    if known
        .iter()
        .any(|p| matches!(p.status, ProposalStatus::Approved { .. }))
    {
        return;
    }
    let key = planned.as_ref().map(|p| p.key.clone());
    for old in &known {
        let rejected = matches!(old.status, ProposalStatus::Rejected { .. });
        if rejected && Some(&old.key) == key.as_ref() {
            return;
        }
        if !rejected && Some(&old.key) != key.as_ref() {
            state.take_proposal(&old.key);
            settled(state, &old.key, cause);
        }
    }
    let old = known.into_iter().find(|p| Some(&p.key) == key.as_ref());
    match (planned, old) {
        (Some(new), old) => replace(state, agreement, new, old, cause),
        (None, Some(old)) => {
            state.take_proposal(&old.key);
        }
        (None, None) => {}
    }
}

fn replace(
    state: &mut SiteState,
    agreement: &Agreement,
    mut new: Proposal,
    old: Option<Proposal>,
    cause: &Cause,
) {
    if let Some(old) = &old {
        for line in &mut new.lines {
            let before = old.lines.iter().find(|l| l.item == line.item);
            line.change = before.and_then(|l| l.change.clone());
        }
        let quantities = |p: &Proposal| {
            p.lines
                .iter()
                .map(|l| (l.item, l.quantity()))
                .collect::<Vec<_>>()
        };
        new.version = old.version + u64::from(quantities(&new) != quantities(old));
    }
    let known = |item| {
        state
            .latest(item, Measure::OnHand, cause.today())
            .is_some_and(|(_, c)| !c.quantity.is_negative())
    };
    new.status = match must_wait(&new, agreement, known) {
        Some(reason) => ProposalStatus::Waiting { reason },
        None => ProposalStatus::Open,
    };
    let waited = old.is_some_and(|o| matches!(o.status, ProposalStatus::Waiting { .. }));
    match &new.status {
        ProposalStatus::Waiting { reason } => ask(state, &new, reason, cause),
        _ if waited => settled(state, &new.key, cause),
        _ => {}
    }
    state.put_proposal(new);
}

/// Releases every proposal whose cut-off has come and that need not wait.
pub fn release_due(state: &mut SiteState, cause: &Cause) {
    let due = |p: &&Proposal| {
        p.cut_off <= cause.now
            && matches!(
                p.status,
                ProposalStatus::Open | ProposalStatus::Approved { .. }
            )
    };
    let keys: Vec<ProposalKey> = state
        .proposals
        .values()
        .filter(due)
        .map(|p| p.key.clone())
        .collect();
    for key in keys {
        release(state, &key, cause);
    }
}

pub(crate) fn release(state: &mut SiteState, key: &ProposalKey, cause: &Cause) {
    let Some(agreement) = cause
        .reference
        .data
        .agreements
        .iter()
        .find(|a| a.id == key.agreement)
    else {
        return;
    };
    let Some(proposal) = state.take_proposal(key) else {
        return;
    };
    let Some(mut order) = order_of(state, &proposal, agreement, cause) else {
        return;
    };
    let partner = cause.reference.partner(&state.partner);
    match partner.map_or(PoNumbers::Ours, |p| p.po_numbers) {
        PoNumbers::Ours => order.po_number = PoNumber::new(order.id.as_str()).ok(),
        PoNumbers::Partner => {}
        PoNumbers::Pool => match pool::next_number(state, cause.today()) {
            Some(number) => order.po_number = Some(number),
            None => order.held = Some(HoldReason::NoPoNumber),
        },
    }
    if order.held.is_some() {
        order.status = OrderStatus::Held;
        state.put_order(order.clone());
        pool::exhausted(state, &order, cause);
        return;
    }
    let released = OrderReleased {
        order: order.clone(),
        at: cause.at,
    };
    let name = format!("release:{}", order.id);
    state.emit_outbound(cause, &name, Outbound::OrderReleased(released));
    state.put_order(order);
}

/// Makes the order of a proposal; `None` where no line is left.
fn order_of(
    state: &SiteState,
    proposal: &Proposal,
    agreement: &Agreement,
    cause: &Cause,
) -> Option<Order> {
    let lines: Vec<OrderLine> = proposal
        .lines
        .iter()
        .filter(|l| l.quantity() > Quantity::ZERO)
        .zip(1..)
        .map(|(line, number)| OrderLine {
            line: number,
            item: line.item,
            quantities: Quantities {
                proposed: line.computed,
                released: line.quantity(),
                ..Quantities::default()
            },
            price: line.price.clone(),
            change: line.change.clone(),
            derivation: line.derivation.clone(),
            receipts: Vec::new(),
        })
        .collect();
    if lines.is_empty() {
        return None;
    }
    let site = cause.reference.site(&state.partner, &state.site)?;
    let total = lines.iter().map(|l| l.quantities.released).sum();
    let mut order = Order {
        id: next_id(state, cause.today())?,
        partner: state.partner.clone(),
        agreement: agreement.id.clone(),
        agreement_version: agreement.version,
        ship_to: state.site.clone(),
        ship_from: site.lane(cause.today())?.site.clone(),
        po_number: None,
        need_date: proposal.key.need_date,
        released_at: cause.at,
        status: OrderStatus::Released,
        held: None,
        lines,
        documents: Vec::new(),
        timeline: Vec::new(),
        version: 0,
    };
    if let ProposalStatus::Approved { .. } = proposal.status {
        note(&mut order, MilestoneKind::Approved, cause.at, None, None);
    }
    note(
        &mut order,
        MilestoneKind::Released,
        cause.at,
        None,
        Some(total),
    );
    Some(order)
}

/// Returns the next order id of a ship-to and day: partner, site, day and a running number.
fn next_id(state: &SiteState, today: NaiveDate) -> Option<OrderId> {
    let prefix = format!(
        "{}-{}-{}-",
        state.partner,
        state.site,
        today.format("%y%m%d")
    );
    let taken = state
        .orders
        .keys()
        .filter(|id| id.as_str().starts_with(&prefix))
        .count();
    OrderId::new(format!("{prefix}{}", taken + 1)).ok()
}

pub(crate) fn note_held(state: &mut SiteState, id: &OrderId, cause: &Cause) {
    if let Some(mut order) = state.orders.get(id).cloned() {
        note(&mut order, MilestoneKind::Held, cause.at, None, None);
        state.put_order(order);
    }
}

/// Forgets proposals for days before a day; what was rejected or never released is history.
pub(crate) fn drop_past(state: &mut SiteState, before: NaiveDate) {
    let past = |p: &&Proposal| p.key.need_date < before;
    let keys: Vec<ProposalKey> = state
        .proposals
        .values()
        .filter(past)
        .map(|p| p.key.clone())
        .collect();
    for key in keys {
        state.take_proposal(&key);
    }
}

fn ask(state: &mut SiteState, proposal: &Proposal, reason: &WaitReason, cause: &Cause) {
    let detail = match reason {
        WaitReason::Value { value, limit } => format!("costs {value}, limit {limit}"),
        WaitReason::Units { units, limit } => format!("{units} eaches, limit {limit}"),
        WaitReason::Stock { item } => format!("stock of {item} is missing or negative"),
    };
    let found = raised(
        ExceptionKind::ApprovalNeeded,
        &subject(&proposal.key),
        cause.at,
        detail,
    );
    let found: Exception = state.ours(found);
    state.raise(found);
}

fn settled(state: &mut SiteState, key: &ProposalKey, cause: &Cause) {
    let done = closed(
        ExceptionKind::ApprovalNeeded,
        &subject(key),
        cause.at,
        "planned again",
    );
    let done = state.ours(done);
    state.raise(done);
}
