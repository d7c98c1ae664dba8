use std::collections::BTreeSet;

use model::commit::Change;
use model::document::Document;

use crate::{Error, Store};

/// What open pages may show and a step changed.
#[derive(Debug, Default)]
pub(crate) struct Views(BTreeSet<String>);

impl Views {
    pub(crate) fn note(&mut self, change: &Change) {
        match change {
            Change::Order(order) => {
                self.0.insert("orders".to_owned());
                self.0.insert(format!("order:{}", order.id));
            }
            Change::Proposal(_) | Change::ProposalGone(_) => {
                self.0.insert("proposals".to_owned());
            }
            Change::Exception(_) => {
                self.0.insert("exceptions".to_owned());
            }
            Change::Document {
                document: Document { id, .. },
                ..
            }
            | Change::DocumentKept {
                document: Document { id, .. },
                ..
            }
            | Change::DocumentRead(Document { id, .. })
            | Change::DocumentAcknowledged { document: id, .. } => {
                self.0.insert(format!("document:{id}"));
            }
            Change::Block(_)
            | Change::Forecast(_)
            | Change::PoPool(_)
            | Change::DeadlineSet { .. }
            | Change::DeadlineGone(_)
            | Change::TimeKnown { .. }
            | Change::Cut(_)
            | Change::Interchange(..)
            | Change::InterchangeReplaced(..)
            | Change::ControlNumber { .. }
            | Change::SentMessage { .. }
            | Change::Answered { .. } => {}
        }
    }

    pub(crate) fn entities(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl Store {
    /// Returns the changes of an entity after one, oldest first. Entities are "order:ID",
    /// "orders", "proposals", "exceptions" and "document:ID".
    pub async fn view_changes_after(
        &self,
        entity: &str,
        after: i64,
        limit: u32,
    ) -> Result<Vec<i64>, Error> {
        let sql = "SELECT id FROM view_changes WHERE entity = $1 AND id > $2 ORDER BY id LIMIT $3";
        let rows = self
            .rows(sql, [entity.into(), after.into(), limit.into()])
            .await?;
        rows.iter().map(|row| row.int(0)).collect()
    }

    /// Returns the latest change of anything; 0 where there is none.
    pub async fn latest_view_change(&self) -> Result<i64, Error> {
        let rows = self
            .rows("SELECT COALESCE(MAX(id), 0) FROM view_changes", [])
            .await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }
}
