//! The page of one order; `live` sends its parts again when the order changes.

mod lines;
pub(super) mod view;

use std::collections::HashSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use model::order::Order;
use model::{DocumentId, OrderId};

use crate::app::App;
use crate::area::Area;
use crate::assets;
use crate::fault::Fault;
use crate::frame::{Frame, page};
use crate::language::Words;
use crate::session::person::Person;
use view::OrderView;

/// A page without live parts, or without scripts, asks again this often.
const RELOAD_SECONDS: u32 = 15;

#[derive(Template)]
#[template(path = "order.html")]
struct OrderPage {
    t: Words,
    frame: Frame,
    heading: String,
    updates: String,
    order: OrderView,
    live: Option<Live>,
    reload_seconds: u32,
}

struct Live {
    path: String,
    script: &'static str,
}

/// What changes on the page while it is open.
#[derive(Template)]
#[template(path = "order_parts.html")]
struct OrderParts {
    t: Words,
    heading: String,
    updates: String,
    order: OrderView,
}

/// Shows an order.
pub(crate) async fn show(
    State(app): State<App>,
    person: Person,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    person.enter(Area::Orders)?;
    // Taken before the order is read: a change between the two is sent again, never missed.
    let seen = app.state.store.latest_view_change().await?;
    let order = find(&app, &person, &id).await?;
    let live = assets::live_parts().then(|| Live {
        path: format!("/orders/{}/live?after={seen}", order.id),
        script: assets::address("live.js"),
    });
    let t = person.words;
    page(&OrderPage {
        t,
        frame: Frame::of(&app, &person, Area::Orders),
        heading: heading(t, &order),
        updates: updates(t),
        order: view(&app, &person, &order).await?,
        live,
        reload_seconds: RELOAD_SECONDS,
    })
}

/// Finds an order in scope.
pub(super) async fn find(app: &App, person: &Person, id: &str) -> Result<Order, Fault> {
    let id = OrderId::new(id).map_err(|_| person.not_found())?;
    let found = app.state.store.order(&person.scope, &id).await?;
    found.ok_or_else(|| person.not_found())
}

/// Writes the parts of the page that change while it is open.
pub(super) async fn parts(app: &App, person: &Person, order: &Order) -> Result<String, Fault> {
    let t = person.words;
    let order_view = view(app, person, order).await?;
    let parts = OrderParts {
        t,
        heading: heading(t, order),
        updates: updates(t),
        order: order_view,
    };
    Ok(parts.render()?)
}

fn heading(t: Words, order: &Order) -> String {
    t.say("order-title", &[("order", order.id.as_str().into())])
}

fn updates(t: Words) -> String {
    if assets::live_parts() {
        t.text("order-live").into_owned()
    } else {
        t.say("order-reloads", &[("seconds", RELOAD_SECONDS.into())])
    }
}

async fn view(app: &App, person: &Person, order: &Order) -> Result<OrderView, Fault> {
    let linked = linked(app, person, order).await?;
    Ok(OrderView::of(
        &app.state.reference,
        person.words,
        order,
        &linked,
    ))
}

/// Returns the documents the person may open. One that is about several sites is outside the scope
/// of someone who sees only one of them.
async fn linked(app: &App, person: &Person, order: &Order) -> Result<HashSet<DocumentId>, Fault> {
    let in_timeline = order
        .timeline
        .iter()
        .filter_map(|event| event.document.as_ref());
    let named = order
        .documents
        .iter()
        .map(|d| &d.document)
        .chain(in_timeline);
    let mut linked: HashSet<DocumentId> = named.cloned().collect();
    if person.scope.sites.is_some() {
        for id in linked.clone() {
            let found = app
                .state
                .store
                .document(&person.scope, person.sees_all(), &id)
                .await?;
            if found.is_none() {
                linked.remove(&id);
            }
        }
    }
    Ok(linked)
}
