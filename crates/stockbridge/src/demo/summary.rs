//! What the story came to: figures, and where to look.

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::command::{Common, print};
use crate::hub::Hub;

const PASSWORD: &str = "demo-household";

/// Prints the figures of the story.
pub(crate) async fn show(
    common: &Common,
    hub: &Hub,
    data: &Path,
    address: &str,
    first_order: Option<f64>,
) -> Result<()> {
    let counts = hub.store.counts().await?;
    // The simulator of Womart takes what we put into its mailbox and keeps it here.
    let outbox = data.join("simulators/womart/archive");
    if common.json {
        let figures = json!({
            "interchanges_received": counts.interchanges,
            "acknowledgements_sent": counts.acknowledgements_sent,
            "activity_rows": counts.activity_rows,
            "series_forecast": counts.series_forecast,
            "orders_sent": counts.orders_sent,
            "order_lines": counts.order_lines,
            "exceptions_open": counts.exceptions_open,
            "first_order_seconds": first_order,
            "portal_url": address,
            "outbox": outbox.display().to_string(),
        });
        print(&figures.to_string());
        return Ok(());
    }
    print(&format!(
        "\n{} interchanges in, {} acknowledgements out; {} figures of sales and stock, {} series \
         forecast;\n{} orders sent with {} lines; {} exceptions open. First order after {}.",
        counts.interchanges,
        counts.acknowledgements_sent,
        counts.activity_rows,
        counts.series_forecast,
        counts.orders_sent,
        counts.order_lines,
        counts.exceptions_open,
        first_order.map_or_else(|| "—".to_owned(), |s| format!("{s:.1} s")),
    ));
    print(&format!(
        "What Womart received from us: {}",
        outbox.display()
    ));
    sign_ins(hub, address);
    Ok(())
}

fn sign_ins(hub: &Hub, address: &str) {
    print(&format!(
        "\nThe portal: {address}   password of everyone: {PASSWORD}"
    ));
    for user in hub
        .reference
        .data
        .users
        .iter()
        .filter(|u| u.password_hash.is_some())
    {
        print(&format!(
            "  {:<20} {} ({})",
            user.name,
            user.display_name,
            role(user.role)
        ));
    }
    if !portal::live_parts() {
        print("Pages reload instead of updating live: npm was missing when this was built.");
    }
}

fn role(role: model::scope::Role) -> String {
    role.name().replace('_', " ")
}
