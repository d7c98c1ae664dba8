use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use model::scope::{Scope, User};

use super::problem::Problem;
use crate::app::App;
use crate::digest::sha256_hex;

/// The program a request comes from, and what it may see and report of.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(super) user: User,
    pub(super) scope: Scope,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let header = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let key = header
            .and_then(|text| text.strip_prefix("Bearer "))
            .map(str::trim);
        let key = key
            .filter(|key| !key.is_empty())
            .ok_or_else(Problem::unauthorized)?;
        // Digests are compared, so how long the comparison takes tells nothing of a key.
        let digest = sha256_hex(key.as_bytes());
        let holds = |user: &&User| {
            user.api_key_sha256
                .as_ref()
                .is_some_and(|known| known.eq_ignore_ascii_case(&digest))
        };
        let found = app.state.reference.data.users.iter().find(holds);
        let user = found.cloned().ok_or_else(|| {
            tracing::warn!(path = %parts.uri.path(), "refused an unknown API key");
            Problem::unauthorized()
        })?;
        let scope = app.state.reference.scope_of(&user, app.today());
        Ok(Self { user, scope })
    }
}
