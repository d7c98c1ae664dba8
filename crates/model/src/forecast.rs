//! Published forecasts, as the ledger keeps them and others read them.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Gtin, PartnerId, SiteId};

/// The daily forecasts of a site, all items, made at one time from one state of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SiteForecast {
    /// Whose site.
    pub partner: PartnerId,
    /// The site.
    pub site: SiteId,
    /// The first day forecast.
    pub from: NaiveDate,
    /// The engine that made it.
    pub engine: String,
    /// One for each item.
    pub items: Vec<ItemForecast>,
}

/// The forecast of an item, day by day, in eaches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ItemForecast {
    /// The item.
    pub item: Gtin,
    /// Expected demand, a value for each day.
    pub mean: Vec<f64>,
    /// The value demand stays below with probability 0.1.
    pub low: Vec<f64>,
    /// The value demand stays below with probability 0.9.
    pub high: Vec<f64>,
    /// Level without weekday pattern, a day.
    pub level: f64,
    /// Factor for each weekday from Monday.
    pub weekday: [f64; 7],
    /// Variance of a day's demand over its mean.
    pub dispersion: f64,
    /// Days of history used, and how many of them were out of stock and left out.
    pub days_used: u32,
    /// Days left out because the shelf was empty.
    pub days_out_of_stock: u32,
}
