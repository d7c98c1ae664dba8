//! The whole system from outside: the real binary, driven as partners, programs and people drive
//! it. What it did is read from the files it sends, its API, and its database once it has ended.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a set-up that fails, fails its test"
)]
#![expect(
    clippy::print_stdout,
    reason = "a test says its figures, and what it had to skip"
)]

mod database;
mod hub;
mod program;
mod story;
mod womart;

mod cluster;
mod compose;
mod dlq;
mod documents;
mod edi;
mod environment;
mod kill;
mod operations;
mod rebuild;
mod receive;
mod rest;
mod telemetry;
