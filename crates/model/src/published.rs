//! What other systems read of ours in compacted topics: the latest value of a key counts.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::agreement::LinePrice;
use crate::forecast::{ItemForecast, SiteForecast};
use crate::order::{HoldReason, Order, OrderStatus, Quantities};
use crate::position::Position;
use crate::{AgreementId, Gtin, OrderId, PartnerId, PoNumber, Quantity, SiteId};

/// What a site has and will have of an item. Topic `inventory.position.v1`, keyed by partner, site
/// and item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedPosition {
    /// Whose site.
    pub partner: PartnerId,
    /// The site.
    pub site: SiteId,
    /// The business day it was counted on.
    pub day: NaiveDate,
    /// The inventory position.
    pub total: Quantity,
    /// Its parts.
    pub position: Position,
}

/// The daily forecast of an item at a site. Topic `forecast.published.v1`, keyed by partner, site
/// and item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedForecast {
    /// Whose site.
    pub partner: PartnerId,
    /// The site.
    pub site: SiteId,
    /// The first day forecast.
    pub from: NaiveDate,
    /// The engine that made it.
    pub engine: String,
    /// The forecast.
    pub forecast: ItemForecast,
}

/// What an order asks for, as it was released. Topic `order.released.v1`, keyed by our order id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedOrder {
    /// Our key.
    pub order: OrderId,
    /// For whom.
    pub partner: PartnerId,
    /// Under which agreement.
    pub agreement: AgreementId,
    /// Which version of the agreement.
    pub agreement_version: u32,
    /// Where to.
    pub ship_to: SiteId,
    /// From which of our warehouses.
    pub ship_from: SiteId,
    /// The retailer's number, once there is one.
    pub po_number: Option<PoNumber>,
    /// The day the goods should arrive.
    pub need_date: NaiveDate,
    /// When it was released.
    pub released_at: DateTime<Utc>,
    /// The lines.
    pub lines: Vec<PublishedOrderLine>,
}

/// What a line of an order asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedOrderLine {
    /// Its number on the documents, from 1.
    pub line: u32,
    /// The item.
    pub item: Gtin,
    /// How many eaches.
    pub quantity: Quantity,
    /// Its price and the price's version.
    pub price: Option<LinePrice>,
}

/// Where an order stands. Topic `order.status.v1`, keyed by our order id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedStatus {
    /// Our key.
    pub order: OrderId,
    /// For whom.
    pub partner: PartnerId,
    /// Where to.
    pub ship_to: SiteId,
    /// The retailer's number, once there is one.
    pub po_number: Option<PoNumber>,
    /// Where it stands.
    pub status: OrderStatus,
    /// Why it cannot be sent yet.
    pub held: Option<HoldReason>,
    /// How far the lines got.
    pub lines: Vec<PublishedLineStatus>,
    /// Rises with every change.
    pub version: u64,
}

/// How far a line of an order got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedLineStatus {
    /// Its number on the documents, from 1.
    pub line: u32,
    /// The item.
    pub item: Gtin,
    /// How far each each got.
    pub quantities: Quantities,
}

impl PublishedForecast {
    /// Returns what is published of a site's forecasts.
    pub fn of(site: SiteForecast) -> Vec<Self> {
        let SiteForecast {
            partner,
            site,
            from,
            engine,
            items,
        } = site;
        let published = |forecast| Self {
            partner: partner.clone(),
            site: site.clone(),
            from,
            engine: engine.clone(),
            forecast,
        };
        items.into_iter().map(published).collect()
    }
}

impl PublishedOrder {
    /// Returns what is published of an order.
    pub fn of(order: &Order) -> Self {
        let lines = order.lines.iter().map(|line| PublishedOrderLine {
            line: line.line,
            item: line.item,
            quantity: line.quantities.released,
            price: line.price.clone(),
        });
        Self {
            order: order.id.clone(),
            partner: order.partner.clone(),
            agreement: order.agreement.clone(),
            agreement_version: order.agreement_version,
            ship_to: order.ship_to.clone(),
            ship_from: order.ship_from.clone(),
            po_number: order.po_number.clone(),
            need_date: order.need_date,
            released_at: order.released_at,
            lines: lines.collect(),
        }
    }
}

impl PublishedStatus {
    /// Returns what is published of how far an order got.
    pub fn of(order: &Order) -> Self {
        let lines = order.lines.iter().map(|line| PublishedLineStatus {
            line: line.line,
            item: line.item,
            quantities: line.quantities.clone(),
        });
        Self {
            order: order.id.clone(),
            partner: order.partner.clone(),
            ship_to: order.ship_to.clone(),
            po_number: order.po_number.clone(),
            status: order.status,
            held: order.held,
            lines: lines.collect(),
            version: order.version,
        }
    }
}
