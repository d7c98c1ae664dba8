use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DateKind, ReferenceKind};

/// What a document or a line says besides, of kinds that more than one standard knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Further {
    /// What it refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// What happens when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<Dated>,
    /// What is said in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A number something else is known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// What it is the number of.
    pub kind: ReferenceKind,
    /// The number.
    pub number: String,
}

/// A day on which something happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// What happens.
    pub kind: DateKind,
    /// The day.
    pub date: NaiveDate,
}
