//! What a site has and will have of an item: every unit counted once, every bucket with its source.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Gtin, Quantity};

/// A part of a position: how much, from where, as of when.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Bucket {
    /// How much.
    pub quantity: Quantity,
    /// The documents or orders it comes from; empty where there is none of it.
    pub sources: Vec<String>,
    /// The day it holds for.
    pub as_of: Option<NaiveDate>,
}

/// The inventory position of an item at a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// The item.
    pub item: Gtin,
    /// Stock at the end of `on_hand.as_of`; `None` where none was ever reported.
    pub on_hand: Option<Bucket>,
    /// Receipts dated after the stock was counted.
    pub received_since: Bucket,
    /// Released and not yet shipped or cancelled: our own orders are the truth.
    pub on_order: Bucket,
    /// Shipped and not yet received: our own shipments are the truth.
    pub in_transit: Bucket,
    /// Promised to others (subtracted), where it is not already out of `on_hand`.
    pub allocated: Bucket,
    /// Owed to the site's own customers (subtracted).
    pub backordered: Bucket,
}

impl Position {
    /// Returns the inventory position; stock never reported counts as none.
    pub fn total(&self) -> Quantity {
        let on_hand = self.on_hand.as_ref().map_or(Quantity::ZERO, |b| b.quantity);
        on_hand + self.received_since.quantity + self.on_order.quantity + self.in_transit.quantity
            - self.allocated.quantity
            - self.backordered.quantity
    }
}
