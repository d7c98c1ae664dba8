//! Trade items.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Gtin, Quantity};

/// A trade item with its pack levels and the numbers others know it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The number of one each.
    pub gtin: Gtin,
    /// What it is called in English.
    pub name: String,
    /// What it is called in Chinese.
    pub name_zh: String,
    /// Our own number (X12 qualifier VN, EDIFACT SA).
    pub vendor_number: String,
    /// The partners' numbers (X12 qualifier IN, EDIFACT IN), where they have one.
    #[serde(default)]
    pub buyer_number: Option<String>,
    /// Eaches in a case.
    pub case: Quantity,
}
