//! Stores, distribution centres and warehouses.

use chrono::{NaiveDate, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Gln, PartnerId, SiteId};

/// What a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SiteKind {
    /// Sells to consumers.
    Store,
    /// Supplies stores.
    DistributionCentre,
    /// Ours: ships what partners order.
    Warehouse,
}

impl SiteKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Store, Self::DistributionCentre, Self::Warehouse];

    /// Returns the name used in page catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Store => "store",
            Self::DistributionCentre => "distribution_centre",
            Self::Warehouse => "warehouse",
        }
    }
}

/// A place that holds stock. Region and supply carry dates, because both change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Whose it is; our own partner id for our warehouses.
    pub partner: PartnerId,
    /// The partner's own number (X12 N103 = 92).
    pub id: SiteId,
    /// What people call it.
    pub name: String,
    /// What people call it in Chinese.
    pub name_zh: String,
    /// What it is.
    pub kind: SiteKind,
    /// Its global number (X12 N103 = UL), where it has one.
    #[serde(default)]
    pub gln: Option<Gln>,
    /// The regions it belonged to, newest last.
    #[serde(default)]
    pub regions: Vec<DatedRegion>,
    /// Who supplied it, newest last.
    #[serde(default)]
    pub supplied_by: Vec<Lane>,
}

/// A region from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedRegion {
    /// The first day.
    pub from: NaiveDate,
    /// The region's name.
    pub region: String,
}

/// How a site is supplied from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lane {
    /// The first day.
    pub from: NaiveDate,
    /// Whose site supplies it.
    pub partner: PartnerId,
    /// The supplying site.
    pub site: SiteId,
    /// Days from order to arrival, at least.
    pub lead_days: u16,
    /// Weekdays on which goods are taken in ("Mon" …); empty means every day.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub delivery_days: Vec<Weekday>,
    /// Dates on which nothing is taken in.
    #[serde(default)]
    pub closed: Vec<NaiveDate>,
}

impl Site {
    /// Returns the region on a day.
    pub fn region(&self, day: NaiveDate) -> Option<&str> {
        self.regions
            .iter()
            .rev()
            .find(|r| r.from <= day)
            .map(|r| r.region.as_str())
    }

    /// Returns the lane that supplies the site on a day.
    pub fn lane(&self, day: NaiveDate) -> Option<&Lane> {
        self.supplied_by.iter().rev().find(|l| l.from <= day)
    }
}
