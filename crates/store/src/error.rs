use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::Path;

/// Says what the database refused or why it could not be reached.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The address is neither `sqlite:PATH` nor `postgres://…`.
    #[error("the database address {0:?} is not understood; write sqlite:PATH or postgres://…")]
    Address(String),
    /// Another process holds the SQLite file.
    #[error("another process uses the database {0}; stop it, or choose another data folder")]
    InUse(String),
    /// No room left on the device.
    #[error("no room left where the database lives; free some space, nothing was written")]
    Full,
    /// The folder, file or server does not let us write.
    #[error("the database cannot be written ({0}); check the permissions of its folder")]
    ReadOnly(String),
    /// Somebody else holds a lock for too long; trying again is right.
    #[error("the database is busy ({0}); try again")]
    Busy(String),
    /// The file cannot be opened or the server does not answer.
    #[error("the database cannot be reached ({0}); check its address and that it runs")]
    Unreachable(String),
    /// A newer version of the program wrote this database.
    #[error("the database has schema {found}, this program knows {known}; use a newer program")]
    Newer {
        /// The schema found.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// What stands in the database cannot have been written by us.
    #[error("the database holds damaged data ({0}); restore it from a backup")]
    Corrupt(String),
    /// A file that was to become the database cannot.
    #[error("{file} cannot be restored: {why}; take another backup")]
    Unfit {
        /// The file.
        file: String,
        /// Why not.
        why: String,
    },
    /// What is there would be overwritten.
    #[error("{0} exists already; nothing was written")]
    Exists(String),
    /// The partition was taken by another worker: the step must not be committed.
    #[error("partition {partition} of {topic} was taken by another worker of group {group}")]
    Fenced {
        /// The consumer group.
        group: String,
        /// The topic.
        topic: String,
        /// The partition.
        partition: u16,
    },
    /// What the commit builds on changed meanwhile.
    #[error("{what}")]
    Conflict {
        /// What changed.
        what: Conflict,
    },
    /// The writer has stopped.
    #[error("the database is closed")]
    Closed,
    /// A value that no column or body can hold.
    #[error("{0} cannot be stored")]
    Unstorable(String),
    /// Anything else the database says: a fault in our SQL or a limit of the server.
    #[error("the database refused a statement: {0}")]
    Refused(String),
}

/// What a commit built on that changed meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// An interchange of these numbers was taken in before.
    #[error("interchange {control_number} of {sender} to {receiver} was taken in before")]
    Interchange {
        /// Sender as the envelope names it.
        sender: String,
        /// Receiver as the envelope names it.
        receiver: String,
        /// Its control number.
        control_number: String,
    },
    /// The control numbers of a partner moved on.
    #[error("the control numbers of {partner} moved on")]
    ControlNumber {
        /// The partner.
        partner: String,
    },
    /// A document was kept or read by another process.
    #[error("document {document} was taken in by another process")]
    Document {
        /// The document.
        document: String,
    },
    /// A request with this idempotency key was answered before.
    #[error("the idempotency key {key:?} was answered before")]
    Answered {
        /// The key.
        key: String,
    },
}

impl Error {
    /// Says whether only this commit is refused, while others of the same transaction may stand.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Fenced { .. } | Self::Conflict { .. } | Self::Refused(_)
        )
    }

    /// Classifies what the file system says of a path.
    pub(crate) fn of_path(path: &Path, error: &std::io::Error) -> Self {
        let text = format!("{}: {error}", path.display());
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(text),
            _ => Self::Unreachable(text),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let text = error.to_string();
        match &error {
            sqlx::Error::Database(inner) => {
                classify(&inner.code().unwrap_or(Cow::Borrowed("")), inner.message())
            }
            sqlx::Error::PoolTimedOut => Self::Busy(text),
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::Closed,
            sqlx::Error::Io(inner) if inner.kind() == ErrorKind::StorageFull => Self::Full,
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => {
                Self::Unreachable(text)
            }
            sqlx::Error::Configuration(_) => Self::Address(text),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Corrupt(text),
            _ => Self::Refused(text),
        }
    }
}

/// Sorts the codes of both databases. PostgreSQL's have five characters, SQLite's extended result
/// codes are numbers whose low byte says what kind of error it is.
fn classify(code: &str, message: &str) -> Error {
    let text = message.to_owned();
    if code.len() == 5 {
        return match code {
            "53100" => Error::Full,
            "25006" | "42501" => Error::ReadOnly(text),
            // A unique violation beside every ON CONFLICT is two processes appending one event.
            "40001" | "40P01" | "55P03" | "23505" => Error::Busy(text),
            "3D000" | "57P01" | "57P02" | "57P03" | "53300" => Error::Unreachable(text),
            "XX001" | "XX002" => Error::Corrupt(text),
            _ if code.starts_with("08") || code.starts_with("28") => Error::Unreachable(text),
            _ => Error::Refused(text),
        };
    }
    // sqlite.org/rescode.html. SHMSIZE and the other write failures name no cause of their own;
    // growing the shared-memory file is what a full disk hits first.
    const IOERR_WRITE: i32 = 778;
    const IOERR_SHMSIZE: i32 = 4874;
    let code: i32 = code.parse().unwrap_or_default();
    match code & 0xff {
        13 => Error::Full,
        10 if matches!(code, IOERR_WRITE | IOERR_SHMSIZE) => Error::Full,
        3 | 8 => Error::ReadOnly(text),
        5 | 6 => Error::Busy(text),
        10 | 14 => Error::Unreachable(text),
        11 | 26 => Error::Corrupt(text),
        _ => Error::Refused(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_what_to_do() {
        let text = || "as told".to_owned();
        let cases = [
            ("13", Error::Full),
            ("4874", Error::Full),
            ("53100", Error::Full),
            ("1032", Error::ReadOnly(text())),
            ("25006", Error::ReadOnly(text())),
            ("517", Error::Busy(text())),
            ("40P01", Error::Busy(text())),
            ("57P01", Error::Unreachable(text())),
            ("14", Error::Unreachable(text())),
            ("26", Error::Corrupt(text())),
            ("XX001", Error::Corrupt(text())),
            ("1299", Error::Refused(text())),
        ];
        for (code, expected) in cases {
            assert_eq!(classify(code, "as told"), expected, "{code}");
        }
    }
}
