use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::sign_in::inside;
use crate::app::App;
use crate::area::Area;
use crate::fault::Fault;
use crate::language::{COOKIE, Language};
use crate::session::form::OpenForm;
use crate::session::person::Person;
use crate::session::set_cookie;

const YEAR_SECONDS: i64 = 365 * 24 * 3_600;

/// Leads everyone to where their day begins.
pub(crate) async fn home(person: Person) -> Redirect {
    Redirect::to(Area::home(person.user.role).path())
}

#[derive(Debug, Deserialize)]
pub(crate) struct Switch {
    language: String,
    #[serde(default)]
    next: String,
}

/// Switches the language of this browser and comes back.
pub(crate) async fn language(
    State(app): State<App>,
    OpenForm(switch): OpenForm<Switch>,
) -> Result<Response, Fault> {
    let language = Language::from_code(&switch.language).ok_or(Fault::Unreadable)?;
    let mut response = Redirect::to(inside(&switch.next)).into_response();
    remember(&app, language, response.headers_mut());
    Ok(response)
}

/// Sets the language cookie.
pub(super) fn remember(app: &App, language: Language, headers: &mut HeaderMap) {
    if let Some(cookie) = set_cookie(app, COOKIE, language.code(), YEAR_SECONDS) {
        headers.append(SET_COOKIE, cookie);
    }
}
