//! Files in, findings and acknowledgements out.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]
#![expect(
    clippy::too_many_lines,
    reason = "a table of cases is as long as it is"
)]

mod acknowledgements;
mod cases;
mod conformance;
mod elements;
mod properties;
mod sample;
mod segments;
