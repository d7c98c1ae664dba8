//! `kill -9` of any role at random moments, workers that sleep, workers that come and go.

use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::rig::{Cluster, PROCESSES, STORY, Undisturbed};
use crate::kill::next;
use crate::program::{amount, wait_for};

/// The longest time between two kills.
const APART_MS: u64 = 700;

#[test]
fn roles_run_apart_and_the_story_ends_the_same() {
    let Some(mut cluster) = Cluster::on_kafka() else {
        return;
    };
    let expected = Undisturbed::told();
    cluster.start_all();
    while !cluster.is_told(false) {
        sleep(Duration::from_millis(50));
    }
    let through_kafka = cluster.metric("relay", "stockbridge_relay_published_total");
    assert!(
        through_kafka > 500.0,
        "{through_kafka} events went through Kafka"
    );
    let applied = |cluster: &mut Cluster, name| cluster.metric(name, "stockbridge_events_applied");
    let shared = [
        applied(&mut cluster, "plan-a"),
        applied(&mut cluster, "plan-b"),
    ];
    assert!(shared.iter().all(|n| *n > 0.0), "{shared:?}");
    for plan in ["plan-a", "plan-b"] {
        let lost = cluster.metric(plan, "stockbridge_gaps_total");
        assert!(lost == 0.0, "{plan}: Kafka lost {lost}");
    }
    cluster.compare(&expected, 0);
}

#[test]
fn any_role_may_be_killed_beside_one_that_sleeps() {
    let wanted = amount(24, 300);
    let expected = Undisturbed::told();
    let (mut kills, mut hits) = (0, BTreeMap::<&str, u32>::new());
    for seed in 1.. {
        if kills >= wanted {
            break;
        }
        let Some(mut cluster) = Cluster::on_kafka() else {
            return;
        };
        let mut random = seed;
        cluster.start_all();
        // A planner that stops in the middle of its work, and wakes when others have its partitions.
        let mut sleeper = Sleeper::new(next(&mut random) % 2_000);
        let mut at = Instant::now() + Duration::from_millis(next(&mut random) % APART_MS);
        let mut here = 0;
        while !cluster.is_told(false) {
            sleeper.look(&mut cluster);
            if Instant::now() >= at && here < 30 {
                let which = usize::try_from(next(&mut random) % 8).unwrap();
                // The sleeper is left alone: a sleeping process that is killed sleeps no more.
                let name = PROCESSES.get(which).map_or(STORY, |(name, _)| *name);
                if name != Sleeper::NAME && cluster.kill(name) {
                    here += 1;
                    *hits.entry(name).or_default() += 1;
                }
                at = Instant::now() + Duration::from_millis(next(&mut random) % APART_MS);
            }
            sleep(Duration::from_millis(10));
        }
        sleeper.wake(&mut cluster);
        cluster.compare(&expected, seed);
        println!("seed {seed}: {here} kills");
        kills += here;
    }
    println!("{kills} kills: {hits:?}");
}

/// A planner that sleeps for longer than its lease.
struct Sleeper {
    asleep: Option<Instant>,
    at: Instant,
}

impl Sleeper {
    const NAME: &str = "plan-a";
    const SLEEP: Duration = Duration::from_secs(13);

    fn new(after_ms: u64) -> Self {
        Self {
            asleep: None,
            at: Instant::now() + Duration::from_millis(1_000 + after_ms),
        }
    }

    fn look(&mut self, cluster: &mut Cluster) {
        match self.asleep {
            None if Instant::now() >= self.at => {
                cluster.process(Self::NAME).signal("STOP");
                self.asleep = Some(Instant::now());
            }
            Some(since) if since.elapsed() >= Self::SLEEP => self.wake(cluster),
            _ => {}
        }
    }

    fn wake(&mut self, cluster: &mut Cluster) {
        if self.asleep.take().is_some() {
            cluster.process(Self::NAME).signal("CONT");
            self.at = Instant::now() + Duration::from_secs(2);
        }
    }
}

#[test]
fn a_worker_that_slept_is_fenced() {
    let Some(mut cluster) = Cluster::on_kafka() else {
        return;
    };
    let expected = Undisturbed::told();
    cluster.start_all();
    wait_for("the worker to work", || {
        assert!(!cluster.is_told(false), "the story ended before");
        (cluster.metric("plan-a", "stockbridge_events_applied_total") > 0.0).then_some(())
    });
    cluster.process("plan-a").signal("STOP");
    let slept = Instant::now();
    let sleep_for = Duration::from_secs(amount(15, 60).into());
    while slept.elapsed() < sleep_for {
        let _ = cluster.is_told(false);
        sleep(Duration::from_millis(50));
    }
    cluster.process("plan-a").signal("CONT");
    while !cluster.is_told(false) {
        sleep(Duration::from_millis(50));
    }
    sleep(Duration::from_secs(2));
    let fences = cluster.metric("plan-a", "stockbridge_fences_total");
    assert!(fences >= 1.0, "{fences} fences");
    println!("{fences} fences after a sleep of {} s", sleep_for.as_secs());
    cluster.compare(&expected, 0);
}
