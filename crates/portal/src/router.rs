use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post};
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::api::{
    activity, decisions, health, orders as order_api, proposals as proposal_api, shipments,
};
use crate::app::App;
use crate::assets;
use crate::fault::{Fault, explain};
use crate::pages::{
    document, documents, exceptions, home, item, live, order, orders, proposals, sign_in, site,
    sites,
};
use crate::state::PortalState;

/// Nothing from elsewhere, nothing inline: what an attacker slips into a page does not run.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' \
                      data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";
const API_BYTES: usize = 10 * 1024 * 1024;
const FORM_BYTES: usize = 64 * 1024;

/// Returns everything the portal answers.
pub fn router(state: PortalState) -> Router {
    let probes = health::probes(state.probes.clone());
    let app = App::new(state);
    let header =
        |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    Router::new()
        .merge(pages().layer(DefaultBodyLimit::max(FORM_BYTES)))
        .merge(api().layer(DefaultBodyLimit::max(API_BYTES)))
        .route("/assets/{digest}/{name}", get(assets::serve))
        .fallback(|| async { Fault::NotFound })
        .layer(from_fn_with_state(app.clone(), explain))
        .with_state(app)
        .merge(probes)
        .layer(header(CONTENT_SECURITY_POLICY, POLICY))
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(REFERRER_POLICY, "same-origin"))
        .layer(header(CACHE_CONTROL, "no-store"))
        .layer(CompressionLayer::new())
}

fn pages() -> Router<App> {
    Router::new()
        .route("/", get(home::home))
        .route("/language", post(home::language))
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/orders", get(orders::show))
        .route("/orders/{id}", get(order::show))
        .route("/orders/{id}/live", get(live::order))
        .route("/sites", get(sites::show))
        .route("/sites/{site}", get(site::show))
        .route("/sites/{site}/items/{gtin}", get(item::show))
        .route("/proposals", get(proposals::show))
        .route("/proposals/decide", post(proposals::decide))
        .route("/documents", get(documents::show))
        .route("/documents/{id}", get(document::show))
        .route("/documents/{id}/raw", get(document::raw))
        .route("/exceptions", get(exceptions::show))
}

fn api() -> Router<App> {
    Router::new()
        .route("/api/v1/activity", post(activity::report))
        .route("/api/v1/shipments", post(shipments::report))
        .route("/api/v1/decisions", post(decisions::decide))
        .route("/api/v1/orders", get(order_api::list))
        .route("/api/v1/proposals", get(proposal_api::list))
        .route("/api/v1/orders/{id}", get(order_api::find))
        .route("/api/{*rest}", any(health::nowhere))
}
