//! How long documents and orders take on their way, by the time of the business.
//!
//! Recorded only after what is measured was committed: a step that is tried again counts once.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use metrics::{counter, histogram};
use model::DocumentId;
use model::commit::{Change, FactBody, Outcome};
use model::document::{Document, DocumentStatus};
use model::event::{DocumentSent, SiteFact};
use model::order::{Acknowledgement, Direction, Order};
use model::proposal::StepKind;
use model::scope::Scope;

use crate::hub::Hub;

/// What is to be recorded of a document that was read, once that is committed.
#[derive(Debug)]
pub(crate) struct Received {
    status: DocumentStatus,
    kept_at: DateTime<Utc>,
    /// How long each order document had waited that it acknowledges.
    acknowledged: Vec<TimeDelta>,
}

impl Received {
    /// Gathers what is to be recorded; `None` where no document was read.
    pub(crate) async fn of(hub: &Hub, outcome: &Outcome) -> Result<Option<Self>> {
        let Some(read) = document_in(outcome) else {
            return Ok(None);
        };
        let mut acknowledged = Vec::new();
        for fact in &outcome.events {
            let FactBody::Site(SiteFact::DocumentAcknowledged(said)) = &fact.body else {
                continue;
            };
            let ours = find(hub, &said.document).await?;
            acknowledged.extend(ours.filter(waits).map(|ours| said.at - ours.at));
        }
        Ok(Some(Self {
            status: read.status,
            kept_at: read.at,
            acknowledged,
        }))
    }

    /// Records it.
    pub(crate) fn record(self, now: DateTime<Utc>) {
        count_received(self.status);
        histogram!("stockbridge_inbound_to_decoded_seconds").record(seconds(now - self.kept_at));
        for waited in self.acknowledged {
            histogram!("stockbridge_order_to_acknowledgement_seconds").record(seconds(waited));
        }
    }
}

/// Returns the received document that a step settles, where it settles one.
pub(crate) fn document_in(outcome: &Outcome) -> Option<&Document> {
    let mut changes = outcome.changes.iter().rev();
    changes.find_map(|change| match change {
        Change::DocumentRead(document) => Some(document),
        Change::Document { document, .. } if document.direction == Direction::In => Some(document),
        _ => None,
    })
}

/// Counts a document that was received.
pub(crate) fn count_received(status: DocumentStatus) {
    counter!("stockbridge_documents_received_total", "outcome" => status.name()).increment(1);
}

/// Says whether a document of ours is an order that nothing was said of yet.
fn waits(document: &Document) -> bool {
    let expected = [Acknowledgement::Expected, Acknowledgement::Overdue];
    is_order(&document.kind) && expected.contains(&document.acknowledgement)
}

fn is_order(kind: &str) -> bool {
    matches!(kind, "850" | "855")
}

/// Records what was delivered. That something could not be measured is no reason to stop.
pub(crate) async fn delivered(hub: &Hub, outcome: &Outcome) {
    for fact in &outcome.events {
        if let FactBody::Site(SiteFact::DocumentSent(sent)) = &fact.body
            && is_order(&sent.kind)
            && let Err(error) = order_delivered(hub, sent).await
        {
            tracing::debug!(order.number = %sent.order, %error, "cannot measure a delivery");
        }
    }
}

async fn order_delivered(hub: &Hub, sent: &DocumentSent) -> Result<()> {
    let Some(order) = hub.store.order(&Scope::default(), &sent.order).await? else {
        return Ok(());
    };
    histogram!("stockbridge_order_release_to_delivered_seconds")
        .record(seconds(sent.at - order.released_at));
    let mut newest = None;
    for report in reports(&order) {
        newest = newest.max(find(hub, &report).await?.map(|document| document.at));
    }
    if let Some(newest) = newest {
        histogram!("stockbridge_inbound_to_order_seconds").record(seconds(sent.at - newest));
    }
    Ok(())
}

/// Returns the documents that counted the stock an order was computed from.
fn reports(order: &Order) -> BTreeSet<DocumentId> {
    let steps = order.lines.iter().flat_map(|line| &line.derivation.steps);
    let counted = steps.filter(|step| step.what == StepKind::OnHand);
    let sources = counted.filter_map(|step| step.source.as_deref());
    let names = sources.flat_map(|source| source.split(", "));
    names
        .filter_map(|name| DocumentId::new(name).ok())
        .collect()
}

async fn find(hub: &Hub, id: &DocumentId) -> Result<Option<Document>> {
    Ok(hub.store.document(&Scope::default(), true, id).await?)
}

fn seconds(time: TimeDelta) -> f64 {
    time.as_seconds_f64().max(0.0)
}
