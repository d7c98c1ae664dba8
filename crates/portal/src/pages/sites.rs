use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::site::Site;
use serde::Deserialize;

use super::names;
use super::site::address;
use crate::app::App;
use crate::area::Area;
use crate::fault::Fault;
use crate::frame::{Frame, page};
use crate::language::Words;
use crate::params::Params;
use crate::session::person::Person;
use crate::shelf::{Shelf, days_before};

const PAGE: usize = 50;
/// A site that said nothing for so long shows as silent.
const RECENT_DAYS: u64 = 30;

#[derive(Template)]
#[template(path = "sites.html")]
struct SitesPage {
    t: Words,
    frame: Frame,
    rows: Vec<Row>,
    first: bool,
    next: Option<usize>,
}

struct Row {
    path: String,
    name: String,
    id: String,
    kind: String,
    region: String,
    partner: String,
    items: String,
    state: String,
    tone: &'static str,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    from: usize,
}

/// Returns the sites of partners that a person may see, in the order of the reference data.
pub(super) fn sites_in<'a>(app: &'a App, person: &Person) -> Vec<&'a Site> {
    let data = &app.state.reference.data;
    let theirs = |site: &&Site| Some(&site.partner) != data.supplier.as_ref();
    let inside = |site: &&Site| person.scope.holds(&site.partner, Some(&site.id));
    data.sites.iter().filter(theirs).filter(inside).collect()
}

/// Shows the sites in scope.
pub(crate) async fn show(
    State(app): State<App>,
    person: Person,
    Params(asked): Params<Asked>,
) -> Result<Response, Fault> {
    person.enter(Area::Sites)?;
    let sites = sites_in(&app, &person);
    let from = asked.from.min(sites.len());
    let mut rows = Vec::new();
    for site in sites[from..].iter().take(PAGE) {
        rows.push(row(&app, &person, site).await?);
    }
    let next = from + PAGE;
    page(&SitesPage {
        t: person.words,
        frame: Frame::of(&app, &person, Area::Sites),
        rows,
        first: from > 0,
        next: (next < sites.len()).then_some(next),
    })
}

async fn row(app: &App, person: &Person, site: &Site) -> Result<Row, Fault> {
    let (t, today) = (person.words, app.today());
    let shelf = Shelf::counted(app, site, days_before(today, RECENT_DAYS)).await?;
    let items = shelf.items();
    let counted = items.iter().filter_map(|item| shelf.stock(*item));
    let out = counted
        .filter(|(_, stock)| stock.is_zero() || stock.is_negative())
        .count();
    let (state, tone) = match (items.len(), out) {
        (0, _) => (t.text("sites-silent").into_owned(), "quiet"),
        (_, 0) => (t.count("sites-out", out), "ok"),
        _ => (t.count("sites-out", out), "bad"),
    };
    Ok(Row {
        path: address(&site.partner, &site.id),
        name: t.pick(&site.name, &site.name_zh).to_owned(),
        id: site.id.to_string(),
        kind: t.text(&format!("site-{}", site.kind.name())).into_owned(),
        region: site.region(today).unwrap_or_default().to_owned(),
        partner: names::partner(&app.state.reference, t, &site.partner),
        items: t.count("sites-items", items.len()),
        state,
        tone,
    })
}
