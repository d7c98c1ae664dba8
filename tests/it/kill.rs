//! `kill -9` at random moments of the story. Whatever the moment, the next start goes on, and the
//! story ends as if nothing had happened.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::{LOOK_AGAIN, Running, amount, wait_for};
use crate::story::{self, End};

/// Long enough for planner approvals, a weekend, receipts and two pools of PO numbers.
const DAYS: u32 = 12;
/// Kills of one telling; then it is let go to its end, so that every telling ends.
const KILLS_EACH: u32 = 12;
/// The longest a telling lives between two kills.
const LIFE_MS: u64 = 1_400;
/// About as long as a scene takes.
const SCENE_MS: u64 = 100;
const SCENES: [&str; 6] = ["opening", "morning", "noon", "cut-off", "mail", "evening"];

#[test]
fn a_story_killed_anywhere_ends_as_if_undisturbed() {
    let folder = tempfile::tempdir().unwrap();
    let undisturbed = folder.path().join("undisturbed");
    story::told(&undisturbed, DAYS);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let expected = runtime.block_on(story::end(&undisturbed));
    let orders_at_partner = order_documents(&undisturbed);
    assert!(
        expected.orders.len() >= 8,
        "{} orders",
        expected.orders.len()
    );
    assert_eq!(orders_at_partner.len(), expected.orders.len());

    let wanted = amount(50, 200);
    let (mut kills, mut places) = (0, BTreeMap::new());
    for seed in 1.. {
        if kills >= wanted {
            break;
        }
        let data = folder.path().join(format!("seed-{seed}"));
        let hits = tell_and_kill(&data, seed, &mut places);
        println!("seed {seed}: {hits} kills");
        kills += hits;
        compare(&runtime.block_on(story::end(&data)), &expected, seed);
        assert!(
            order_documents(&data) == orders_at_partner,
            "seed {seed}: other 855s arrived"
        );
    }
    println!("{kills} kills hit a running story; so many in each part of it: {places:?}");
}

/// When a telling is killed.
enum Moment {
    /// So long after its start.
    Life(Duration),
    /// In a scene, so long after it began: the short ones would be hit too seldom.
    Scene(usize, Duration),
}

impl Moment {
    fn random(random: &mut u64) -> Self {
        let scene = usize::try_from(next(random) % 12).unwrap();
        match scene < SCENES.len() {
            true => Self::Scene(scene, Duration::from_millis(next(random) % SCENE_MS)),
            false => Self::Life(Duration::from_millis(next(random) % LIFE_MS)),
        }
    }

    /// Waits for it; ends earlier where the telling does.
    fn wait(&self, process: &mut Running, data: &Path) {
        let begun = Instant::now();
        match self {
            Self::Life(life) => {
                while process.ended().is_none() && begun.elapsed() < *life {
                    sleep(LOOK_AGAIN);
                }
            }
            Self::Scene(scene, delay) => {
                while process.ended().is_none() && place(data) != SCENES[*scene] {
                    sleep(LOOK_AGAIN);
                }
                sleep(*delay);
            }
        }
    }
}

/// Starts the story again and again and kills it, until it has ended by itself.
fn tell_and_kill(data: &Path, seed: u64, places: &mut BTreeMap<String, u32>) -> u32 {
    let (mut random, mut kills) = (seed, 0);
    let log = data.with_extension("log");
    loop {
        let mut process = Running::start(&mut story::tell(data, DAYS), &log);
        if kills < KILLS_EACH {
            Moment::random(&mut random).wait(&mut process, data);
        } else {
            wait_for("the end of the story", || process.ended());
        }
        if let Some(status) = process.ended() {
            assert!(
                status.success(),
                "seed {seed}, {kills} kills: {status}\n{}",
                process.log()
            );
            return kills;
        }
        if process.kill() {
            kills += 1;
            *places.entry(place(data)).or_default() += 1;
        }
    }
}

/// Says in which part of the story it was killed.
fn place(data: &Path) -> String {
    let told = fs::read(data.join("simulators/story.json")).ok();
    let told: Option<Value> = told.map(|text| serde_json::from_slice(&text).unwrap());
    let lived = told
        .and_then(|told| told["scenes"].as_u64())
        .map(|n| usize::try_from(n).unwrap());
    lived
        .map_or("history", |n| SCENES[n % SCENES.len()])
        .to_owned()
}

/// The generator SplitMix64 of Steele, Lea and Flood.
pub(crate) fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

pub(crate) fn compare(end: &End, expected: &End, seed: u64) {
    for (order, expected) in end.orders.iter().zip(&expected.orders) {
        assert_eq!(order, expected, "seed {seed}");
    }
    assert_eq!(end.orders.len(), expected.orders.len(), "seed {seed}");
    for (key, documents) in &end.written {
        assert_eq!(
            documents.len(),
            1,
            "seed {seed}: {key:?} went out as {documents:?}"
        );
    }
    assert!(
        end.written.keys().eq(expected.written.keys()),
        "seed {seed}"
    );
    assert_eq!(end.activity_rows, expected.activity_rows, "seed {seed}");
    assert!(
        end.ledger == expected.ledger,
        "seed {seed}: the ledgers differ"
    );
    assert_eq!(end.interchanges, expected.interchanges, "seed {seed}");
    assert_eq!(end.proposals, expected.proposals, "seed {seed}");
    assert_eq!(
        end.pools, expected.pools,
        "seed {seed}: PO numbers were lost"
    );
    assert_eq!(end.exceptions, expected.exceptions, "seed {seed}");
}

/// Returns what the 855s at the partner say, envelopes apart: control numbers may differ.
pub(crate) fn order_documents(data: &Path) -> BTreeSet<String> {
    let archive = story::archive(data);
    let order_documents = archive
        .iter()
        .filter(|(name, _)| name.ends_with("-855.edi"));
    let texts = order_documents.map(|(name, bytes)| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let (from, to) = (text.find("BAK*").unwrap(), text.find("SE*").unwrap());
        (name, text[from..to].to_owned())
    });
    let mut different = BTreeSet::new();
    for (name, text) in texts {
        assert!(different.insert(text), "{name} says what another 855 said");
    }
    different
}
