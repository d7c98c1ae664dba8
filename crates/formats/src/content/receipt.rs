use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Amount, Further, ItemNumber, OrderNumbers, Party, Purpose};

/// What was counted in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// What it does to an earlier one.
    pub purpose: Purpose,
    /// The sender's number of it.
    pub number: String,
    /// The day it was written.
    pub issued: NaiveDate,
    /// The day the goods were counted in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<NaiveDate>,
    /// The shipment received, where it is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment: Option<String>,
    /// The companies and sites named.
    pub parties: Vec<Party>,
    /// What else it refers to and says.
    #[serde(flatten)]
    pub further: Further,
    /// The lines.
    pub lines: Vec<ReceiptLine>,
}

/// One item counted in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// Of which order.
    #[serde(flatten)]
    pub order: OrderNumbers,
    /// Its number.
    pub line: String,
    /// The item.
    pub item: Vec<ItemNumber>,
    /// How much was received, where any was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Amount>,
    /// How much was sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Amount>,
    /// How much is in question, and why (X12 element 412), as said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub questioned: Option<(Amount, String)>,
    /// What else it refers to and says.
    #[serde(flatten)]
    pub further: Further,
}
