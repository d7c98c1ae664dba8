//! What we and a partner agreed: scope, targets, limits and prices, dated.

use chrono::{NaiveDate, NaiveTime, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AgreementId, Gtin, Money, PartnerId, Quantity, SiteId};

/// The terms under which we replenish some sites of a partner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// With whom.
    pub partner: PartnerId,
    /// Rises with every change of the text.
    pub version: u32,
    /// The first day it holds.
    pub from: NaiveDate,
    /// The last day it holds, if any.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// The sites we ship to.
    pub ship_to: Vec<SiteId>,
    /// Share of protection intervals without a stock-out we aim at, above 0 and below 1.
    pub service_level: f64,
    /// Weekdays on which we order; empty means every day.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub review_days: Vec<Weekday>,
    /// When orders of a review day are released, in UTC.
    pub cut_off: NaiveTime,
    /// What may go out without a person.
    pub limits: ApprovalLimits,
    /// The currency of its prices.
    pub currency: String,
    /// The items, with their order rules.
    pub items: Vec<AgreementItem>,
    /// The prices, newest last for each item.
    pub prices: Vec<Price>,
}

/// What may go out without a person. An order beyond any of these waits for the planner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalLimits {
    /// The most an order may cost.
    pub value: Money,
    /// The most eaches an order may hold.
    pub units: Quantity,
}

/// How one item is ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementItem {
    /// The item.
    pub item: Gtin,
    /// Orders are whole multiples of this many eaches.
    pub pack: Quantity,
    /// The least to order, if anything is ordered.
    #[serde(default)]
    pub moq: Quantity,
    /// The position is never planned below this.
    #[serde(default)]
    pub minimum: Quantity,
    /// The position is never planned above this; absent: no limit.
    #[serde(default)]
    pub maximum: Option<Quantity>,
}

/// The price of an item from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// The item.
    pub item: Gtin,
    /// Rises with every new price of the item; order lines carry it.
    pub version: u32,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, if any.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// What the price is of ("EA" for one each).
    pub unit: String,
    /// For one unit.
    pub amount: Money,
    /// Lower prices for more, in rising order of quantity.
    #[serde(default)]
    pub breaks: Vec<QuantityBreak>,
    /// What is taken off the price.
    #[serde(default)]
    pub allowances: Vec<Allowance>,
    /// Goods given free with goods bought.
    #[serde(default)]
    pub in_kind: Option<InKind>,
}

/// A price for orders of at least a quantity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuantityBreak {
    /// The least quantity.
    pub from_quantity: Quantity,
    /// The price for one unit.
    pub amount: Money,
}

/// A deduction from the price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Allowance {
    /// A share of the price, in percent.
    Percent {
        /// What it is for.
        reason: String,
        /// How many percent.
        percent: Quantity,
    },
    /// A fixed amount for one unit.
    Amount {
        /// What it is for.
        reason: String,
        /// How much.
        amount: Money,
    },
}

/// So many free with so many bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InKind {
    /// Bought.
    pub buy: Quantity,
    /// Free.
    pub free: Quantity,
}

/// The price an order line carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LinePrice {
    /// Which version of the price.
    pub version: u32,
    /// What the price is of.
    pub unit: String,
    /// The currency.
    pub currency: String,
    /// Before allowances.
    pub gross: Money,
    /// After breaks and allowances, for one unit.
    pub net: Money,
    /// Eaches that cost nothing.
    pub free: Quantity,
}

impl Agreement {
    /// Says whether the agreement holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Says whether orders are made on a day.
    pub fn reviews_on(&self, day: NaiveDate) -> bool {
        use chrono::Datelike;
        self.review_days.is_empty() || self.review_days.contains(&day.weekday())
    }
}
