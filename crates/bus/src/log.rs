use model::commit::Outcome;
use store::{Commit, Store};

use crate::{Error, topics};

/// Turns what a step decided into what the store writes, without a cursor.
pub fn commit_of(outcome: Outcome) -> Result<Commit, Error> {
    let mut commit = Commit {
        changes: outcome.changes,
        ..Commit::default()
    };
    for fact in outcome.events {
        commit.events.extend(topics::events(fact)?);
    }
    Ok(commit)
}

/// Commits what a step outside the log decided: what arrived, what a person said, what time it is.
pub async fn publish(store: &Store, outcome: Outcome) -> Result<(), Error> {
    store.commit(commit_of(outcome)?).await.map_err(Error::from)
}

/// Says whether every declared group has applied every event of its topic, as of one moment.
///
/// What waits outside the log, such as documents not yet read or delivered, is not seen here.
pub async fn quiescent(store: &Store) -> Result<bool, Error> {
    let progress = store.progress().await?;
    let idle = topics::ALL.iter().all(|topic| {
        let partitions = progress.iter().filter(|p| p.topic == topic.name);
        let heads: std::collections::BTreeSet<u16> = partitions.map(|p| p.partition).collect();
        heads.into_iter().all(|partition| {
            progress.iter().any(|p| {
                p.topic == topic.name
                    && p.partition == partition
                    && p.group
                        .as_ref()
                        .is_some_and(|(group, next)| group == topic.group && *next >= p.head)
            })
        })
    });
    Ok(idle)
}
