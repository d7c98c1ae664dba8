//! What a site should be sent, and every number that says so.
//!
//! The steps, in the order in which a line comes about and in which the modules read:
//!
//! 1. [`calendar`]: when the next order goes, when it arrives, and when the order after it
//!    arrives. The days from the first not yet in the stock count to that second arrival are the
//!    *protection interval*: what this order, with all that is there and under way, must cover.
//! 2. [`reconcile()`]: a distribution centre has two witnesses of its demand, what it sent to
//!    stores and what the stores sold. This makes one model of them and says whether they agree.
//! 3. [`propose()`]: the order-up-to level is the quantile of the interval's demand at the service
//!    level; the need is that less the position; pack, least order and maximum make it a quantity.
//! 4. [`price()`]: what a unit of it costs on a day, and what comes free.
//! 5. [`sentence`]: each step of the derivation in words.
//!
//! All of it is a function of its arguments: no clock, no I/O, no state. Statistics are `f64`;
//! they become a [`model::Quantity`] in one place, where the order-up-to level is rounded.
#![warn(missing_docs)]

pub mod calendar;
pub mod reconcile;

mod price;
mod propose;
mod steps;
mod words;

pub use calendar::{Protection, protection};
pub use price::price;
pub use propose::{Proposed, propose};
pub use reconcile::{Reconciled, reconcile};
pub use words::sentence;
