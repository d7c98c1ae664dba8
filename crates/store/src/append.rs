//! The end of a group's transaction: events and view changes get their numbers.
//!
//! Numbers come from rows of `log_head`, whose locks make them gapless and in commit order, which
//! no sequence does. Those rows are locked last and in one order, so that two processes can
//! neither wait for each other nor hold them while they work.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::Error;
use crate::apply::Append;
use crate::sql::{Connection, Query};

/// Appends events in the given order, leaving out those whose id their topic already holds.
///
/// Two processes cannot append one id at once: an id belongs to one key, a key to one partition,
/// and the partition's head is locked before ids are looked up. The unique index would refuse it
/// anyway, and the group would be tried again.
pub(crate) async fn events(on: &mut Connection, events: &[&Append]) -> Result<(), Error> {
    let mut partitions: BTreeMap<(&str, u16), Vec<&Append>> = BTreeMap::new();
    for event in events {
        partitions
            .entry((&event.topic, event.partition))
            .or_default()
            .push(event);
    }
    let mut heads = Vec::with_capacity(partitions.len());
    for &(topic, partition) in partitions.keys() {
        heads.push(lock_head(on, topic, partition).await?);
    }
    let mut known = known_ids(on, events).await?;
    for (((topic, partition), events), head) in partitions.into_iter().zip(heads) {
        let fresh: Vec<&Append> = events
            .into_iter()
            .filter(|e| known.insert((topic.to_owned(), e.id.clone())))
            .collect();
        if fresh.is_empty() {
            continue;
        }
        let next = insert(on, &fresh, head).await?;
        set_head(on, topic, partition, next).await?;
    }
    Ok(())
}

/// Numbers the changed entities of a group.
pub(crate) async fn view_changes(
    on: &mut Connection,
    entities: &BTreeSet<&str>,
) -> Result<(), Error> {
    const HEAD: &str = "view changes";
    if entities.is_empty() {
        return Ok(());
    }
    let mut next = lock_head(on, HEAD, 0).await?;
    for entity in entities {
        next += 1;
        let values = [next.into(), (*entity).into()];
        on.execute(
            "INSERT INTO view_changes (id, entity) VALUES ($1, $2)",
            &values,
        )
        .await?;
    }
    set_head(on, HEAD, 0, next).await
}

async fn lock_head(on: &mut Connection, topic: &str, partition: u16) -> Result<i64, Error> {
    let sql = "INSERT INTO log_head (topic, part, next) VALUES ($1, $2, 0)
        ON CONFLICT (topic, part) DO UPDATE SET next = log_head.next RETURNING next";
    let rows = on.rows(sql, &[topic.into(), partition.into()]).await?;
    rows.first()
        .ok_or_else(|| Error::Corrupt("a log without a head".to_owned()))?
        .int(0)
}

async fn set_head(
    on: &mut Connection,
    topic: &str,
    partition: u16,
    next: i64,
) -> Result<(), Error> {
    let sql = "UPDATE log_head SET next = $3 WHERE topic = $1 AND part = $2";
    on.execute(sql, &[topic.into(), partition.into(), next.into()])
        .await
        .map(|_| ())
}

/// Finds which of the events' ids are in the log, in whatever topic.
async fn known_ids(
    on: &mut Connection,
    events: &[&Append],
) -> Result<HashSet<(String, String)>, Error> {
    let mut known = HashSet::new();
    for events in events.chunks(SIZES[0]) {
        let ids = events.iter().map(|event| event.id.as_str());
        // Filled up with its last id to one of a few lengths, the text stays prepared. It names no
        // topic, so that the index by id is the only one that a plan can use.
        let padding = events.last().map(|event| event.id.as_str());
        let padding = std::iter::repeat(padding).flatten();
        let mut query = Query::new("SELECT topic, id FROM events WHERE ");
        query.within("id", ids.chain(padding).take(padded(events.len())));
        let (sql, values) = query.into_parts();
        for row in on.rows(sql, &values).await? {
            known.insert((row.text(0)?, row.text(1)?));
        }
    }
    Ok(known)
}

/// Rows of a multi-row statement: few texts, so that each is prepared once.
const SIZES: [usize; 4] = [64, 16, 4, 1];

fn padded(length: usize) -> usize {
    SIZES
        .into_iter()
        .rev()
        .find(|size| *size >= length)
        .unwrap_or(SIZES[0])
}

async fn insert(on: &mut Connection, events: &[&Append], head: i64) -> Result<i64, Error> {
    let mut next = head;
    let mut rest = events;
    while let Some(size) = SIZES.into_iter().find(|size| *size <= rest.len()) {
        let (now, later) = rest.split_at(size);
        rest = later;
        let mut query = Query::new(
            "INSERT INTO events (topic, part, off, id, key, kind, at, body, trace, appended)",
        );
        let mut opening = " VALUES (";
        for event in now {
            query
                .push(opening)
                .bind(event.topic.as_str())
                .push(", ")
                .bind(event.partition);
            query
                .push(", ")
                .bind(next)
                .push(", ")
                .bind(event.id.as_str());
            for value in &event.rest {
                query.push(", ").bind(value.clone());
            }
            query.push(", ").push(on.clock());
            opening = "), (";
            next += 1;
        }
        query.push(")");
        let (sql, values) = query.into_parts();
        on.execute(sql, &values).await?;
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_few() {
        for (length, expected) in [(1, 1), (2, 4), (4, 4), (5, 16), (17, 64), (64, 64)] {
            assert_eq!(padded(length), expected);
        }
    }
}
