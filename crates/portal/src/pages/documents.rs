use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::document::{Document, DocumentStatus};
use model::order::Direction;
use serde::Deserialize;
use store::DocumentFilter;

use super::names;
use super::orders::Choice;
use crate::app::App;
use crate::area::Area;
use crate::fault::Fault;
use crate::frame::{Frame, page};
use crate::language::Words;
use crate::params::Params;
use crate::session::person::Person;

const SHOWN: u32 = 100;

#[derive(Template)]
#[template(path = "documents.html")]
struct DocumentsPage {
    t: Words,
    frame: Frame,
    directions: Vec<Choice>,
    statuses: Vec<Choice>,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    kind: String,
    code: String,
    direction: String,
    partner: String,
    site: String,
    at: String,
    status: String,
    tone: &'static str,
    findings: usize,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    direction: String,
    #[serde(default)]
    status: String,
}

/// Shows the latest documents in scope; operators see those of unknown senders, too.
pub(crate) async fn show(
    State(app): State<App>,
    person: Person,
    Params(asked): Params<Asked>,
) -> Result<Response, Fault> {
    person.enter(Area::Documents)?;
    let t = person.words;
    let both = [Direction::In, Direction::Out];
    let filter = DocumentFilter {
        direction: both
            .into_iter()
            .find(|direction| direction.name() == asked.direction),
        status: DocumentStatus::from_name(&asked.status),
        limit: SHOWN,
        ..DocumentFilter::default()
    };
    let found = app
        .state
        .store
        .documents(&person.scope, person.sees_all(), &filter)
        .await?;
    let choice = |key: &str, name: &str, asked: &str| Choice {
        value: name.to_owned(),
        label: t.text(&format!("{key}-{name}")).into_owned(),
        chosen: name == asked,
    };
    let directions = both
        .into_iter()
        .map(|d| choice("direction", d.name(), &asked.direction));
    let statuses = DocumentStatus::ALL
        .into_iter()
        .map(|s| choice("document-status", s.name(), &asked.status));
    page(&DocumentsPage {
        t,
        frame: Frame::of(&app, &person, Area::Documents),
        directions: directions.collect(),
        statuses: statuses.collect(),
        rows: found
            .iter()
            .map(|document| row(&app, t, document))
            .collect(),
    })
}

fn row(app: &App, t: Words, document: &Document) -> Row {
    let reference = &app.state.reference;
    let partner = document.partner.as_ref();
    let site = partner.zip(document.site.as_ref());
    Row {
        id: document.id.to_string(),
        kind: names::document(t, &document.kind),
        code: document.kind.clone(),
        direction: t
            .text(&format!("direction-{}", document.direction.name()))
            .into_owned(),
        partner: partner.map_or_else(
            || document.sender.clone(),
            |partner| names::partner(reference, t, partner),
        ),
        site: site.map_or_else(String::new, |(p, s)| names::site(reference, t, p, s)),
        at: t.time(document.at),
        status: status(t, document.status),
        tone: status_tone(document.status),
        findings: document.findings.len(),
    }
}

pub(super) fn status(t: Words, status: DocumentStatus) -> String {
    t.text(&format!("document-status-{}", status.name()))
        .into_owned()
}

pub(super) fn status_tone(status: DocumentStatus) -> &'static str {
    match status {
        DocumentStatus::Received | DocumentStatus::Ready | DocumentStatus::Duplicate => "quiet",
        DocumentStatus::Decoded | DocumentStatus::Delivered => "ok",
        DocumentStatus::DecodedInPart | DocumentStatus::Held => "warn",
        DocumentStatus::Rejected | DocumentStatus::Quarantined => "bad",
    }
}
