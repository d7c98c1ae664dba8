use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use model::site::Site;
use model::{Gtin, PartnerId, Quantity, SiteId};
use serde::Deserialize;

use super::address::escaped;
use super::sites::sites_in;
use super::{item, names};
use crate::app::App;
use crate::area::Area;
use crate::fault::Fault;
use crate::frame::{Frame, page};
use crate::language::Words;
use crate::params::Params;
use crate::session::person::Person;
use crate::shelf::{Cover, Shelf, days_before};

const RECENT_DAYS: u64 = 60;
/// Stock that lasts less than this many days is marked.
const LOW_DAYS: usize = 2;

#[derive(Template)]
#[template(path = "site.html")]
struct SitePage {
    t: Words,
    frame: Frame,
    name: String,
    about: String,
    caption: String,
    rows: Vec<Row>,
}

struct Row {
    path: String,
    name: String,
    gtin: String,
    on_hand: String,
    counted: String,
    on_the_way: String,
    position: String,
    cover: String,
    tone: &'static str,
}

/// Names whose site is meant, where two partners use the same number.
#[derive(Debug, Deserialize)]
pub(crate) struct Whose {
    partner: Option<String>,
}

/// Returns the address of a site's page.
pub(super) fn address(partner: &PartnerId, site: &SiteId) -> String {
    format!(
        "/sites/{}?partner={}",
        escaped(site.as_str()),
        escaped(partner.as_str())
    )
}

/// Finds a site the person may see.
pub(super) fn find<'a>(
    app: &'a App,
    person: &Person,
    site: &str,
    whose: &Whose,
) -> Result<&'a Site, Fault> {
    let meant = |s: &&Site| {
        s.id.as_str() == site
            && whose
                .partner
                .as_ref()
                .is_none_or(|p| p == s.partner.as_str())
    };
    let mut found = sites_in(app, person).into_iter().filter(meant);
    match (found.next(), found.next()) {
        (Some(site), None) => Ok(site),
        _ => Err(person.not_found()),
    }
}

/// Shows a site: its items, their stock and how long it lasts.
pub(crate) async fn show(
    State(app): State<App>,
    person: Person,
    Path(site): Path<String>,
    Params(whose): Params<Whose>,
) -> Result<Response, Fault> {
    person.enter(Area::Sites)?;
    let site = find(&app, &person, &site, &whose)?;
    let (t, today) = (person.words, app.today());
    let shelf = Shelf::whole(&app, site, days_before(today, RECENT_DAYS)).await?;
    let name = t.pick(&site.name, &site.name_zh).to_owned();
    let kind = t.text(&format!("site-{}", site.kind.name())).into_owned();
    let partner = names::partner(&app.state.reference, t, &site.partner);
    let about = [
        Some(partner.as_str()),
        Some(&kind),
        site.region(today),
        Some(site.id.as_str()),
    ];
    page(&SitePage {
        t,
        frame: Frame::of(&app, &person, Area::Sites),
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        caption: t.say("stock-caption", &[("site", name.as_str().into())]),
        rows: shelf
            .items()
            .into_iter()
            .map(|i| row(&app, t, site, &shelf, i))
            .collect(),
        name,
    })
}

fn row(app: &App, t: Words, site: &Site, shelf: &Shelf, gtin: Gtin) -> Row {
    let position = shelf.position(gtin);
    let stock = shelf.stock(gtin);
    let empty = stock.is_some_and(|(_, stock)| stock <= Quantity::ZERO);
    let cover = shelf.cover(gtin);
    let (cover, tone) = match (empty, cover) {
        (true, _) => (t.text("stock-out").into_owned(), "bad"),
        (false, Some(Cover::Days(days))) => (
            t.count("stock-days", days),
            if days < LOW_DAYS { "warn" } else { "quiet" },
        ),
        (false, Some(Cover::Beyond(days))) => (t.count("stock-days-beyond", days), "quiet"),
        (false, None) => (t.text("figure-nothing").into_owned(), "quiet"),
    };
    let unknown = || t.text("stock-unknown").into_owned();
    Row {
        path: item::address(&site.partner, &site.id, gtin),
        name: names::item(&app.state.reference, t, gtin),
        gtin: gtin.to_string(),
        on_hand: stock.map_or_else(unknown, |(_, stock)| t.quantity(stock)),
        counted: stock.map_or_else(String::new, |(day, _)| t.short_day(day)),
        on_the_way: t.quantity(position.in_transit.quantity),
        position: t.quantity(position.total()),
        cover,
        tone,
    }
}
