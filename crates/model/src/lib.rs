//! The words of the business: identifiers, quantities, events, partner profiles, agreements.
//!
//! Types only, with the checks that make a value valid. Rules about what follows from what live in
//! `ledger`; nothing here does I/O or reads a clock.
#![warn(missing_docs)]

mod id;
mod quantity;

pub mod activity;
pub mod agreement;
pub mod block;
pub mod commit;
pub mod document;
pub mod event;
pub mod exception;
pub mod forecast;
pub mod foreign_topic;
pub mod item;
pub mod order;
pub mod partner;
pub mod position;
pub mod proposal;
pub mod published;
pub mod reference;
pub mod scope;
pub mod site;

pub use id::{
    AgreementId, DocumentId, EventId, Gln, Gtin, IdError, OrderId, PartnerId, PoNumber, SiteId,
    UserName,
};
pub use quantity::{Money, Quantity, QuantityError};

pub use chrono::{DateTime, NaiveDate, Utc};
