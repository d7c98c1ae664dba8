//! The rules of the business, pure: a site's state and an event give rows to write and events to
//! append.
//!
//! [`SiteState`] is what is known of one site. [`apply`] changes it by one fact and collects what
//! must be written; [`SiteState::take_outcome`] hands that over. Nothing here does I/O, reads a
//! clock or plans: forecasts and proposals come from `forecast` and `replenish`.

mod activity;
mod apply;
mod approval;
mod decision;
mod exception;
mod order;
mod pool;
mod position;
mod release;
mod site;
mod to_date;

pub use apply::apply;
pub use exception::{closed, raised};
pub use position::position;
pub use release::{file_proposals, release_due};
pub use site::{Cause, SiteState};
