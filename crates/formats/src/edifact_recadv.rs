//! EDIFACT RECADV, receiving advice, as EANCOM uses it.

mod read;
mod write;

pub use read::read;
pub(crate) use write::segments;

/// What UNH calls it.
pub(crate) const KIND: &str = "RECADV";
