//! Demand of one series from its daily history: numbers in, distributions out.
//!
//! Read in this order:
//! 1. [`fit()`] turns days (sold, and whether the shelf held stock) into a [`Model`]: a level, seven
//!    weekday factors, and how widely demand scatters around them.
//! 2. [`Model::sum`] gives the [`Demand`] of an interval: mean and variance of the whole sum,
//!    because that, not a day's quantile, is what an order must cover.
//! 3. [`Demand::quantile`] gives the stock that covers it with a probability.
//!
//! Nothing here does I/O, reads a clock or draws a random number, and nothing can fail: every
//! function has an answer for every input, an empty history included.
#![warn(missing_docs)]

mod demand;
mod density;
mod fit;
mod incomplete;
mod model;
mod normal;

pub use demand::Demand;
pub use fit::{Day, fit};
pub use model::Model;

/// Names this engine in published forecasts; changes whenever the numbers may change.
pub const ENGINE: &str = "level-weekday/1";
