//! The story, day by day: what the simulators do, and what the hub makes of it.
//!
//! Each scene ends when the hub has nothing left to do, and is remembered then. A demo that was
//! killed plays the scene it was in again; simulators and hub recognise what they did before.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use indicatif::{ProgressBar, ProgressStyle};
use model::proposal::ProposalStatus;
use model::scope::Scope;
use serde::{Deserialize, Serialize};

use super::planner::Planner;
use super::say;
use super::warehouse::Warehouse;
use super::womart::{Folders, Womart};
use super::world::{self, Api};
use crate::hub::Hub;

const PARTNER: &str = "WOMART";

/// What happens in a day, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Scene {
    /// The day opens: forecasts and proposals are made anew.
    Opening,
    /// Our warehouse ships what was accepted.
    Morning,
    /// Our planner looks at what waits.
    Noon,
    /// Proposals are released and sent.
    CutOff,
    /// Womart reads its mail and answers.
    Mail,
    /// Stores close; Womart reports the day.
    Evening,
}

const SCENES: [Scene; 6] = [
    Scene::Opening,
    Scene::Morning,
    Scene::Noon,
    Scene::CutOff,
    Scene::Mail,
    Scene::Evening,
];

/// How far the story was told.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Told {
    /// Days of history were handed over.
    history: bool,
    /// Scenes lived since.
    scenes: u32,
    /// Seconds until the first order was at the partner.
    first_order: Option<f64>,
}

/// The story, with its actors.
pub(crate) struct Story {
    pub(crate) hub: Hub,
    womart: Womart,
    warehouse: Warehouse,
    planner: Planner,
    path: PathBuf,
    told: Told,
}

/// Returns the time at which the story goes on.
pub(crate) fn time_of(data: &Path) -> Result<DateTime<Utc>> {
    let told: Told = world::load(&file(data))?;
    let last = told.scenes.checked_sub(1);
    Ok(last.map_or_else(|| time(day(0), Scene::Opening), |n| time(day(n), scene(n))))
}

fn file(data: &Path) -> PathBuf {
    data.join("simulators").join("story.json")
}

fn day(scenes: u32) -> NaiveDate {
    let per_day = u32::try_from(SCENES.len()).unwrap_or(1);
    world::day(world::HISTORY_DAYS + scenes / per_day)
}

fn scene(scenes: u32) -> Scene {
    let index = usize::try_from(scenes).unwrap_or(0) % SCENES.len();
    SCENES[index]
}

fn time(day: NaiveDate, scene: Scene) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    match scene {
        Scene::Opening => midnight,
        Scene::Morning => world::morning(day),
        Scene::Noon => midnight + TimeDelta::hours(12),
        Scene::CutOff => midnight + TimeDelta::hours(14),
        Scene::Mail => midnight + TimeDelta::hours(16),
        Scene::Evening => world::evening(day),
    }
}

impl Story {
    /// Seats the actors.
    pub(crate) fn open(data: &Path, hub: Hub, address: &str) -> Result<Self> {
        let home = data.join("simulators");
        std::fs::create_dir_all(&home)?;
        let mailbox = hub.mail.join(PARTNER);
        let folders = Folders {
            home: home.join("womart"),
            inbox: mailbox.join("in"),
            outbox: mailbox.join("out"),
        };
        let warehouse = Api::new(address, "demo-key-warehouse")?;
        let planner = Api::new(address, "demo-key-planner")?;
        Ok(Self {
            womart: Womart::open(folders, hub.reference.clone())?,
            warehouse: Warehouse::open(&home.join("warehouse"), warehouse, hub.reference.clone())?,
            planner: Planner::new(planner, 0),
            path: file(data),
            told: world::load(&file(data))?,
            hub,
        })
    }

    /// Lives so many days after history, or what of them is left; returns after how many seconds
    /// the first order was at the partner.
    pub(crate) async fn tell(&mut self, days: u32, begun: Instant) -> Result<Option<f64>> {
        let scenes = days * u32::try_from(SCENES.len()).unwrap_or(1);
        let bar = ProgressBar::new(u64::from(world::HISTORY_DAYS + scenes));
        bar.set_style(ProgressStyle::with_template(
            "{bar:40} {percent:>3} % {msg}",
        )?);
        if !self.told.history {
            self.hand_over_history(&bar).await?;
        }
        bar.set_position(u64::from(world::HISTORY_DAYS + self.told.scenes));
        while self.told.scenes < scenes {
            bar.set_message(day(self.told.scenes).to_string());
            let what = self.next_scene().await?;
            if !what.is_empty() {
                say(&bar, &what);
            }
            if self.told.first_order.is_none() && self.hub.store.counts().await?.orders_sent > 0 {
                self.told.first_order = Some(begun.elapsed().as_secs_f64());
                world::save(&self.path, &self.told)?;
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(self.told.first_order)
    }

    /// Eight weeks of sales and stock arrive at once, as when a partner joins.
    async fn hand_over_history(&mut self, bar: &ProgressBar) -> Result<()> {
        say(
            bar,
            "An'an supplies household goods. Womart, a supermarket chain, hands over the stock \
                  of its detergents: An'an keeps Womart's distribution centre full from now on.",
        );
        for number in 0..world::HISTORY_DAYS {
            let day = world::day(number);
            if self.womart.lived().is_none_or(|lived| lived < day) {
                bar.set_message(format!("{day} Womart's history"));
                self.womart.day(day)?;
            }
            bar.inc(1);
        }
        self.hub.settle().await?;
        self.womart.read_mail()?;
        self.hub.settle().await?;
        let counts = self.hub.store.counts().await?;
        say(
            bar,
            &format!(
                "Eight weeks of reports (852) came in: {} interchanges, {} figures of sales and stock; \
             {} acknowledgements (997) went back.",
                counts.interchanges, counts.activity_rows, counts.acknowledgements_sent
            ),
        );
        self.told.history = true;
        world::save(&self.path, &self.told)
    }

    /// Lives the next scene and says in a sentence what came of it.
    pub(crate) async fn next_scene(&mut self) -> Result<String> {
        let (day, scene) = (day(self.told.scenes), scene(self.told.scenes));
        self.hub.time.move_to(time(day, scene))?;
        self.hub.settle().await?;
        let what = match scene {
            Scene::Opening => String::new(),
            Scene::Morning => shipped(day, self.warehouse.morning(day).await?.len()),
            Scene::Noon => approved(day, self.planner.look(day).await?.len()),
            Scene::CutOff => self.released(day).await?,
            Scene::Mail => {
                let mail = self.womart.read_mail()?;
                answered(day, mail.orders)
            }
            Scene::Evening => {
                let told = self.womart.day(day)?;
                self.hub.settle().await?;
                // Takes the acknowledgements of what it just reported: nothing is left over.
                self.womart.read_mail()?;
                format!(
                    "{day}  stores sold {} of {} wanted, {} shelves empty; the centre holds {}",
                    told.sold,
                    told.sold + told.missed,
                    told.empty_shelves,
                    told.in_centre
                )
            }
        };
        self.hub.settle().await?;
        self.told.scenes += 1;
        world::save(&self.path, &self.told)?;
        Ok(what)
    }

    /// Says whether the planner is next and something waits for a decision.
    pub(crate) async fn awaits_planner(&self) -> Result<bool> {
        if scene(self.told.scenes) != Scene::Noon {
            return Ok(false);
        }
        let proposals = self.hub.store.proposals(&Scope::default()).await?;
        Ok(proposals
            .iter()
            .any(|p| matches!(p.status, ProposalStatus::Waiting { .. })))
    }

    async fn released(&self, day: NaiveDate) -> Result<String> {
        let filter = store::OrderFilter::default();
        let orders = self.hub.store.orders(&Scope::default(), &filter).await?;
        let today = orders.iter().filter(|o| o.released_at.date_naive() == day);
        let said = today.map(|o| {
            let po = o
                .po_number
                .as_ref()
                .map_or("no PO number yet", |n| n.as_str());
            format!(
                "{day}  order {} (PO {po}): {} lines, {} eaches, due {} → 855",
                o.id, o.lines, o.released, o.need_date
            )
        });
        Ok(said.collect::<Vec<_>>().join("\n"))
    }
}

fn shipped(day: NaiveDate, shipments: usize) -> String {
    match shipments {
        0 => String::new(),
        n => format!("{day}  An'an's warehouse ships {n} order(s) → 856"),
    }
}

fn approved(day: NaiveDate, proposals: usize) -> String {
    match proposals {
        0 => String::new(),
        n => format!("{day}  the planner approves {n} proposal(s) beyond the agreement's limits"),
    }
}

fn answered(day: NaiveDate, orders: u32) -> String {
    match orders {
        0 => String::new(),
        n => format!("{day}  Womart acknowledges (997) and accepts (850) {n} order(s)"),
    }
}
