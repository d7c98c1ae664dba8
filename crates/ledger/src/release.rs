//! Proposals become orders: grouped, numbered and frozen at the cut-off.

use chrono::NaiveDate;
use model::agreement::Agreement;
use model::event::{OrderReleased, Outbound};
use model::order::{HoldReason, MilestoneKind, Order, OrderLine, OrderStatus, Quantities};
use model::partner::PoNumbers;
use model::proposal::{Proposal, ProposalKey, ProposalLine, ProposalStatus};
use model::{OrderId, PoNumber, Quantity};

use crate::order::{keep, note, total};
use crate::pool;
use crate::site::{Cause, SiteState};

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
    let agreements = &cause.reference.data.agreements;
    let Some(agreement) = agreements.iter().find(|a| a.id == key.agreement) else {
        return;
    };
    let Some(proposal) = state.proposals.get(key).cloned() else {
        return;
    };
    if proposal.units().is_zero() {
        // A planner dropped every line.
        state.take_proposal(key);
        return;
    }
    // Without a lane it cannot go out; it stays where a planner sees it.
    let Some(mut order) = order_of(state, &proposal, agreement, cause) else {
        return;
    };
    state.take_proposal(key);
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
        note(&mut order, MilestoneKind::Held, cause.at, None, None);
        pool::exhausted(state, &order.id, cause);
    } else {
        let name = format!("release:{}", order.id);
        let released = OrderReleased {
            order: order.clone(),
            at: cause.at,
        };
        state.emit_outbound(cause, &name, Outbound::OrderReleased(released));
    }
    keep(state, order);
}

/// Makes the order of a proposal; `None` where nothing supplies the site.
fn order_of(
    state: &SiteState,
    proposal: &Proposal,
    agreement: &Agreement,
    cause: &Cause,
) -> Option<Order> {
    let wanted = proposal
        .lines
        .iter()
        .filter(|l| l.quantity() > Quantity::ZERO);
    let lines: Vec<OrderLine> = wanted.zip(1..).map(order_line).collect();
    let site = cause.reference.site(&state.partner, &state.site)?;
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
    let released = total(&order, |q| q.released);
    note(
        &mut order,
        MilestoneKind::Released,
        cause.at,
        None,
        Some(released),
    );
    Some(order)
}

fn order_line((line, number): (&ProposalLine, u32)) -> OrderLine {
    OrderLine {
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
    }
}

/// Returns the next order id of a ship-to and day: partner, site, day and a running number.
fn next_id(state: &SiteState, today: NaiveDate) -> Option<OrderId> {
    let prefix = format!(
        "{}-{}-{}-",
        state.partner,
        state.site,
        today.format("%y%m%d")
    );
    let running = |id: &OrderId| id.as_str().strip_prefix(&prefix)?.parse::<u32>().ok();
    let last = state.orders.keys().filter_map(running).max().unwrap_or(0);
    OrderId::new(format!("{prefix}{}", last + 1)).ok()
}
