use model::activity::PoPool;
use model::{PartnerId, SiteId};

use crate::apply::Statement;
use crate::{Error, Store, codec};

impl Store {
    /// Returns the pool of PO numbers of a ship-to.
    pub async fn po_pool(
        &self,
        partner: &PartnerId,
        site: &SiteId,
    ) -> Result<Option<PoPool>, Error> {
        let sql = "SELECT body FROM po_pools WHERE partner = $1 AND site = $2";
        let rows = self
            .rows(sql, [partner.as_str().into(), site.as_str().into()])
            .await?;
        rows.first().map(|row| row.body("PO pool", 0)).transpose()
    }
}

pub(crate) fn written(pool: &PoPool) -> Result<Statement, Error> {
    let sql = "INSERT INTO po_pools (partner, site, body) VALUES ($1, $2, $3)
        ON CONFLICT (partner, site) DO UPDATE SET body = EXCLUDED.body";
    let body = codec::seal_json("PO pool", pool)?;
    let values = [
        pool.partner.as_str().into(),
        pool.site.as_str().into(),
        body.into(),
    ];
    Ok(Statement::new(sql, values))
}
