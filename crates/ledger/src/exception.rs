//! Conditions a person should look at, made so that the same cause makes the same id.

use chrono::{DateTime, Utc};
use model::exception::{Exception, ExceptionKind};

use crate::site::SiteState;

/// Returns an open exception; `subject` names what it is about inside its kind.
pub fn raised(
    kind: ExceptionKind,
    subject: &str,
    at: DateTime<Utc>,
    detail: impl Into<String>,
) -> Exception {
    Exception {
        id: format!("{}:{subject}", kind.name()),
        kind,
        partner: None,
        site: None,
        item: None,
        order: None,
        document: None,
        at,
        detail: detail.into(),
        open: true,
    }
}

/// Returns the exception as no longer open.
pub fn closed(kind: ExceptionKind, subject: &str, at: DateTime<Utc>, why: &str) -> Exception {
    Exception {
        open: false,
        ..raised(kind, subject, at, why)
    }
}

impl SiteState {
    /// Fills in whose it is.
    pub(crate) fn ours(&self, exception: Exception) -> Exception {
        Exception {
            partner: Some(self.partner.clone()),
            site: Some(self.site.clone()),
            ..exception
        }
    }
}
