use model::exception::Exception;
use model::scope::Scope;
use model::{PartnerId, SiteId};

use crate::apply::Statement;
use crate::sql::{Query, Row};
use crate::{Error, Store, codec};

impl Store {
    /// Lists exceptions in scope, newest first; with `all` also those of no partner.
    pub async fn exceptions(
        &self,
        scope: &Scope,
        all: bool,
        open_only: bool,
    ) -> Result<Vec<Exception>, Error> {
        let mut query = Query::new("SELECT body FROM exceptions WHERE ");
        query.in_scope(scope, all);
        if open_only {
            query.push(" AND open = 1");
        }
        query.push(" ORDER BY at DESC, id");
        self.query(query).await?.iter().map(exception).collect()
    }

    /// Finds an exception by its id, in order to close it.
    pub async fn exception(&self, id: &str) -> Result<Option<Exception>, Error> {
        let rows = self
            .rows("SELECT body FROM exceptions WHERE id = $1", [id.into()])
            .await?;
        rows.first().map(exception).transpose()
    }
}

pub(crate) fn written(exception: &Exception) -> Result<Statement, Error> {
    let sql = "INSERT INTO exceptions (id, partner, site, at, open, body)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO UPDATE SET
            partner = EXCLUDED.partner, site = EXCLUDED.site, at = EXCLUDED.at,
            open = EXCLUDED.open, body = EXCLUDED.body";
    let values = [
        exception.id.as_str().into(),
        exception.partner.as_ref().map(PartnerId::as_str).into(),
        exception.site.as_ref().map(SiteId::as_str).into(),
        exception.at.into(),
        exception.open.into(),
        codec::seal_json("exception", exception)?.into(),
    ];
    Ok(Statement::new(sql, values))
}

fn exception(row: &Row) -> Result<Exception, Error> {
    row.body("exception", 0)
}
