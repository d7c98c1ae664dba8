//! A partner's acknowledgement finds the documents it is about.

use anyhow::Result;
use edi::Interchange;
use formats::x12_997;
use model::DocumentId;
use model::commit::{Change, FactBody};
use model::event::{DocumentAcknowledged, SiteFact};
use model::exception::ExceptionKind;
use model::order::Acknowledgement;
use model::partner::Partner;
use model::scope::Scope;

use super::decode::Reading;

impl Reading<'_> {
    pub(crate) async fn acknowledged(
        &mut self,
        partner: &Partner,
        group: &x12_997::Group,
    ) -> Result<()> {
        let sent = self.sent(partner, &group.control_number).await?;
        if sent.is_empty() {
            let detail = format!(
                "acknowledges group {}, which we never sent",
                group.control_number
            );
            self.raise(ExceptionKind::OrderMismatch, &detail);
        }
        for (message, document) in sent {
            self.settle(&document, group.of(&message)).await?;
        }
        Ok(())
    }

    /// A TA1 that refuses an interchange refuses what was in it; one that accepts it says nothing
    /// of the messages, which the 997 is for.
    pub(crate) async fn interchange_acknowledgements(
        &mut self,
        partner: &Partner,
        interchange: &Interchange,
    ) -> Result<()> {
        for said in interchange
            .acknowledgements
            .iter()
            .filter(|a| a.status == "R")
        {
            for (_, document) in self.sent(partner, &said.control_number).await? {
                self.settle(&document, Acknowledgement::Rejected).await?;
            }
        }
        Ok(())
    }

    async fn sent(&self, partner: &Partner, control: &str) -> Result<Vec<(String, DocumentId)>> {
        // Interchange and group carry the same number; zeros in front may come or go on the way.
        let number = control.trim_start_matches('0');
        Ok(self.hub.store.sent_messages(&partner.id, number).await?)
    }

    async fn settle(&mut self, id: &DocumentId, said: Acknowledgement) -> Result<()> {
        let Some(document) = self.hub.store.document(&Scope::default(), true, id).await? else {
            return Ok(());
        };
        self.outcome.changes.push(Change::DocumentAcknowledged {
            document: id.clone(),
            acknowledgement: said,
        });
        let (Some(partner), Some(site), Some(order)) =
            (document.partner, document.site, document.order)
        else {
            return Ok(());
        };
        self.document.order = Some(order.clone());
        self.document.site = Some(site.clone());
        let fact = DocumentAcknowledged {
            partner,
            site,
            order,
            document: id.clone(),
            by: self.document.id.clone(),
            acknowledgement: said,
            at: self.document.at,
        };
        self.emit(FactBody::Site(SiteFact::DocumentAcknowledged(fact)));
        Ok(())
    }
}
