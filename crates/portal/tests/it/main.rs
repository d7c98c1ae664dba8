//! The portal as people and programs use it, on a real database.
#![expect(clippy::unwrap_used, reason = "a set-up that fails, fails its test")]

mod api;
mod browser;
mod decisions;
mod frames;
mod languages;
mod live;
mod look;
mod permissions;
mod rows;
mod signing;
mod stage;
mod world;
