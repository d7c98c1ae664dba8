use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::app::App;
use crate::frame::{Frame, page};
use crate::language::{Language, Words};

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    t: Words,
    frame: Frame,
    title: String,
    body: String,
}

/// Why a page could not be answered as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not there, or outside what the person may see: the answer is the same.
    NotFound,
    /// Nobody is signed in; afterwards the path is shown.
    SignInFirst(String),
    /// Not sent by one of our own pages.
    Forged,
    /// The form or address cannot be read.
    Unreadable,
    /// The database cannot answer now.
    Busy,
}

impl Fault {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignInFirst(_) => StatusCode::SEE_OTHER,
            Self::Forged => StatusCode::FORBIDDEN,
            Self::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::NotFound | Self::SignInFirst(_) => "not-found",
            Self::Forged => "forged",
            Self::Unreadable => "request",
            Self::Busy => "busy",
        }
    }
}

impl From<store::Error> for Fault {
    fn from(error: store::Error) -> Self {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "the database cannot answer"
        );
        Self::Busy
    }
}

impl From<askama::Error> for Fault {
    fn from(error: askama::Error) -> Self {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "a page cannot be written"
        );
        Self::Busy
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        if let Self::SignInFirst(path) = &self {
            return Redirect::to(&crate::pages::sign_in::address(path)).into_response();
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives faults a page that people can read, in their language.
pub(crate) async fn explain(State(app): State<App>, request: Request, next: Next) -> Response {
    let words = Words(Language::of_request(request.headers()));
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let Some(fault) = response.extensions().get::<Fault>().cloned() else {
        return response;
    };
    let shown = ErrorPage {
        t: words,
        title: words
            .text(&format!("error-{}-title", fault.name()))
            .into_owned(),
        body: words
            .text(&format!("error-{}-body", fault.name()))
            .into_owned(),
        frame: Frame::anonymous(&app, words, &path),
    };
    match page(&shown) {
        Ok(page) => (fault.status(), page).into_response(),
        Err(_) => response,
    }
}
