//! Brokers that die, a database that restarts, a broker that is away at peak.

use std::thread::sleep;
use std::time::{Duration, Instant};

use super::rig::{Cluster, Undisturbed};
use super::servers::{are_ours, chore};
use crate::database::Database;
use crate::kill::next;
use crate::program::amount;

#[test]
fn brokers_die_and_the_database_restarts_under_load() {
    if !are_ours() {
        return;
    }
    let (brokers, databases) = (amount(1, 50), amount(3, 20));
    let expected = Undisturbed::told();
    let (mut killed, mut restarted) = (0, 0);
    for seed in 1.. {
        if killed >= brokers && restarted >= databases {
            break;
        }
        let Some(mut cluster) = Cluster::on_kafka() else {
            return;
        };
        let mut random = seed;
        cluster.start_all();
        sleep(Duration::from_millis(500 + next(&mut random) % 1_500));
        let mut here = 0;
        while !cluster.is_told(true) {
            if here < 4 && restarted < databases {
                chore(&["postgres", "restart-immediate"]);
                restarted += 1;
                here += 1;
            }
            if here < 5 && killed < brokers {
                chore(&["kafka", "kill"]);
                sleep(Duration::from_millis(next(&mut random) % 2_000));
                let _ = cluster.is_told(true);
                chore(&["kafka", "start"]);
                killed += 1;
                here += 1;
            }
            sleep(Duration::from_millis(100 + next(&mut random) % 500));
        }
        let lag = caught_up(&cluster.database);
        println!(
            "seed {seed}: {here} outages; caught up after {:.1} s",
            lag.as_secs_f64()
        );
        cluster.compare(&expected, seed);
    }
    println!("{killed} brokers killed, {restarted} database restarts");
}

#[test]
fn a_broker_that_is_away_holds_nobody_up() {
    if !are_ours() {
        return;
    }
    let Some(mut cluster) = Cluster::on_kafka() else {
        return;
    };
    let expected = Undisturbed::told();
    cluster.start_all();
    sleep(Duration::from_millis(1_000));
    assert!(
        !cluster.is_told(false),
        "the story ended before the broker was away"
    );
    chore(&["kafka", "kill"]);
    let away = Instant::now();
    // The story goes on meanwhile: the log is in the database, and is followed there.
    let longest = Duration::from_secs(amount(40, 3_600).into());
    while away.elapsed() < longest && !cluster.is_told(false) {
        sleep(Duration::from_millis(100));
    }
    let told_without = cluster.is_told(false);
    chore(&["kafka", "start"]);
    while !cluster.is_told(false) {
        sleep(Duration::from_millis(100));
    }
    let lag = caught_up(&cluster.database);
    println!(
        "away for {:.0} s, the story ended meanwhile: {told_without}; caught up after {:.1} s",
        away.elapsed().as_secs_f64(),
        lag.as_secs_f64()
    );
    cluster.compare(&expected, 0);
}

/// Waits until every group, the relay among them, has no event before it.
pub(super) fn caught_up(database: &Database) -> Duration {
    const LONGEST: Duration = Duration::from_secs(60);
    let begun = Instant::now();
    loop {
        let behind = database.count(
            "SELECT COALESCE(SUM(h.next - c.next), 0) FROM log_head h
            JOIN cursor c ON c.topic = h.topic AND c.part = h.part",
        );
        if behind == 0 {
            return begun.elapsed();
        }
        assert!(
            begun.elapsed() < LONGEST,
            "{behind} events behind after a minute"
        );
        sleep(Duration::from_millis(100));
    }
}
