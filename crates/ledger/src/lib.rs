//! The rules of the business, pure: a site's state and an event give rows to write and events to
//! append.
//!
//! [`SiteState`] is what is known of one site. [`apply`] changes it by one fact and collects what
//! must be written; [`SiteState::take_outcome`] hands that over. Nothing here does I/O, reads a
//! clock or plans: forecasts and proposals come from `forecast` and `replenish`.

mod site;

mod apply;

mod activity;
mod arrivals;
mod position;
mod to_date;

mod approval;
mod decision;
mod order;
mod pool;
mod proposal;
mod release;

mod exception;
mod fingerprint;

pub use apply::apply;
pub use exception::{closed, raised};
pub use position::position;
pub use proposal::file_proposals;
pub use release::release_due;
pub use site::{Cause, SiteState};
