//! What a partner reports of its shelves: sales, stock and the movements between them.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{DocumentId, Gtin, PartnerId, PoNumber, Quantity, SiteId};

/// What a reported quantity measures. The partner's own codes map to these in its profile.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Gross sales to consumers (852 QS).
    Sold,
    /// Returns by consumers (852 QU), a measure of its own, never netted into sales.
    Returned,
    /// Stock that can be sold, at the end of the day (852 QA). Net of committed stock.
    OnHand,
    /// Stock a distribution centre sent to its stores (852 QW).
    Withdrawn,
    /// Stock that came in (852 QR).
    Received,
    /// What the partner believes is on order with us (852 QP): reconciled, never added.
    OnOrderReported,
    /// What the partner believes is on its way (852 QI): reconciled, never added.
    InTransitReported,
    /// Stock promised to others and not yet gone (852 QC).
    Committed,
    /// Stock that cannot be sold: on hold or damaged (852 QH, DG).
    Unavailable,
    /// Count corrections (852 QT).
    Adjusted,
    /// Hours or units out of stock, as the partner counts them (852 QO): marks the day.
    OutOfStock,
    /// Sales a partner believes it lost (852 LS).
    Lost,
    /// What consumers owed to this site's own customers (subtracted from the position).
    Backordered,
    /// Sum of the sales of the stores this site supplies; we make it, nobody reports it.
    DownstreamSold,
    /// Running total of sales since the start of the partner's period, as reported.
    SoldToDate,
}

impl Measure {
    /// Every measure, in the order blocks keep them.
    pub const ALL: [Self; 15] = [
        Self::Sold,
        Self::Returned,
        Self::OnHand,
        Self::Withdrawn,
        Self::Received,
        Self::OnOrderReported,
        Self::InTransitReported,
        Self::Committed,
        Self::Unavailable,
        Self::Adjusted,
        Self::OutOfStock,
        Self::Lost,
        Self::Backordered,
        Self::DownstreamSold,
        Self::SoldToDate,
    ];
}

/// One reported number: how much of an item, over which days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ActivityLine {
    /// The item.
    pub item: Gtin,
    /// What was measured.
    pub measure: Measure,
    /// The first day it covers; for a stock, the day at whose end it was counted.
    pub from: NaiveDate,
    /// The last day it covers. A total over a week stays a total.
    pub to: NaiveDate,
    /// How much, in eaches.
    pub quantity: Quantity,
    /// Where it stands in its document: the byte offset of its segment, or the line of the request.
    pub position: u64,
}

/// The activity of one site from one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ActivityReported {
    /// Who reported it.
    pub partner: PartnerId,
    /// The site it is about.
    pub site: SiteId,
    /// The document it came in.
    pub document: DocumentId,
    /// When its bytes reached us; of two reports of the same fact the later received one stands.
    pub received_at: DateTime<Utc>,
    /// The numbers.
    pub lines: Vec<ActivityLine>,
}

/// A change in the sales of a store, passed on to the site that supplies it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DownstreamSold {
    /// The partner of both sites.
    pub partner: PartnerId,
    /// The supplying site, whose ledger this changes.
    pub site: SiteId,
    /// The store that sold.
    pub store: SiteId,
    /// The document the store's sales came in.
    pub document: DocumentId,
    /// What to add per item and day; negative where a restatement lowered the sales.
    pub lines: Vec<DownstreamLine>,
}

/// One change of a store's sales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DownstreamLine {
    /// The item.
    pub item: Gtin,
    /// The day.
    pub day: NaiveDate,
    /// New sales less sales known before.
    pub change: Quantity,
}

/// A range of PO numbers a retailer lets us use (852 XPO).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PoPoolGranted {
    /// Who granted it.
    pub partner: PartnerId,
    /// The site whose orders may use it.
    pub site: SiteId,
    /// The document that brought it.
    pub document: DocumentId,
    /// The first number; numbers are used in sequence.
    pub first: PoNumber,
    /// The last number.
    pub last: PoNumber,
    /// The last day on which a number may be used.
    pub expires: NaiveDate,
}

/// A site's pool of PO numbers as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PoPool {
    /// Whose it is.
    pub partner: PartnerId,
    /// For which ship-to.
    pub site: SiteId,
    /// The document that granted it.
    pub document: DocumentId,
    /// Leading text that all numbers of the range share.
    pub prefix: String,
    /// Digits in the running part, zero-padded.
    pub digits: usize,
    /// The next number to give.
    pub next: u64,
    /// The last number of the range.
    pub last: u64,
    /// The last day on which a number may be used.
    pub expires: NaiveDate,
}
