//! Workers that come and go while events flow.

use std::time::{Duration, Instant};

use bus::{Consumer, Kafka};
use store::Store;
use tokio::task::JoinHandle;

use super::{all_applied_once_and_in_order, append, carry, caught_up, events, next, now_ms, work};
use crate::servers::{Schema, amount, servers};

/// One of several, on connections of its own as another process would have.
struct Worker {
    store: Store,
    leave: tokio::sync::oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Worker {
    async fn join(schema: &Schema, kafka: &Kafka, nth: u32) -> Self {
        let store = schema.open().await;
        let consumer = Consumer::new(store.clone(), format!("worker-{nth}"), now_ms);
        let mut consumer = consumer.through(Some(kafka)).unwrap();
        let (leave, asked) = tokio::sync::oneshot::channel();
        let task = tokio::spawn(async move {
            let asked = tokio::select! {
                () = work(&mut consumer) => return,
                asked = asked => asked,
            };
            // Dropped without a word, it dies as if killed.
            if asked.is_ok() {
                consumer.leave().await.unwrap();
            }
        });
        Self { store, leave, task }
    }

    async fn go(self, in_order: bool) {
        match in_order {
            true => self.leave.send(()).unwrap(),
            false => drop(self.leave),
        }
        self.task.await.unwrap();
        self.store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_come_and_go_and_every_key_keeps_its_order() {
    let Some((schema, kafka)) = servers().await else {
        return;
    };
    let store = schema.open().await;
    let (moves, duration) = (amount(8, 30), Duration::from_secs(amount(16, 300).into()));
    let carrying = {
        let (store, kafka) = (store.clone(), kafka.clone());
        tokio::spawn(async move { carry(&store, &kafka, "relay").await })
    };
    let (enough, published) = tokio::sync::watch::channel(false);
    let publishing = {
        let store = store.clone();
        tokio::spawn(async move {
            for n in 0_u32.. {
                if *published.borrow() {
                    return;
                }
                append(&store, events(n * 10..(n + 1) * 10, 60)).await;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        })
    };
    let mut random = 30;
    let mut workers = vec![Worker::join(&schema, &kafka, 0).await];
    let began = Instant::now();
    for nth in 1..=moves {
        tokio::time::sleep_until((began + duration * nth / moves).into()).await;
        if workers.len() < 2 || workers.len() < 5 && next(&mut random).is_multiple_of(2) {
            workers.push(Worker::join(&schema, &kafka, nth).await);
        } else {
            let chosen = next(&mut random) % u64::try_from(workers.len()).unwrap();
            let worker = workers.remove(usize::try_from(chosen).unwrap());
            worker.go(next(&mut random).is_multiple_of(2)).await;
        }
    }
    // In order: what an aborted task has asked for may still be appended afterwards.
    enough.send(true).unwrap();
    publishing.await.unwrap();
    let took = caught_up(&store).await;
    println!("{moves} joins and leaves in {duration:?}; caught up after {took:?}");
    for worker in workers {
        worker.go(true).await;
    }
    carrying.abort();
    all_applied_once_and_in_order(&store).await;
    store.close().await;
    schema.drop().await;
}
