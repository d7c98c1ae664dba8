use crate::apply::{Statement, Work};
use crate::{Error, Store};

/// A worker's place among those of its group that live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// How many live.
    pub workers: u16,
    /// Which of them it is, from 0, in an order all agree on.
    pub rank: u16,
}

impl Rank {
    /// Returns how many of so many partitions are this worker's fair share.
    pub fn share(&self, partitions: u16) -> u16 {
        let workers = self.workers.max(1);
        partitions / workers + u16::from(self.rank < partitions % workers)
    }
}

impl Store {
    /// Says that a worker of a group lives, frees what dead ones held, and counts the living.
    ///
    /// On PostgreSQL a worker is dead as soon as the server has lost its connections, so that
    /// nobody waits for the lease of a killed process; one that only hangs keeps its lease.
    pub async fn join(
        &self,
        group: &str,
        topic: &str,
        owner: &str,
        now_ms: i64,
        lease_ms: i64,
    ) -> Result<Rank, Error> {
        let who = [group.into(), topic.into(), owner.into()];
        let until = now_ms.saturating_add(lease_ms);
        let alive = "INSERT INTO workers (consumer, topic, owner, session, until)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (consumer, topic, owner)
            DO UPDATE SET session = EXCLUDED.session, until = EXCLUDED.until";
        let session = [self.session().into(), until.into()];
        let mut statements = vec![Statement::new(alive, [&who[..], &session[..]].concat())];
        if self.is_shared() {
            statements.extend(free_of_the_dead(self.session(), group, topic));
        }
        let living = "SELECT owner FROM workers
            WHERE consumer = $1 AND topic = $2 AND until > $3 ORDER BY owner";
        let values = [group.into(), topic.into(), now_ms.into()];
        statements.push(Statement::new(living, values));
        let rows = self.write(Work::returning(statements)).await?;
        let owners = rows.iter().map(|row| row.text(0));
        let owners = owners.collect::<Result<Vec<_>, _>>()?;
        let rank = owners.iter().position(|other| other == owner);
        let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        Ok(Rank {
            workers: count(owners.len()),
            rank: count(rank.unwrap_or_default()),
        })
    }

    /// Gives back everything a worker of a group holds and takes it off the list of the living.
    pub async fn leave(&self, group: &str, topic: &str, owner: &str) -> Result<(), Error> {
        let who = [group.into(), topic.into(), owner.into()];
        let free = "UPDATE cursor SET lease_until = 0
            WHERE consumer = $1 AND topic = $2 AND owner = $3";
        let gone = "DELETE FROM workers WHERE consumer = $1 AND topic = $2 AND owner = $3";
        let statements = vec![Statement::new(free, who.clone()), Statement::new(gone, who)];
        self.write(Work::returning(statements)).await.map(|_| ())
    }

    /// Returns the partitions of a topic that other workers of a group hold.
    pub async fn held_by_others(
        &self,
        group: &str,
        topic: &str,
        owner: &str,
        now_ms: i64,
    ) -> Result<Vec<u16>, Error> {
        let sql = "SELECT part FROM cursor
            WHERE consumer = $1 AND topic = $2 AND owner <> $3 AND lease_until > $4";
        let values = [group.into(), topic.into(), owner.into(), now_ms.into()];
        let rows = self.rows(sql, values).await?;
        rows.iter().map(|row| row.number(0)).collect()
    }
}

/// Ends the leases of workers whose connections the server has lost.
///
/// The server shows other sessions' names to their own database role only. Where it does not even
/// show ours, somebody between us and the server hides them, and nobody is called dead.
fn free_of_the_dead(session: &str, group: &str, topic: &str) -> [Statement; 2] {
    let buried = "DELETE FROM workers
        WHERE consumer = $1 AND topic = $2
            AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a
                WHERE a.application_name = workers.session)
            AND EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.application_name = $3)";
    let freed = "UPDATE cursor SET lease_until = 0
        WHERE consumer = $1 AND topic = $2 AND lease_until > 0
            AND NOT EXISTS (SELECT 1 FROM workers w
                WHERE w.consumer = $1 AND w.topic = $2 AND w.owner = cursor.owner)";
    [
        Statement::new(buried, [group.into(), topic.into(), session.into()]),
        Statement::new(freed, [group.into(), topic.into()]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_fair_and_leave_nothing() {
        for workers in 1..30 {
            let share = |rank| Rank { workers, rank }.share(12);
            let shares: Vec<u16> = (0..workers).map(share).collect();
            assert_eq!(shares.iter().sum::<u16>(), 12, "{workers} workers");
            let most = shares.iter().max().unwrap();
            assert!(most - shares.iter().min().unwrap() <= 1, "{shares:?}");
        }
    }
}
