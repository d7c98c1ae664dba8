//! The JSON API: the same facts as the documents, and what became of them.

pub(crate) mod activity;
pub(crate) mod decisions;
pub(crate) mod health;
pub(crate) mod orders;
pub(crate) mod problem;
pub(crate) mod proposals;
pub(crate) mod shipments;

mod answer;
mod caller;

pub(crate) use caller::Caller;
