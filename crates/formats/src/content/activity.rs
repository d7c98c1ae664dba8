use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Amount, ItemNumber, Party, PartyId};

/// What a partner reports of its shelves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Activity {
    /// The document's number, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The companies named.
    pub parties: Vec<Party>,
    /// The number the retailer knows the supplier by (852 N9*IA).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_number: Option<String>,
    /// The retailer's department (852 N9*DP).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// PO numbers granted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub po_numbers: Vec<PoNumbers>,
    /// The numbers.
    pub lines: Vec<ActivityLine>,
}

/// A range of PO numbers the supplier may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoNumbers {
    /// The first number.
    pub first: String,
    /// The last number.
    pub last: String,
    /// The site whose orders may use them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<PartyId>,
    /// The last day on which they may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<NaiveDate>,
}

/// One reported number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityLine {
    /// The site.
    pub site: PartyId,
    /// The item.
    pub item: Vec<ItemNumber>,
    /// What was measured, as X12 element 859 writes it ("QS", "QA").
    pub code: String,
    /// How much.
    #[serde(flatten)]
    pub amount: Amount,
    /// The first day it covers.
    pub from: NaiveDate,
    /// The last day it covers.
    pub to: NaiveDate,
}
