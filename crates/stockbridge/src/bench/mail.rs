//! The partner's files, and how they come to appear.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use formats::Envelope;
use formats::x12_852::{self, Line, Shape, Statement};
use model::Quantity;
use model::order::Direction;

use super::world::{self, World};

/// A file that lies ready beside the mailbox.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) path: PathBuf,
    pub(super) name: String,
    pub(super) bytes: u64,
}

impl Letter {
    /// Reads the place in the schedule out of a name.
    pub(super) fn number(name: &str) -> Result<usize> {
        let digits = name.trim_start_matches("852-").trim_end_matches(".x12");
        digits.parse().with_context(|| format!("the name {name}"))
    }
}

/// Writes 852s, sites in turn: a line for each item, with what was sold and what is left.
pub(super) fn write(
    world: &World,
    data: &Path,
    day: NaiveDate,
    numbers: Range<usize>,
    left: impl Fn(usize, usize) -> Quantity,
) -> Result<Vec<Letter>> {
    let letter = |number: usize| {
        let site = number % world.sites.len();
        let lines = (0..world.items.len()).flat_map(|item| {
            let line = |code: &str, quantity| Line {
                site: world.sites[site].clone(),
                item: world.items[item],
                code: code.to_owned(),
                quantity,
            };
            // Every file of a site says something else of the day.
            let sold = world::sold(site, item + number, day);
            [line("QS", sold), line("QA", left(site, item))]
        });
        let statement = Statement {
            from: day,
            to: day,
            shape: Shape::Locations,
            pools: Vec::new(),
            lines: lines.collect(),
        };
        put(world, data, number, &statement)
    };
    numbers.map(letter).collect()
}

/// Writes 852s of all sites at once, a day each, with store lists.
pub(super) fn write_large(
    world: &World,
    data: &Path,
    days: impl Iterator<Item = NaiveDate>,
    first: usize,
) -> Result<Vec<Letter>> {
    let letter = |(day, number): (NaiveDate, usize)| {
        let places = (0..world.items.len()).flat_map(|item| {
            let line = move |site: usize, code: &str, quantity| Line {
                site: world.sites[site].clone(),
                item: world.items[item],
                code: code.to_owned(),
                quantity,
            };
            (0..world.sites.len()).flat_map(move |site| {
                let (sold, left) = (world::sold(site, item, day), world::left(site, item, day));
                [line(site, "QS", sold), line(site, "QA", left)]
            })
        });
        let statement = Statement {
            from: day,
            to: day,
            shape: Shape::StoreLists,
            pools: Vec::new(),
            lines: places.collect(),
        };
        put(world, data, number, &statement)
    };
    days.zip(first..).map(letter).collect()
}

fn put(world: &World, data: &Path, number: usize, statement: &Statement) -> Result<Letter> {
    let partner = world.reference.data.partners.first();
    let profile = partner.and_then(|p| p.x12.as_ref()).context("a profile")?;
    let at: DateTime<Utc> = statement.from.and_time(NaiveTime::MIN).and_utc();
    let envelope = Envelope {
        profile,
        direction: Direction::In,
        control_number: u64::try_from(number)? + 1,
        at,
    };
    let bytes = x12_852::encode(&envelope, &world.reference, statement)?;
    let folder = data.join("letters");
    std::fs::create_dir_all(&folder)?;
    let name = format!("852-{number:07}.x12");
    let path = folder.join(&name);
    std::fs::write(&path, &bytes)?;
    let bytes = u64::try_from(bytes.len())?;
    Ok(Letter { path, name, bytes })
}

/// Puts the letters into the mailbox one after the other, so far apart. A late one does not make
/// those after it late.
pub(super) fn feed(
    letters: &[Letter],
    inbox: &Path,
    begun: Instant,
    apart: Duration,
) -> Result<()> {
    std::fs::create_dir_all(inbox)?;
    let mut due = begun;
    for letter in letters {
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let to = inbox.join(&letter.name);
        std::fs::rename(&letter.path, &to)
            .with_context(|| format!("cannot put {}", to.display()))?;
        due += apart;
    }
    Ok(())
}
