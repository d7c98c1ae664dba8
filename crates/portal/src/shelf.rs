//! What a site holds and expects, as the ledger judges it.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use ledger::SiteState;
use model::activity::Measure;
use model::block::period_of;
use model::forecast::{ItemForecast, SiteForecast};
use model::position::Position;
use model::site::{Site, SiteKind};
use model::{Gtin, Quantity};

use crate::app::App;
use crate::fault::Fault;

/// What a site holds and expects.
pub(crate) struct Shelf {
    state: SiteState,
    forecast: Option<SiteForecast>,
    today: NaiveDate,
    kind: SiteKind,
}

/// How long the stock on hand lasts by the forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cover {
    Days(usize),
    /// Longer than the forecast reaches.
    Beyond(usize),
}

impl Shelf {
    /// Reads what was reported of a site from a day on; orders and forecasts are left out.
    pub(crate) async fn counted(app: &App, site: &Site, from: NaiveDate) -> Result<Self, Fault> {
        let today = app.today();
        let (first, last) = (period_of(from), period_of(today));
        let blocks = app
            .state
            .store
            .blocks(&site.partner, &site.id, first, last)
            .await?;
        let mut state = SiteState::new(site.partner.clone(), site.id.clone());
        let profile = app.state.reference.partner(&site.partner);
        state.receipts_inside_stock = profile.is_none_or(|p| p.activity.receipts_inside_stock);
        state.blocks = blocks
            .into_iter()
            .map(|block| (block.period, block))
            .collect();
        Ok(Self {
            state,
            forecast: None,
            today,
            kind: site.kind,
        })
    }

    /// Reads all that is known of a site from a day on.
    pub(crate) async fn whole(app: &App, site: &Site, from: NaiveDate) -> Result<Self, Fault> {
        let mut shelf = Self::counted(app, site, from).await?;
        let store = &app.state.store;
        let orders = store.orders_of(&site.partner, &site.id, from).await?;
        let open = store.open_orders(&site.partner, &site.id).await?;
        shelf.state.orders = orders
            .into_iter()
            .chain(open)
            .map(|order| (order.id.clone(), order))
            .collect();
        shelf.forecast = store.forecast(&site.partner, &site.id).await?;
        Ok(shelf)
    }

    /// Returns the items that were reported.
    pub(crate) fn items(&self) -> BTreeSet<Gtin> {
        self.state.items()
    }

    /// Returns the inventory position of an item.
    pub(crate) fn position(&self, item: Gtin) -> Position {
        ledger::position(&self.state, item, self.today)
    }

    /// Returns the orders that hold an item: the day it is due, and how much may come.
    pub(crate) fn orders_with(
        &self,
        item: Gtin,
    ) -> impl Iterator<Item = (&model::order::Order, Quantity)> {
        self.state.orders.values().filter_map(move |order| {
            let line = order.lines.iter().find(|line| line.item == item)?;
            Some((order, line.quantities.released - line.quantities.cancelled))
        })
    }

    /// Returns the stock of an item at its last count.
    pub(crate) fn stock(&self, item: Gtin) -> Option<(NaiveDate, Quantity)> {
        let (day, cell) = self.state.latest(item, Measure::OnHand, self.today)?;
        Some((day, cell.quantity))
    }

    /// Returns what left the shelf on a day: sales of a store, withdrawals of a distribution centre.
    pub(crate) fn sold(&self, item: Gtin, day: NaiveDate) -> Option<Quantity> {
        let measure = match self.kind {
            SiteKind::DistributionCentre => Measure::Withdrawn,
            SiteKind::Store | SiteKind::Warehouse => Measure::Sold,
        };
        self.state
            .cell(item, measure, day)
            .map(|cell| cell.quantity)
    }

    /// Returns the stock at the end of a day.
    pub(crate) fn stock_on(&self, item: Gtin, day: NaiveDate) -> Option<Quantity> {
        self.state
            .cell(item, Measure::OnHand, day)
            .map(|cell| cell.quantity)
    }

    /// Says whether the shelf was empty at the end of a day, or reported as out of stock on it.
    pub(crate) fn is_out(&self, item: Gtin, day: NaiveDate) -> bool {
        let reported = self.state.cell(item, Measure::OutOfStock, day);
        reported.is_some_and(|cell| cell.quantity > Quantity::ZERO)
            || self
                .stock_on(item, day)
                .is_some_and(|stock| stock <= Quantity::ZERO)
    }

    /// Returns the forecast of an item and its first day.
    pub(crate) fn forecast(&self, item: Gtin) -> Option<(NaiveDate, &ItemForecast)> {
        let site = self.forecast.as_ref()?;
        Some((site.from, site.items.iter().find(|f| f.item == item)?))
    }

    /// Returns how long the stock of an item lasts after its last count.
    pub(crate) fn cover(&self, item: Gtin) -> Option<Cover> {
        let (counted, stock) = self.stock(item)?;
        let (from, forecast) = self.forecast(item)?;
        let mut left = stock.to_f64();
        let ahead = from
            .iter_days()
            .zip(&forecast.mean)
            .filter(|(day, _)| *day > counted);
        let means: Vec<f64> = ahead.map(|(_, mean)| *mean).collect();
        for (days, mean) in means.iter().enumerate() {
            left -= mean;
            if left < 0.0 {
                return Some(Cover::Days(days));
            }
        }
        Some(Cover::Beyond(means.len()))
    }
}

/// Returns the day so many days before another.
pub(crate) fn days_before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}
