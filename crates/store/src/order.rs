use model::order::{HoldReason, Order, OrderStatus, Quantities};
use model::scope::Scope;
use model::{DateTime, NaiveDate, OrderId, PartnerId, PoNumber, Quantity, SiteId, Utc};

use crate::apply::Statement;
use crate::sql::{Query, Row};
use crate::{Error, Store, codec};

/// Rows of a list, where the caller names no number.
pub(crate) const LIST: u32 = 500;

/// Which orders to list. Empty means all in scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderFilter {
    /// Of this partner.
    pub partner: Option<PartnerId>,
    /// To this site.
    pub site: Option<SiteId>,
    /// With this status.
    pub status: Option<OrderStatus>,
    /// Neither received in full nor cancelled.
    pub open_only: bool,
    /// Whose id or PO number starts with this text.
    pub text: Option<String>,
    /// At most so many; 0 is 500.
    pub limit: u32,
}

/// An order as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderSummary {
    /// Its id.
    pub id: OrderId,
    /// For whom.
    pub partner: PartnerId,
    /// Where to.
    pub ship_to: SiteId,
    /// The retailer's number.
    pub po_number: Option<PoNumber>,
    /// The day the goods should arrive.
    pub need_date: NaiveDate,
    /// When it was released.
    pub released_at: DateTime<Utc>,
    /// Where it stands.
    pub status: OrderStatus,
    /// Why it cannot be sent.
    pub held: Option<HoldReason>,
    /// How many lines.
    pub lines: u32,
    /// Eaches ordered, all lines.
    pub released: Quantity,
    /// Eaches an order document carried to the partner.
    pub sent: Quantity,
    /// Eaches accepted.
    pub accepted: Quantity,
    /// Eaches shipped.
    pub shipped: Quantity,
    /// Eaches received.
    pub received: Quantity,
    /// Eaches cancelled.
    pub cancelled: Quantity,
    /// Rises with every change.
    pub version: u64,
}

impl Store {
    /// Lists orders, the latest released first.
    pub async fn orders(
        &self,
        scope: &Scope,
        filter: &OrderFilter,
    ) -> Result<Vec<OrderSummary>, Error> {
        let mut query = Query::new(
            "SELECT id, partner, site, po_number, need_day, released_at, status, held, lines,
                released, sent, accepted, shipped, received, cancelled, version
            FROM orders WHERE ",
        );
        query.in_scope(scope, false);
        if let Some(partner) = &filter.partner {
            query.push(" AND partner = ").bind(partner.as_str());
        }
        if let Some(site) = &filter.site {
            query.push(" AND site = ").bind(site.as_str());
        }
        if let Some(status) = filter.status {
            query.push(" AND status = ").bind(status.name());
        }
        if filter.open_only {
            query.push(" AND status NOT IN ('received', 'cancelled')");
        }
        if let Some(text) = filter.text.as_deref().filter(|text| !text.is_empty()) {
            // A range, not LIKE: it uses the index, and '%' in what a person typed is itself.
            let after = format!("{text}{}", char::MAX);
            query
                .push(" AND (id BETWEEN ")
                .bind(text)
                .push(" AND ")
                .bind(after.as_str());
            query
                .push(" OR po_number BETWEEN ")
                .bind(text)
                .push(" AND ")
                .bind(after);
            query.push(")");
        }
        let limit = if filter.limit == 0 {
            LIST
        } else {
            filter.limit
        };
        query
            .push(" ORDER BY released_at DESC, id DESC LIMIT ")
            .bind(limit);
        self.query(query).await?.iter().map(summary).collect()
    }

    /// Finds an order in scope.
    pub async fn order(&self, scope: &Scope, id: &OrderId) -> Result<Option<Order>, Error> {
        let mut query = Query::new("SELECT body FROM orders WHERE id = ");
        query.bind(id.as_str()).push(" AND ").in_scope(scope, false);
        self.query(query).await?.first().map(order).transpose()
    }

    /// Returns the orders of a ship-to of which something may still come, oldest first.
    pub async fn open_orders(
        &self,
        partner: &PartnerId,
        site: &SiteId,
    ) -> Result<Vec<Order>, Error> {
        let sql = "SELECT body FROM orders
            WHERE partner = $1 AND site = $2 AND status NOT IN ('received', 'cancelled')
            ORDER BY released_at, id";
        let rows = self
            .rows(sql, [partner.as_str().into(), site.as_str().into()])
            .await?;
        rows.iter().map(order).collect()
    }

    /// Returns the orders of a ship-to needed on a day or later, oldest first.
    pub async fn orders_of(
        &self,
        partner: &PartnerId,
        site: &SiteId,
        from: NaiveDate,
    ) -> Result<Vec<Order>, Error> {
        let sql = "SELECT body FROM orders
            WHERE partner = $1 AND site = $2 AND need_day >= $3 ORDER BY released_at, id";
        let values = [partner.as_str().into(), site.as_str().into(), from.into()];
        self.rows(sql, values).await?.iter().map(order).collect()
    }
}

pub(crate) fn written(order: &Order) -> Result<Statement, Error> {
    let sql = "INSERT INTO orders
            (id, partner, site, po_number, need_day, released_at, status, held, lines,
            released, sent, accepted, shipped, received, cancelled, version, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT (id) DO UPDATE SET
            partner = EXCLUDED.partner, site = EXCLUDED.site, po_number = EXCLUDED.po_number,
            need_day = EXCLUDED.need_day, released_at = EXCLUDED.released_at,
            status = EXCLUDED.status, held = EXCLUDED.held, lines = EXCLUDED.lines,
            released = EXCLUDED.released, sent = EXCLUDED.sent, accepted = EXCLUDED.accepted,
            shipped = EXCLUDED.shipped, received = EXCLUDED.received,
            cancelled = EXCLUDED.cancelled, version = EXCLUDED.version, body = EXCLUDED.body";
    let sum = |of: fn(&Quantities) -> Quantity| {
        order
            .lines
            .iter()
            .map(|line| of(&line.quantities))
            .sum::<Quantity>()
            .scaled()
    };
    let number = |n: u64| i64::try_from(n).map_err(|_| Error::Unstorable(format!("version {n}")));
    let values = [
        order.id.as_str().into(),
        order.partner.as_str().into(),
        order.ship_to.as_str().into(),
        order.po_number.as_ref().map(PoNumber::as_str).into(),
        order.need_date.into(),
        order.released_at.into(),
        order.status.name().into(),
        order.held.is_some().into(),
        number(order.lines.len() as u64)?.into(),
        sum(|q| q.released).into(),
        sum(|q| q.sent).into(),
        sum(|q| q.accepted).into(),
        sum(|q| q.shipped).into(),
        sum(|q| q.received).into(),
        sum(|q| q.cancelled).into(),
        number(order.version)?.into(),
        codec::seal_json("order", order)?.into(),
    ];
    Ok(Statement::new(sql, values))
}

fn order(row: &Row) -> Result<Order, Error> {
    row.body("order", 0)
}

fn summary(row: &Row) -> Result<OrderSummary, Error> {
    let quantity = |column| row.int(column).map(Quantity::from_scaled);
    let status = row.text(6)?;
    let known = OrderStatus::ALL.into_iter().find(|s| s.name() == status);
    let po_number = row.text_or_null(3)?.map(PoNumber::try_from).transpose();
    Ok(OrderSummary {
        id: row.id(0)?,
        partner: row.id(1)?,
        ship_to: row.id(2)?,
        po_number: po_number.map_err(|e| Error::Corrupt(e.to_string()))?,
        need_date: row.day(4)?,
        released_at: row.time(5)?,
        status: known.ok_or_else(|| Error::Corrupt(format!("order status {status:?}")))?,
        held: (row.int(7)? != 0).then_some(HoldReason::NoPoNumber),
        lines: row.number(8)?,
        released: quantity(9)?,
        sent: quantity(10)?,
        accepted: quantity(11)?,
        shipped: quantity(12)?,
        received: quantity(13)?,
        cancelled: quantity(14)?,
        version: row.number(15)?,
    })
}
