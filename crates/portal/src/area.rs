use model::scope::Role;

/// A part of the portal. Who works with which is decided here and nowhere else; which rows they
/// see there is decided by their scope, in the queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Area {
    Orders,
    Sites,
    Proposals,
    Exceptions,
    Documents,
}

impl Area {
    pub(crate) const ALL: [Self; 5] = [
        Self::Proposals,
        Self::Orders,
        Self::Sites,
        Self::Exceptions,
        Self::Documents,
    ];

    /// Says whether a role works with it.
    pub(crate) fn is_open_to(self, role: Role) -> bool {
        match self {
            Self::Orders | Self::Sites | Self::Documents => true,
            Self::Proposals => matches!(role, Role::Planner | Role::AccountManager),
            Self::Exceptions => !matches!(role, Role::CallCentre),
        }
    }

    /// Returns where it starts.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Orders => "/orders",
            Self::Sites => "/sites",
            Self::Proposals => "/proposals",
            Self::Exceptions => "/exceptions",
            Self::Documents => "/documents",
        }
    }

    /// Returns the key of its name in the catalogues.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Orders => "frame-orders",
            Self::Sites => "frame-sites",
            Self::Proposals => "frame-proposals",
            Self::Exceptions => "frame-exceptions",
            Self::Documents => "frame-documents",
        }
    }

    /// Returns where a role begins its day.
    pub(crate) fn home(role: Role) -> Self {
        match role {
            Role::Planner => Self::Proposals,
            Role::Operator => Self::Exceptions,
            Role::RegionalManager
            | Role::WarehouseManager
            | Role::AccountManager
            | Role::CallCentre => Self::Orders,
        }
    }
}
