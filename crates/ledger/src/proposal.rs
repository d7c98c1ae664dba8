//! Proposals are replaced by every plan and never added to.

use std::fmt::Write;

use chrono::NaiveDate;
use model::activity::Measure;
use model::agreement::Agreement;
use model::exception::ExceptionKind;
use model::proposal::{Proposal, ProposalKey, ProposalStatus, WaitReason};

use crate::approval::must_wait;
use crate::exception::{closed, raised};
use crate::fingerprint::tag;
use crate::site::{Cause, SiteState};

/// Puts a new plan of one agreement in the place of the old one. Planning again never adds: at any
/// time there is at most one proposal of an agreement and ship-to that could still go out.
///
/// What a planner decided stands: an approved or rejected need date is not planned again, and
/// changed lines keep their change, even where the plan needs nothing of them any more.
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
    let planned = planned.or_else(|| known.iter().find_map(|p| only_changed(p, cause)));
    let key = planned.as_ref().map(|p| p.key.clone());
    let (mut rejected, mut old) = (false, None);
    for proposal in known {
        let here = Some(&proposal.key) == key.as_ref();
        match &proposal.status {
            ProposalStatus::Rejected { .. } => rejected |= here,
            ProposalStatus::Open
            | ProposalStatus::Waiting { .. }
            | ProposalStatus::Approved { .. } => {
                if here {
                    old = Some(proposal);
                } else {
                    withdraw(state, &proposal, cause);
                }
            }
        }
    }
    if let Some(new) = planned.filter(|_| !rejected) {
        replace(state, new, old.as_ref(), cause);
    }
}

/// Returns what is left of a proposal where the plan needs nothing, but a planner does.
fn only_changed(proposal: &Proposal, cause: &Cause) -> Option<Proposal> {
    let lines: Vec<_> = proposal
        .lines
        .iter()
        .filter(|l| l.change.is_some())
        .cloned()
        .collect();
    let stands = is_undecided(proposal) && proposal.cut_off > cause.now && !lines.is_empty();
    stands.then(|| Proposal {
        lines,
        ..proposal.clone()
    })
}

fn replace(state: &mut SiteState, mut new: Proposal, old: Option<&Proposal>, cause: &Cause) {
    for line in old
        .into_iter()
        .flat_map(|old| &old.lines)
        .filter(|l| l.change.is_some())
    {
        match new.lines.iter_mut().find(|l| l.item == line.item) {
            Some(planned) => planned.change.clone_from(&line.change),
            None => new.lines.push(line.clone()),
        }
    }
    let before = old.map_or(ProposalStatus::Open, |old| old.status.clone());
    new.status = ProposalStatus::Open;
    judge(state, &mut new, cause);
    new.version = version(&new);
    tell_waiting(state, &new, &before, cause);
    state.put_proposal(new);
}

/// Decides whether an undecided proposal may go out by itself.
pub(crate) fn judge(state: &SiteState, proposal: &mut Proposal, cause: &Cause) {
    let agreements = &cause.reference.data.agreements;
    let agreement = agreements.iter().find(|a| a.id == proposal.key.agreement);
    let (true, Some(agreement)) = (is_undecided(proposal), agreement) else {
        return;
    };
    let known = |item| {
        let stock = state.latest(item, Measure::OnHand, cause.today());
        stock.is_some_and(|(_, cell)| !cell.quantity.is_negative())
    };
    proposal.status = match must_wait(proposal, agreement, known) {
        Some(reason) => ProposalStatus::Waiting { reason },
        None => ProposalStatus::Open,
    };
}

/// Returns a number that names what a planner decides about: quantities and changes, an earlier
/// decision, and the order day, because after a release the same need date may be proposed again.
///
/// It does not count up: a proposal that was withdrawn and came back with other quantities must
/// not answer to a decision about the first.
pub(crate) fn version(proposal: &Proposal) -> u64 {
    let mut text = proposal.cut_off.timestamp().to_string();
    // Writing to a String cannot fail.
    let _ = match &proposal.status {
        ProposalStatus::Open | ProposalStatus::Waiting { .. } => Ok(()),
        ProposalStatus::Approved { by } => write!(text, "|approved {by}"),
        ProposalStatus::Rejected { by, reason } => write!(text, "|rejected {by} {reason}"),
    };
    for line in proposal
        .lines
        .iter()
        .filter(|l| l.change.is_some() || !l.computed.is_zero())
    {
        let _ = write!(text, "|{}={}", line.item, line.quantity());
        if let Some(change) = &line.change {
            let _ = write!(
                text,
                " {} {} {}",
                change.by,
                change.at.timestamp(),
                change.reason
            );
        }
    }
    tag(&text)
}

/// Asks a planner to look, or says that nobody has to any more, where that changed.
pub(crate) fn tell_waiting(
    state: &mut SiteState,
    proposal: &Proposal,
    before: &ProposalStatus,
    cause: &Cause,
) {
    let (kind, subject) = (ExceptionKind::ApprovalNeeded, subject(&proposal.key));
    match (&proposal.status, before) {
        (now, before) if now == before => {}
        (ProposalStatus::Waiting { reason }, _) => {
            state.alert(raised(kind, &subject, cause.at, why(reason)));
        }
        (_, ProposalStatus::Waiting { .. }) => {
            state.alert(closed(kind, &subject, cause.at, "decided or planned again"));
        }
        _ => {}
    }
}

fn why(reason: &WaitReason) -> String {
    match reason {
        WaitReason::Value { value, limit } => format!("costs {value}, limit {limit}"),
        WaitReason::Units { units, limit } => format!("{units} eaches, limit {limit}"),
        WaitReason::Stock { item } => format!("stock of {item} is missing or negative"),
    }
}

/// Says whether a planner approved another proposal of the same agreement.
pub(crate) fn is_another_approved(state: &SiteState, key: &ProposalKey) -> bool {
    let mut others = state.proposals.values().filter(|p| is_rival(p, key));
    others.any(|p| matches!(p.status, ProposalStatus::Approved { .. }))
}

/// Withdraws what nobody decided about, where another proposal of the agreement is approved.
pub(crate) fn withdraw_others(state: &mut SiteState, key: &ProposalKey, cause: &Cause) {
    let undecided = |p: &&Proposal| is_rival(p, key) && is_undecided(p);
    let others: Vec<Proposal> = state
        .proposals
        .values()
        .filter(undecided)
        .cloned()
        .collect();
    for proposal in &others {
        withdraw(state, proposal, cause);
    }
}

fn is_rival(proposal: &Proposal, key: &ProposalKey) -> bool {
    proposal.key.agreement == key.agreement && proposal.key != *key
}

fn is_undecided(proposal: &Proposal) -> bool {
    matches!(
        proposal.status,
        ProposalStatus::Open | ProposalStatus::Waiting { .. }
    )
}

/// Takes a proposal back; nobody has to look at it any more.
fn withdraw(state: &mut SiteState, proposal: &Proposal, cause: &Cause) {
    state.take_proposal(&proposal.key);
    if matches!(proposal.status, ProposalStatus::Waiting { .. }) {
        let (kind, subject) = (ExceptionKind::ApprovalNeeded, subject(&proposal.key));
        state.alert(closed(kind, &subject, cause.at, "withdrawn"));
    }
}

/// Forgets proposals for days before a day; what was rejected or never released is history.
pub(crate) fn drop_past(state: &mut SiteState, before: NaiveDate, cause: &Cause) {
    let past = |p: &&Proposal| p.key.need_date < before;
    let all: Vec<Proposal> = state.proposals.values().filter(past).cloned().collect();
    for proposal in &all {
        withdraw(state, proposal, cause);
    }
}

/// Names a proposal in exceptions.
pub(crate) fn subject(key: &ProposalKey) -> String {
    format!("{}:{}:{}", key.agreement, key.ship_to, key.need_date)
}
