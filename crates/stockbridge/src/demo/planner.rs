//! The simulator of An'an's planner: approves what waits, over the REST API.

use anyhow::Result;
use chrono::{Days, NaiveDate};
use model::proposal::{ProposalKey, ProposalStatus};
use serde::Deserialize;
use serde_json::json;

use super::world::Api;

/// A proposal as the hub lists it; the rest of it is for people.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Listed {
    /// Its key.
    pub(crate) key: ProposalKey,
    /// The day it was planned for.
    pub(crate) as_of: NaiveDate,
    /// Where it stands.
    pub(crate) status: ProposalStatus,
    /// What the planner looked at.
    pub(crate) version: u64,
}

#[derive(Debug, Deserialize)]
struct List {
    proposals: Vec<Listed>,
}

/// The simulator. It remembers nothing: the hub knows what was decided.
#[derive(Debug)]
pub(crate) struct Planner {
    api: Api,
    patience_days: u64,
}

impl Planner {
    /// Takes a seat. What was planned `patience_days` ago or before, and waits, is approved.
    pub(crate) fn new(api: Api, patience_days: u64) -> Self {
        Self { api, patience_days }
    }

    /// Approves what waited long enough on a day, and returns it.
    pub(crate) async fn look(&self, day: NaiveDate) -> Result<Vec<Listed>> {
        let List { proposals } = self.api.get("/api/v1/proposals").await?;
        let mut due: Vec<Listed> = proposals
            .into_iter()
            .filter(|proposal| self.is_due(proposal, day))
            .collect();
        due.sort_by(|one, other| one.key.cmp(&other.key));
        let mut approved = Vec::new();
        for proposal in due {
            let ProposalKey {
                agreement,
                partner,
                ship_to,
                need_date,
            } = &proposal.key;
            let body = json!({
                "agreement": agreement, "partner": partner, "ship_to": ship_to,
                "need_date": need_date, "version": proposal.version, "decision": "approve",
            });
            let once = format!(
                "approve-{agreement}-{ship_to}-{need_date}-{}",
                proposal.version
            );
            // One that was planned again meanwhile is looked at next time.
            if self.api.post("/api/v1/decisions", &once, &body).await? {
                approved.push(proposal);
            }
        }
        Ok(approved)
    }

    fn is_due(&self, proposal: &Listed, day: NaiveDate) -> bool {
        matches!(proposal.status, ProposalStatus::Waiting { .. })
            && proposal.as_of + Days::new(self.patience_days) <= day
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::world;

    #[test]
    fn approves_only_what_waited_long_enough() {
        let planner = Planner::new(Api::new("http://127.0.0.1:1", "key").unwrap(), 1);
        let key = json!({
            "agreement": "AG-WOMART-1", "partner": "WOMART", "ship_to": "DC01",
            "need_date": "2024-05-25",
        });
        let reason = json!({ "kind": "units", "units": "9000", "limit": "8500" });
        let waiting = json!({ "status": "waiting", "reason": reason });
        let open = json!({ "status": "open" });
        for (status, day, due) in [
            (&waiting, 56, false),
            (&waiting, 57, true),
            (&open, 60, false),
        ] {
            let listed = json!({
                "key": key, "as_of": world::day(56), "status": status, "version": 2,
            });
            let listed: Listed = serde_json::from_value(listed).unwrap();
            assert_eq!(
                planner.is_due(&listed, world::day(day)),
                due,
                "{status} {day}"
            );
        }
    }
}
