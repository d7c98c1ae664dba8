//! A partner's word about one of our orders becomes an event of that order's site.

use anyhow::Result;
use formats::{Decode, OrderReference, x12_850, x12_861};
use model::commit::FactBody;
use model::event::SiteFact;
use model::exception::ExceptionKind;
use model::order::Order;
use model::partner::Partner;
use model::scope::Scope;
use store::OrderFilter;

use super::decode::Reading;

impl Reading<'_> {
    pub(crate) async fn confirmed(
        &mut self,
        said: x12_850::Confirmation,
        context: &Decode<'_>,
    ) -> Result<()> {
        let Some(order) = self.order(context.partner, &said.order).await? else {
            return Ok(());
        };
        let accepted = said.accepted(&order, context);
        self.emit(FactBody::Site(SiteFact::OrderAccepted(accepted)));
        Ok(())
    }

    pub(crate) async fn counted_in(
        &mut self,
        said: x12_861::Receipt,
        context: &Decode<'_>,
    ) -> Result<()> {
        let Some(order) = self.order(context.partner, &said.order).await? else {
            return Ok(());
        };
        let received = said.reported(&order, context);
        self.emit(FactBody::Site(SiteFact::ReceiptReported(received)));
        Ok(())
    }

    /// Finds the order a message means, among those of its sender only.
    async fn order(
        &mut self,
        partner: &Partner,
        reference: &OrderReference,
    ) -> Result<Option<Order>> {
        let scope = Scope {
            partners: Some(vec![partner.id.clone()]),
            sites: None,
        };
        let store = &self.hub.store;
        let mut found = None;
        if let Some(id) = &reference.order_id {
            found = store.order(&scope, id).await?;
        }
        if let (None, Some(po_number)) = (&found, &reference.po_number) {
            let text = Some(po_number.as_str().to_owned());
            let listed = store
                .orders(
                    &scope,
                    &OrderFilter {
                        text,
                        ..OrderFilter::default()
                    },
                )
                .await?;
            let same = listed
                .into_iter()
                .find(|o| o.po_number.as_ref() == Some(po_number));
            if let Some(same) = same {
                found = store.order(&scope, &same.id).await?;
            }
        }
        match &found {
            Some(order) => {
                self.document.order = Some(order.id.clone());
                self.document.site = Some(order.ship_to.clone());
            }
            None => {
                let po = reference
                    .po_number
                    .as_ref()
                    .map_or("no PO number", |n| n.as_str());
                let id = reference
                    .order_id
                    .as_ref()
                    .map_or("no order id", |n| n.as_str());
                let detail = format!("names an order we do not know ({po}, {id})");
                self.raise(ExceptionKind::OrderMismatch, &detail);
            }
        }
        Ok(found)
    }
}
