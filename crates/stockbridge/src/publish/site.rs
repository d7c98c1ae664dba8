//! What the tables say of a site now, as records.

use anyhow::Result;
use bus::StateRecord;
use bus::topics::{
    FORECAST_PUBLISHED, INVENTORY_POSITION, ORDER_RELEASED, ORDER_STATUS, StateTopic,
    site_partition,
};
use chrono::{Days, NaiveDate};
use ledger::SiteState;
use model::block::period_of;
use model::commit::site_key;
use model::order::Order;
use model::published::{PublishedForecast, PublishedOrder, PublishedPosition, PublishedStatus};
use model::reference::Reference;
use model::scope::Scope;
use model::site::SiteKind;
use model::{OrderId, PartnerId, SiteId};
use serde::Serialize;

use crate::hub::Hub;
use crate::plan::{HISTORY_DAYS, ORDER_DAYS};

pub(super) type Place = (PartnerId, SiteId);

/// Reads the key of a site's facts.
pub(super) fn place(key: &str) -> Option<Place> {
    let (partner, site) = key.split_once('/')?;
    Some((PartnerId::new(partner).ok()?, SiteId::new(site).ok()?))
}

/// Returns the sites whose facts a partition holds. Warehouses of ours have none.
pub(super) fn of_partition(reference: &Reference, partition: u16) -> Vec<Place> {
    let sites = reference.data.sites.iter();
    let here = sites.filter(|site| {
        site.kind != SiteKind::Warehouse && site_partition(&site.partner, &site.id) == partition
    });
    here.map(|site| (site.partner.clone(), site.id.clone()))
        .collect()
}

/// Returns the positions, forecasts and orders of a site.
pub(super) async fn records(
    hub: &Hub,
    place: &Place,
    today: NaiveDate,
) -> Result<Vec<StateRecord>> {
    let (partner, site) = place;
    let state = state(hub, place, today).await?;
    let key = site_key(partner, site);
    let mut records = Vec::new();
    for item in state.items() {
        let position = ledger::position(&state, item, today);
        let published = PublishedPosition {
            partner: partner.clone(),
            site: site.clone(),
            day: today,
            total: position.total(),
            position,
        };
        let key = format!("{key}/{item}");
        records.push(record(&INVENTORY_POSITION, key, &published)?);
    }
    if let Some(forecast) = hub.store.forecast(partner, site).await? {
        for published in PublishedForecast::of(forecast) {
            let key = format!("{key}/{}", published.forecast.item);
            records.push(record(&FORECAST_PUBLISHED, key, &published)?);
        }
    }
    for order in state.orders.values() {
        records.extend(of_order(order)?);
    }
    Ok(records)
}

/// Returns what is published of an order, however old it is.
pub(super) async fn order_records(hub: &Hub, id: &OrderId) -> Result<Vec<StateRecord>> {
    match hub.store.order(&Scope::default(), id).await? {
        Some(order) => of_order(&order),
        None => Ok(Vec::new()),
    }
}

async fn state(hub: &Hub, (partner, site): &Place, today: NaiveDate) -> Result<SiteState> {
    let mut state = SiteState::new(partner.clone(), site.clone());
    let profile = hub.reference.partner(partner);
    state.receipts_inside_stock = profile.is_none_or(|p| p.activity.receipts_inside_stock);
    let (first, last) = (period_of(today - Days::new(HISTORY_DAYS)), period_of(today));
    for block in hub.store.blocks(partner, site, first, last).await? {
        state.blocks.insert(block.period, block);
    }
    let since = today - Days::new(ORDER_DAYS);
    let recent = hub.store.orders_of(partner, site, since).await?;
    let open = hub.store.open_orders(partner, site).await?;
    for order in recent.into_iter().chain(open) {
        state.orders.insert(order.id.clone(), order);
    }
    Ok(state)
}

fn of_order(order: &Order) -> Result<Vec<StateRecord>> {
    let key = order.id.as_str();
    Ok(vec![
        record(&ORDER_RELEASED, key.to_owned(), &PublishedOrder::of(order))?,
        record(&ORDER_STATUS, key.to_owned(), &PublishedStatus::of(order))?,
    ])
}

fn record(topic: &'static StateTopic, key: String, body: &impl Serialize) -> Result<StateRecord> {
    let body = serde_json::to_vec(body)?;
    Ok(StateRecord { topic, key, body })
}
