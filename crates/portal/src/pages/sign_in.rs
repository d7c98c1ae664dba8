use askama::Template;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use model::UserName;
use serde::Deserialize;

use super::address::escaped;
use super::home::remember;
use crate::app::App;
use crate::fault::Fault;
use crate::frame::{Frame, page};
use crate::language::{Language, Words};
use crate::params::Params;
use crate::session::form::{OpenForm, SignedForm};
use crate::session::person::user;
use crate::session::{self, password};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    t: Words,
    frame: Frame,
    name: String,
    next: String,
    message: Option<String>,
    is_error: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Credentials {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Nothing {}

/// Returns the address of the sign-in page that leads on to a path.
pub(crate) fn address(next: &str) -> String {
    match inside(next) {
        "/" => "/sign-in".to_owned(),
        next => format!("/sign-in?next={}", escaped(next)),
    }
}

/// Returns the path if it stays on this site, else the start page.
pub(super) fn inside(path: &str) -> &str {
    let plain = path.starts_with('/')
        && !path.starts_with("//")
        && !path
            .chars()
            .any(|c| c == '\\' || c.is_control() || !c.is_ascii());
    if plain && !path.starts_with("/sign-") {
        path
    } else {
        "/"
    }
}

/// Shows the sign-in page.
pub(crate) async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Params(asked): Params<Next>,
) -> Result<Response, Fault> {
    let t = Words(Language::of_request(&headers));
    let message = (!asked.next.is_empty()).then(|| t.text("sign-in-first").into_owned());
    let (name, next) = (String::new(), asked.next);
    let frame = Frame::anonymous(&app, t, &address(&next));
    page(&SignInPage {
        t,
        frame,
        name,
        next,
        message,
        is_error: false,
    })
}

/// Signs a person in, under a new session.
pub(crate) async fn sign_in(
    State(app): State<App>,
    headers: HeaderMap,
    OpenForm(given): OpenForm<Credentials>,
) -> Result<Response, Fault> {
    let t = Words(Language::of_request(&headers));
    let allowed = match app.attempts.lock() {
        Ok(mut attempts) => attempts.allow(&given.name, (app.state.wall)()),
        Err(_) => return Err(Fault::Busy),
    };
    if !allowed {
        tracing::warn!(user = %given.name, "too many failed tries to sign in");
        return refused(
            &app,
            t,
            given,
            StatusCode::TOO_MANY_REQUESTS,
            "sign-in-often",
        );
    }
    let known = UserName::new(&given.name)
        .ok()
        .and_then(|name| user(&app, &name).cloned());
    let hash = known.as_ref().and_then(|user| user.password_hash.clone());
    let right = password::matches(hash, given.password.clone()).await;
    let Some(user) = known.filter(|_| right) else {
        return refused(&app, t, given, StatusCode::UNAUTHORIZED, "sign-in-wrong");
    };
    if let Ok(mut attempts) = app.attempts.lock() {
        attempts.succeeded(&given.name);
    }
    session::end(&app, &headers).await?;
    let cookie = session::start(&app, &user.name).await?;
    let mut response = Redirect::to(inside(&given.next)).into_response();
    response
        .headers_mut()
        .extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
    // The account's language counts at sign-in; the switch in the header counts after it.
    if let Some(own) = user.language.as_deref().and_then(Language::from_code) {
        remember(&app, own, response.headers_mut());
    }
    Ok(response)
}

fn refused(
    app: &App,
    t: Words,
    given: Credentials,
    status: StatusCode,
    message: &str,
) -> Result<Response, Fault> {
    let message = Some(t.text(message).into_owned());
    let frame = Frame::anonymous(app, t, &address(&given.next));
    let Credentials { name, next, .. } = given;
    let shown = page(&SignInPage {
        t,
        frame,
        name,
        next,
        message,
        is_error: true,
    })?;
    Ok((status, shown).into_response())
}

/// Signs a person out.
pub(crate) async fn sign_out(
    State(app): State<App>,
    headers: HeaderMap,
    _form: SignedForm<Nothing>,
) -> Result<Response, Fault> {
    let cookie = session::end(&app, &headers).await?;
    let mut response = Redirect::to("/sign-in").into_response();
    response
        .headers_mut()
        .extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_elsewhere() {
        for (path, expected) in [
            ("/orders?site=DC", "/orders?site=DC"),
            ("//evil.test", "/"),
            ("https://evil.test", "/"),
            ("/\\evil.test", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
            ("/sign-out", "/"),
            ("", "/"),
        ] {
            assert_eq!(inside(path), expected, "{path:?}");
        }
        assert_eq!(
            address("/orders?site=A&b=1"),
            "/sign-in?next=/orders%3Fsite%3DA%26b%3D1"
        );
    }
}
