//! Who may see what.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{PartnerId, SiteId, UserName};

/// What a person does here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Retailer: follows the orders of a region.
    RegionalManager,
    /// Retailer: follows the orders of one site.
    WarehouseManager,
    /// Ours: trusts or overrules forecasts and proposals.
    Planner,
    /// Ours: answers for a partner.
    AccountManager,
    /// Ours: answers when someone calls.
    CallCentre,
    /// Ours: keeps the hub running.
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::RegionalManager,
        Self::WarehouseManager,
        Self::Planner,
        Self::AccountManager,
        Self::CallCentre,
        Self::Operator,
    ];

    /// Says whether the role decides about proposals.
    pub fn decides(self) -> bool {
        matches!(self, Self::Planner)
    }

    /// Says whether the role works for the supplier.
    pub fn is_ours(self) -> bool {
        !matches!(self, Self::RegionalManager | Self::WarehouseManager)
    }

    /// Says whether the role sees every document, quarantine included.
    pub fn operates(self) -> bool {
        matches!(self, Self::Operator)
    }

    /// Returns the name used in page catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::RegionalManager => "regional_manager",
            Self::WarehouseManager => "warehouse_manager",
            Self::Planner => "planner",
            Self::AccountManager => "account_manager",
            Self::CallCentre => "call_centre",
            Self::Operator => "operator",
        }
    }
}

/// The rows a person's queries may return. Every query of pages and API takes one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// Only these partners; `None` is every partner.
    pub partners: Option<Vec<PartnerId>>,
    /// Only these sites; `None` is every site of those partners.
    pub sites: Option<Vec<SiteId>>,
}

impl Scope {
    /// Says whether a site of a partner is inside.
    pub fn holds(&self, partner: &PartnerId, site: Option<&SiteId>) -> bool {
        let partner_in = self
            .partners
            .as_ref()
            .is_none_or(|all| all.contains(partner));
        let site_in = match (&self.sites, site) {
            (None, _) => true,
            (Some(all), Some(site)) => all.contains(site),
            (Some(_), None) => false,
        };
        partner_in && site_in
    }
}

/// A person or program that may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The name to sign in with.
    pub name: UserName,
    /// What people call them.
    pub display_name: String,
    /// What they do.
    pub role: Role,
    /// Argon2 hash of the password, PHC form; absent for programs.
    #[serde(default)]
    pub password_hash: Option<String>,
    /// SHA-256 of the API key, hexadecimal; absent for people.
    #[serde(default)]
    pub api_key_sha256: Option<String>,
    /// The partners they see; absent: all.
    #[serde(default)]
    pub partners: Option<Vec<PartnerId>>,
    /// The sites they see; absent: all of those partners.
    #[serde(default)]
    pub sites: Option<Vec<SiteId>>,
    /// The region whose sites they see, beside `sites`.
    #[serde(default)]
    pub region: Option<String>,
    /// "en" or "zh-CN"; absent: as the browser asks.
    #[serde(default)]
    pub language: Option<String>,
}
