//! Topics of Kafka that other systems publish and we take in.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A topic that another system publishes for a partner, and how its JSON records are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForeignTopic {
    /// Its name at the brokers, as it is.
    pub topic: String,
    /// What its records say.
    pub kind: RecordKind,
    /// X12 qualifier of the numbers that name sites ("92", "UL"); absent: the partner's number or
    /// the global one.
    #[serde(default)]
    pub site_qualifier: Option<String>,
    /// X12 qualifier of the numbers that name items ("UP", "VN", "IN"); absent: any number we know.
    #[serde(default)]
    pub item_qualifier: Option<String>,
    /// Our field to the JSON pointer (RFC 6901) of its value in a record. `*` in a pointer stands
    /// for every element of an array.
    pub mapping: BTreeMap<String, String>,
}

/// What the records of a foreign topic say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// Sales and stock, as an 852 says them.
    Activity,
    /// Confirmations of our orders, as an 850 says them.
    Orders,
}
