use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::order::OrderStatus;
use model::{PartnerId, SiteId};
use serde::Deserialize;
use store::{OrderFilter, OrderSummary};

use super::address::escaped;
use super::names;
use super::sites::sites_in;
use crate::app::App;
use crate::area::Area;
use crate::fault::Fault;
use crate::frame::{Frame, page};
use crate::language::Words;
use crate::params::Params;
use crate::session::person::Person;

const PAGE: usize = 50;
/// Orders released while someone pages through: the cursor is still found behind so many.
const SLACK: usize = 50;

#[derive(Template)]
#[template(path = "orders.html")]
struct OrdersPage {
    t: Words,
    frame: Frame,
    sites: Vec<Choice>,
    statuses: Vec<Choice>,
    text: String,
    filtered: bool,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
}

pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

struct Row {
    id: String,
    po: String,
    status: String,
    tone: &'static str,
    site: String,
    due: String,
    units: String,
    released: String,
}

/// What the list is asked for; empty fields do not count.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    site: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    after: String,
}

/// Shows the orders in scope, newest first.
pub(crate) async fn show(
    State(app): State<App>,
    person: Person,
    Params(asked): Params<Asked>,
) -> Result<Response, Fault> {
    person.enter(Area::Orders)?;
    let t = person.words;
    let reference = &app.state.reference;
    let (rows, next) = slice(&app, &person, &asked).await?;
    let query = format!(
        "site={}&status={}&text={}",
        escaped(&asked.site),
        escaped(&asked.status),
        escaped(&asked.text)
    );
    let filtered = [&asked.site, &asked.status, &asked.text]
        .iter()
        .any(|field| !field.is_empty());
    let sites = sites_in(&app, &person).into_iter().map(|site| {
        let value = format!("{}/{}", site.partner, site.id);
        let label = names::site(reference, t, &site.partner, &site.id);
        Choice {
            chosen: value == asked.site,
            value,
            label,
        }
    });
    let statuses = OrderStatus::ALL.into_iter().map(|status| Choice {
        value: status.name().to_owned(),
        label: t.text(&format!("status-{}", status.name())).into_owned(),
        chosen: status.name() == asked.status,
    });
    page(&OrdersPage {
        t,
        frame: Frame::of(&app, &person, Area::Orders),
        sites: sites.collect(),
        statuses: statuses.collect(),
        filtered,
        first: (!asked.after.is_empty()).then(|| format!("/orders?{query}")),
        next: next.map(|cursor| format!("/orders?{query}&after={cursor}")),
        rows: rows.iter().map(|order| row(&app, t, order)).collect(),
        text: asked.text,
    })
}

/// Returns a page of orders and the cursor of the next one: how many were shown, and the last one.
async fn slice(
    app: &App,
    person: &Person,
    asked: &Asked,
) -> Result<(Vec<OrderSummary>, Option<String>), Fault> {
    let (seen, last) = asked.after.split_once('-').unwrap_or(("0", ""));
    let seen: usize = seen.parse().map_err(|_| Fault::Unreadable)?;
    let wanted = seen.saturating_add(PAGE + SLACK + 1);
    let filter = OrderFilter {
        limit: u32::try_from(wanted).map_err(|_| Fault::Unreadable)?,
        ..filter(asked)?
    };
    let mut orders = app.state.store.orders(&person.scope, &filter).await?;
    let at = orders
        .iter()
        .position(|order| order.id.as_str() == last)
        .map(|i| i + 1);
    let at = at.unwrap_or(seen).min(orders.len());
    let more = orders.len() > at + PAGE;
    let rows: Vec<_> = orders.drain(at..).take(PAGE).collect();
    let next = rows
        .last()
        .filter(|_| more)
        .map(|order| format!("{}-{}", at + PAGE, order.id));
    Ok((rows, next))
}

fn filter(asked: &Asked) -> Result<OrderFilter, Fault> {
    let mut filter = OrderFilter::default();
    if let Some((partner, site)) = asked.site.split_once('/') {
        filter.partner = Some(PartnerId::new(partner).map_err(|_| Fault::Unreadable)?);
        filter.site = Some(SiteId::new(site).map_err(|_| Fault::Unreadable)?);
    }
    filter.status = OrderStatus::ALL
        .into_iter()
        .find(|status| status.name() == asked.status);
    let text = asked.text.trim();
    filter.text = (!text.is_empty()).then(|| text.to_owned());
    Ok(filter)
}

fn row(app: &App, t: Words, order: &OrderSummary) -> Row {
    let po = order.po_number.as_ref();
    Row {
        id: order.id.to_string(),
        po: po.map_or_else(
            || t.text("orders-no-po").into_owned(),
            |number| t.say("orders-po", &[("number", number.as_str().into())]),
        ),
        status: t
            .text(&format!("status-{}", order.status.name()))
            .into_owned(),
        tone: tone(order.status),
        site: names::site(&app.state.reference, t, &order.partner, &order.ship_to),
        due: t.day(order.need_date),
        units: t.quantity(order.released),
        released: t.time(order.released_at),
    }
}

/// Returns the colour of a status.
pub(super) fn tone(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Held => "warn",
        OrderStatus::Released | OrderStatus::Sent | OrderStatus::Cancelled => "quiet",
        OrderStatus::Accepted | OrderStatus::Shipped => "",
        OrderStatus::Delivered | OrderStatus::Received => "ok",
    }
}
