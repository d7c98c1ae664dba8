//! Brings finished documents to their partners.

use anyhow::Result;
use bus::{Consumer, topics};
use model::EventId;
use model::commit::{Change, Fact, FactBody, Outcome};
use model::document::{Document, DocumentStatus};
use model::event::{DocumentSent, Outbound, SiteFact};
use model::exception::{Exception, ExceptionKind};
use model::order::Direction;
use transport::Outbox;

use crate::hub::Hub;
use crate::telemetry;

const AT_ONCE: u32 = 500;

/// Delivers every document that is written and not yet at its partner, for the partners whose
/// partition this process holds. Two processes that both think so write the same file.
pub(crate) async fn ready(hub: &Hub, consumer: &Consumer<Outbound>) -> Result<()> {
    loop {
        let mut waiting = hub
            .store
            .documents_with_status(Direction::Out, DocumentStatus::Ready, AT_ONCE)
            .await?;
        waiting.retain(|document| is_ours(document, consumer));
        if waiting.is_empty() {
            return Ok(());
        }
        // Noted together, so that many files share a flush.
        let mut outcome = Outcome::default();
        for document in waiting {
            outcome.extend(deliver(hub, document).await?);
        }
        bus::publish(&hub.store, outcome.clone()).await?;
        telemetry::delivered(hub, &outcome).await;
    }
}

fn is_ours(document: &Document, consumer: &Consumer<Outbound>) -> bool {
    // One for nobody lies with whoever looks after the first partition.
    let partner = document.partner.as_ref();
    consumer.holds(partner.map_or(0, |partner| topics::partition(partner.as_str())))
}

/// Puts a document into its partner's mailbox and returns what is to be noted of it.
async fn deliver(hub: &Hub, document: Document) -> Result<Outcome> {
    let Some(partner) = document.partner.clone() else {
        return Ok(quarantine(hub, document));
    };
    let bytes = hub.store.document_bytes(&document.id).await?;
    let outbox = Outbox::open(&hub.mail.join(partner.as_str()).join("out"))?;
    outbox.put(&document.name, &bytes)?;
    let at = hub.time.now();
    tracing::info!(document.id = %document.id, partner.id = %partner, kind = document.kind, "delivered");
    let mut outcome = Outcome::default();
    if let (Some(site), Some(order)) = (document.site.clone(), document.order.clone()) {
        let sent = DocumentSent {
            partner,
            site,
            order,
            document: document.id.clone(),
            kind: document.kind.clone(),
            at,
        };
        outcome.events.push(Fact {
            id: EventId::new(format!("sent:{}", document.id))?,
            at,
            trace: None,
            body: FactBody::Site(SiteFact::DocumentSent(sent)),
        });
    }
    let document = Document {
        status: DocumentStatus::Delivered,
        ..document
    };
    outcome.changes.push(Change::Document {
        document,
        bytes: None,
    });
    Ok(outcome)
}

/// A document for nobody cannot go anywhere; a person looks at it.
fn quarantine(hub: &Hub, document: Document) -> Outcome {
    let why = "it has no partner to go to";
    let kind = ExceptionKind::DocumentQuarantined;
    let found = ledger::raised(kind, document.id.as_str(), hub.time.now(), why);
    let found = Exception {
        document: Some(document.id.clone()),
        ..found
    };
    let document = Document {
        status: DocumentStatus::Quarantined,
        ..document
    };
    let changes = vec![
        Change::Exception(found),
        Change::Document {
            document,
            bytes: None,
        },
    ];
    Outcome {
        changes,
        events: Vec::new(),
    }
}
