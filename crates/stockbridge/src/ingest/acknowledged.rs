//! A partner's acknowledgement finds the documents it is about.

use anyhow::Result;
use edi::Interchange;
use formats::advice::Taken;
use formats::{x12_824, x12_997};
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

    /// What a partner says of the content of a document of ours (824): a refusal is for a person,
    /// since nothing says what should become of the order.
    pub(crate) async fn judged(
        &mut self,
        partner: &Partner,
        judged: &x12_824::Judged,
    ) -> Result<()> {
        if judged.taken == Taken::InFull {
            return Ok(());
        }
        let sent = self.sent(partner, &judged.group).await?;
        let of_it = |(message, _): &&(String, DocumentId)| {
            judged.message.is_empty() || *message == judged.message
        };
        for (_, document) in sent.iter().filter(of_it) {
            let known = self
                .hub
                .store
                .document(&Scope::default(), true, document)
                .await?;
            if let Some(known) = known {
                self.document.order = known.order.or(self.document.order.take());
                self.document.site = known.site.or(self.document.site.take());
            }
        }
        let named = match sent.iter().find(of_it) {
            Some((_, document)) => format!("document {document}"),
            None => format!("{} {}", judged.kind, judged.reference)
                .trim()
                .to_owned(),
        };
        let why: Vec<&str> = judged.reasons.iter().map(|why| why.text.as_str()).collect();
        let detail = match why.is_empty() {
            true => format!("{named}: refused by 824 ({}), no reason given", judged.code),
            false => format!(
                "{named}: refused by 824 ({}): {}",
                judged.code,
                why.join("; ")
            ),
        };
        self.raise(ExceptionKind::DocumentRefused, &detail);
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
