use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use model::proposal::{Decision, ProposalKey};
use model::{Gtin, Quantity};
use serde::Deserialize;

use super::super::address::escaped;
use crate::app::App;
use crate::area::Area;
use crate::decision::{self, Refusal};
use crate::fault::Fault;
use crate::session::form::SignedForm;
use crate::state::AppendError;

/// A decision as its form sends it.
#[derive(Debug, Deserialize)]
pub(crate) struct Decided {
    agreement: String,
    partner: String,
    ship_to: String,
    need_date: String,
    version: String,
    decision: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    quantity: String,
    #[serde(default)]
    reason: String,
}

/// Why a decision is no decision yet.
enum Wrong {
    Reason,
    Quantity,
    Form,
}

/// Takes a planner's decision.
pub(crate) async fn decide(
    State(app): State<App>,
    form: SignedForm<Decided>,
) -> Result<Response, Fault> {
    let (person, fields) = (form.person, form.fields);
    person.enter(Area::Proposals)?;
    if !person.user.role.decides() {
        return Err(person.not_found());
    }
    let key = key(&fields).ok_or(Fault::Unreadable)?;
    let version: u64 = fields.version.parse().map_err(|_| Fault::Unreadable)?;
    // A proposal outside the scope is not there; one that went meanwhile is told apart by that.
    if !person.scope.holds(&key.partner, Some(&key.ship_to)) {
        return Err(person.not_found());
    }
    let said = match read(&fields) {
        Err(Wrong::Form) => return Err(Fault::Unreadable),
        Err(Wrong::Reason) => "reason-missing",
        Err(Wrong::Quantity) => "quantity-wrong",
        Ok(decision) => {
            let (scope, by) = (&person.scope, &person.user.name);
            let wanted = decision.clone();
            let taken = decision::taken(&app, scope, by, key.clone(), version, decision).await;
            match taken {
                Err(Refusal::Busy) => return Err(Fault::Busy),
                Err(Refusal::Gone) => "gone",
                Err(Refusal::Moved | Refusal::NoLine) => "moved",
                Ok(outcome) => match (app.state.append)(outcome).await {
                    Ok(()) => match decision::settled(&app, scope, &key, version, &wanted).await {
                        true => fields.decision.as_str(),
                        false => "moved",
                    },
                    Err(AppendError::Conflict(_)) => "moved",
                    Err(AppendError::Unavailable(_)) => return Err(Fault::Busy),
                },
            }
        }
    };
    let site = escaped(&format!("{}/{}", key.partner, key.ship_to));
    Ok(Redirect::to(&format!("/proposals?said={said}&site={site}")).into_response())
}

fn key(fields: &Decided) -> Option<ProposalKey> {
    Some(ProposalKey {
        agreement: fields.agreement.parse().ok()?,
        partner: fields.partner.parse().ok()?,
        ship_to: fields.ship_to.parse().ok()?,
        need_date: fields.need_date.parse().ok()?,
    })
}

fn read(fields: &Decided) -> Result<Decision, Wrong> {
    let reason = || {
        let text: String = fields
            .reason
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if text.is_empty() {
            Err(Wrong::Reason)
        } else {
            Ok(text)
        }
    };
    match fields.decision.as_str() {
        "approve" => Ok(Decision::Approve),
        "reject" => Ok(Decision::Reject { reason: reason()? }),
        "change" => {
            let quantity: Quantity = fields.quantity.parse().map_err(|_| Wrong::Quantity)?;
            if quantity.is_negative() {
                return Err(Wrong::Quantity);
            }
            let item = Gtin::new(&fields.item).map_err(|_| Wrong::Form)?;
            Ok(Decision::Change {
                item,
                quantity,
                reason: reason()?,
            })
        }
        _ => Err(Wrong::Form),
    }
}
