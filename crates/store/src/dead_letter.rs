use crate::apply::Statement;
use crate::sql::{Query, Row, Value};
use crate::{DeadLetter, Error, Store, codec, log};

/// What becomes of an event that was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterState {
    /// A person has to decide.
    Waiting,
    /// It is in order, and waits behind an event of its key that is not.
    Behind,
    /// A person wants it applied; its group has not got to it yet.
    Replaying,
    /// It was applied after all.
    Replayed,
    /// A person gave it up.
    Discarded,
}

impl LetterState {
    const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Behind,
        Self::Replaying,
        Self::Replayed,
        Self::Discarded,
    ];

    /// Returns its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Behind => "behind",
            Self::Replaying => "replaying",
            Self::Replayed => "replayed",
            Self::Discarded => "discarded",
        }
    }

    fn from_name(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|state| state.name() == name);
        found.ok_or_else(|| Error::Corrupt(format!("dead letter {name:?}")))
    }
}

/// An event set aside, with what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The event and why it could not be applied.
    pub letter: DeadLetter,
    /// What becomes of it.
    pub state: LetterState,
    /// Why a person decided so.
    pub reason: Option<String>,
    /// Whether its key waits for it.
    pub parked: bool,
}

/// A key of which an event could not be applied, so that its later events wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedKey {
    /// The consumer group.
    pub group: String,
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: u16,
    /// The key.
    pub key: String,
    /// The offset of the event it waits for.
    pub offset: i64,
}

/// The columns of [`set_aside_of`], from the table `d`.
const SELECT: &str = "SELECT d.topic, d.part, d.off, d.id, d.key, d.kind, d.at, d.body, d.trace,
        d.consumer, d.cause, d.state, d.reason,
        (SELECT COUNT(*) FROM parked_keys p WHERE p.consumer = d.consumer
            AND p.topic = d.topic AND p.key = d.key AND p.off = d.off)
    FROM dead_letters d WHERE ";

impl Store {
    /// Returns events set aside that are in one of some states, in the order of the log.
    pub async fn set_aside(
        &self,
        states: &[LetterState],
        limit: u32,
    ) -> Result<Vec<SetAside>, Error> {
        let mut query = Query::new(SELECT);
        query.within("d.state", states.iter().map(|state| state.name()));
        query.push(" ORDER BY d.topic, d.part, d.off, d.consumer LIMIT ");
        query.bind(limit);
        self.query(query).await?.iter().map(set_aside_of).collect()
    }

    /// Finds events set aside by the id of the event or by its key.
    pub async fn set_aside_named(&self, name: &str) -> Result<Vec<SetAside>, Error> {
        let mut query = Query::new(SELECT);
        query.push("(d.id = ").bind(name);
        query.push(" OR d.key = ").bind(name);
        query.push(") ORDER BY d.topic, d.part, d.off, d.consumer");
        self.query(query).await?.iter().map(set_aside_of).collect()
    }

    /// Returns, in the order of the log, what a group is to apply again: what a person wants
    /// replayed, and what waited behind an event that is settled.
    pub async fn to_replay(
        &self,
        group: &str,
        topic: &str,
        limit: u32,
    ) -> Result<Vec<DeadLetter>, Error> {
        let mut query = Query::new(SELECT);
        query.push("d.consumer = ").bind(group);
        query.push(" AND d.topic = ").bind(topic);
        query.push(
            " AND (d.state = 'replaying' OR (d.state = 'behind' AND EXISTS (
                SELECT 1 FROM parked_keys p JOIN dead_letters h ON h.consumer = p.consumer
                    AND h.topic = p.topic AND h.part = p.part AND h.off = p.off
                WHERE p.consumer = d.consumer AND p.topic = d.topic AND p.key = d.key
                    AND h.state IN ('replayed', 'discarded'))))
            ORDER BY d.part, d.off LIMIT ",
        );
        query.bind(limit);
        let rows = self.query(query).await?;
        let letter = |row| set_aside_of(row).map(|found| found.letter);
        rows.iter().map(letter).collect()
    }

    /// Decides about an event that waits; says whether it still did.
    pub async fn decide(
        &self,
        letter: &DeadLetter,
        state: LetterState,
        reason: &str,
    ) -> Result<bool, Error> {
        let sql = "UPDATE dead_letters SET state = $5, reason = $6
            WHERE consumer = $1 AND topic = $2 AND part = $3 AND off = $4 AND state = 'waiting'
            RETURNING off";
        let decided = [state.name().into(), reason.into()];
        let values = [&place(letter)[..], &decided[..]].concat();
        Ok(!self.returning(sql, values).await?.is_empty())
    }

    /// Returns the keys of a group's topic that wait.
    pub async fn parked_keys(&self, group: &str, topic: &str) -> Result<Vec<ParkedKey>, Error> {
        let sql = "SELECT consumer, topic, part, key, off FROM parked_keys
            WHERE consumer = $1 AND topic = $2 ORDER BY part, key";
        let rows = self.rows(sql, [group.into(), topic.into()]).await?;
        rows.iter().map(parked_of).collect()
    }
}

/// Writes an event that is set aside, or set aside again after a replay.
pub(crate) fn set_aside(letter: &DeadLetter, state: LetterState) -> Result<Statement, Error> {
    let sql = "INSERT INTO dead_letters
            (consumer, topic, part, off, id, key, kind, at, body, trace, cause, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (consumer, topic, part, off)
        DO UPDATE SET cause = EXCLUDED.cause, state = EXCLUDED.state";
    let event = &letter.event;
    let values = [
        event.id.as_str().into(),
        event.key.as_str().into(),
        event.kind.as_str().into(),
        event.at.into(),
        codec::seal("event", &event.body)?.into(),
        event.trace.as_deref().into(),
        letter.cause.as_str().into(),
        state.name().into(),
    ];
    Ok(Statement::new(
        sql,
        [&place(letter)[..], &values[..]].concat(),
    ))
}

/// Notes that a replayed event was applied, and lets its key go on if nothing waits any more.
pub(crate) fn replayed(letter: &DeadLetter) -> [Statement; 2] {
    let settled = "UPDATE dead_letters SET state = 'replayed'
        WHERE consumer = $1 AND topic = $2 AND part = $3 AND off = $4";
    let free = "DELETE FROM parked_keys WHERE consumer = $1 AND topic = $2 AND key = $3
        AND NOT EXISTS (SELECT 1 FROM dead_letters d WHERE d.consumer = $1 AND d.topic = $2
            AND d.key = $3 AND d.state IN ('replaying', 'behind'))";
    let [group, topic, ..] = place(letter);
    let key = letter.event.key.as_str().into();
    [
        Statement::new(settled, place(letter)),
        Statement::new(free, [group, topic, key]),
    ]
}

/// Lets the later events of a letter's key wait for it.
pub(crate) fn parked(letter: &DeadLetter) -> Statement {
    let sql = "INSERT INTO parked_keys (consumer, topic, part, off, key)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (consumer, topic, key) DO UPDATE SET off = EXCLUDED.off";
    let key = [letter.event.key.as_str().into()];
    Statement::new(sql, [&place(letter)[..], &key[..]].concat())
}

fn place(letter: &DeadLetter) -> [Value; 4] {
    [
        letter.group.as_str().into(),
        letter.event.topic.as_str().into(),
        letter.event.partition.into(),
        letter.event.offset.into(),
    ]
}

fn set_aside_of(row: &Row) -> Result<SetAside, Error> {
    let letter = DeadLetter {
        group: row.text(9)?,
        event: log::event_of(row)?,
        cause: row.text(10)?,
    };
    Ok(SetAside {
        letter,
        state: LetterState::from_name(&row.text(11)?)?,
        reason: row.text_or_null(12)?,
        parked: row.int(13)? > 0,
    })
}

fn parked_of(row: &Row) -> Result<ParkedKey, Error> {
    Ok(ParkedKey {
        group: row.text(0)?,
        topic: row.text(1)?,
        partition: row.number(2)?,
        key: row.text(3)?,
        offset: row.int(4)?,
    })
}
