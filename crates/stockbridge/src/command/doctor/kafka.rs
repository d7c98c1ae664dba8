//! The place for what there is to check about brokers and topics.

use super::Check;
use crate::config::Config;

/// Checks the brokers. None are configured yet: the database is the log, and nothing is to check.
pub(super) async fn kafka(_settings: &Config) -> Vec<Check> {
    Vec::new()
}
