//! The planner's proposals, and the decisions about them.

mod decide;
mod view;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::proposal::{Proposal, ProposalStatus};
use model::{PartnerId, SiteId};
use serde::Deserialize;

pub(crate) use decide::decide;

use super::names;
use crate::app::App;
use crate::area::Area;
use crate::fault::Fault;
use crate::frame::{Frame, page};
use crate::language::Words;
use crate::params::Params;
use crate::session::person::Person;
use view::ProposalView;

#[derive(Template)]
#[template(path = "proposals.html")]
struct ProposalsPage {
    t: Words,
    frame: Frame,
    token: String,
    decides: bool,
    said: Option<Said>,
    waiting: Vec<ProposalView>,
    open: Vec<ProposalView>,
    decided: Vec<ProposalView>,
}

/// What became of the decision that led here.
struct Said {
    text: String,
    tone: &'static str,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct After {
    #[serde(default)]
    said: String,
    #[serde(default)]
    site: String,
}

/// Shows the proposals in scope, those that wait for a decision first.
pub(crate) async fn show(
    State(app): State<App>,
    person: Person,
    Params(after): Params<After>,
) -> Result<Response, Fault> {
    person.enter(Area::Proposals)?;
    let (mut waiting, mut open, mut decided) = (Vec::new(), Vec::new(), Vec::new());
    for proposal in app.state.store.proposals(&person.scope).await? {
        let shown = view(&app, &person, &proposal);
        match proposal.status {
            ProposalStatus::Waiting { .. } => waiting.push(shown),
            ProposalStatus::Open => open.push(shown),
            ProposalStatus::Approved { .. } | ProposalStatus::Rejected { .. } => {
                decided.push(shown);
            }
        }
    }
    page(&ProposalsPage {
        t: person.words,
        frame: Frame::of(&app, &person, Area::Proposals),
        token: person.token.clone(),
        decides: person.user.role.decides(),
        said: said(&app, &person, &after),
        waiting,
        open,
        decided,
    })
}

fn view(app: &App, person: &Person, proposal: &Proposal) -> ProposalView {
    ProposalView::of(
        &app.state.reference,
        person.words,
        proposal,
        person.user.role.decides(),
    )
}

fn said(app: &App, person: &Person, after: &After) -> Option<Said> {
    const GOOD: [&str; 3] = ["approve", "change", "reject"];
    const BAD: [&str; 4] = ["moved", "gone", "reason-missing", "quantity-wrong"];
    let t = person.words;
    let known = |name: &&str| *name == after.said;
    let (name, tone) = match (GOOD.into_iter().find(known), BAD.into_iter().find(known)) {
        (Some(name), _) => (name, "ok"),
        (None, Some(name)) => (name, "bad"),
        (None, None) => return None,
    };
    let (partner, site) = after.site.split_once('/').unwrap_or_default();
    let (partner, site) = (PartnerId::new(partner).ok(), SiteId::new(site).ok());
    let site = partner
        .zip(site)
        .filter(|(partner, site)| person.scope.holds(partner, Some(site)));
    let site = site.map_or_else(String::new, |(partner, site)| {
        names::site(&app.state.reference, t, &partner, &site)
    });
    Some(Said {
        text: t.say(&format!("decided-{name}"), &[("site", site.into())]),
        tone,
    })
}
