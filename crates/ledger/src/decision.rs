//! A planner decides about a proposal.

use model::exception::ExceptionKind;
use model::proposal::{Decision, DecisionTaken, LineChange, Proposal, ProposalStatus};
use model::{Gtin, Quantity};

use crate::exception::raised;
use crate::site::{Cause, SiteState};
use crate::{proposal, release};

pub(crate) fn take(state: &mut SiteState, taken: &DecisionTaken, cause: &Cause) {
    let Some(mut decided) = state.proposals.get(&taken.key).cloned() else {
        return outdated(
            state,
            taken,
            "it was released or withdrawn meanwhile",
            cause,
        );
    };
    if decided.version != taken.version {
        return outdated(
            state,
            taken,
            "it was planned again or decided meanwhile",
            cause,
        );
    }
    let before = decided.status.clone();
    match &taken.decision {
        Decision::Approve => {
            if proposal::is_another_approved(state, &taken.key) {
                return outdated(state, taken, "another one is approved", cause);
            }
            decided.status = ProposalStatus::Approved {
                by: taken.by.clone(),
            };
        }
        Decision::Change {
            item,
            quantity,
            reason,
        } => {
            if !change(&mut decided, taken, (*item, *quantity), reason) {
                return outdated(state, taken, &format!("item {item} is not in it"), cause);
            }
            // A change is judged like a plan: a slip of the hand must not go out by itself, and
            // what was cut down to the limits need not wait.
            proposal::judge(state, &mut decided, cause);
        }
        Decision::Reject { reason } => {
            let (by, reason) = (taken.by.clone(), reason.clone());
            decided.status = ProposalStatus::Rejected { by, reason };
        }
    }
    decided.version = proposal::version(&decided);
    proposal::tell_waiting(state, &decided, &before, cause);
    let due = decided.cut_off <= cause.now;
    let approved = matches!(decided.status, ProposalStatus::Approved { .. });
    state.put_proposal(decided);
    if approved {
        // What was rejected before may be approved while another day is planned: only one goes out.
        proposal::withdraw_others(state, &taken.key, cause);
    }
    if approved && due {
        release::release(state, &taken.key, cause);
    }
}

/// Writes a planner's quantity at its line; says whether there is one.
fn change(
    proposal: &mut Proposal,
    taken: &DecisionTaken,
    (item, quantity): (Gtin, Quantity),
    reason: &str,
) -> bool {
    let Some(line) = proposal.lines.iter_mut().find(|l| l.item == item) else {
        return false;
    };
    line.change = Some(LineChange {
        quantity: quantity.at_least(Quantity::ZERO),
        reason: reason.to_owned(),
        by: taken.by.clone(),
        at: taken.at,
    });
    true
}

/// The planner looked at something that is no more; nothing is done, and it is said.
fn outdated(state: &mut SiteState, taken: &DecisionTaken, why: &str, cause: &Cause) {
    let detail = format!("the decision of {} had no effect: {why}", taken.by);
    let id = format!("{}:{}", proposal::subject(&taken.key), taken.request);
    state.alert(raised(ExceptionKind::OrderMismatch, &id, cause.at, detail));
}
