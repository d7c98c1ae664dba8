use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::person::Person;
use crate::app::App;
use crate::fault::Fault;

/// A form that a signed-in person sent from one of our own pages. Every handler that changes
/// something takes its form through this.
#[derive(Debug)]
pub(crate) struct SignedForm<T> {
    pub(crate) person: Person,
    pub(crate) fields: T,
}

/// A form of a page that needs no session: the sign-in and the language switch.
#[derive(Debug)]
pub(crate) struct OpenForm<T>(pub(crate) T);

#[derive(Deserialize)]
struct WithToken<T> {
    #[serde(default)]
    token: String,
    #[serde(flatten)]
    fields: T,
}

impl<T: DeserializeOwned> FromRequest<App> for SignedForm<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        refuse_foreign(&parts.headers)?;
        let person = Person::from_request_parts(&mut parts, app).await?;
        let request = Request::from_parts(parts, body);
        let Form(form) = Form::<WithToken<T>>::from_request(request, app)
            .await
            .map_err(|_| Fault::Unreadable)?;
        if form.token != person.token {
            return Err(forged(&person.path));
        }
        Ok(Self {
            person,
            fields: form.fields,
        })
    }
}

impl<T: DeserializeOwned> FromRequest<App> for OpenForm<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        refuse_foreign(request.headers())?;
        let Form(form) = Form::<T>::from_request(request, app)
            .await
            .map_err(|_| Fault::Unreadable)?;
        Ok(Self(form))
    }
}

/// Browsers say where a request comes from; a client that says nothing holds no cookie of anyone.
fn refuse_foreign(headers: &HeaderMap) -> Result<(), Fault> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|v: &axum::http::HeaderValue| v.to_str().ok())
    };
    if let Some(site) = headers.get("sec-fetch-site") {
        return if site == "same-origin" {
            Ok(())
        } else {
            Err(forged("sec-fetch-site"))
        };
    }
    let Some(origin) = text(ORIGIN) else {
        return Ok(());
    };
    let host = origin.split_once("://").map(|(_, host)| host);
    if host.is_some() && host == text(HOST) {
        Ok(())
    } else {
        Err(forged("origin"))
    }
}

fn forged(at: &str) -> Fault {
    tracing::warn!(path = %at, "refused a form that did not come from one of our pages");
    Fault::Forged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may_send_forms() {
        let check = |pairs: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            refuse_foreign(&headers).is_ok()
        };
        // Values as the Fetch Metadata draft and RFC 6454 write them.
        assert!(check(&[("sec-fetch-site", "same-origin")]));
        assert!(!check(&[("sec-fetch-site", "cross-site")]));
        assert!(!check(&[("sec-fetch-site", "same-site")]));
        assert!(check(&[
            ("origin", "http://hub.test:8080"),
            ("host", "hub.test:8080")
        ]));
        assert!(!check(&[
            ("origin", "http://evil.test"),
            ("host", "hub.test:8080")
        ]));
        assert!(!check(&[("origin", "null"), ("host", "hub.test:8080")]));
        assert!(check(&[("host", "hub.test:8080")]));
    }
}
