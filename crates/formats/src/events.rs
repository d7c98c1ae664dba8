use model::event::{Outbound, SiteFact};
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
    ]
}
