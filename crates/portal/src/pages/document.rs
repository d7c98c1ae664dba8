//! The page of one document: what it is, what was found in it, its bytes segment by segment.

mod segments;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use model::document::{Document, Finding, Place, Severity};

use super::documents::{status, status_tone};
use super::names;
use super::order::view::{acknowledgement, acknowledgement_tone};
use crate::app::App;
use crate::area::Area;
use crate::fault::Fault;
use crate::frame::{Frame, page};
use crate::language::{Language, Words};
use crate::session::person::Person;
use segments::{Segment, segments};

/// What a page shows of a document's bytes; longer ones are for downloading.
const SHOWN_BYTES: usize = 64 * 1024;

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    t: Words,
    frame: Frame,
    heading: String,
    kind: String,
    status: String,
    tone: &'static str,
    acknowledgement: String,
    acknowledgement_tone: &'static str,
    facts: Vec<Fact>,
    order: Option<String>,
    findings: Vec<FindingView>,
    segments: Option<Vec<Segment>>,
    cut: Option<String>,
    download: String,
}

struct Fact {
    label: String,
    value: String,
}

struct FindingView {
    code: String,
    severity: String,
    tone: &'static str,
    owner: String,
    place: String,
    text: String,
    cause: String,
    fix: String,
    anchor: String,
}

/// Shows a document.
pub(crate) async fn show(
    State(app): State<App>,
    person: Person,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    person.enter(Area::Documents)?;
    let document = person.document(&app, &id).await?;
    let bytes = app.state.store.document_bytes(&document.id).await?;
    let t = person.words;
    let shown = &bytes[..bytes.len().min(SHOWN_BYTES)];
    let cut = (shown.len() < bytes.len()).then(|| {
        let values = [("shown", shown.len().into()), ("total", bytes.len().into())];
        t.say("document-view-cut", &values)
    });
    page(&DocumentPage {
        t,
        frame: Frame::of(&app, &person, Area::Documents),
        heading: t.say(
            "document-title",
            &[("document", document.id.as_str().into())],
        ),
        kind: format!("{} · {}", names::document(t, &document.kind), document.kind),
        status: status(t, document.status),
        tone: status_tone(document.status),
        acknowledgement: acknowledgement(t, document.acknowledgement),
        acknowledgement_tone: acknowledgement_tone(document.acknowledgement),
        facts: facts(&app, t, &document),
        order: document.order.as_ref().map(ToString::to_string),
        findings: document
            .findings
            .iter()
            .map(|finding| finding_view(t, finding))
            .collect(),
        segments: segments(shown, &document.findings),
        cut,
        download: format!("/documents/{}/raw", document.id),
    })
}

/// Hands out the bytes of a document as they came or left.
pub(crate) async fn raw(
    State(app): State<App>,
    person: Person,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    person.enter(Area::Documents)?;
    let document = person.document(&app, &id).await?;
    let bytes = app.state.store.document_bytes(&document.id).await?;
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '_'
        }
    };
    let name: String = document.name.chars().map(plain).collect();
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, "application/octet-stream"),
        (CONTENT_DISPOSITION, &disposition),
    ];
    Ok((headers, bytes).into_response())
}

fn facts(app: &App, t: Words, document: &Document) -> Vec<Fact> {
    let reference = &app.state.reference;
    let fact = |key: &str, value: String| Fact {
        label: t.text(key).into_owned(),
        value,
    };
    let partner = document.partner.as_ref();
    let site = partner.zip(document.site.as_ref());
    let size = usize::try_from(document.size).unwrap_or(usize::MAX);
    let all = [
        fact(
            "document-direction",
            t.text(&format!("direction-{}", document.direction.name()))
                .into(),
        ),
        fact(
            "documents-partner",
            partner.map_or_else(String::new, |p| names::partner(reference, t, p)),
        ),
        fact(
            "document-site",
            site.map_or_else(String::new, |(p, s)| names::site(reference, t, p, s)),
        ),
        fact("document-at", t.time(document.at)),
        fact("document-sender", document.sender.clone()),
        fact("document-receiver", document.receiver.clone()),
        fact("document-control", document.control_number.clone()),
        fact("document-name", document.name.clone()),
        fact("document-size", t.count("document-bytes", size)),
        fact("document-digest", document.sha256.clone()),
    ];
    all.into_iter()
        .filter(|fact| !fact.value.is_empty())
        .collect()
}

fn finding_view(t: Words, finding: &Finding) -> FindingView {
    let (cause, fix) = in_words(t, finding);
    FindingView {
        code: finding.code.clone(),
        severity: t
            .text(&format!("severity-{}", finding.severity.name()))
            .into_owned(),
        tone: match finding.severity {
            Severity::Error => "bad",
            Severity::Warning => "warn",
            Severity::Note => "quiet",
        },
        owner: t
            .text(&format!("owner-{}", finding.owner.name()))
            .into_owned(),
        place: place(t, &finding.place),
        text: finding.text.clone(),
        cause,
        fix,
        anchor: format!("#b{}", finding.place.offset),
    }
}

/// Findings are kept with the words of the day; where no cause is kept in Chinese, the code's meaning
/// stands for it.
fn in_words(t: Words, finding: &Finding) -> (String, String) {
    let translated = match t.0 {
        Language::English => None,
        Language::Chinese => formats::meaning_and_fix(&finding.code, formats::Language::Chinese),
    };
    match translated {
        Some((meaning, fix)) => {
            let cause = finding.cause_zh.as_deref().unwrap_or(meaning);
            (cause.to_owned(), fix.to_owned())
        }
        None => (finding.cause.clone(), finding.fix.clone()),
    }
}

fn place(t: Words, place: &Place) -> String {
    let mut parts = Vec::new();
    if let Some(message) = &place.message {
        parts.push(t.say("place-message", &[("message", message.as_str().into())]));
    }
    if let Some(segment) = place.segment {
        let name = place.segment_id.as_deref().unwrap_or("?");
        let values = [("segment", segment.into()), ("name", name.into())];
        parts.push(t.say("place-segment", &values));
    }
    if let Some(element) = place.element {
        parts.push(t.say("place-element", &[("element", element.into())]));
    }
    if let Some(component) = place.component {
        parts.push(t.say("place-component", &[("component", component.into())]));
    }
    parts.push(t.say("place-byte", &[("offset", place.offset.into())]));
    parts.join(t.pick(", ", "，"))
}
