//! Conditions a person should look at, made so that the same cause makes the same id.

use chrono::{DateTime, Utc};
use model::OrderId;
use model::commit::Change;
use model::exception::{Exception, ExceptionKind};

use crate::site::{Cause, SiteState};

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
    /// Writes an exception of this site, open or closed.
    pub(crate) fn alert(&mut self, exception: Exception) {
        let exception = Exception {
            partner: Some(self.partner.clone()),
            site: Some(self.site.clone()),
            ..exception
        };
        self.change(Change::Exception(exception));
    }

    /// Says that a message about an order does not fit the order.
    pub(crate) fn mismatch(&mut self, order: &OrderId, what: &str, cause: &Cause) {
        let subject = format!("{order}:{}", cause.event);
        let detail = format!("order {order} {what}");
        let found = raised(ExceptionKind::OrderMismatch, &subject, cause.at, detail);
        self.alert(Exception {
            order: Some(order.clone()),
            ..found
        });
    }
}
