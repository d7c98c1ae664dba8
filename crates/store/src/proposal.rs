use model::proposal::{Proposal, ProposalKey};
use model::scope::Scope;
use model::{PartnerId, SiteId};

use crate::apply::Statement;
use crate::sql::{Query, Row, Value};
use crate::{Error, Store, codec};

impl Store {
    /// Lists proposals in scope, the earliest needed first.
    pub async fn proposals(&self, scope: &Scope) -> Result<Vec<Proposal>, Error> {
        let mut query = Query::new("SELECT body FROM proposals WHERE ");
        query
            .in_scope(scope, false)
            .push(" ORDER BY need_day, partner, site, agreement");
        self.query(query).await?.iter().map(proposal).collect()
    }

    /// Returns the proposals of a ship-to, the earliest needed first.
    pub async fn proposals_of(
        &self,
        partner: &PartnerId,
        site: &SiteId,
    ) -> Result<Vec<Proposal>, Error> {
        let sql = "SELECT body FROM proposals
            WHERE partner = $1 AND site = $2 ORDER BY need_day, agreement";
        let rows = self
            .rows(sql, [partner.as_str().into(), site.as_str().into()])
            .await?;
        rows.iter().map(proposal).collect()
    }

    /// Finds a proposal in scope.
    pub async fn proposal(
        &self,
        scope: &Scope,
        key: &ProposalKey,
    ) -> Result<Option<Proposal>, Error> {
        let mut query = Query::new("SELECT body FROM proposals WHERE agreement = ");
        query
            .bind(key.agreement.as_str())
            .push(" AND partner = ")
            .bind(key.partner.as_str());
        query.push(" AND site = ").bind(key.ship_to.as_str());
        query.push(" AND need_day = ").bind(key.need_date);
        query.push(" AND ").in_scope(scope, false);
        self.query(query).await?.first().map(proposal).transpose()
    }
}

pub(crate) fn written(proposal: &Proposal) -> Result<Statement, Error> {
    let sql = "INSERT INTO proposals (agreement, partner, site, need_day, body)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (agreement, partner, site, need_day) DO UPDATE SET body = EXCLUDED.body";
    let mut values = place(&proposal.key).to_vec();
    values.push(codec::seal_json("proposal", proposal)?.into());
    Ok(Statement::new(sql, values))
}

pub(crate) fn gone(key: &ProposalKey) -> Statement {
    let sql = "DELETE FROM proposals
        WHERE agreement = $1 AND partner = $2 AND site = $3 AND need_day = $4";
    Statement::new(sql, place(key))
}

fn place(key: &ProposalKey) -> [Value; 4] {
    let ProposalKey {
        agreement,
        partner,
        ship_to,
        need_date,
    } = key;
    [
        agreement.as_str().into(),
        partner.as_str().into(),
        ship_to.as_str().into(),
        (*need_date).into(),
    ]
}

fn proposal(row: &Row) -> Result<Proposal, Error> {
    row.body("proposal", 0)
}
