//! What a message says, in no syntax: companies, sites and items by the numbers the message itself
//! uses.
//!
//! Every syntax is read into these types and written from them, so a document of one syntax becomes
//! one of another without the reference data of a hub. A hub looks the numbers up and makes events
//! of them.

mod activity;
mod codes;
mod endpoint;
mod further;
mod kinds;
mod order;
mod receipt;
mod shipment;

use chrono::NaiveDate;
use model::{Money, Quantity};
use serde::{Deserialize, Serialize};

pub use activity::{Activity, ActivityLine, PoNumbers};
pub use codes::{ItemScheme, PartyRole, Purpose, Scheme, Unit};
pub use endpoint::EndpointScheme;
pub use further::{Dated, Further, Reference};
pub use kinds::{
    AnswerKind, Channel, ContactKind, DateKind, PackageKind, ReferenceKind, Transport,
};
pub use order::{Answer, FreeGoods, Order, OrderLine};
pub use receipt::{Receipt, ReceiptLine};
pub use shipment::{Carrier, HandlingUnit, Packages, Shipment, ShipmentLine};

/// A document of a kind we know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Content {
    /// Sales and stock: 852, SLSRPT and INVRPT, UBL ProductActivity.
    Activity(Activity),
    /// A purchase order: 850, ORDERS, UBL Order.
    Order(Order),
    /// The answer to an order, or the advice of one its vendor raised: 855, ORDRSP, UBL
    /// OrderResponse.
    OrderResponse(Order),
    /// What is on its way: 856, DESADV, UBL DespatchAdvice.
    Shipment(Shipment),
    /// What was counted in: 861, RECADV, UBL ReceiptAdvice.
    Receipt(Receipt),
}

/// A company or site and the part it plays in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// What it is here.
    pub role: PartyRole,
    /// Its number, where it is named by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PartyId>,
    /// Its name, where the document gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Whom to ask there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
}

/// Where a company or site is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Address {
    /// Street and the like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// The city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state or province.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// The country (ISO 3166).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// About what.
    pub kind: ContactKind,
    /// Who it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<(Channel, String)>,
}

/// The number of a company or site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartyId {
    /// Who gives such numbers.
    pub scheme: Scheme,
    /// The number.
    pub id: String,
}

/// One of the numbers of an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ItemNumber {
    /// Who gives such numbers.
    pub scheme: ItemScheme,
    /// The number.
    pub number: String,
}

/// So much of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// How much.
    pub quantity: Quantity,
    /// Of what.
    pub unit: Unit,
}

/// What one unit costs, net.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The price.
    pub net: Money,
    /// X12's basis of the price (element 639: "PE" is per each), where it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

/// How two companies call an order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OrderNumbers {
    /// The retailer's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub po_number: Option<String>,
    /// The supplier's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    /// The day the order was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<NaiveDate>,
}
