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
mod anonymising;
mod cases;
mod comparing;
mod conformance;
mod contrl;
mod corpus;
mod delimiters;
mod dice;
mod edifact;
mod elements;
mod faults;
mod guides;
mod implementation;
mod mutants;
mod pieces;
mod properties;
mod rewriting;
mod sample;
mod sampling;
mod schema_files;
mod segments;
mod verdicts;
mod writing;
