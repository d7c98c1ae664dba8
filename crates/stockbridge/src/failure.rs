//! What a command tells the shell: 0 fine, 1 something is wrong with the input, 2 usage, 3 the
//! environment, 4 a conflict.

use std::process::ExitCode;

/// Done, and something is wrong with the input or the check failed.
pub(crate) const WRONG: u8 = 1;
pub(crate) const ENVIRONMENT: u8 = 3;
const CONFLICT: u8 = 4;

/// Returns the exit status of an error.
pub(crate) fn code(error: &anyhow::Error) -> ExitCode {
    let status = error.chain().find_map(status).unwrap_or(WRONG);
    ExitCode::from(status)
}

/// Returns what a consumer does about an error, where the log or the database caused it.
pub(crate) fn disposition(error: &anyhow::Error) -> Option<bus::Disposition> {
    error.chain().find_map(|cause| {
        let of_the_log = cause.downcast_ref::<bus::Error>();
        let of_the_store = || {
            Some(bus::Error::from(
                cause.downcast_ref::<store::Error>()?.clone(),
            ))
        };
        of_the_log
            .map(bus::Error::disposition)
            .or_else(|| Some(of_the_store()?.disposition()))
    })
}

/// Waits a moment where the same may go well later; any other failure is returned.
pub(crate) async fn patience(what: &str, done: anyhow::Result<()>) -> anyhow::Result<()> {
    const TRY_AGAIN: std::time::Duration = std::time::Duration::from_millis(250);
    let Err(error) = done else { return Ok(()) };
    if disposition(&error) != Some(bus::Disposition::Retry) {
        return Err(error);
    }
    tracing::warn!(error = line(&error), "{what} yet, trying again");
    tokio::time::sleep(TRY_AGAIN).await;
    Ok(())
}

/// Returns what a panic said.
pub(crate) fn of_panic(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    format!(
        "a rule of ours broke: {}",
        text.unwrap_or("no reason given")
    )
}

fn status(cause: &(dyn std::error::Error + 'static)) -> Option<u8> {
    let of_the_log = match cause.downcast_ref::<bus::Error>() {
        Some(bus::Error::Store(error)) => Some(error),
        Some(bus::Error::Encode { .. }) | None => None,
        Some(_) => return Some(ENVIRONMENT),
    };
    if let Some(error) = of_the_log.or_else(|| cause.downcast_ref()) {
        return Some(match error {
            store::Error::Conflict { .. }
            | store::Error::Fenced { .. }
            | store::Error::Exists(_) => CONFLICT,
            store::Error::Unfit { .. } => WRONG,
            _ => ENVIRONMENT,
        });
    }
    let environment = cause.is::<std::io::Error>() || cause.is::<transport::Error>();
    environment.then_some(ENVIRONMENT)
}

/// Returns an error with its causes in one line, none said twice.
pub(crate) fn line(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !text.ends_with(&cause) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause);
        }
    }
    let text = text.trim_end();
    // The database says what to do by itself; files do not.
    match error.chain().find_map(next_step) {
        Some(step) => format!("{text}; {step}"),
        None => text.to_owned(),
    }
}

fn next_step(cause: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    use std::io::ErrorKind;
    match cause.downcast_ref::<std::io::Error>()?.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Some("no room left on the disk: free some space and start again")
        }
        ErrorKind::ReadOnlyFilesystem => Some("the disk takes no writing: choose another folder"),
        _ => None,
    }
}
