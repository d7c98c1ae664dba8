//! A planner's decision becomes an event; pages and API decide through the same door.

use std::time::Duration;

use model::commit::{Fact, FactBody, Outcome};
use model::event::SiteFact;
use model::proposal::{Decision, DecisionTaken, Proposal, ProposalKey, ProposalStatus};
use model::scope::Scope;
use model::{EventId, UserName};

use crate::app::App;
use crate::digest::sha256_hex;

/// Why a decision is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no such proposal in scope (any more).
    Gone,
    /// It was planned again since the planner looked.
    Moved,
    /// It has no line of that item.
    NoLine,
    /// The database cannot answer now.
    Busy,
}

/// Returns the event of a decision, if the proposal still stands as the planner saw it.
pub(crate) async fn taken(
    app: &App,
    scope: &Scope,
    by: &UserName,
    key: ProposalKey,
    version: u64,
    decision: Decision,
) -> Result<Outcome, Refusal> {
    let found = app
        .state
        .store
        .proposal(scope, &key)
        .await
        .map_err(|error| {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "cannot read a proposal"
            );
            Refusal::Busy
        })?;
    let proposal = found.ok_or(Refusal::Gone)?;
    if proposal.version != version {
        return Err(Refusal::Moved);
    }
    if let Decision::Change { item, .. } = &decision
        && !proposal.lines.iter().any(|line| line.item == *item)
    {
        return Err(Refusal::NoLine);
    }
    let at = (app.state.now)();
    let request = request(&key, version, &decision, by)?;
    let taken = DecisionTaken {
        key,
        version,
        decision,
        by: by.clone(),
        at,
        request,
    };
    let id = taken.request.clone();
    let event = Fact {
        id,
        at,
        trace: None,
        body: FactBody::Site(SiteFact::DecisionTaken(taken)),
    };
    Ok(Outcome {
        events: vec![event],
        ..Outcome::default()
    })
}

/// The same decision about the same version is the same event, however often it is sent.
fn request(
    key: &ProposalKey,
    version: u64,
    decision: &Decision,
    by: &UserName,
) -> Result<EventId, Refusal> {
    let text = format!("{key:?} {version} {decision:?} {by}");
    let digest = sha256_hex(text.as_bytes());
    EventId::new(format!("decision:{}", &digest[..40])).map_err(|_| Refusal::Busy)
}

/// Waits until the planner's decision shows, and says whether it was taken: between the planner's
/// look and the decision's turn in the log the proposal may have been planned again.
pub(crate) async fn settled(
    app: &App,
    scope: &Scope,
    key: &ProposalKey,
    version: u64,
    decision: &Decision,
) -> bool {
    const PATIENCE: Duration = Duration::from_secs(1);
    let mut changed = app.state.store.changed();
    let look = async {
        loop {
            match app.state.store.proposal(scope, key).await {
                Ok(Some(proposal)) if proposal.version == version => {}
                Ok(proposal) => return shows(proposal.as_ref(), decision),
                Err(_) => return true,
            }
            if changed.changed().await.is_err() {
                return true;
            }
        }
    };
    // The decision is in the log whether it shows in time or not.
    tokio::time::timeout(PATIENCE, look).await.unwrap_or(true)
}

fn shows(proposal: Option<&Proposal>, decision: &Decision) -> bool {
    match (proposal, decision) {
        // Approved after its cut-off, it was released at once.
        (None, Decision::Approve) => true,
        (None, _) => false,
        (Some(p), Decision::Approve) => matches!(p.status, ProposalStatus::Approved { .. }),
        (Some(p), Decision::Reject { .. }) => matches!(p.status, ProposalStatus::Rejected { .. }),
        (Some(p), Decision::Change { item, reason, .. }) => p.lines.iter().any(|line| {
            line.item == *item && line.change.as_ref().is_some_and(|c| c.reason == *reason)
        }),
    }
}
