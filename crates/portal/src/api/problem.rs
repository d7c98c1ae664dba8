use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use formats::FieldError;
use serde::Serialize;

/// Long enough for a worker to apply a good part of what waits.
const RETRY_AFTER_SECONDS: u16 = 5;

/// Why a request was refused, as RFC 9457 writes it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Problem {
    #[serde(skip)]
    code: StatusCode,
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

impl Problem {
    fn new(code: StatusCode, name: &str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            code,
            kind: format!("urn:stockbridge:problem:{name}"),
            title,
            status: code.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
        }
    }

    pub(super) fn unauthorized() -> Self {
        let detail = "send a valid key as `Authorization: Bearer KEY`";
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "The API key is missing or unknown",
            detail,
        )
    }

    pub(super) fn forbidden(detail: &str) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "This key may not do that",
            detail,
        )
    }

    pub(super) fn not_found(detail: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "There is no such thing",
            detail,
        )
    }

    pub(super) fn key_missing() -> Self {
        let detail = "send an `Idempotency-Key` of 1 to 200 visible characters with every POST, and \
                      the same one when you repeat it";
        let title = "The Idempotency-Key is missing";
        Self::new(
            StatusCode::BAD_REQUEST,
            "idempotency-key-missing",
            title,
            detail,
        )
    }

    pub(super) fn key_reused() -> Self {
        let detail = "another request was sent under this key; take a new key for a new request";
        let title = "The Idempotency-Key was used before";
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "idempotency-key-reused",
            title,
            detail,
        )
    }

    pub(super) fn conflict(detail: &str) -> Self {
        let title = "It changed meanwhile";
        Self::new(StatusCode::CONFLICT, "conflict", title, detail)
    }

    pub(super) fn too_large() -> Self {
        let detail = "a body may hold 10 MB; split the report";
        let title = "The body is too large";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", title, detail)
    }

    pub(super) fn invalid(errors: Vec<FieldError>) -> Self {
        let title = "The request cannot be used as it is";
        let detail = match errors.as_slice() {
            [only] => format!("{}: {}", place(&only.pointer), only.detail),
            many => format!("{} fields are wrong; nothing was applied", many.len()),
        };
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", title, detail);
        Self { errors, ..problem }
    }

    pub(super) fn overloaded() -> Self {
        let detail = "more waits to be applied than the hub is set to hold; nothing was changed; \
                      repeat the request with the same Idempotency-Key after the seconds of \
                      Retry-After";
        let title = "The hub has too much to do";
        let code = StatusCode::TOO_MANY_REQUESTS;
        Self::new(code, "overloaded", title, detail)
    }

    pub(super) fn busy() -> Self {
        let detail = "nothing was changed; repeat the request with the same Idempotency-Key";
        let title = "The hub cannot take it now";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", title, detail)
    }
}

fn place(pointer: &str) -> &str {
    if pointer.is_empty() {
        "the body"
    } else {
        pointer
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "the database cannot answer"
        );
        Self::busy()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.code, Json(self)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            let seconds = HeaderValue::from(RETRY_AFTER_SECONDS);
            response.headers_mut().insert(RETRY_AFTER, seconds);
        }
        if response.status() == StatusCode::UNAUTHORIZED {
            // RFC 9110 §11.6.1: a 401 says how to sign in.
            let how = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(WWW_AUTHENTICATE, how);
        }
        response
    }
}
