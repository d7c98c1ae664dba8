use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use formats::shipment_json::decode;
use model::EventId;
use model::commit::{Fact, FactBody, Outcome};
use model::event::SiteFact;
use serde_json::json;

use super::Caller;
use super::answer::{Repeatable, Seen};
use super::problem::Problem;
use crate::app::App;
use crate::digest::sha256_hex;

const PATH: &str = "/api/v1/shipments";

/// Takes a shipment of our warehouse.
pub(crate) async fn report(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let body = body.map_err(|_| Problem::too_large())?;
    if !caller.user.role.is_ours() {
        return Err(Problem::forbidden(
            "shipments are reported by the supplier's warehouses",
        ));
    }
    let request = match Repeatable::look(&app, &caller, PATH, &headers, &body).await? {
        Seen::New(request) => request,
        Seen::Answered(response) => return Ok(response),
    };
    let shipment = decode(&body, &app.state.reference).map_err(Problem::invalid)?;
    let found = app
        .state
        .store
        .order(&caller.scope, &shipment.order)
        .await?;
    let order = found.ok_or_else(|| Problem::not_found("no such order"))?;
    let reported = shipment.reported(&order).map_err(Problem::invalid)?;
    let answer = json!({
        "order": reported.order,
        "shipment": reported.shipment,
        "lines": reported.lines.len(),
    });
    // A shipment's number names it: sent again under another key, it still counts once.
    let name = format!("{}\n{}", reported.order, reported.shipment);
    let name = format!("shipment:{}", &sha256_hex(name.as_bytes())[..40]);
    let id = EventId::new(name).map_err(|_| Problem::busy())?;
    let at = (app.state.now)();
    let fact = FactBody::Site(SiteFact::ShipmentReported(reported));
    let outcome = Outcome {
        events: vec![Fact {
            id,
            at,
            trace: None,
            body: fact,
        }],
        ..Outcome::default()
    };
    request
        .commit(&app, outcome, StatusCode::ACCEPTED, answer)
        .await
}
