//! The rules of the business, from outside: facts in, state, rows and events out.
#![expect(clippy::unwrap_used, reason = "a set-up that fails, fails its test")]

mod world;

mod acknowledgements;
mod activity;
mod life;
mod orders;
mod pools;
mod positions;
mod proposals;
mod receipts;
