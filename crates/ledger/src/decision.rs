//! A planner decides about a proposal.

use model::Quantity;
use model::exception::ExceptionKind;
use model::proposal::{Decision, DecisionTaken, LineChange, Proposal, ProposalStatus};

use crate::exception::{closed, raised};
use crate::release;
use crate::site::{Cause, SiteState};

pub(crate) fn take(state: &mut SiteState, taken: &DecisionTaken, cause: &Cause) {
    let Some(mut proposal) = state.proposals.get(&taken.key).cloned() else {
        return outdated(
            state,
            taken,
            "it was released or withdrawn meanwhile",
            cause,
        );
    };
    if proposal.version != taken.version {
        return outdated(state, taken, "it was planned again meanwhile", cause);
    }
    proposal.version += 1;
    match &taken.decision {
        Decision::Approve => {
            proposal.status = ProposalStatus::Approved {
                by: taken.by.clone(),
            };
            let due = proposal.cut_off <= cause.now;
            settle(state, &proposal, cause);
            state.put_proposal(proposal.clone());
            if due {
                release::release(state, &proposal.key, cause);
            }
        }
        Decision::Change {
            item,
            quantity,
            reason,
        } => {
            change(&mut proposal, taken, *item, *quantity, reason);
            state.put_proposal(proposal);
        }
        Decision::Reject { reason } => {
            proposal.status = ProposalStatus::Rejected {
                by: taken.by.clone(),
                reason: reason.clone(),
            };
            settle(state, &proposal, cause);
            state.put_proposal(proposal);
        }
    }
}

fn change(
    proposal: &mut Proposal,
    taken: &DecisionTaken,
    item: model::Gtin,
    quantity: Quantity,
    reason: &str,
) {
    let line = proposal.lines.iter_mut().find(|l| l.item == item);
    if let Some(line) = line {
        line.change = Some(LineChange {
            quantity: quantity.at_least(Quantity::ZERO),
            reason: reason.to_owned(),
            by: taken.by.clone(),
            at: taken.at,
        });
    }
}

pub(crate) fn subject(proposal: &model::proposal::ProposalKey) -> String {
    format!(
        "{}:{}:{}",
        proposal.agreement, proposal.ship_to, proposal.need_date
    )
}

/// Nobody has to look any more.
fn settle(state: &mut SiteState, proposal: &Proposal, cause: &Cause) {
    let done = closed(
        ExceptionKind::ApprovalNeeded,
        &subject(&proposal.key),
        cause.at,
        "decided",
    );
    let done = state.ours(done);
    state.raise(done);
}

/// The planner looked at something that is no more; nothing is done, and it is said.
fn outdated(state: &mut SiteState, taken: &DecisionTaken, why: &str, cause: &Cause) {
    let detail = format!("the decision of {} had no effect: {why}", taken.by);
    let id = format!("{}:{}", subject(&taken.key), taken.request);
    let found = raised(ExceptionKind::OrderMismatch, &id, cause.at, detail);
    let found = state.ours(found);
    state.raise(found);
}
