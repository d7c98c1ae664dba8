use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::exception::{Exception, ExceptionKind};
use serde::Deserialize;

use super::names;
use crate::app::App;
use crate::area::Area;
use crate::fault::Fault;
use crate::frame::{Frame, page};
use crate::language::Words;
use crate::params::Params;
use crate::session::person::Person;

/// More than people settle in a day; the rest shows once these are settled.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "exceptions.html")]
struct ExceptionsPage {
    t: Words,
    frame: Frame,
    all: bool,
    rows: Vec<Row>,
}

struct Row {
    what: String,
    next: String,
    detail: String,
    open: bool,
    at: String,
    about: String,
    links: Vec<Link>,
}

struct Link {
    path: String,
    label: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    all: bool,
}

/// Shows the exceptions in scope, newest first.
pub(crate) async fn show(
    State(app): State<App>,
    person: Person,
    Params(asked): Params<Asked>,
) -> Result<Response, Fault> {
    person.enter(Area::Exceptions)?;
    let found = app
        .state
        .store
        .exceptions(&person.scope, person.sees_all(), !asked.all)
        .await?;
    let ours = person.user.role.is_ours();
    let theirs = |exception: &&Exception| ours || concerns_partner(exception.kind);
    let shown = found.iter().filter(theirs).take(SHOWN);
    page(&ExceptionsPage {
        t: person.words,
        frame: Frame::of(&app, &person, Area::Exceptions),
        all: asked.all,
        rows: shown
            .map(|exception| row(&app, &person, exception))
            .collect(),
    })
}

/// Says whether a partner's people can do something about it. Our own approvals and workings are
/// not their business.
fn concerns_partner(kind: ExceptionKind) -> bool {
    match kind {
        ExceptionKind::DocumentQuarantined
        | ExceptionKind::DocumentHeld
        | ExceptionKind::UnknownItem
        | ExceptionKind::UnknownSite
        | ExceptionKind::PoPoolExhausted
        | ExceptionKind::AcknowledgementOverdue
        | ExceptionKind::DocumentRefused
        | ExceptionKind::NegativeStock
        | ExceptionKind::OrderMismatch => true,
        ExceptionKind::ApprovalNeeded
        | ExceptionKind::WithdrawalsDisagree
        | ExceptionKind::KeyParked => false,
    }
}

fn row(app: &App, person: &Person, exception: &Exception) -> Row {
    let (t, reference) = (person.words, &app.state.reference);
    let partner = exception.partner.as_ref();
    let site = partner.zip(exception.site.as_ref());
    let about = [
        partner.map(|partner| names::partner(reference, t, partner)),
        site.map(|(partner, site)| names::site(reference, t, partner, site)),
        exception.item.map(|item| names::item(reference, t, item)),
    ];
    let name = exception.kind.name();
    Row {
        what: t.text(&format!("exception-{name}")).into_owned(),
        next: t.text(&format!("exception-{name}-next")).into_owned(),
        detail: exception.detail.clone(),
        open: exception.open,
        at: t.time(exception.at),
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        links: links(t, person, exception),
    }
}

fn links(t: Words, person: &Person, exception: &Exception) -> Vec<Link> {
    let mut links = Vec::new();
    if let Some(order) = &exception.order {
        let label = t.say("order-title", &[("order", order.as_str().into())]);
        links.push(Link {
            path: format!("/orders/{order}"),
            label,
        });
    }
    if let Some(document) = &exception.document {
        let label = t.say("document-title", &[("document", document.as_str().into())]);
        links.push(Link {
            path: format!("/documents/{document}"),
            label,
        });
    }
    if let (Some(partner), Some(site), Some(item)) =
        (&exception.partner, &exception.site, exception.item)
    {
        let label = t.text("item-picture").into_owned();
        links.push(Link {
            path: super::item::address(partner, site, item),
            label,
        });
    }
    let decides = Area::Proposals.is_open_to(person.user.role);
    if exception.kind == ExceptionKind::ApprovalNeeded && decides {
        let label = t.text("proposals-title").into_owned();
        links.push(Link {
            path: "/proposals".to_owned(),
            label,
        });
    }
    links
}
