use edi::{Party, Standard};
use serde::{Deserialize, Serialize};

pub use crate::content::EndpointScheme;

/// A mailbox that interchanges come from and go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Who gives such numbers.
    pub scheme: EndpointScheme,
    /// The number.
    pub id: String,
}

impl Endpoint {
    pub(super) fn read(standard: Standard, party: &Party) -> Self {
        let code = party.qualifier.as_str();
        let scheme = match standard {
            Standard::Edifact if code.is_empty() => EndpointScheme::Agreed,
            Standard::Edifact => EndpointScheme::from_edifact(code),
            _ => EndpointScheme::from_x12(code),
        };
        Self {
            scheme,
            id: party.id.clone(),
        }
    }

    pub(super) fn x12(&self) -> Party {
        Party {
            qualifier: self.scheme.x12().to_owned(),
            id: self.id.clone(),
        }
    }

    pub(super) fn edifact(&self) -> Party {
        Party {
            qualifier: self.scheme.edifact().to_owned(),
            id: self.id.clone(),
        }
    }
}
