//! Consumers on a real database, and on a real Kafka.
#![expect(clippy::unwrap_used, reason = "a set-up that fails, fails its test")]
#![expect(clippy::print_stdout, reason = "what was skipped or measured is told")]

mod cluster;
mod servers;

use std::time::{Duration, Instant};

use bus::{Applied, Consumer, Disposition, commit_of, publish, quiescent, topics};
use model::commit::{Fact, FactBody, Outcome};
use model::event::{AcknowledgementDue, DayOpened, Deadline, DeadlineReached, Outbound, SiteFact};
use model::{DateTime, DocumentId, EventId, NaiveDate, PartnerId, SiteId, Utc};
use store::{Commit, LetterState, NewEvent, Store};

use crate::servers::Schema;

fn noon() -> DateTime<Utc> {
    day().and_hms_opt(12, 0, 0).unwrap().and_utc()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 3, 28).unwrap()
}

fn reached(id: &str, site: &str) -> Fact {
    let deadline = Deadline::CutOff {
        partner: PartnerId::new("WOMART").unwrap(),
        site: SiteId::new(site).unwrap(),
        day: day(),
    };
    let body = SiteFact::DeadlineReached(DeadlineReached {
        deadline,
        at: noon(),
    });
    Fact {
        id: EventId::new(id).unwrap(),
        at: noon(),
        trace: None,
        body: FactBody::Site(body),
    }
}

fn due(id: &str) -> Fact {
    let body = Outbound::AcknowledgementDue(AcknowledgementDue {
        partner: PartnerId::new("WOMART").unwrap(),
        document: DocumentId::new("d1").unwrap(),
        at: noon(),
    });
    Fact {
        id: EventId::new(id).unwrap(),
        at: noon(),
        trace: None,
        body: FactBody::Outbound(body),
    }
}

fn facts(events: impl IntoIterator<Item = Fact>) -> Outcome {
    Outcome {
        changes: Vec::new(),
        events: events.into_iter().collect(),
    }
}

async fn open() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/hub.db", folder.path().display());
    (Store::open(&url).await.unwrap(), folder)
}

fn plan(store: &Store, owner: &str, now_ms: fn() -> i64) -> Consumer<SiteFact> {
    Consumer::new(store.clone(), owner, now_ms)
}

#[tokio::test]
async fn what_is_published_is_consumed_once_and_in_order() {
    let (store, _folder) = open().await;
    assert!(quiescent(&store).await.unwrap());
    publish(
        &store,
        facts((0..20).map(|n| reached(&format!("e{n}"), "0042"))),
    )
    .await
    .unwrap();
    publish(
        &store,
        facts((15..25).map(|n| reached(&format!("e{n}"), "0042"))),
    )
    .await
    .unwrap();
    assert!(!quiescent(&store).await.unwrap());
    let mut plan = plan(&store, "one", || 0);
    let mut seen = Vec::new();
    while seen.len() < 25 {
        let batch = plan.next_batch(7).await.unwrap();
        assert!(batch.events.len() <= 7);
        for single in batch.into_singles() {
            let event = &single.events[0];
            assert_eq!(
                event.body,
                match reached("x", "0042").body {
                    FactBody::Site(body) => body,
                    FactBody::Outbound(_) => unreachable!(),
                }
            );
            seen.push(event.id.to_string());
            let outcome = facts([due(&format!("for-{}", event.id))]);
            assert_eq!(
                plan.commit(&single, outcome).await.unwrap(),
                Applied::Committed
            );
        }
    }
    assert_eq!(seen, (0..25).map(|n| format!("e{n}")).collect::<Vec<_>>());
    // Plan is done; what it appended waits for dispatch.
    assert!(!quiescent(&store).await.unwrap());
    let mut dispatch: Consumer<Outbound> = Consumer::new(store.clone(), "one", || 0);
    let batch = dispatch.next_batch(100).await.unwrap();
    assert_eq!(batch.events.len(), 25);
    assert_eq!(
        dispatch.commit(&batch, Outcome::default()).await.unwrap(),
        Applied::Committed
    );
    assert!(quiescent(&store).await.unwrap());
}

#[tokio::test]
async fn every_partition_gets_its_turn() {
    let (store, _folder) = open().await;
    let opened = Fact {
        id: EventId::new("opened").unwrap(),
        at: noon(),
        trace: None,
        body: FactBody::Site(SiteFact::DayOpened(DayOpened {
            day: day(),
            at: noon(),
        })),
    };
    publish(&store, facts([opened])).await.unwrap();
    let again = topics::day_opened_events(day().succ_opt().unwrap(), noon()).unwrap();
    store
        .commit(Commit {
            events: again,
            ..Commit::default()
        })
        .await
        .unwrap();
    let mut plan = plan(&store, "one", || 0);
    assert_eq!(plan.next_batches(10).await.unwrap().len(), 12);
    let mut turns = Vec::new();
    for _ in 0..24 {
        let batch = plan.next_batch(1).await.unwrap();
        turns.push(batch.partition);
        let _ = plan.commit(&batch, Outcome::default()).await.unwrap();
    }
    assert_eq!(turns, (0..12).chain(0..12).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_batch_that_was_not_committed_comes_again() {
    let (store, _folder) = open().await;
    publish(
        &store,
        facts([reached("e1", "0042"), reached("e2", "0042")]),
    )
    .await
    .unwrap();
    let mut plan = plan(&store, "one", || 0);
    let first = plan.next_batch(1).await.unwrap();
    drop(first);
    let batch = plan.next_batch(1).await.unwrap();
    assert_eq!(batch.events[0].id.as_str(), "e1");
    assert_eq!(
        plan.commit(&batch, Outcome::default()).await.unwrap(),
        Applied::Committed
    );
    assert_eq!(
        plan.next_batch(1).await.unwrap().events[0].id.as_str(),
        "e2"
    );
}

#[tokio::test]
async fn a_worker_that_slept_is_fenced() {
    let (store, _folder) = open().await;
    publish(&store, facts([reached("e1", "0042")]))
        .await
        .unwrap();
    let mut slept = plan(&store, "one", || 0);
    let stale = slept.next_batch(1).await.unwrap();
    // An hour later another worker finds the lease ended.
    let mut other = plan(&store, "two", || 3_600_000);
    let batch = other.next_batch(1).await.unwrap();
    assert_eq!(batch.events[0].id.as_str(), "e1");
    let outcome = facts([due("by-one")]);
    assert_eq!(
        slept.commit(&stale, outcome).await.unwrap(),
        Applied::Fenced
    );
    assert_eq!(
        other.commit(&batch, Outcome::default()).await.unwrap(),
        Applied::Committed
    );
    assert_eq!(
        store.heads(topics::PARTNER_OUTBOUND.name).await.unwrap(),
        []
    );
    // Given back, the partitions are free at once.
    other.leave().await.unwrap();
    publish(&store, facts([reached("e2", "0042")]))
        .await
        .unwrap();
    let mut third = plan(&store, "three", || 3_600_000);
    assert_eq!(
        third.next_batch(1).await.unwrap().events[0].id.as_str(),
        "e2"
    );
}

/// Four events of a partition of which only the third can be read, and a bad one by itself.
fn mostly_poison() -> Vec<NewEvent> {
    let mut events = Vec::new();
    for (n, body) in ["{", r#"{"type":"nonsense"}"#, "good", "\u{1}"]
        .into_iter()
        .enumerate()
    {
        let mut made = commit_of(facts([reached(&format!("e{n}"), "0042")])).unwrap();
        if body != "good" {
            made.events[0].body = body.as_bytes().to_vec();
        }
        events.extend(made.events);
    }
    // Poison alone in its partition, too.
    let alone = NewEvent {
        partition: (events[0].partition + 1) % 12,
        id: EventId::new("alone").unwrap(),
        body: Vec::new(),
        ..events[0].clone()
    };
    events.push(alone);
    events
}

#[tokio::test]
async fn poison_is_set_aside_and_the_rest_goes_on() {
    let (store, _folder) = open().await;
    let events = mostly_poison();
    store
        .commit(Commit {
            events,
            ..Commit::default()
        })
        .await
        .unwrap();
    let mut plan = plan(&store, "one", || 0);
    let batch = plan.next_batch(10).await.unwrap();
    assert_eq!(batch.events.len(), 1);
    assert_eq!(batch.dead_letters.len(), 3);
    for single in batch.into_singles() {
        assert_eq!(single.events.len() + single.dead_letters.len(), 1);
        let applied = plan.commit(&single, Outcome::default()).await.unwrap();
        assert_eq!(applied, Applied::Committed);
    }
    publish(&store, facts([reached("e9", "0042")]))
        .await
        .unwrap();
    let last = plan.next_batch(10).await.unwrap();
    let applied = plan
        .dead_letter(&last, "the item was deleted")
        .await
        .unwrap();
    assert_eq!(applied, Applied::Committed);
    assert!(quiescent(&store).await.unwrap());
    let letters = store.set_aside(&[LetterState::Waiting], 10).await.unwrap();
    let letters: Vec<_> = letters.into_iter().map(|found| found.letter).collect();
    let mut ids: Vec<_> = letters.iter().map(|l| l.event.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["alone", "e0", "e1", "e3", "e9"]);
    let last = letters
        .iter()
        .find(|l| l.event.id.as_str() == "e9")
        .unwrap();
    assert_eq!(
        (last.cause.as_str(), last.group.as_str()),
        ("the item was deleted", "plan")
    );
    assert!(
        serde_json::from_slice::<SiteFact>(&last.event.body).is_ok(),
        "kept whole"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_wakes_the_consumer_at_once() {
    let (store, _folder) = open().await;
    let mut plan = plan(&store, "one", || 0);
    let waiting = tokio::spawn(async move {
        let mut times = Vec::new();
        for _ in 0..20 {
            let batch = plan.next_batch(1).await.unwrap();
            times.push(Instant::now());
            assert_eq!(
                plan.commit(&batch, Outcome::default()).await.unwrap(),
                Applied::Committed
            );
        }
        times
    });
    let mut published = Vec::new();
    for n in 0..20 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        publish(&store, facts([reached(&format!("e{n}"), "0042")]))
            .await
            .unwrap();
        published.push(Instant::now());
    }
    let mut lags: Vec<_> = waiting
        .await
        .unwrap()
        .into_iter()
        .zip(published)
        .map(|(seen, sent)| seen.saturating_duration_since(sent))
        .collect();
    lags.sort_unstable();
    // Polling would take tens of milliseconds at the median.
    assert!(lags[10] < Duration::from_millis(20), "{lags:?}");
}

#[tokio::test]
async fn commits_of_another_process_are_found() {
    let Some(server) = Schema::make().await else {
        return;
    };
    // Two stores know nothing of each other, as two processes do not.
    let (here, there) = (server.open().await, server.open().await);
    let mut plan = plan(&here, "one", || 0);
    let waiting = tokio::spawn(async move {
        let batch = plan.next_batch(1).await.unwrap();
        assert_eq!(
            plan.commit(&batch, Outcome::default()).await.unwrap(),
            Applied::Committed
        );
        batch.events[0].id.to_string()
    });
    while there.progress().await.unwrap().is_empty() {
        publish(&there, facts([reached("e1", "0042")]))
            .await
            .unwrap();
    }
    assert_eq!(waiting.await.unwrap(), "e1");
    assert!(quiescent(&there).await.unwrap());
    server.drop().await;
}

#[test]
fn errors_say_what_to_do() {
    for (error, expected) in [
        (store::Error::Busy("x".to_owned()), Disposition::Retry),
        (
            store::Error::Unreachable("x".to_owned()),
            Disposition::Retry,
        ),
        (
            store::Error::Refused("x".to_owned()),
            Disposition::DeadLetter,
        ),
        (store::Error::Full, Disposition::Stop),
        (store::Error::Corrupt("x".to_owned()), Disposition::Stop),
    ] {
        assert_eq!(bus::Error::from(error).disposition(), expected);
    }
}
