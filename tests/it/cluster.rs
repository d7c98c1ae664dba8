//! The hub as several processes on a real Kafka and PostgreSQL, which `cargo xtask cluster test`
//! starts. Whatever is killed, stopped or cut off, the story ends as it does undisturbed.
//!
//! Short forms run everywhere; `STOCKBRIDGE_TEST_LONG=1` makes them as long as
//! `docs/reliability.md` says.

mod faults;
mod feed;
mod kills;
mod outages;
mod proxy;
mod rig;
mod servers;
mod state;
