//! A network that delays, cuts, swallows and loses answers between the hub and PostgreSQL.

use std::thread::sleep;
use std::time::{Duration, Instant};

use super::proxy::Proxy;
use super::rig::{Cluster, Undisturbed};
use crate::program::amount;

/// By then a story has ended whose network was bad for a while.
const HEALED: Duration = Duration::from_secs(300);

#[test]
fn a_bad_network_loses_and_doubles_nothing() {
    let stories = amount(1, 20);
    let expected = Undisturbed::told();
    for seed in 1..=u64::from(stories) {
        // Without Kafka, so that nothing but the network can carry anything.
        let Some(mut cluster) = Cluster::on_postgres() else {
            return;
        };
        let address = cluster.database.address();
        let (server, path) = address.split_once('@').unwrap().1.split_once('/').unwrap();
        let login = address.split_once('@').unwrap().0;
        let proxy = Proxy::start(server.to_owned(), seed);
        let through = format!("{login}@127.0.0.1:{}/{path}", proxy.port);
        cluster.tell("STOCKBRIDGE__DATABASE", through);
        cluster.start_all();
        sleep(Duration::from_millis(800));
        proxy.disturb(400);
        // Bad for a while; what it did must not keep anyone for ever.
        let bad = Instant::now();
        while !cluster.is_told(true) {
            if bad.elapsed() > Duration::from_secs(u64::from(amount(20, 40))) {
                proxy.disturb(0);
            }
            assert!(bad.elapsed() < HEALED, "seed {seed}: the story never ends");
            sleep(Duration::from_millis(50));
        }
        proxy.disturb(0);
        println!("seed {seed}: {:?}", proxy.counts());
        let done: u64 = proxy.counts().iter().map(|(_, count)| count).sum();
        assert!(done > 0, "the network was good");
        cluster.compare(&expected, seed);
    }
}
