//! The page of one item at one site: one picture, and what stands behind it.

mod picture;
mod series;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use model::position::{Bucket, Position};
use model::{Gtin, PartnerId, SiteId};

use super::address::escaped;
use super::names;
use super::orders::tone;
use super::site::{self, Whose};
use crate::app::App;
use crate::area::Area;
use crate::fault::Fault;
use crate::frame::{Frame, page};
use crate::language::Words;
use crate::params::Params;
use crate::session::person::Person;
use crate::shelf::{Shelf, days_before};
use picture::Picture;
use series::{BACK_DAYS, Series};

#[derive(Template)]
#[template(path = "item.html")]
struct ItemPage {
    t: Words,
    frame: Frame,
    name: String,
    about: String,
    site: String,
    site_path: String,
    says: String,
    has_facts: bool,
    wide: Picture,
    narrow: Picture,
    days: Vec<DayRow>,
    parts: Vec<Part>,
    total: String,
    arrivals: Vec<Arrival>,
    forecast: Vec<String>,
}

struct DayRow {
    day: String,
    sold: String,
    stock: String,
    out: bool,
    mean: String,
    range: String,
}

struct Part {
    label: String,
    quantity: String,
    source: String,
    as_of: String,
}

struct Arrival {
    order: String,
    due: String,
    units: String,
    status: String,
    tone: &'static str,
}

/// Returns the address of an item's page.
pub(super) fn address(partner: &PartnerId, site: &SiteId, item: Gtin) -> String {
    let (site, partner) = (escaped(site.as_str()), escaped(partner.as_str()));
    format!("/sites/{site}/items/{item}?partner={partner}")
}

/// Shows an item at a site.
pub(crate) async fn show(
    State(app): State<App>,
    person: Person,
    Path((site, item)): Path<(String, String)>,
    Params(whose): Params<Whose>,
) -> Result<Response, Fault> {
    person.enter(Area::Sites)?;
    let site = site::find(&app, &person, &site, &whose)?;
    let gtin = Gtin::new(&item).map_err(|_| person.not_found())?;
    let (t, today, reference) = (person.words, app.today(), &app.state.reference);
    let known = reference.item(gtin).ok_or_else(|| person.not_found())?;
    let shelf = Shelf::whole(&app, site, days_before(today, BACK_DAYS)).await?;
    let series = Series::of(&shelf, gtin, today);
    let position = shelf.position(gtin);
    page(&ItemPage {
        t,
        frame: Frame::of(&app, &person, Area::Sites),
        name: t.pick(&known.name, &known.name_zh).to_owned(),
        about: format!("{gtin} · {}", known.vendor_number),
        site: names::site(reference, t, &site.partner, &site.id),
        site_path: site::address(&site.partner, &site.id),
        says: says(t, &series),
        has_facts: series.last_actual().is_some(),
        wide: Picture::wide(t, &series),
        narrow: Picture::narrow(t, &series),
        days: day_rows(t, &series),
        total: t.quantity(position.total()),
        parts: parts(t, position),
        arrivals: arrivals(t, &shelf, gtin),
        forecast: forecast(t, &shelf, gtin),
    })
}

/// Says in words what the picture shows.
fn says(t: Words, series: &Series) -> String {
    let days = &series.days;
    let Some(last) = series.last_actual() else {
        return t.text("item-nothing-reported").into_owned();
    };
    let sold: f64 = days.iter().filter_map(|d| d.sold).sum();
    let expected: Vec<f64> = days.iter().filter_map(|d| Some(d.expected?.mean)).collect();
    let first = days.iter().find(|d| d.sold.is_some() || d.stock.is_some());
    let text = t.say(
        "item-picture-says",
        &[
            ("from", t.day(first.map_or(last.day, |d| d.day)).into()),
            ("to", t.day(last.day).into()),
            ("sold", t.number(sold).into()),
            ("out", days.iter().filter(|d| d.out).count().into()),
        ],
    );
    let ahead = match expected.len() {
        0 => t.text("item-no-forecast").into_owned(),
        ahead => {
            let sum = t.number(expected.iter().sum());
            t.say(
                "item-forecast-says",
                &[("ahead", ahead.into()), ("forecast", sum.into())],
            )
        }
    };
    format!("{text}{}{ahead}", t.pick(" ", ""))
}

fn day_rows(t: Words, series: &Series) -> Vec<DayRow> {
    let number = |value: Option<f64>| value.map_or_else(String::new, |v| t.number(v));
    let row = |day: &series::Day| DayRow {
        day: t.day(day.day),
        sold: number(day.sold),
        stock: number(day.stock),
        out: day.out,
        mean: number(day.expected.map(|e| e.mean)),
        range: day.expected.map_or_else(String::new, |e| {
            let values = [
                ("low", t.number(e.low).into()),
                ("high", t.number(e.high).into()),
            ];
            t.say("item-range-figures", &values)
        }),
    };
    series
        .days
        .iter()
        .rev()
        .filter(|day| !day.is_silent())
        .map(row)
        .collect()
}

fn parts(t: Words, position: Position) -> Vec<Part> {
    let part = |(name, bucket): (&str, Bucket)| Part {
        label: t.text(&format!("position-{name}")).into_owned(),
        quantity: t.quantity(bucket.quantity),
        source: bucket.sources.join(t.pick(", ", "、")),
        as_of: bucket.as_of.map_or_else(String::new, |day| t.day(day)),
    };
    [
        ("on_hand", position.on_hand.unwrap_or_default()),
        ("received_since", position.received_since),
        ("on_order", position.on_order),
        ("in_transit", position.in_transit),
        ("allocated", position.allocated),
        ("backordered", position.backordered),
    ]
    .into_iter()
    .map(part)
    .collect()
}

fn arrivals(t: Words, shelf: &Shelf, gtin: Gtin) -> Vec<Arrival> {
    const SHOWN: usize = 8;
    let mut orders: Vec<_> = shelf.orders_with(gtin).collect();
    orders.sort_by_key(|(order, _)| std::cmp::Reverse((order.need_date, order.id.clone())));
    let arrival = |(order, quantity): &(&model::order::Order, _)| Arrival {
        order: order.id.to_string(),
        due: t.day(order.need_date),
        units: t.quantity(*quantity),
        status: t
            .text(&format!("status-{}", order.status.name()))
            .into_owned(),
        tone: tone(order.status),
    };
    orders.iter().take(SHOWN).map(arrival).collect()
}

fn forecast(t: Words, shelf: &Shelf, gtin: Gtin) -> Vec<String> {
    let Some((_, forecast)) = shelf.forecast(gtin) else {
        return vec![t.text("item-no-forecast").into_owned()];
    };
    let days = forecast.days_used + forecast.days_out_of_stock;
    let made = [
        ("days", days.into()),
        ("out", forecast.days_out_of_stock.into()),
    ];
    vec![
        t.say("forecast-made", &made),
        t.say(
            "forecast-level",
            &[("level", t.number(forecast.level).into())],
        ),
    ]
}
