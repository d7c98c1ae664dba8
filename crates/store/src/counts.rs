use crate::{Error, Store};

/// How much of everything there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Interchanges taken in.
    pub interchanges: u64,
    /// Documents received.
    pub documents_received: u64,
    /// Documents written for partners.
    pub documents_written: u64,
    /// Of those, acknowledgements (997, TA1) that reached the partner.
    pub acknowledgements_sent: u64,
    /// Daily facts in the ledger, as they were reported.
    pub activity_rows: u64,
    /// Series with a published forecast.
    pub series_forecast: u64,
    /// Proposals.
    pub proposals: u64,
    /// Orders.
    pub orders: u64,
    /// Of those, sent to the partner.
    pub orders_sent: u64,
    /// Lines of the orders sent.
    pub order_lines: u64,
    /// Exceptions someone has to look at.
    pub exceptions_open: u64,
    /// Events in the log.
    pub events: u64,
    /// Events set aside and not settled.
    pub dead_letters: u64,
}

impl Store {
    /// Counts everything, as of one moment.
    pub async fn counts(&self) -> Result<Counts, Error> {
        let sql = "SELECT
            (SELECT COUNT(*) FROM interchanges),
            (SELECT COUNT(*) FROM documents WHERE direction = 'in'),
            (SELECT COUNT(*) FROM documents WHERE direction = 'out'),
            (SELECT COUNT(*) FROM documents WHERE direction = 'out' AND status = 'delivered'
                AND (kind LIKE '%997%' OR kind LIKE '%999%' OR kind LIKE '%TA1%')),
            (SELECT CAST(COALESCE(SUM(facts), 0) AS BIGINT) FROM blocks),
            (SELECT CAST(COALESCE(SUM(series), 0) AS BIGINT) FROM forecasts),
            (SELECT COUNT(*) FROM proposals),
            (SELECT COUNT(*) FROM orders),
            (SELECT COUNT(*) FROM orders WHERE sent > 0),
            (SELECT CAST(COALESCE(SUM(lines), 0) AS BIGINT) FROM orders WHERE sent > 0),
            (SELECT COUNT(*) FROM exceptions WHERE open = 1),
            (SELECT CAST(COALESCE(SUM(next), 0) AS BIGINT) FROM log_head
                WHERE topic <> 'view changes'),
            (SELECT COUNT(*) FROM dead_letters WHERE state IN ('waiting', 'behind', 'replaying'))";
        let rows = self.rows(sql, []).await?;
        let Some(row) = rows.first() else {
            return Ok(Counts::default());
        };
        Ok(Counts {
            interchanges: row.number(0)?,
            documents_received: row.number(1)?,
            documents_written: row.number(2)?,
            acknowledgements_sent: row.number(3)?,
            activity_rows: row.number(4)?,
            series_forecast: row.number(5)?,
            proposals: row.number(6)?,
            orders: row.number(7)?,
            orders_sent: row.number(8)?,
            order_lines: row.number(9)?,
            exceptions_open: row.number(10)?,
            events: row.number(11)?,
            dead_letters: row.number(12)?,
        })
    }
}
