//! Replenishment orders and their life, kept as quantities that balance.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::agreement::LinePrice;
use crate::proposal::{Derivation, LineChange};
use crate::{AgreementId, DocumentId, Gtin, OrderId, PartnerId, PoNumber, Quantity, SiteId};

/// An order we raised for a partner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Order {
    /// Our key, given at release.
    pub id: OrderId,
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
    /// Where it stands, derived from the lines by the ledger.
    pub status: OrderStatus,
    /// Why it cannot be sent yet.
    pub held: Option<HoldReason>,
    /// The lines.
    pub lines: Vec<OrderLine>,
    /// The documents exchanged about it.
    pub documents: Vec<OrderDocument>,
    /// What happened, oldest first.
    pub timeline: Vec<Milestone>,
    /// Rises with every change.
    pub version: u64,
}

/// The life of an order in the words of `design.md`, earliest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Numbered and frozen, but it cannot be sent yet.
    Held,
    /// Numbered and frozen; on its way into a document.
    Released,
    /// The order document reached the partner.
    Sent,
    /// The partner said yes, or its time to say no ran out.
    Accepted,
    /// Some or all of it left our warehouse.
    Shipped,
    /// All that was shipped arrived.
    Delivered,
    /// The partner counted all of it in.
    Received,
    /// Nothing of it will come any more.
    Cancelled,
}

impl OrderStatus {
    /// Every status, earliest first.
    pub const ALL: [Self; 8] = [
        Self::Held,
        Self::Released,
        Self::Sent,
        Self::Accepted,
        Self::Shipped,
        Self::Delivered,
        Self::Received,
        Self::Cancelled,
    ];

    /// Returns the name used in tables, JSON and page catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Released => "released",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Received => "received",
            Self::Cancelled => "cancelled",
        }
    }
}

/// Why an order cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// The partner's pool of PO numbers is used up or expired.
    NoPoNumber,
}

/// One item of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderLine {
    /// Its number on the documents, from 1.
    pub line: u32,
    /// The item.
    pub item: Gtin,
    /// How far each each got. Each is at most the one before it.
    pub quantities: Quantities,
    /// Its price and the price's version.
    pub price: Option<LinePrice>,
    /// A planner's change, if one was made.
    pub change: Option<LineChange>,
    /// How the quantity came about.
    pub derivation: Derivation,
    /// What was counted in, receipt by receipt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<Receipt>,
}

/// Eaches of a line counted in on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Receipt {
    /// The day.
    pub day: NaiveDate,
    /// How many.
    pub quantity: Quantity,
    /// The document that says so.
    pub document: DocumentId,
}

/// How far the eaches of a line got, each step counted from the line's start.
///
/// `released = cancelled + open`, and `released − cancelled ≥ accepted ≥ 0`, `shipped ≥ delivered
/// ≥ received`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Quantities {
    /// What the plan computed.
    pub proposed: Quantity,
    /// What the order asked for.
    pub released: Quantity,
    /// What an order document carried to the partner.
    pub sent: Quantity,
    /// What the partner accepted.
    pub accepted: Quantity,
    /// What left our warehouse.
    pub shipped: Quantity,
    /// What arrived.
    pub delivered: Quantity,
    /// What the partner counted in.
    pub received: Quantity,
    /// What will not come any more.
    pub cancelled: Quantity,
    /// What the partner's activity (QR) says came in; closes in-transit where no 861 is sent.
    pub received_by_activity: Quantity,
}

/// A document about an order, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrderDocument {
    /// The document.
    pub document: DocumentId,
    /// Its kind ("855", "850", "856", "861").
    pub kind: String,
    /// Who sent it.
    pub direction: Direction,
    /// When it was sent or received.
    pub at: DateTime<Utc>,
    /// Whether its receiver acknowledged it.
    pub acknowledgement: Acknowledgement,
}

/// Which way a document went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From a partner to us.
    In,
    /// From us to a partner.
    Out,
}

impl Direction {
    /// Returns the name used in page catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// The acknowledgement of a document: about its syntax, never about the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Acknowledgement {
    /// None is due.
    None,
    /// Due, and not yet there.
    Expected,
    /// Not there in time.
    Overdue,
    /// Read without fault.
    Accepted,
    /// Read in part, or with faults noted.
    Partial,
    /// Not read.
    Rejected,
}

impl Acknowledgement {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::Expected,
        Self::Overdue,
        Self::Accepted,
        Self::Partial,
        Self::Rejected,
    ];

    /// Returns the name used in tables, JSON and page catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Expected => "expected",
            Self::Overdue => "overdue",
            Self::Accepted => "accepted",
            Self::Partial => "partial",
            Self::Rejected => "rejected",
        }
    }

    /// Reads what [`Acknowledgement::name`] gave.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.name() == name)
    }
}

/// Something that happened to an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Milestone {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub what: MilestoneKind,
    /// The document that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// How many eaches it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
}

/// The kinds of milestones. Each has a sentence in the page catalogues under its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneKind {
    /// Proposed by the plan.
    Proposed,
    /// Approved by a planner.
    Approved,
    /// Released by itself, inside the agreement's limits.
    Released,
    /// Held, because no PO number was left.
    Held,
    /// Got its PO number.
    Numbered,
    /// The order document reached the partner.
    Sent,
    /// The partner's software read the document.
    DocumentAccepted,
    /// The partner's software read a part of the document.
    DocumentPartial,
    /// The partner's software refused the document.
    DocumentRejected,
    /// The partner's software did not answer in time.
    AcknowledgementOverdue,
    /// The partner accepted by its own order.
    Accepted,
    /// The partner accepted by silence.
    AcceptedBySilence,
    /// Goods left our warehouse.
    Shipped,
    /// The ship notice reached the partner.
    NoticeSent,
    /// Goods arrived.
    Delivered,
    /// The partner counted goods in.
    Received,
    /// The rest will not come.
    Cancelled,
}

impl MilestoneKind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Proposed,
        Self::Approved,
        Self::Released,
        Self::Held,
        Self::Numbered,
        Self::Sent,
        Self::DocumentAccepted,
        Self::DocumentPartial,
        Self::DocumentRejected,
        Self::AcknowledgementOverdue,
        Self::Accepted,
        Self::AcceptedBySilence,
        Self::Shipped,
        Self::NoticeSent,
        Self::Delivered,
        Self::Received,
        Self::Cancelled,
    ];

    /// Returns the name used in page catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Released => "released",
            Self::Held => "held",
            Self::Numbered => "numbered",
            Self::Sent => "sent",
            Self::DocumentAccepted => "document_accepted",
            Self::DocumentPartial => "document_partial",
            Self::DocumentRejected => "document_rejected",
            Self::AcknowledgementOverdue => "acknowledgement_overdue",
            Self::Accepted => "accepted",
            Self::AcceptedBySilence => "accepted_by_silence",
            Self::Shipped => "shipped",
            Self::NoticeSent => "notice_sent",
            Self::Delivered => "delivered",
            Self::Received => "received",
            Self::Cancelled => "cancelled",
        }
    }
}
