use axum::extract::State;
use axum::http::StatusCode;

use super::problem::Problem;
use crate::app::App;

/// Says that the process runs.
pub(crate) async fn live() -> &'static str {
    "ok\n"
}

/// Says whether requests can be answered.
pub(crate) async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    if *app.state.stopping.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match app.state.store.latest_view_change().await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the database cannot answer"
            );
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database cannot answer\n",
            )
        }
    }
}

/// Answers what no address of the API answers.
pub(crate) async fn nowhere() -> Problem {
    Problem::not_found("no such address")
}
