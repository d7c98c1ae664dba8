//! The one place that asks the machine for time, randomness and settings. Everything else takes
//! them as arguments.

use chrono::{DateTime, Utc};

/// Returns the machine's time.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that names the system clock"
)]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Returns the machine's time in milliseconds since 1970, for leases.
pub(crate) fn now_ms() -> i64 {
    now().timestamp_millis()
}

/// Returns a setting of the environment, where it is set and not empty.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Returns every setting of the environment whose name begins with a prefix, the prefix taken off.
pub(crate) fn environment_with(prefix: &str) -> Vec<(String, String)> {
    let named = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        let name = name.into_string().ok()?.strip_prefix(prefix)?.to_owned();
        Some((name, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(named).collect()
}

/// Returns a name that no other process has, on this machine or another.
pub(crate) fn process_name() -> std::io::Result<String> {
    let mut unique = [0; 4];
    random(&mut unique)?;
    let unique = u32::from_le_bytes(unique);
    Ok(format!(
        "{}-{:x}-{unique:08x}",
        std::process::id(),
        now_ms()
    ))
}

/// Fills a buffer with bytes nobody can guess.
pub(crate) fn random(buffer: &mut [u8]) -> std::io::Result<()> {
    getrandom::fill(buffer).map_err(std::io::Error::from)
}
