//! Documents of ours about an order: sent, acknowledged, overdue. The order itself does not move by
//! what software says of a document.

use chrono::{DateTime, TimeDelta, Utc};
use model::commit::Change;
use model::event::{Deadline, DocumentAcknowledged, DocumentSent};
use model::exception::{Exception, ExceptionKind};
use model::order::{Acknowledgement, Direction, MilestoneKind, Order, OrderDocument, OrderStatus};
use model::{DocumentId, OrderId};

use super::acceptance::wait_for_answer;
use super::{find, keep, note, status};
use crate::exception::{closed, raised};
use crate::site::{Cause, SiteState};

/// The kind of a document whose acknowledgement came before we knew that it was delivered: a
/// partner may answer between the delivery and our own note of it.
const NOT_YET_SENT: &str = "";

/// Says whether a document announces goods; every other one we send is the order itself.
pub(super) fn is_notice(kind: &str) -> bool {
    kind == "856"
}

/// An order document or ship notice reached the partner.
pub(crate) fn sent(state: &mut SiteState, sent: &DocumentSent, cause: &Cause) {
    let Some(mut order) = find(state, &sent.order, cause) else {
        return;
    };
    let Some(acknowledgement) = file(&mut order, sent) else {
        return;
    };
    let what = if is_notice(&sent.kind) {
        MilestoneKind::NoticeSent
    } else {
        for line in &mut order.lines {
            line.quantities.sent = line.quantities.released;
        }
        MilestoneKind::Sent
    };
    note(&mut order, what, sent.at, Some(&sent.document), None);
    if what == MilestoneKind::Sent && status(&order) == OrderStatus::Sent {
        wait_for_answer(state, sent, cause);
    }
    if acknowledgement == Acknowledgement::Expected {
        let partner = cause.reference.partner(&sent.partner);
        let hours = partner.map_or(24, |p| p.acknowledgement_hours);
        let deadline = due(state, &order.id, &sent.document);
        state.wait_until(sent.at + TimeDelta::hours(i64::from(hours)), deadline);
    }
    keep(state, order);
}

/// Notes a delivered document at its order and returns how it stands; `None` if it is no news.
fn file(order: &mut Order, sent: &DocumentSent) -> Option<Acknowledgement> {
    let known = order
        .documents
        .iter_mut()
        .find(|d| d.document == sent.document);
    if let Some(known) = known {
        if known.kind != NOT_YET_SENT {
            return None;
        }
        known.kind.clone_from(&sent.kind);
        known.at = sent.at;
        return Some(known.acknowledgement);
    }
    order
        .documents
        .push(out(&sent.document, &sent.kind, sent.at));
    Some(Acknowledgement::Expected)
}

fn out(document: &DocumentId, kind: &str, at: DateTime<Utc>) -> OrderDocument {
    OrderDocument {
        document: document.clone(),
        kind: kind.to_owned(),
        direction: Direction::Out,
        at,
        acknowledgement: Acknowledgement::Expected,
    }
}

/// The partner's software read a document of ours, or did not.
pub(crate) fn acknowledged(state: &mut SiteState, said: &DocumentAcknowledged, cause: &Cause) {
    let Some(mut order) = find(state, &said.order, cause) else {
        return;
    };
    let known = order
        .documents
        .iter()
        .position(|d| d.document == said.document);
    let place = known.unwrap_or_else(|| {
        order
            .documents
            .push(out(&said.document, NOT_YET_SENT, said.at));
        order.documents.len() - 1
    });
    let before = order.documents[place].acknowledgement;
    if before == said.acknowledgement {
        return;
    }
    order.documents[place].acknowledgement = said.acknowledgement;
    let what = match said.acknowledgement {
        Acknowledgement::Rejected => MilestoneKind::DocumentRejected,
        Acknowledgement::Partial => MilestoneKind::DocumentPartial,
        Acknowledgement::Accepted
        | Acknowledgement::None
        | Acknowledgement::Expected
        | Acknowledgement::Overdue => MilestoneKind::DocumentAccepted,
    };
    note(&mut order, what, said.at, Some(&said.by), None);
    settle(state, said, before);
    keep(state, order);
}

/// Raises and closes what people look at when a document is acknowledged.
fn settle(state: &mut SiteState, said: &DocumentAcknowledged, before: Acknowledgement) {
    let subject = said.document.as_str();
    let about = |exception: Exception| Exception {
        order: Some(said.order.clone()),
        document: Some(said.document.clone()),
        ..exception
    };
    if said.acknowledgement == Acknowledgement::Rejected {
        state.alert(about(raised(
            ExceptionKind::DocumentRefused,
            subject,
            said.at,
            "",
        )));
    } else if before == Acknowledgement::Rejected {
        let why = "it was read after all";
        state.alert(about(closed(
            ExceptionKind::DocumentRefused,
            subject,
            said.at,
            why,
        )));
    }
    if before == Acknowledgement::Overdue {
        let kind = ExceptionKind::AcknowledgementOverdue;
        state.alert(about(closed(kind, subject, said.at, "it came")));
        // What was received says so already, but the note that it is overdue may have been
        // written after that.
        state.change(Change::DocumentAcknowledged {
            document: said.document.clone(),
            acknowledgement: said.acknowledgement,
        });
    }
    let gone = due(state, &said.order, &said.document);
    state.change(Change::DeadlineGone(gone));
}

/// The partner's software had its time.
pub(crate) fn overdue(
    state: &mut SiteState,
    order: &OrderId,
    document: &DocumentId,
    cause: &Cause,
) {
    let Some(mut order) = find(state, order, cause) else {
        return;
    };
    let waits = |d: &&mut OrderDocument| {
        d.document == *document && d.acknowledgement == Acknowledgement::Expected
    };
    let Some(entry) = order.documents.iter_mut().find(waits) else {
        return;
    };
    entry.acknowledgement = Acknowledgement::Overdue;
    let kind = entry.kind.clone();
    note(
        &mut order,
        MilestoneKind::AcknowledgementOverdue,
        cause.at,
        Some(document),
        None,
    );
    state.change(Change::DocumentAcknowledged {
        document: document.clone(),
        acknowledgement: Acknowledgement::Overdue,
    });
    let overdue = ExceptionKind::AcknowledgementOverdue;
    state.alert(Exception {
        order: Some(order.id.clone()),
        document: Some(document.clone()),
        ..raised(overdue, document.as_str(), cause.at, kind)
    });
    keep(state, order);
}

fn due(state: &SiteState, order: &OrderId, document: &DocumentId) -> Deadline {
    Deadline::AcknowledgementDue {
        partner: state.partner.clone(),
        site: state.site.clone(),
        order: order.clone(),
        document: document.clone(),
    }
}
