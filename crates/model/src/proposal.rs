//! What we propose to ship, and how every number came about.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::agreement::LinePrice;
use crate::{AgreementId, EventId, Gtin, Money, PartnerId, Quantity, SiteId, UserName};

/// What names a proposal. Planning again replaces what stands under the same key.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct ProposalKey {
    /// Under which agreement.
    pub agreement: AgreementId,
    /// For whom.
    pub partner: PartnerId,
    /// Where to.
    pub ship_to: SiteId,
    /// The day the goods should arrive.
    pub need_date: NaiveDate,
}

/// What one ship-to needs on one day: the lines that will be one order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// Its key.
    pub key: ProposalKey,
    /// The day it was planned for.
    pub as_of: NaiveDate,
    /// When it will be released (or was due to be).
    pub cut_off: DateTime<Utc>,
    /// Where it stands.
    pub status: ProposalStatus,
    /// The version of agreements, prices and sites it was made with.
    pub parameters: String,
    /// The lines with something to order, by item.
    pub lines: Vec<ProposalLine>,
    /// Names what is decided about: it changes with every quantity, change and decision.
    pub version: u64,
}

/// Where a proposal stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum ProposalStatus {
    /// Will be released at the cut-off.
    Open,
    /// Beyond the agreement's limits: a planner must decide. Says why.
    Waiting {
        /// The limit it goes beyond.
        reason: WaitReason,
    },
    /// A planner approved it before the cut-off.
    Approved {
        /// Who.
        by: UserName,
    },
    /// A planner rejected it: nothing is ordered for that day.
    Rejected {
        /// Who.
        by: UserName,
        /// Why.
        reason: String,
    },
}

/// Why a proposal waits for a planner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum WaitReason {
    /// It costs more than the agreement lets through.
    Value {
        /// What it costs.
        value: Money,
        /// The limit.
        limit: Money,
    },
    /// It holds more eaches than the agreement lets through.
    Units {
        /// How many it holds.
        units: Quantity,
        /// The limit.
        limit: Quantity,
    },
    /// Stock of an item is missing or negative, so a person should look first.
    Stock {
        /// The item.
        item: Gtin,
    },
}

/// What is needed of one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProposalLine {
    /// The item.
    pub item: Gtin,
    /// What we computed, in eaches.
    pub computed: Quantity,
    /// A planner's change, which replaces what we computed.
    pub change: Option<LineChange>,
    /// The price it would have, if the agreement has one on that day.
    pub price: Option<LinePrice>,
    /// How the computed quantity came about.
    pub derivation: Derivation,
}

impl ProposalLine {
    /// Returns what will be ordered.
    pub fn quantity(&self) -> Quantity {
        self.change.as_ref().map_or(self.computed, |c| c.quantity)
    }
}

impl Proposal {
    /// Returns what all lines cost.
    pub fn value(&self) -> Money {
        self.lines
            .iter()
            .filter_map(|l| {
                let price = l.price.as_ref()?;
                Some(
                    (l.quantity() - price.free)
                        .at_least(Quantity::ZERO)
                        .cost(price.net),
                )
            })
            .sum()
    }

    /// Returns the eaches of all lines.
    pub fn units(&self) -> Quantity {
        self.lines.iter().map(ProposalLine::quantity).sum()
    }
}

/// A planner's change to a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LineChange {
    /// What to order instead.
    pub quantity: Quantity,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: UserName,
    /// When.
    pub at: DateTime<Utc>,
}

/// How a quantity came about: steps in order, each built on earlier ones.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Derivation {
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step of a derivation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// What it is.
    pub what: StepKind,
    /// Its result: eaches, unless the kind says otherwise.
    pub value: f64,
    /// The steps it was made from, by place in the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<u16>,
    /// The document, event or setting it was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The day the value holds for, where it is of a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
}

/// The kinds of steps. Each has a sentence in the page catalogues under its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Stock at the end of `day`, from the partner's report `source`.
    OnHand,
    /// Receipts dated after the stock was counted.
    ReceivedSince,
    /// Released and not yet shipped.
    OnOrder,
    /// Shipped and not yet received.
    InTransit,
    /// Promised to others (subtracted).
    Allocated,
    /// Owed to the site's own customers (subtracted).
    Backordered,
    /// Inventory position: the sum of the six before it.
    Position,
    /// First day of the protection interval is `day`; value is its length in days.
    ProtectionDays,
    /// Expected demand a day, before the weekday pattern.
    Level,
    /// The weekday factors of the days of the protection interval, added up.
    WeekdaySum,
    /// Variance of a day's demand over its mean.
    Dispersion,
    /// Variance of the level itself: how little the history says.
    LevelVariance,
    /// Expected demand over the protection interval: level times the weekday sum.
    DemandMean,
    /// Variance of that demand: dispersion times mean, plus level variance times the square of the
    /// weekday sum.
    DemandVariance,
    /// Withdrawals a day at the distribution centre.
    WithdrawnLevel,
    /// Sales a day of the stores it supplies.
    DownstreamLevel,
    /// The level used after comparing both.
    ReconciledLevel,
    /// The service level aimed at, a probability.
    ServiceLevel,
    /// Order-up-to level: the quantile of demand at the service level.
    OrderUpTo,
    /// The agreement's minimum, which lifts the order-up-to level.
    Minimum,
    /// The agreement's maximum, which caps the order.
    Maximum,
    /// Order-up-to level less position, not below zero.
    Need,
    /// Need rounded up to whole packs of this size.
    Pack,
    /// The least order.
    Moq,
    /// What is ordered.
    Quantity,
}

impl StepKind {
    /// Every kind.
    pub const ALL: [Self; 25] = [
        Self::OnHand,
        Self::ReceivedSince,
        Self::OnOrder,
        Self::InTransit,
        Self::Allocated,
        Self::Backordered,
        Self::Position,
        Self::ProtectionDays,
        Self::Level,
        Self::WeekdaySum,
        Self::Dispersion,
        Self::LevelVariance,
        Self::DemandMean,
        Self::DemandVariance,
        Self::WithdrawnLevel,
        Self::DownstreamLevel,
        Self::ReconciledLevel,
        Self::ServiceLevel,
        Self::OrderUpTo,
        Self::Minimum,
        Self::Maximum,
        Self::Need,
        Self::Pack,
        Self::Moq,
        Self::Quantity,
    ];

    /// Returns the name used in page catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::OnHand => "on_hand",
            Self::ReceivedSince => "received_since",
            Self::OnOrder => "on_order",
            Self::InTransit => "in_transit",
            Self::Allocated => "allocated",
            Self::Backordered => "backordered",
            Self::Position => "position",
            Self::ProtectionDays => "protection_days",
            Self::Level => "level",
            Self::WeekdaySum => "weekday_sum",
            Self::Dispersion => "dispersion",
            Self::LevelVariance => "level_variance",
            Self::DemandMean => "demand_mean",
            Self::DemandVariance => "demand_variance",
            Self::WithdrawnLevel => "withdrawn_level",
            Self::DownstreamLevel => "downstream_level",
            Self::ReconciledLevel => "reconciled_level",
            Self::ServiceLevel => "service_level",
            Self::OrderUpTo => "order_up_to",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Need => "need",
            Self::Pack => "pack",
            Self::Moq => "moq",
            Self::Quantity => "quantity",
        }
    }
}

/// A planner's decision about a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DecisionTaken {
    /// The proposal.
    pub key: ProposalKey,
    /// The version the planner looked at.
    pub version: u64,
    /// What was decided.
    pub decision: Decision,
    /// Who decided.
    pub by: UserName,
    /// When.
    pub at: DateTime<Utc>,
    /// The request it came with.
    pub request: EventId,
}

/// What a planner may decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "decision")]
pub enum Decision {
    /// Let it go out as it is.
    Approve,
    /// Order another quantity of an item.
    Change {
        /// The item.
        item: Gtin,
        /// How much instead; zero drops the line.
        quantity: Quantity,
        /// Why.
        reason: String,
    },
    /// Order nothing for that day.
    Reject {
        /// Why.
        reason: String,
    },
}
