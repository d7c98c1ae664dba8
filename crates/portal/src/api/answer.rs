use axum::Json;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use model::commit::{Change, Outcome};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Caller;
use super::problem::Problem;
use crate::app::App;
use crate::digest::sha256_hex;
use crate::state::AppendError;

/// A POST that may be sent again: the same key and body get the same answer and have one effect.
#[derive(Debug)]
pub(super) struct Repeatable {
    user: String,
    key: String,
    digest: String,
}

/// An answer as it is kept for the next time the request is sent.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    status: u16,
    body: Value,
}

/// What there is to do about a request.
#[derive(Debug)]
pub(super) enum Seen {
    /// It is new.
    New(Repeatable),
    /// It was answered before.
    Answered(Response),
}

impl Repeatable {
    /// Looks whether a request was answered before.
    pub(super) async fn look(
        app: &App,
        caller: &Caller,
        path: &str,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Seen, Problem> {
        let key = headers
            .get("idempotency-key")
            .and_then(|key| key.to_str().ok());
        let key = key
            .map(str::trim)
            .filter(|key| (1..=200).contains(&key.len()));
        let key = key.ok_or_else(Problem::key_missing)?.to_owned();
        let digest = sha256_hex(&[path.as_bytes(), b"\n", body.as_ref()].concat());
        let request = Self {
            user: caller.user.name.to_string(),
            key,
            digest,
        };
        Ok(match request.answered(app).await? {
            Some(response) => Seen::Answered(response),
            None if (app.state.full)().await => return Err(Problem::overloaded()),
            None => Seen::New(request),
        })
    }

    /// Returns a name made from the key: whatever is named so is made once, even if the same
    /// request is under way twice.
    pub(super) fn name(&self) -> String {
        sha256_hex(format!("{}\n{}", self.user, self.key).as_bytes())[..24].to_owned()
    }

    /// Commits what the request leads to together with its answer, and answers.
    pub(super) async fn commit(
        self,
        app: &App,
        mut outcome: Outcome,
        status: StatusCode,
        body: Value,
    ) -> Result<Response, Problem> {
        let kept = Kept {
            status: status.as_u16(),
            body,
        };
        let answer = serde_json::to_string(&kept).map_err(|_| Problem::busy())?;
        outcome.changes.push(Change::Answered {
            user: self.user.clone(),
            key: self.key.clone(),
            sha256: self.digest.clone(),
            answer,
            at: (app.state.now)(),
        });
        match (app.state.append)(outcome).await {
            Ok(()) => Ok(kept.response()),
            // The same request was under way twice; the other one won, and its answer counts.
            Err(AppendError::Conflict(what)) => match self.answered(app).await? {
                Some(response) => Ok(response),
                None => Err(Problem::conflict(&what)),
            },
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "cannot commit a request"
                );
                Err(Problem::busy())
            }
        }
    }

    async fn answered(&self, app: &App) -> Result<Option<Response>, Problem> {
        let Some((digest, answer)) = app.state.store.answered(&self.user, &self.key).await? else {
            return Ok(None);
        };
        if digest != self.digest {
            return Err(Problem::key_reused());
        }
        let kept: Kept = serde_json::from_str(&answer).map_err(|_| Problem::busy())?;
        Ok(Some(kept.response()))
    }
}

impl Kept {
    fn response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        (status, Json(self.body)).into_response()
    }
}
