//! What the database says of the backlog, read when someone asks.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use metrics::gauge;
use store::{Error, Follower, Store, Waiting};

/// How far a group is in a partition.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    head: i64,
    next: i64,
    owner: String,
}

/// A group's name and a topic's.
type Following = (String, String);

/// The backlog as of one moment.
#[derive(Debug, Default)]
pub(super) struct Figures {
    heads: BTreeMap<(String, u16), i64>,
    places: BTreeMap<(Following, u16), Place>,
    ages: BTreeMap<Following, f64>,
    waiting: Waiting,
    queue: usize,
}

/// What a group that this process works for has before it.
#[derive(Debug, PartialEq)]
pub(super) struct Held {
    pub(super) group: String,
    pub(super) partitions: usize,
    /// Events not applied in those partitions.
    pub(super) behind: i64,
    /// Seconds since the oldest event that the group has not applied was appended.
    pub(super) age: f64,
}

impl Figures {
    /// Reads the backlog. A database that does not answer soon does not answer.
    pub(super) async fn read(store: &Store, now: DateTime<Utc>) -> Result<Self, Error> {
        const PATIENCE: Duration = Duration::from_secs(3);
        let late = |_| Error::Unreachable(format!("no answer within {} s", PATIENCE.as_secs()));
        tokio::time::timeout(PATIENCE, ask(store, now))
            .await
            .map_err(late)?
    }

    /// Returns what the groups have before them of which `owner` holds partitions.
    pub(super) fn held_by(&self, owner: &str) -> Vec<Held> {
        let mut held: BTreeMap<&Following, Held> = BTreeMap::new();
        for ((following, _), place) in self.places.iter().filter(|(_, p)| p.owner == owner) {
            let entry = held.entry(following).or_insert_with(|| Held {
                group: following.0.clone(),
                partitions: 0,
                behind: 0,
                age: self.ages.get(following).copied().unwrap_or_default(),
            });
            entry.partitions += 1;
            entry.behind += place.head - place.next;
        }
        held.into_values().collect()
    }

    /// Records everything as gauges.
    pub(super) fn record(&self) {
        for ((topic, partition), head) in &self.heads {
            let labels = [
                ("topic", topic.clone()),
                ("partition", partition.to_string()),
            ];
            gauge!("stockbridge_log_head", &labels).set(number(*head));
        }
        for (((group, topic), partition), place) in &self.places {
            let labels = [
                ("group", group.clone()),
                ("topic", topic.clone()),
                ("partition", partition.to_string()),
            ];
            gauge!("stockbridge_cursor", &labels).set(number(place.next));
            gauge!("stockbridge_lag_events", &labels).set(number(place.head - place.next));
            let labels = [("group", group.clone()), ("topic", topic.clone())];
            let age = self.ages.get(&(group.clone(), topic.clone()));
            gauge!("stockbridge_lag_age_seconds", &labels).set(age.copied().unwrap_or_default());
            gauge!("stockbridge_dead_letters", "group" => group.clone()).set(0);
            gauge!("stockbridge_parked_keys", "group" => group.clone()).set(0);
        }
        for (group, count) in &self.waiting.dead_letters {
            gauge!("stockbridge_dead_letters", "group" => group.clone()).set(*count as f64);
        }
        for (group, count) in &self.waiting.parked_keys {
            gauge!("stockbridge_parked_keys", "group" => group.clone()).set(*count as f64);
        }
        gauge!("stockbridge_documents_ready").set(self.waiting.documents_ready as f64);
        let overdue = self.waiting.acknowledgements_overdue;
        gauge!("stockbridge_acknowledgements_overdue").set(overdue as f64);
        gauge!("stockbridge_writer_queue").set(self.queue as f64);
    }
}

async fn ask(store: &Store, now: DateTime<Utc>) -> Result<Figures, Error> {
    let followers = store.followers().await?;
    let oldest = store.oldest_unapplied().await?;
    let aged = |(group, topic, at)| ((group, topic), oldest_unapplied_age(now, at));
    Ok(Figures {
        ages: oldest.into_iter().map(aged).collect(),
        waiting: store.waiting().await?,
        queue: store.queue().ok_or(Error::Closed)?,
        ..positions(followers)
    })
}

/// Returns how old an event is that the log has had since `at`.
fn oldest_unapplied_age(now: DateTime<Utc>, at: DateTime<Utc>) -> f64 {
    (now - at).as_seconds_f64().max(0.0)
}

/// A group that is declared to follow a topic and never began has all of it before it.
fn positions(followers: Vec<Follower>) -> Figures {
    let mut figures = Figures::default();
    for follower in followers {
        let Follower {
            topic,
            partition,
            head,
            group,
            next,
            owner,
        } = follower;
        if let Some(group) = group {
            let place = Place { head, next, owner };
            figures
                .places
                .insert(((group, topic.clone()), partition), place);
        }
        if let Some(declared) = bus::topics::ALL.iter().find(|t| t.name == topic) {
            let following = (declared.group.to_owned(), topic.clone());
            let nowhere = || Place {
                head,
                next: 0,
                owner: String::new(),
            };
            figures
                .places
                .entry((following, partition))
                .or_insert_with(nowhere);
        }
        figures.heads.insert((topic, partition), head);
    }
    figures
}

/// Offsets stay far below 2^53, where a gauge would lose the last digit.
fn number(offset: i64) -> f64 {
    offset as f64
}

#[cfg(test)]
mod tests {
    use super::super::metrics::told;
    use super::*;

    fn follower(
        partition: u16,
        head: i64,
        group: Option<&str>,
        next: i64,
        owner: &str,
    ) -> Follower {
        Follower {
            topic: "site.facts.v1".to_owned(),
            partition,
            head,
            group: group.map(str::to_owned),
            next,
            owner: owner.to_owned(),
        }
    }

    fn figures() -> Figures {
        let followers = vec![
            follower(0, 9, Some("plan"), 4, "us"),
            follower(0, 9, Some("relay"), 9, "them"),
            follower(1, 3, Some("plan"), 3, "us"),
            follower(2, 7, None, 0, ""),
        ];
        let following = ("plan".to_owned(), "site.facts.v1".to_owned());
        Figures {
            ages: [(following, 12.5)].into(),
            waiting: Waiting {
                dead_letters: vec![("plan".to_owned(), 2)],
                parked_keys: vec![("plan".to_owned(), 1)],
                documents_ready: 3,
                acknowledgements_overdue: 1,
            },
            queue: 5,
            ..positions(followers)
        }
    }

    #[test]
    fn the_backlog_is_told() {
        let text = told(|| figures().record());
        for line in [
            "# TYPE stockbridge_lag_events gauge",
            "# HELP stockbridge_writer_queue Steps that wait for this process's writer",
            "stockbridge_log_head{topic=\"site.facts.v1\",partition=\"2\"} 7",
            "stockbridge_cursor{group=\"plan\",topic=\"site.facts.v1\",partition=\"0\"} 4",
            "stockbridge_lag_events{group=\"plan\",topic=\"site.facts.v1\",partition=\"0\"} 5",
            "stockbridge_lag_events{group=\"plan\",topic=\"site.facts.v1\",partition=\"1\"} 0",
            // Nobody has begun with this partition.
            "stockbridge_lag_events{group=\"plan\",topic=\"site.facts.v1\",partition=\"2\"} 7",
            "stockbridge_lag_events{group=\"relay\",topic=\"site.facts.v1\",partition=\"0\"} 0",
            "stockbridge_lag_age_seconds{group=\"plan\",topic=\"site.facts.v1\"} 12.5",
            "stockbridge_lag_age_seconds{group=\"relay\",topic=\"site.facts.v1\"} 0",
            "stockbridge_dead_letters{group=\"plan\"} 2",
            "stockbridge_dead_letters{group=\"relay\"} 0",
            "stockbridge_parked_keys{group=\"plan\"} 1",
            "stockbridge_documents_ready 3",
            "stockbridge_acknowledgements_overdue 1",
            "stockbridge_writer_queue 5",
        ] {
            assert!(
                text.lines().any(|l| l == line),
                "{line} is missing from\n{text}"
            );
        }
    }

    #[test]
    fn what_this_process_holds_is_its_own() {
        let held = Held {
            group: "plan".to_owned(),
            partitions: 2,
            behind: 5,
            age: 12.5,
        };
        assert_eq!(figures().held_by("us"), [held]);
        assert_eq!(figures().held_by("nobody"), []);
    }
}
