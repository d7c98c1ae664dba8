//! Calendars, prices and proposals, with expected values from hand calculation.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot build its input fails"
)]

#[path = "it/calendar.rs"]
mod calendar;
#[path = "it/golden.rs"]
mod golden;
#[path = "it/price.rs"]
mod price;
#[path = "it/properties.rs"]
mod properties;
#[path = "it/propose.rs"]
mod propose;
#[path = "it/terms.rs"]
mod terms;
