use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::{
    Amount, Further, ItemNumber, OrderNumbers, PackageKind, Party, PartyId, Purpose, Transport,
};

/// What is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipment {
    /// What it does to an earlier one.
    pub purpose: Purpose,
    /// The sender's number of it.
    pub number: String,
    /// The day it was written.
    pub issued: NaiveDate,
    /// The time it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<NaiveTime>,
    /// The day it left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipped: Option<NaiveDate>,
    /// The day it should arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrives: Option<NaiveDate>,
    /// How many packages of which kind it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packages: Option<Packages>,
    /// What it weighs, packed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Amount>,
    /// Who carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<Carrier>,
    /// The bill of lading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bill_of_lading: Option<String>,
    /// The companies and sites named.
    pub parties: Vec<Party>,
    /// What else it refers to and says.
    #[serde(flatten)]
    pub further: Further,
    /// The pallets and cartons it is told of in, those that hold others first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<HandlingUnit>,
    /// The lines.
    pub lines: Vec<ShipmentLine>,
}

/// One item of a shipment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentLine {
    /// Of which order.
    #[serde(flatten)]
    pub order: OrderNumbers,
    /// The line of the order, where it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// The item.
    pub item: Vec<ItemNumber>,
    /// How much was shipped.
    #[serde(flatten)]
    pub amount: Amount,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where it is packed: the place in `units`, from 0. Its name in JSON is not that of the unit of
    /// the amount, which stands beside it.
    #[serde(default, rename = "packed_in", skip_serializing_if = "Option::is_none")]
    pub unit: Option<usize>,
    /// What else it refers to and says.
    #[serde(flatten)]
    pub further: Further,
}

/// So many packages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packages {
    /// How many.
    pub count: String,
    /// Of which kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PackageKind>,
}

/// Who carries goods, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Carrier {
    /// How they travel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
    /// The carrier's number or letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PartyId>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A pallet or carton.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandlingUnit {
    /// Whether it is a pallet, and not a carton on one.
    pub pallet: bool,
    /// What it stands on: the place in the list, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<usize>,
    /// Its serial shipping container codes (SSCC).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sscc: Vec<String>,
}
