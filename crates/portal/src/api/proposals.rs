use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::Caller;
use super::problem::Problem;
use crate::app::App;

/// Lists the proposals in scope that were not released yet: `{"proposals": […]}`, each with key,
/// status, version, lines and their derivation. Retailers see orders, not what we think of
/// ordering.
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Value>, Problem> {
    if !caller.user.role.is_ours() {
        return Err(Problem::forbidden(
            "proposals are the supplier's own until they are released",
        ));
    }
    let proposals = app.state.store.proposals(&caller.scope).await?;
    Ok(Json(json!({ "proposals": proposals })))
}
