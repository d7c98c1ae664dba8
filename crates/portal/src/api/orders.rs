use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use model::OrderId;
use model::order::{Order, OrderStatus};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{OrderFilter, OrderSummary};

use super::Caller;
use super::problem::Problem;
use crate::app::App;
use formats::FieldError;

const MOST: u32 = 500;

/// Which orders to list.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    status: Option<String>,
    text: Option<String>,
    #[serde(default)]
    open: bool,
    /// The `position` of an earlier answer: only orders that changed after it.
    changed_since: Option<i64>,
    limit: Option<u32>,
}

/// Lists orders in scope, the latest released first. `position` in the answer is what to send as
/// `changed_since` next time.
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Value>, Problem> {
    let Query(asked) = asked.map_err(|e| wrong("", &e.body_text()))?;
    let status = match &asked.status {
        None => None,
        Some(name) => Some(
            OrderStatus::ALL
                .into_iter()
                .find(|status| status.name() == name)
                .ok_or_else(|| wrong("/status", "is no status of an order"))?,
        ),
    };
    let filter = OrderFilter {
        status,
        open_only: asked.open,
        text: asked.text,
        limit: asked.limit.unwrap_or(MOST).clamp(1, MOST),
        ..OrderFilter::default()
    };
    // Taken first: a change between the two is listed twice, never left out.
    let position = app.state.store.latest_view_change().await?;
    let mut orders = Vec::new();
    for order in app.state.store.orders(&caller.scope, &filter).await? {
        if changed(&app, &order, asked.changed_since).await? {
            orders.push(summary(&order));
        }
    }
    Ok(Json(json!({ "orders": orders, "position": position })))
}

/// Returns an order in scope, whole.
pub(crate) async fn find(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Order>, Problem> {
    let missing = || {
        tracing::warn!(
            user = %caller.user.name,
            path = %format!("/api/v1/orders/{id}"),
            "asked for something that is not there or outside their scope"
        );
        Problem::not_found("no such order")
    };
    let order = OrderId::new(&id).map_err(|_| missing())?;
    let found = app.state.store.order(&caller.scope, &order).await?;
    found.map(Json).ok_or_else(missing)
}

async fn changed(app: &App, order: &OrderSummary, since: Option<i64>) -> Result<bool, Problem> {
    let Some(since) = since else { return Ok(true) };
    let entity = format!("order:{}", order.id);
    Ok(!app
        .state
        .store
        .view_changes_after(&entity, since, 1)
        .await?
        .is_empty())
}

fn summary(order: &OrderSummary) -> Value {
    json!({
        "id": order.id,
        "partner": order.partner,
        "ship_to": order.ship_to,
        "po_number": order.po_number,
        "need_date": order.need_date,
        "released_at": order.released_at,
        "status": order.status,
        "held": order.held,
        "lines": order.lines,
        "released": order.released,
        "accepted": order.accepted,
        "shipped": order.shipped,
        "received": order.received,
        "cancelled": order.cancelled,
        "version": order.version,
    })
}

fn wrong(pointer: &str, detail: &str) -> Problem {
    let error = FieldError {
        pointer: pointer.to_owned(),
        code: "invalid",
        detail: detail.to_owned(),
    };
    Problem::invalid(vec![error])
}
