use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::scope::{Scope, User};
use model::{DocumentId, UserName};

use super::find;
use crate::app::App;
use crate::area::Area;
use crate::fault::Fault;
use crate::language::{Language, Words};

/// The person a request comes from, and what they may see.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) user: User,
    /// The rows their queries may return. Every query of a page takes it.
    pub(crate) scope: Scope,
    pub(crate) words: Words,
    /// The token their forms carry.
    pub(crate) token: String,
    /// The address they asked for.
    pub(crate) path: String,
    /// The session, to look again whether it still holds.
    pub(crate) session: String,
}

impl Person {
    /// Lets the person into a part of the portal that their role works with.
    pub(crate) fn enter(&self, area: Area) -> Result<(), Fault> {
        if area.is_open_to(self.user.role) {
            Ok(())
        } else {
            Err(self.not_found())
        }
    }

    /// Says that there is no such thing, whether it is missing or outside their scope.
    pub(crate) fn not_found(&self) -> Fault {
        tracing::warn!(
            user = %self.user.name,
            path = %self.path,
            "asked for something that is not there or outside their scope"
        );
        Fault::NotFound
    }

    /// Says whether they see documents whose partner is unknown, too.
    pub(crate) fn sees_all(&self) -> bool {
        self.user.role.operates()
    }

    /// Finds a document they may see.
    pub(crate) async fn document(
        &self,
        app: &App,
        id: &str,
    ) -> Result<model::document::Document, Fault> {
        let id = DocumentId::new(id).map_err(|_| self.not_found())?;
        let found = app
            .state
            .store
            .document(&self.scope, self.sees_all(), &id)
            .await?;
        found.ok_or_else(|| self.not_found())
    }
}

impl FromRequestParts<App> for Person {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let path = parts
            .uri
            .path_and_query()
            .map_or("/", |p| p.as_str())
            .to_owned();
        let Some((session, token)) = find(app, &parts.headers).await? else {
            return Err(Fault::SignInFirst(path));
        };
        // A user taken out of the reference data is out, whatever their session says.
        let Some(user) = user(app, &session.user).cloned() else {
            return Err(Fault::SignInFirst(path));
        };
        let scope = app.state.reference.scope_of(&user, app.today());
        let words = Words(language(&user, parts));
        Ok(Self {
            user,
            scope,
            words,
            token,
            path,
            session: session.id,
        })
    }
}

fn language(user: &User, parts: &Parts) -> Language {
    let own = || user.language.as_deref().and_then(Language::from_code);
    Language::chosen(&parts.headers)
        .or_else(own)
        .unwrap_or_else(|| Language::of_request(&parts.headers))
}

/// Finds a user by name.
pub(crate) fn user<'a>(app: &'a App, name: &UserName) -> Option<&'a User> {
    app.state
        .reference
        .data
        .users
        .iter()
        .find(|user| &user.name == name)
}
