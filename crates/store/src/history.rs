use model::block::Block;
use model::forecast::SiteForecast;
use model::{PartnerId, SiteId};

use crate::apply::Statement;
use crate::{Error, Store, block, codec};

impl Store {
    /// Returns the blocks of a site from one period to another, both included, in order.
    pub async fn blocks(
        &self,
        partner: &PartnerId,
        site: &SiteId,
        from_period: i32,
        to_period: i32,
    ) -> Result<Vec<Block>, Error> {
        let sql = "SELECT period, version, body FROM blocks
            WHERE partner = $1 AND site = $2 AND period BETWEEN $3 AND $4 ORDER BY period";
        let place = [partner.as_str().into(), site.as_str().into()];
        let values = [place, [from_period.into(), to_period.into()]].concat();
        let mut blocks = Vec::new();
        for row in self.rows(sql, values).await? {
            let (period, version, body) = (row.number(0)?, row.number(1)?, row.blob(2)?);
            blocks.push(block::decode(
                partner.clone(),
                site.clone(),
                period,
                version,
                &body,
            )?);
        }
        Ok(blocks)
    }

    /// Returns the published forecasts of a site.
    pub async fn forecast(
        &self,
        partner: &PartnerId,
        site: &SiteId,
    ) -> Result<Option<SiteForecast>, Error> {
        let sql = "SELECT body FROM forecasts WHERE partner = $1 AND site = $2";
        let rows = self
            .rows(sql, [partner.as_str().into(), site.as_str().into()])
            .await?;
        rows.first().map(|row| row.body("forecast", 0)).transpose()
    }
}

pub(crate) fn block_written(block: &Block) -> Result<Statement, Error> {
    let sql = "INSERT INTO blocks (partner, site, period, version, facts, body)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (partner, site, period) DO UPDATE SET
            version = EXCLUDED.version, facts = EXCLUDED.facts, body = EXCLUDED.body";
    let values = [
        block.partner.as_str().into(),
        block.site.as_str().into(),
        block.period.into(),
        block.version.into(),
        block::facts(block).into(),
        block::encode(block)?.into(),
    ];
    Ok(Statement::new(sql, values))
}

pub(crate) fn forecast_written(forecast: &SiteForecast) -> Result<Statement, Error> {
    let sql = "INSERT INTO forecasts (partner, site, series, body) VALUES ($1, $2, $3, $4)
        ON CONFLICT (partner, site) DO UPDATE SET
            series = EXCLUDED.series, body = EXCLUDED.body";
    let series = u32::try_from(forecast.items.len());
    let values = [
        forecast.partner.as_str().into(),
        forecast.site.as_str().into(),
        series
            .map_err(|_| Error::Unstorable("a forecast of so many items".to_owned()))?
            .into(),
        codec::seal_json("forecast", forecast)?.into(),
    ];
    Ok(Statement::new(sql, values))
}
