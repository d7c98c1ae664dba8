use chrono::NaiveDate;
use model::{Money, Quantity};
use serde::{Deserialize, Serialize};

use super::{
    Amount, AnswerKind, Carrier, Further, ItemNumber, OrderNumbers, Party, Price, Purpose,
};

/// A purchase order, or the answer to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// What it does to an earlier one.
    pub purpose: Purpose,
    /// Its kind (850 BEG02 "SA", 855 BAK02 "AD"), as X12 writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How it is called; `ordered` is the day of the order.
    #[serde(flatten)]
    pub numbers: OrderNumbers,
    /// The day of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<NaiveDate>,
    /// The agreement it is under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<String>,
    /// The number the retailer knows the supplier by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_number: Option<String>,
    /// The retailer's department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The currency of its prices (ISO 4217).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The day the goods should arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need_date: Option<NaiveDate>,
    /// The day the goods should leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_date: Option<NaiveDate>,
    /// The companies and sites named.
    pub parties: Vec<Party>,
    /// Who carries the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<Carrier>,
    /// What else it refers to and says.
    #[serde(flatten)]
    pub further: Further,
    /// The lines.
    pub lines: Vec<OrderLine>,
}

/// One item of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// Its number.
    pub line: String,
    /// The item.
    pub item: Vec<ItemNumber>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How much is ordered.
    #[serde(flatten)]
    pub amount: Amount,
    /// How many pieces are packed in one of what is ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<Quantity>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// What of it costs nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free: Option<FreeGoods>,
    /// What is answered to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// What else it refers to and says.
    #[serde(flatten)]
    pub further: Further,
}

/// Goods that cost nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeGoods {
    /// How much.
    #[serde(flatten)]
    pub amount: Amount,
    /// What it would have cost.
    pub worth: Money,
}

/// What is answered to a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Yes, no, or otherwise.
    pub kind: AnswerKind,
    /// How much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// What the day is of (X12 element 374: "067" is current schedule delivery).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_kind: Option<String>,
    /// The day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}
