use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::event::ItemQuantity;
use model::{OrderId, PoNumber};
use serde::{Deserialize, Serialize};

use super::Told;
use super::floor::Floor;

/// The file Womart's memory is kept in, inside its folder.
pub(super) const FILE: &str = "womart.json";

/// All that Womart remembers from one step to the next.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Memory {
    /// The last day lived.
    pub(super) day: Option<NaiveDate>,
    /// What that day brought.
    pub(super) told: Told,
    /// Where the goods are; absent before the first day.
    pub(super) floor: Option<Floor>,
    /// Orders it confirmed.
    pub(super) orders: BTreeMap<PoNumber, Promise>,
    /// Shipments on their way.
    pub(super) shipments: Vec<Shipment>,
    /// Control numbers of the interchanges it has read: one that comes again is dropped, as
    /// mailboxes do.
    pub(super) heard: BTreeSet<u64>,
    /// Files decided and not surely sent.
    pub(super) outgoing: Vec<Letter>,
}

/// An order Womart expects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Promise {
    pub(super) order_id: Option<OrderId>,
    pub(super) lines: Vec<ItemQuantity>,
}

/// Goods on their way to the distribution centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Shipment {
    /// The shipper's number.
    pub(super) number: String,
    /// The control number of the receipt that will answer it.
    pub(super) receipt: u64,
    pub(super) po_number: PoNumber,
    pub(super) order_id: Option<OrderId>,
    pub(super) arrives: NaiveDate,
    pub(super) lines: Vec<ItemQuantity>,
}

/// A file to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Letter {
    pub(super) name: String,
    pub(super) text: String,
}

impl Letter {
    /// X12 files are text; the encoders write nothing else.
    pub(super) fn new(name: String, bytes: Vec<u8>) -> anyhow::Result<Self> {
        Ok(Self {
            name,
            text: String::from_utf8(bytes)?,
        })
    }
}
