//! The Womart simulator: its customers, shelves, distribution centre and mail.
//!
//! It is another company. It knows of us what our files say, and we know of it what its files say;
//! nothing here touches our database. Its demand is real (FreshRetailNet-50K), everything else is
//! simulated: stores sell the smaller of demand and stock, are filled up every night from the
//! distribution centre, and that one gets what our warehouse ships.
//!
//! The same memory and the same mail give the same files, byte for byte. A step decides, keeps what
//! it decided together with the files it will send, and only then sends them; killed anywhere, it
//! goes on with the very same files under the same names.

mod demand;
mod floor;
mod mail;
mod memory;
mod report;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use model::partner::X12Profile;
use model::reference::Reference;
use model::site::{Site, SiteKind};
use model::{Gtin, PartnerId, SiteId};
use serde::{Deserialize, Serialize};

use self::demand::Demand;
use self::floor::Floor;
use self::memory::{Letter, Memory, Shipment};
use crate::demo::world;

const PARTNER: &str = "WOMART";

/// The folders Womart works with. They must be on one file system.
#[derive(Debug, Clone)]
pub(crate) struct Folders {
    /// Its own: what it remembers, and `archive` with the mail it has read.
    pub(crate) home: PathBuf,
    /// Where it puts files for us.
    pub(crate) inbox: PathBuf,
    /// Where it finds files from us.
    pub(crate) outbox: PathBuf,
}

impl Folders {
    /// Returns the folder mail lies in once it is read.
    pub(crate) fn archive(&self) -> PathBuf {
        self.home.join("archive")
    }
}

/// A day at Womart in a few numbers, in eaches where not said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Told {
    /// What its stores sold.
    pub(crate) sold: u32,
    /// What customers asked for and did not find.
    pub(crate) missed: u32,
    /// How often a store had too little of an item.
    pub(crate) empty_shelves: u32,
    /// What came into the distribution centre.
    pub(crate) received: u32,
    /// What left the distribution centre for the stores.
    pub(crate) withdrawn: u32,
    /// What the distribution centre holds at the end of the day.
    pub(crate) in_centre: u32,
    /// What the stores hold at the end of the day.
    pub(crate) on_shelves: u32,
}

/// What a round of reading mail brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Mail {
    /// Orders (855) it confirmed.
    pub(crate) orders: u32,
    /// Ship notices (856) it noted.
    pub(crate) notices: u32,
    /// Messages of its own that we accepted (997).
    pub(crate) accepted: u32,
    /// Messages of its own that we did not take as they were (997).
    pub(crate) refused: u32,
}

/// The simulator.
#[derive(Debug)]
pub(crate) struct Womart {
    folders: Folders,
    trade: Trade,
    demand: Demand,
    memory: Memory,
}

/// What Womart knows of the trade with us: numbers of sites and items, and how documents look.
#[derive(Debug)]
struct Trade {
    reference: Arc<Reference>,
    profile: X12Profile,
    centre: SiteId,
    schemas: edi::Schemas,
}

impl Womart {
    /// Opens for business, or goes on where it was.
    pub(crate) fn open(folders: Folders, reference: Arc<Reference>) -> Result<Self> {
        for folder in [&folders.home, &folders.archive(), &folders.inbox] {
            fs::create_dir_all(folder)
                .with_context(|| format!("make folder {}", folder.display()))?;
        }
        let demand = Demand::read(&reference)?;
        let memory = world::load(&folders.home.join(memory::FILE))?;
        let mut womart = Self {
            folders,
            trade: Trade::new(reference)?,
            demand,
            memory,
        };
        womart.send()?;
        Ok(womart)
    }

    /// Returns the last day lived.
    pub(crate) fn lived(&self) -> Option<NaiveDate> {
        self.memory.day
    }

    /// Lives a day and reports it: two 852 files, and an 861 for each shipment that came.
    ///
    /// Days come in order. A day lived already is told again and changes nothing.
    pub(crate) fn day(&mut self, day: NaiveDate) -> Result<Told> {
        let number = world::number(day).context("there is no demand before the first day")?;
        let next = self
            .memory
            .day
            .map_or(0, |day| world::number(day).unwrap_or_default() + 1);
        if number < next {
            return Ok(self.memory.told.clone());
        }
        if number > next {
            bail!(
                "{day} comes after {}, which was not lived yet",
                world::day(next)
            );
        }
        let mut memory = self.memory.clone();
        let mut floor = memory
            .floor
            .take()
            .unwrap_or_else(|| Floor::open(&self.demand));
        let (arrived, on_the_way): (Vec<_>, Vec<_>) = memory
            .shipments
            .drain(..)
            .partition(|shipment| shipment.arrives <= day);
        memory.shipments = on_the_way;
        let lived = floor.live(number, &self.demand, &self.trade.reference, &sum(&arrived));
        memory.told = Told::of(&lived);
        memory.floor = Some(floor);
        memory.day = Some(day);
        memory.outgoing = self.trade.report(day, number, &lived)?;
        for shipment in &arrived {
            memory.outgoing.push(self.trade.receipt(day, shipment)?);
        }
        self.keep(memory)?;
        Ok(self.memory.told.clone())
    }

    /// Reads what we delivered and answers it.
    ///
    /// Answers carry the time of what they answer, a quarter of an hour later, and control numbers
    /// made from its, so that they do not depend on when or in which order files are read.
    pub(crate) fn read_mail(&mut self) -> Result<Mail> {
        let names = self.delivered()?;
        if names.is_empty() {
            return Ok(Mail::default());
        }
        let mut memory = self.memory.clone();
        memory.outgoing.clear();
        let mut mail = Mail::default();
        for name in &names {
            let path = self.folders.outbox.join(name);
            let bytes = fs::read(&path).with_context(|| format!("read {}", path.display()))?;
            self.trade.read(&bytes, &mut memory, &mut mail)?;
        }
        self.keep(memory)?;
        for name in &names {
            let (from, to) = (
                self.folders.outbox.join(name),
                self.folders.archive().join(name),
            );
            fs::rename(&from, &to).with_context(|| format!("move {}", from.display()))?;
        }
        Ok(mail)
    }

    /// Returns the names of finished files in the outbox, in order.
    fn delivered(&self) -> Result<Vec<String>> {
        let folder = &self.folders.outbox;
        let mut names = Vec::new();
        // The folder appears with the first delivery.
        if !folder.exists() {
            return Ok(names);
        }
        let entries = fs::read_dir(folder).with_context(|| format!("list {}", folder.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("list {}", folder.display()))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type().is_ok_and(|kind| kind.is_file()) && !name.starts_with('.') {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn keep(&mut self, memory: Memory) -> Result<()> {
        world::save(&self.folders.home.join(memory::FILE), &memory)?;
        self.memory = memory;
        self.send()
    }

    fn send(&mut self) -> Result<()> {
        if self.memory.outgoing.is_empty() {
            return Ok(());
        }
        for Letter { name, text } in &self.memory.outgoing {
            world::put(
                &self.folders.home,
                &self.folders.inbox.join(name),
                text.as_bytes(),
            )?;
        }
        self.memory.outgoing.clear();
        world::save(&self.folders.home.join(memory::FILE), &self.memory)
    }
}

impl Trade {
    fn new(reference: Arc<Reference>) -> Result<Self> {
        let partner = PartnerId::new(PARTNER)?;
        let profile = reference
            .partner(&partner)
            .and_then(|partner| partner.x12.clone());
        let profile = profile.with_context(|| format!("{PARTNER} has no X12 profile"))?;
        let is_centre = |site: &&Site| site.kind == SiteKind::DistributionCentre;
        let centre = reference
            .sites_of(&partner)
            .find(is_centre)
            .map(|site| site.id.clone());
        let centre = centre.with_context(|| format!("{PARTNER} has no distribution centre"))?;
        let schemas = formats::schemas()?;
        Ok(Self {
            reference,
            profile,
            centre,
            schemas,
        })
    }
}

impl Told {
    fn of(lived: &floor::Day) -> Self {
        let mut told = Self::default();
        for movement in lived.stores.values() {
            told.sold += movement.gone;
            told.missed += movement.wanted - movement.gone;
            told.empty_shelves += u32::from(movement.wanted > movement.gone);
            told.on_shelves += movement.left;
        }
        for movement in lived.centre.values() {
            told.received += movement.received;
            told.withdrawn += movement.gone;
            told.in_centre += movement.left;
        }
        told
    }
}

fn sum(shipments: &[Shipment]) -> BTreeMap<Gtin, u32> {
    let mut sum = BTreeMap::new();
    for line in shipments.iter().flat_map(|shipment| &shipment.lines) {
        *sum.entry(line.item).or_default() += floor::whole(line.quantity);
    }
    sum
}

#[cfg(test)]
mod tests;
