use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use formats::activity_json::{Context, decode};
use model::activity::ActivityReported;
use model::commit::{Change, Fact, FactBody, Outcome};
use model::document::{Document, DocumentStatus};
use model::event::SiteFact;
use model::order::{Acknowledgement, Direction};
use model::{DateTime, DocumentId, EventId, Utc};
use serde_json::json;

use super::Caller;
use super::answer::{Repeatable, Seen};
use super::problem::Problem;
use crate::app::App;
use crate::digest::sha256_hex;

const PATH: &str = "/api/v1/activity";

/// Takes the sales and stock of a site: the same facts as an 852, into the same ledger.
pub(crate) async fn report(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let body = body.map_err(|_| Problem::too_large())?;
    let request = match Repeatable::look(&app, &caller, PATH, &headers, &body).await? {
        Seen::New(request) => request,
        Seen::Answered(response) => return Ok(response),
    };
    let at = (app.state.now)();
    let id = DocumentId::new(format!("api-{}", request.name())).map_err(|_| Problem::busy())?;
    let context = Context {
        reference: &app.state.reference,
        scope: &caller.scope,
        document: &id,
        received_at: at,
    };
    let reported = decode(&body, &context).map_err(Problem::invalid)?;
    let event = EventId::new(format!("activity:{id}")).map_err(|_| Problem::busy())?;
    let answer = json!({
        "document": id,
        "partner": reported.partner,
        "site": reported.site,
        "lines": reported.lines.len(),
    });
    let document = Change::Document {
        document: document(&caller, &id, &reported, &body, at),
        bytes: Some(body.to_vec()),
    };
    let fact = FactBody::Site(SiteFact::ActivityReported(reported));
    let outcome = Outcome {
        changes: vec![document],
        events: vec![Fact {
            id: event,
            at,
            trace: None,
            body: fact,
        }],
    };
    request
        .commit(&app, outcome, StatusCode::ACCEPTED, answer)
        .await
}

/// The body is kept like any document, so that every number can be traced to it.
fn document(
    caller: &Caller,
    id: &DocumentId,
    reported: &ActivityReported,
    body: &Bytes,
    at: DateTime<Utc>,
) -> Document {
    Document {
        id: id.clone(),
        direction: Direction::In,
        partner: Some(reported.partner.clone()),
        site: Some(reported.site.clone()),
        order: None,
        kind: "activity".to_owned(),
        name: format!("{id}.json"),
        at,
        sha256: sha256_hex(body),
        size: u64::try_from(body.len()).unwrap_or(u64::MAX),
        sender: format!("API:{}", caller.user.name),
        receiver: String::new(),
        control_number: String::new(),
        status: DocumentStatus::Decoded,
        acknowledgement: Acknowledgement::Accepted,
        findings: Vec::new(),
    }
}
