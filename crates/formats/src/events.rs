use model::event::{Outbound, SiteFact};
use model::published::{PublishedForecast, PublishedOrder, PublishedPosition, PublishedStatus};
use serde_json::Value;

/// Returns the JSON Schemas of the bodies of our topics, each with the name of its file.
pub fn event_schemas() -> Vec<(&'static str, Value)> {
    vec![
        (
            "site.facts.v1.json",
            schemars::schema_for!(SiteFact).to_value(),
        ),
        (
            "partner.outbound.v1.json",
            schemars::schema_for!(Outbound).to_value(),
        ),
        (
            "inventory.position.v1.json",
            schemars::schema_for!(PublishedPosition).to_value(),
        ),
        (
            "forecast.published.v1.json",
            schemars::schema_for!(PublishedForecast).to_value(),
        ),
        (
            "order.released.v1.json",
            schemars::schema_for!(PublishedOrder).to_value(),
        ),
        (
            "order.status.v1.json",
            schemars::schema_for!(PublishedStatus).to_value(),
        ),
    ]
}
