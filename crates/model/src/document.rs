//! Received and sent documents: bytes first, then what we made of them.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::order::{Acknowledgement, Direction};
use crate::{DocumentId, OrderId, PartnerId, SiteId};

/// A document whose bytes we keep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Which way it went.
    pub direction: Direction,
    /// Whose it is; `None` while the sender is unknown.
    pub partner: Option<PartnerId>,
    /// The site it is about, where it is about one.
    pub site: Option<SiteId>,
    /// The order it is about, where it is about one.
    pub order: Option<OrderId>,
    /// What it is: "852", "997", "855", … or "?" while unknown; several are joined by "+".
    pub kind: String,
    /// The name it came or left under.
    pub name: String,
    /// When its bytes were kept.
    pub at: DateTime<Utc>,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// How many bytes.
    pub size: u64,
    /// Sender and receiver as the envelope names them, qualifier first: "ZZ:WOMART".
    pub sender: String,
    /// See `sender`.
    pub receiver: String,
    /// Control number of its interchange (its first, where it holds several).
    pub control_number: String,
    /// Where it stands.
    pub status: DocumentStatus,
    /// Whether it was acknowledged (sent ones), or how we acknowledged it (received ones).
    pub acknowledgement: Acknowledgement,
    /// What was wrong or odd.
    pub findings: Vec<Finding>,
}

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentStatus {
    /// Its bytes are kept; nothing was read.
    Received,
    /// Read in full; what it says is in the log.
    Decoded,
    /// Read in part: the bad parts were refused or set aside.
    DecodedInPart,
    /// Refused, and its sender was told.
    Rejected,
    /// Set aside for a person: we cannot tell whose it is or what it says.
    Quarantined,
    /// Control numbers seen before with other bytes: a person decides.
    Held,
    /// Seen before, byte for byte: acknowledged again, no effect.
    Duplicate,
    /// Written, not yet at the partner.
    Ready,
    /// At the partner.
    Delivered,
}

impl DocumentStatus {
    /// Every status.
    pub const ALL: [Self; 9] = [
        Self::Received,
        Self::Decoded,
        Self::DecodedInPart,
        Self::Rejected,
        Self::Quarantined,
        Self::Held,
        Self::Duplicate,
        Self::Ready,
        Self::Delivered,
    ];

    /// Returns the name used in tables, JSON and page catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Decoded => "decoded",
            Self::DecodedInPart => "decoded_in_part",
            Self::Rejected => "rejected",
            Self::Quarantined => "quarantined",
            Self::Held => "held",
            Self::Duplicate => "duplicate",
            Self::Ready => "ready",
            Self::Delivered => "delivered",
        }
    }

    /// Reads what [`DocumentStatus::name`] gave.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// Something wrong or odd in a document, as people are told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// A stable code, `edi explain CODE` tells of it.
    pub code: String,
    /// How bad.
    pub severity: Severity,
    /// Whose mistake it usually is.
    pub owner: FindingOwner,
    /// Where.
    pub place: Place,
    /// The text it is about, as received.
    pub text: String,
    /// What is wrong, in English.
    pub cause: String,
    /// The same in 简体中文, where there is more to say than the code does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause_zh: Option<String>,
    /// What to do.
    pub fix: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The part it concerns was not used.
    Error,
    /// Used, but should be mended.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Every severity.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// Returns the name used in page catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Whose mistake a finding usually is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingOwner {
    /// Who wrote the document.
    Sender,
    /// We: a profile, site or item is missing.
    Receiver,
    /// What carried it: cut off, mangled.
    Transport,
}

impl FindingOwner {
    /// Every owner.
    pub const ALL: [Self; 3] = [Self::Sender, Self::Receiver, Self::Transport];

    /// Returns the name used in page catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Receiver => "receiver",
            Self::Transport => "transport",
        }
    }
}

/// Where in a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Control number of the interchange.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interchange: Option<String>,
    /// Control number of the group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Control number of the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Place of the segment in its message, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<u32>,
    /// The segment's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment_id: Option<String>,
    /// Place of the element in its segment, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<u32>,
    /// Place of the component in its element, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<u32>,
    /// Which repetition of the element, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repetition: Option<u32>,
    /// First byte, from 0.
    pub offset: u64,
    /// How many bytes.
    pub length: u64,
}
