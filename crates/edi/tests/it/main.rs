//! Files in, findings and acknowledgements out.

mod acknowledgements;
mod cases;
mod conformance;
mod elements;
mod properties;
mod sample;
mod segments;
