//! The portal as people and programs use it, on a real database.

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
