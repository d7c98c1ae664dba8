use std::collections::BTreeMap;

use model::reference::Reference;
use model::{Gtin, SiteId};
use serde::{Deserialize, Serialize};

use super::demand::Demand;
use crate::demo::world;

/// Days over which recent sales and withdrawals are averaged: a week, so every weekday counts once.
const RECENT_DAYS: u32 = 7;

/// Days of recent sales a store is filled up to each night. Two leave a few shelves empty on busy
/// days, as real ones are.
const STORE_DAYS: u32 = 2;

/// Days of recent withdrawals Womart's former supplier filled the distribution centre up to.
const FORMER_SUPPLIER_DAYS: u32 = 4;

/// Womart's goods: what is where.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Floor {
    /// By store and item.
    shelves: BTreeMap<SiteId, BTreeMap<Gtin, Stock>>,
    /// By item, at the distribution centre.
    centre: BTreeMap<Gtin, Stock>,
}

/// One item at one site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Stock {
    /// Eaches that can be taken.
    pub(super) on_hand: u32,
    /// Eaches on a truck that comes tomorrow morning.
    pub(super) coming: u32,
    /// What went out on each of the last days, newest last.
    pub(super) recent: Vec<u32>,
}

/// What happened to one item at one site on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Movement {
    /// Came in.
    pub(crate) received: u32,
    /// Was asked for.
    pub(crate) wanted: u32,
    /// Went out: sold by a store, withdrawn from the distribution centre.
    pub(crate) gone: u32,
    /// Is left at the end of the day.
    pub(crate) left: u32,
}

/// What happened on a day.
#[derive(Debug, Clone, Default)]
pub(super) struct Day {
    pub(super) stores: BTreeMap<(SiteId, Gtin), Movement>,
    pub(super) centre: BTreeMap<Gtin, Movement>,
}

impl Floor {
    /// Puts out the opening stock: what one night's filling would leave there.
    pub(super) fn open(demand: &Demand) -> Self {
        let mut floor = Self::default();
        for place @ (store, item) in demand.places() {
            let recent: Vec<u32> = (0..RECENT_DAYS).map(|day| demand.of(place, day)).collect();
            let centre = floor.centre.entry(*item).or_default();
            centre.recent.resize(recent.len(), 0);
            centre
                .recent
                .iter_mut()
                .zip(&recent)
                .for_each(|(sum, units)| *sum += units);
            let on_hand = days_of(&recent, STORE_DAYS);
            let stock = Stock {
                on_hand,
                coming: 0,
                recent,
            };
            floor
                .shelves
                .entry(store.clone())
                .or_default()
                .insert(*item, stock);
        }
        for stock in floor.centre.values_mut() {
            stock.on_hand = days_of(&stock.recent, FORMER_SUPPLIER_DAYS);
        }
        floor
    }

    /// Lives a day: goods come in, stores sell what they have, trucks are loaded for tomorrow.
    pub(super) fn live(
        &mut self,
        day: u32,
        demand: &Demand,
        reference: &Reference,
        arrived: &BTreeMap<Gtin, u32>,
    ) -> Day {
        let mut told = Day::default();
        let before = (day < world::HISTORY_DAYS).then(|| self.before_vmi(reference));
        for (item, stock) in &mut self.centre {
            let received = before
                .as_ref()
                .unwrap_or(arrived)
                .get(item)
                .copied()
                .unwrap_or(0);
            stock.on_hand += received;
            told.centre.insert(
                *item,
                Movement {
                    received,
                    ..Movement::default()
                },
            );
        }
        self.sell(day, demand, &mut told);
        self.load_trucks(&mut told);
        told
    }

    /// Returns what the former supplier brings this morning. Its process is not simulated: it
    /// fills the distribution centre every night, in whole cases, until vendor-managed orders
    /// take over.
    fn before_vmi(&self, reference: &Reference) -> BTreeMap<Gtin, u32> {
        let bring = |(item, stock): (&Gtin, &Stock)| {
            let missing =
                days_of(&stock.recent, FORMER_SUPPLIER_DAYS).saturating_sub(stock.on_hand);
            let case = reference
                .item(*item)
                .map_or(1, |item| whole(item.case))
                .max(1);
            (*item, missing.div_ceil(case) * case)
        };
        self.centre.iter().map(bring).collect()
    }

    fn sell(&mut self, day: u32, demand: &Demand, told: &mut Day) {
        for (store, shelves) in &mut self.shelves {
            for (item, stock) in shelves {
                let place = (store.clone(), *item);
                let received = std::mem::take(&mut stock.coming);
                let wanted = demand.of(&place, day);
                let gone = wanted.min(stock.on_hand + received);
                stock.on_hand = stock.on_hand + received - gone;
                remember(&mut stock.recent, gone);
                let left = stock.on_hand;
                told.stores.insert(
                    place,
                    Movement {
                        received,
                        wanted,
                        gone,
                        left,
                    },
                );
            }
        }
    }

    /// Fills every store up for tomorrow; what is short is shared in proportion to what is wanted.
    fn load_trucks(&mut self, told: &mut Day) {
        for (item, centre) in &mut self.centre {
            let mut shelves: Vec<&mut Stock> = self
                .shelves
                .values_mut()
                .filter_map(|shelves| shelves.get_mut(item))
                .collect();
            let want =
                |stock: &Stock| days_of(&stock.recent, STORE_DAYS).saturating_sub(stock.on_hand);
            let wanted: u32 = shelves.iter().map(|stock| want(stock)).sum();
            let (mut have, mut left_to_serve) = (centre.on_hand.min(wanted), wanted);
            for stock in &mut shelves {
                let wanted = want(stock);
                // Shares of what remains, so that rounding leaves nothing behind.
                stock.coming = share(have, wanted, left_to_serve);
                have -= stock.coming;
                left_to_serve -= wanted;
            }
            let gone = shelves.iter().map(|stock| stock.coming).sum();
            centre.on_hand -= gone;
            remember(&mut centre.recent, gone);
            let movement = told.centre.entry(*item).or_default();
            *movement = Movement {
                wanted,
                gone,
                left: centre.on_hand,
                ..*movement
            };
        }
    }

    /// Counts every each of an item, on shelves, on trucks and in the distribution centre.
    #[cfg(test)]
    pub(super) fn count(&self, item: Gtin) -> u32 {
        let all = self
            .shelves
            .values()
            .filter_map(|shelves| shelves.get(&item));
        all.chain(self.centre.get(&item))
            .map(|stock| stock.on_hand + stock.coming)
            .sum()
    }
}

fn days_of(recent: &[u32], days: u32) -> u32 {
    (recent.iter().sum::<u32>() * days).div_ceil(RECENT_DAYS)
}

fn remember(recent: &mut Vec<u32>, units: u32) {
    recent.push(units);
    while recent.len() > RECENT_DAYS as usize {
        recent.remove(0);
    }
}

fn share(have: u32, wanted: u32, of: u32) -> u32 {
    (have * wanted).checked_div(of).unwrap_or(0)
}

/// Returns a quantity as whole eaches; the demo has no others.
pub(super) fn whole(quantity: model::Quantity) -> u32 {
    u32::try_from(quantity.scaled() / model::Quantity::from_units(1).scaled()).unwrap_or_default()
}
