//! Events: past-tense facts, the bodies of the log.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::activity::{ActivityReported, DownstreamSold, PoPoolGranted};
use crate::order::{Acknowledgement, Order};
use crate::proposal::DecisionTaken;
use crate::{DocumentId, Gtin, OrderId, PartnerId, PoNumber, Quantity, SiteId};

/// Everything that changes what we know of a site, in the one order `plan` sees it.
///
/// Topic `site.facts.v1`, keyed by partner and site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SiteFact {
    /// A partner reported sales and stock.
    ActivityReported(ActivityReported),
    /// A store's sales changed, told to the site that supplies it.
    DownstreamSold(DownstreamSold),
    /// A partner granted PO numbers.
    PoPoolGranted(PoPoolGranted),
    /// A planner decided about a proposal.
    DecisionTaken(DecisionTaken),
    /// A document of ours reached the partner.
    DocumentSent(DocumentSent),
    /// The partner's software acknowledged a document of ours.
    DocumentAcknowledged(DocumentAcknowledged),
    /// The partner accepted an order.
    OrderAccepted(OrderAccepted),
    /// Our warehouse shipped goods.
    ShipmentReported(ShipmentReported),
    /// The partner counted goods in.
    ReceiptReported(ReceiptReported),
    /// A business day began, for every site of the partition.
    DayOpened(DayOpened),
    /// A time that was waited for came.
    DeadlineReached(DeadlineReached),
}

impl SiteFact {
    /// Returns the event's type as its tag writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ActivityReported(_) => "activity_reported",
            Self::DownstreamSold(_) => "downstream_sold",
            Self::PoPoolGranted(_) => "po_pool_granted",
            Self::DecisionTaken(_) => "decision_taken",
            Self::DocumentSent(_) => "document_sent",
            Self::DocumentAcknowledged(_) => "document_acknowledged",
            Self::OrderAccepted(_) => "order_accepted",
            Self::ShipmentReported(_) => "shipment_reported",
            Self::ReceiptReported(_) => "receipt_reported",
            Self::DayOpened(_) => "day_opened",
            Self::DeadlineReached(_) => "deadline_reached",
        }
    }
}

/// What `dispatch` must write for a partner. Topic `partner.outbound.v1`, keyed by partner, so that
/// a partner's control numbers have one writer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Outbound {
    /// A received document wants its functional acknowledgement.
    AcknowledgementDue(AcknowledgementDue),
    /// An order wants its order document.
    OrderReleased(OrderReleased),
    /// A shipment wants its ship notice.
    ShipNoticeDue(ShipNoticeDue),
}

impl Outbound {
    /// Returns the event's type as its tag writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::AcknowledgementDue(_) => "acknowledgement_due",
            Self::OrderReleased(_) => "order_released",
            Self::ShipNoticeDue(_) => "ship_notice_due",
        }
    }
}

/// A received document wants its functional acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AcknowledgementDue {
    /// Who sent the document.
    pub partner: PartnerId,
    /// The document.
    pub document: DocumentId,
    /// When it was received.
    pub at: DateTime<Utc>,
}

/// An order wants its order document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderReleased {
    /// The order, frozen.
    pub order: Order,
    /// When it was released or got its number.
    pub at: DateTime<Utc>,
}

/// A shipment wants its ship notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ShipNoticeDue {
    /// The order as it stood after the shipment.
    pub order: Order,
    /// What was shipped.
    pub shipment: ShipmentReported,
}

/// A document of ours reached the partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentSent {
    /// Whose.
    pub partner: PartnerId,
    /// The ship-to of the order.
    pub site: SiteId,
    /// The order.
    pub order: OrderId,
    /// The document.
    pub document: DocumentId,
    /// Its kind ("855", "850", "856").
    pub kind: String,
    /// When it was delivered.
    pub at: DateTime<Utc>,
}

/// The partner's software acknowledged a document of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentAcknowledged {
    /// Whose.
    pub partner: PartnerId,
    /// The ship-to of the order.
    pub site: SiteId,
    /// The order.
    pub order: OrderId,
    /// The document acknowledged.
    pub document: DocumentId,
    /// The acknowledgement.
    pub by: DocumentId,
    /// What it says.
    pub acknowledgement: Acknowledgement,
    /// When it was received.
    pub at: DateTime<Utc>,
}

/// The partner accepted an order, by its own order document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrderAccepted {
    /// Whose.
    pub partner: PartnerId,
    /// The ship-to.
    pub site: SiteId,
    /// The order.
    pub order: OrderId,
    /// The retailer's number.
    pub po_number: Option<PoNumber>,
    /// The document that says so.
    pub document: DocumentId,
    /// When it was received.
    pub at: DateTime<Utc>,
    /// How much of each item.
    pub lines: Vec<ItemQuantity>,
}

/// Our warehouse shipped goods of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShipmentReported {
    /// Whose order.
    pub partner: PartnerId,
    /// The ship-to.
    pub site: SiteId,
    /// The order.
    pub order: OrderId,
    /// The warehouse's number of the shipment.
    pub shipment: String,
    /// When the goods left.
    pub at: DateTime<Utc>,
    /// The day they should arrive.
    pub arrives: NaiveDate,
    /// How much of each item.
    pub lines: Vec<ItemQuantity>,
}

/// The partner counted goods of an order in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReceiptReported {
    /// Who.
    pub partner: PartnerId,
    /// The ship-to.
    pub site: SiteId,
    /// The order.
    pub order: OrderId,
    /// The document that says so.
    pub document: DocumentId,
    /// The day the goods were counted in.
    pub day: NaiveDate,
    /// When the document was received.
    pub at: DateTime<Utc>,
    /// How much of each item.
    pub lines: Vec<ItemQuantity>,
}

/// So many of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemQuantity {
    /// The item.
    pub item: Gtin,
    /// How many eaches.
    pub quantity: Quantity,
}

/// A business day began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DayOpened {
    /// The day.
    pub day: NaiveDate,
    /// When it began, in UTC.
    pub at: DateTime<Utc>,
}

/// A time that was waited for came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeadlineReached {
    /// Which.
    pub deadline: Deadline,
    /// The time that was waited for.
    pub at: DateTime<Utc>,
}

/// A time something waits for. Kept by the ledger, announced by the clock.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Deadline {
    /// Proposals of a ship-to are released.
    CutOff {
        /// Whose.
        partner: PartnerId,
        /// The ship-to.
        site: SiteId,
        /// The review day.
        day: NaiveDate,
    },
    /// A document of ours should have been acknowledged.
    AcknowledgementDue {
        /// Whose.
        partner: PartnerId,
        /// The ship-to.
        site: SiteId,
        /// The order.
        order: OrderId,
        /// The document.
        document: DocumentId,
    },
    /// Silence accepts an order.
    SilenceAccepts {
        /// Whose.
        partner: PartnerId,
        /// The ship-to.
        site: SiteId,
        /// The order.
        order: OrderId,
    },
}

impl Deadline {
    /// Returns partner and site, which make the key of the event.
    pub fn place(&self) -> (&PartnerId, &SiteId) {
        match self {
            Self::CutOff { partner, site, .. }
            | Self::AcknowledgementDue { partner, site, .. }
            | Self::SilenceAccepts { partner, site, .. } => (partner, site),
        }
    }

    /// Returns a text that names this deadline among all.
    pub fn id(&self) -> String {
        match self {
            Self::CutOff { partner, site, day } => format!("cut-off:{partner}:{site}:{day}"),
            Self::AcknowledgementDue { document, .. } => format!("acknowledgement:{document}"),
            Self::SilenceAccepts { order, .. } => format!("silence:{order}"),
        }
    }
}
