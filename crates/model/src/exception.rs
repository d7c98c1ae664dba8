//! Conditions a person should look at.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{DocumentId, Gtin, OrderId, PartnerId, SiteId};

/// A condition a person should look at. Raising it again replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Exception {
    /// Names the condition: the same cause makes the same id.
    pub id: String,
    /// What it is.
    pub kind: ExceptionKind,
    /// Whose.
    pub partner: Option<PartnerId>,
    /// Where.
    pub site: Option<SiteId>,
    /// Of which item.
    pub item: Option<Gtin>,
    /// Of which order.
    pub order: Option<OrderId>,
    /// In which document.
    pub document: Option<DocumentId>,
    /// When it arose.
    pub at: DateTime<Utc>,
    /// What a person needs to know beyond the kind's own sentence.
    pub detail: String,
    /// Whether someone still has to look.
    pub open: bool,
}

/// The kinds of exceptions. Each has a sentence and a next step in the page catalogues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// A document we could not read or place.
    DocumentQuarantined,
    /// Control numbers seen before with other bytes.
    DocumentHeld,
    /// A document names an item we do not know; its other lines were applied.
    UnknownItem,
    /// A document names a site we do not know; its other sites were applied.
    UnknownSite,
    /// No PO number left in the partner's pool.
    PoPoolExhausted,
    /// A document of ours was not acknowledged in time.
    AcknowledgementOverdue,
    /// A document of ours was refused.
    DocumentRefused,
    /// A proposal waits for a planner.
    ApprovalNeeded,
    /// Reported stock is below zero.
    NegativeStock,
    /// A distribution centre's withdrawals and its stores' sales drift apart.
    WithdrawalsDisagree,
    /// A partner's message about an order does not fit the order.
    OrderMismatch,
    /// A key of the log keeps failing; its later events wait.
    KeyParked,
}

impl ExceptionKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::DocumentQuarantined,
        Self::DocumentHeld,
        Self::UnknownItem,
        Self::UnknownSite,
        Self::PoPoolExhausted,
        Self::AcknowledgementOverdue,
        Self::DocumentRefused,
        Self::ApprovalNeeded,
        Self::NegativeStock,
        Self::WithdrawalsDisagree,
        Self::OrderMismatch,
        Self::KeyParked,
    ];

    /// Returns the name used in tables, JSON and page catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::DocumentQuarantined => "document_quarantined",
            Self::DocumentHeld => "document_held",
            Self::UnknownItem => "unknown_item",
            Self::UnknownSite => "unknown_site",
            Self::PoPoolExhausted => "po_pool_exhausted",
            Self::AcknowledgementOverdue => "acknowledgement_overdue",
            Self::DocumentRefused => "document_refused",
            Self::ApprovalNeeded => "approval_needed",
            Self::NegativeStock => "negative_stock",
            Self::WithdrawalsDisagree => "withdrawals_disagree",
            Self::OrderMismatch => "order_mismatch",
            Self::KeyParked => "key_parked",
        }
    }
}
