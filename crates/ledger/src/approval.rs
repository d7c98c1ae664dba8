//! What may go out without a person.

use model::Quantity;
use model::agreement::Agreement;
use model::proposal::{Proposal, WaitReason};

/// Returns why a proposal must wait for a planner, if it must.
pub(crate) fn must_wait(
    proposal: &Proposal,
    agreement: &Agreement,
    stock_known: impl Fn(model::Gtin) -> bool,
) -> Option<WaitReason> {
    let (value, units) = (proposal.value(), proposal.units());
    if value > agreement.limits.value {
        return Some(WaitReason::Value {
            value,
            limit: agreement.limits.value,
        });
    }
    if units > agreement.limits.units {
        return Some(WaitReason::Units {
            units,
            limit: agreement.limits.units,
        });
    }
    // An order computed from missing or negative stock may be very wrong, however small.
    let lines = proposal
        .lines
        .iter()
        .filter(|l| l.quantity() > Quantity::ZERO);
    let item = lines.map(|l| l.item).find(|&item| !stock_known(item))?;
    Some(WaitReason::Stock { item })
}
