//! Who is signed in: sessions, cookies, and the tokens that tie forms to a session.

pub(crate) mod attempts;
pub(crate) mod form;
pub(crate) mod password;
pub(crate) mod person;

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue};
use chrono::{DateTime, Utc};
use model::UserName;
use store::Session;

use crate::app::App;
use crate::digest::{hex, sha256_hex};
use crate::fault::Fault;

const HOURS: i64 = 12;

/// Returns the value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Writes a cookie for all of the site.
pub(crate) fn set_cookie(app: &App, name: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let secure = if app.state.secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).ok()
}

/// The prefix makes browsers refuse the cookie from other hosts and over plain HTTP, so it may
/// only be used where HTTPS is.
fn cookie_name(app: &App) -> &'static str {
    if app.state.secure {
        "__Host-session"
    } else {
        "session"
    }
}

/// Returns the secret the browser holds.
fn secret<'a>(app: &App, headers: &'a HeaderMap) -> Option<&'a str> {
    cookie(headers, cookie_name(app)).filter(|secret| secret.len() == 64)
}

/// Returns the token that forms of a session carry.
fn token(secret: &str) -> String {
    sha256_hex(format!("form:{secret}").as_bytes())[..32].to_owned()
}

/// Starts a session under a new secret and returns its cookie.
pub(crate) async fn start(app: &App, user: &UserName) -> Result<Option<HeaderValue>, Fault> {
    let mut bytes = [0; 32];
    (app.state.random)(&mut bytes);
    let secret = hex(&bytes);
    let now = wall_ms(app);
    let session = Session {
        id: sha256_hex(secret.as_bytes()),
        user: user.clone(),
        expires_ms: now + HOURS * 3_600_000,
    };
    app.state.store.create_session(session, now).await?;
    Ok(set_cookie(app, cookie_name(app), &secret, HOURS * 3_600))
}

/// Finds the session a request belongs to.
async fn find(app: &App, headers: &HeaderMap) -> Result<Option<(Session, String)>, Fault> {
    let Some(secret) = secret(app, headers) else {
        return Ok(None);
    };
    let id = sha256_hex(secret.as_bytes());
    let found = app.state.store.find_session(&id, wall_ms(app)).await?;
    Ok(found.map(|session| (session, token(secret))))
}

/// Ends the session a request belongs to and returns the cookie that makes the browser forget it.
pub(crate) async fn end(app: &App, headers: &HeaderMap) -> Result<Option<HeaderValue>, Fault> {
    if let Some(secret) = secret(app, headers) {
        app.state
            .store
            .end_session(&sha256_hex(secret.as_bytes()))
            .await?;
    }
    Ok(set_cookie(app, cookie_name(app), "", 0))
}

pub(crate) fn wall_ms(app: &App) -> i64 {
    let now: DateTime<Utc> = (app.state.wall)();
    now.timestamp_millis()
}
