use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::problem::Problem;
use crate::state::{Probes, Readiness};

/// The version of the text that Prometheus reads.
const EXPOSITION: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Returns what machines ask about the process: `/livez`, `/readyz` and `/metrics`.
///
/// Nobody needs to sign in for them, and none of them names a partner, a site or an item.
pub fn probes(probes: Probes) -> Router {
    Router::new()
        .route("/livez", get(live))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(probes)
}

/// Says that the process runs.
async fn live() -> &'static str {
    "ok\n"
}

/// Says whether requests can be answered: a word for all, then a line for each part.
async fn ready(State(probes): State<Probes>) -> (StatusCode, String) {
    if *probes.stopping.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    let parts = (probes.readiness)().await;
    let worst = parts.iter().map(|(_, how)| how).max();
    let (status, word) = match worst {
        None | Some(Readiness::Ready(_)) => (StatusCode::OK, "ok"),
        Some(Readiness::Degraded(_)) => (StatusCode::OK, "degraded"),
        Some(Readiness::Failed(_)) => (StatusCode::SERVICE_UNAVAILABLE, "not ready"),
    };
    let mut text = format!("{word}\n");
    for (part, how) in &parts {
        text.push_str(&format!("{part}: {how}\n"));
    }
    (status, text)
}

/// Returns what was counted and measured.
async fn metrics(State(probes): State<Probes>) -> Response {
    let text = (probes.metrics)().await;
    ([(CONTENT_TYPE, EXPOSITION)], text).into_response()
}

/// Answers what no address of the API answers.
pub(crate) async fn nowhere() -> Problem {
    Problem::not_found("no such address")
}
