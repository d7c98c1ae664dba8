use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::fault::Fault;

/// What a page is asked for after the `?` of its address.
#[derive(Debug)]
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<App> for Params<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        let Query(asked) = Query::try_from_uri(&parts.uri).map_err(|_| Fault::Unreadable)?;
        Ok(Self(asked))
    }
}
