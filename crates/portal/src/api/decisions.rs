use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use formats::FieldError;
use model::Quantity;
use model::proposal::{Decision, ProposalKey};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::Caller;
use super::answer::{Repeatable, Seen};
use super::problem::Problem;
use crate::app::App;
use crate::decision::{Refusal, taken};

const PATH: &str = "/api/v1/decisions";
const FIELDS: [&str; 9] = [
    "agreement",
    "partner",
    "ship_to",
    "need_date",
    "version",
    "decision",
    "item",
    "quantity",
    "reason",
];

/// Takes a planner's decision about a proposal.
///
/// `{"agreement", "partner", "ship_to", "need_date", "version", "decision": "approve" | "change" |
/// "reject", "item"?, "quantity"?, "reason"?}`.
pub(crate) async fn decide(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let body = body.map_err(|_| Problem::too_large())?;
    if !caller.user.role.decides() {
        return Err(Problem::forbidden("planners decide about proposals"));
    }
    let request = match Repeatable::look(&app, &caller, PATH, &headers, &body).await? {
        Seen::New(request) => request,
        Seen::Answered(response) => return Ok(response),
    };
    let (key, version, decision) = read(&body).map_err(Problem::invalid)?;
    let answer = json!({ "proposal": key, "version": version, "decision": decision });
    let by = &caller.user.name;
    let outcome = taken(&app, &caller.scope, by, key, version, decision)
        .await
        .map_err(|refusal| match refusal {
            Refusal::Gone => Problem::not_found("no such proposal; it may have been released"),
            Refusal::Moved => Problem::conflict("the proposal was planned again meanwhile"),
            Refusal::NoLine => {
                Problem::invalid(vec![error("/item", "not_proposed", "is not proposed")])
            }
            Refusal::Busy => Problem::busy(),
        })?;
    request
        .commit(&app, outcome, StatusCode::ACCEPTED, answer)
        .await
}

fn read(body: &[u8]) -> Result<(ProposalKey, u64, Decision), Vec<FieldError>> {
    let object: Map<String, Value> = serde_json::from_slice(body).map_err(|e| {
        vec![error(
            "",
            "not_json",
            &format!("the body is no JSON object: {e}"),
        )]
    })?;
    let mut reader = Reader {
        object,
        errors: Vec::new(),
    };
    reader.refuse_unknown();
    let key = (|| {
        let agreement = reader.field("agreement");
        let partner = reader.field("partner");
        let ship_to = reader.field("ship_to");
        let need_date = reader.field("need_date");
        Some(ProposalKey {
            agreement: agreement?,
            partner: partner?,
            ship_to: ship_to?,
            need_date: need_date?,
        })
    })();
    let version = reader.field("version");
    let decision = reader.decision();
    match (key, version, decision) {
        (Some(key), Some(version), Some(decision)) if reader.errors.is_empty() => {
            Ok((key, version, decision))
        }
        _ => Err(reader.errors),
    }
}

struct Reader {
    object: Map<String, Value>,
    errors: Vec<FieldError>,
}

impl Reader {
    fn refuse_unknown(&mut self) {
        let unknown = self
            .object
            .keys()
            .filter(|name| !FIELDS.contains(&name.as_str()));
        let detail = format!("unknown field; known are {}", FIELDS.join(", "));
        let errors = unknown.map(|name| error(&format!("/{name}"), "unknown_field", &detail));
        self.errors.extend(errors.collect::<Vec<_>>());
    }

    fn field<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let pointer = format!("/{name}");
        let Some(value) = self.object.get(name).filter(|value| !value.is_null()) else {
            self.errors.push(error(&pointer, "required", "is required"));
            return None;
        };
        match serde_json::from_value(value.clone()) {
            Ok(value) => Some(value),
            Err(e) => {
                self.errors.push(error(&pointer, "invalid", &e.to_string()));
                None
            }
        }
    }

    fn reason(&mut self) -> Option<String> {
        let reason: String = self.field("reason")?;
        if reason.trim().is_empty() {
            self.errors
                .push(error("/reason", "required", "must not be empty"));
            return None;
        }
        Some(reason)
    }

    fn decision(&mut self) -> Option<Decision> {
        let name: String = self.field("decision")?;
        match name.as_str() {
            "approve" => Some(Decision::Approve),
            "reject" => Some(Decision::Reject {
                reason: self.reason()?,
            }),
            "change" => {
                let (item, quantity) = (self.field("item"), self.field::<Quantity>("quantity"));
                let reason = self.reason();
                let quantity = quantity?;
                if quantity.is_negative() {
                    self.errors
                        .push(error("/quantity", "invalid", "must be zero or more"));
                    return None;
                }
                Some(Decision::Change {
                    item: item?,
                    quantity,
                    reason: reason?,
                })
            }
            _ => {
                let detail = "must be approve, change or reject";
                self.errors.push(error("/decision", "invalid", detail));
                None
            }
        }
    }
}

fn error(pointer: &str, code: &'static str, detail: &str) -> FieldError {
    FieldError {
        pointer: pointer.to_owned(),
        code,
        detail: detail.to_owned(),
    }
}
