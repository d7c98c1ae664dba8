//! What is older than the horizon of replay leaves the database, a few rows at a step, so that
//! what others write waits for no more than one of these steps.

use chrono::Days;
use model::document::Document;
use model::order::Direction;
use model::{DateTime, NaiveDate, Utc};

use crate::apply::{Statement, Work};
use crate::named::Named;
use crate::sql::{Row, Value};
use crate::{Error, Store};

/// Rows removed in one step.
const ROWS: u16 = 500;
/// Documents removed in one step: each may have many chunks of a megabyte.
const DOCUMENTS: u16 = 20;
/// A page that was away for longer reloads as a whole.
const VIEW_CHANGE_DAYS: u64 = 7;

/// What was removed, or would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AgedOut {
    /// Events of the log.
    pub events: u64,
    /// Documents with their bytes.
    pub documents: u64,
    /// Changes that open pages follow.
    pub view_changes: u64,
    /// Answers kept for requests that come again.
    pub answers: u64,
    /// Sessions that ended.
    pub sessions: u64,
    /// Exceptions that were closed.
    pub exceptions: u64,
    /// Partitions in which old events stay, because an open order, an open exception or a dead
    /// letter names one of them, or a group has not applied it.
    pub partitions_held: u64,
}

/// An ageing under way. Its owner asks for one step after the other.
#[derive(Debug)]
pub struct Ageing {
    store: Store,
    horizon: DateTime<Utc>,
    today: NaiveDate,
    wall_ms: i64,
    /// Topics with a group that must have applied what goes.
    groups: Vec<(String, String)>,
    remove: bool,
    named: Named,
    stage: Stage,
    done: AgedOut,
}

/// Where it stands; what it passes over it does not look at again.
#[derive(Debug, Clone)]
enum Stage {
    /// The partitions still to do, and the offset to go on at.
    Events(Vec<(String, u16)>, i64),
    /// The last document seen.
    Documents(i64, String),
    Exceptions(i64, String),
    Answers(i64, String, String),
    ViewChanges,
    Done,
}

impl Ageing {
    /// Begins to remove what is older than `horizon`. `groups` are the topics with the groups that
    /// apply them; a partition that one of them never took keeps all its events.
    pub async fn begin(
        store: &Store,
        horizon: DateTime<Utc>,
        today: NaiveDate,
        wall_ms: i64,
        groups: &[(&str, &str)],
    ) -> Result<Self, Error> {
        let owned = |(topic, group): &(&str, &str)| ((*topic).to_owned(), (*group).to_owned());
        let mut partitions = Vec::new();
        for (topic, _) in groups {
            for (partition, _) in store.heads(topic).await? {
                partitions.push(((*topic).to_owned(), partition));
            }
        }
        partitions.sort();
        partitions.dedup();
        Ok(Self {
            store: store.clone(),
            horizon,
            today,
            wall_ms,
            groups: groups.iter().map(owned).collect(),
            remove: true,
            named: Named::of(store).await?,
            stage: Stage::Events(partitions, 0),
            done: AgedOut::default(),
        })
    }

    /// Counts only.
    #[must_use]
    pub fn without_removing(mut self) -> Self {
        self.remove = false;
        self
    }

    /// Does a step; `None` while there are more, else what was removed.
    pub async fn step(&mut self) -> Result<Option<AgedOut>, Error> {
        self.stage = match self.stage.clone() {
            Stage::Events(partitions, from) => self.events(partitions, from).await?,
            Stage::Documents(at, id) => self.documents(at, &id).await?,
            Stage::Exceptions(at, id) => self.exceptions(at, &id).await?,
            Stage::Answers(at, user, key) => self.answers(at, &user, &key).await?,
            Stage::ViewChanges => self.view_changes().await?,
            Stage::Done => return Ok(Some(self.done)),
        };
        Ok(None)
    }

    /// Removes from the front of a partition only, so that no offset is missing between two.
    async fn events(
        &mut self,
        mut partitions: Vec<(String, u16)>,
        from: i64,
    ) -> Result<Stage, Error> {
        let Some((topic, partition)) = partitions.last().cloned() else {
            return Ok(Stage::Documents(i64::MIN, String::new()));
        };
        let applied = self.applied(&topic, partition).await?;
        let sql = "SELECT off, id, at FROM events
            WHERE topic = $1 AND part = $2 AND off >= $3 ORDER BY off LIMIT $4";
        let place: [Value; 2] = [topic.as_str().into(), partition.into()];
        let values = [&place[..], &[from.into(), ROWS.into()]].concat();
        let rows = self.store.rows(sql, values).await?;
        let mut bound = from;
        let mut goes_on = rows.len() == usize::from(ROWS);
        for row in &rows {
            let (offset, old) = (row.int(0)?, row.time(2)? < self.horizon);
            if !old || offset >= applied || self.named.holds(&row.text(1)?) {
                self.done.partitions_held += u64::from(old);
                goes_on = false;
                break;
            }
            bound = offset + 1;
            self.done.events += 1;
        }
        if bound > from {
            let sql = "DELETE FROM events WHERE topic = $1 AND part = $2 AND off < $3";
            let values = [&place[..], &[bound.into()]].concat();
            self.write(vec![Statement::new(sql, values)]).await?;
        }
        if goes_on {
            return Ok(Stage::Events(partitions, bound));
        }
        partitions.pop();
        Ok(Stage::Events(partitions, 0))
    }

    /// Returns the offset before which every group has applied every event.
    async fn applied(&self, topic: &str, partition: u16) -> Result<i64, Error> {
        let sql = "SELECT consumer, next FROM cursor WHERE topic = $1 AND part = $2";
        let rows = self
            .store
            .rows(sql, [topic.into(), partition.into()])
            .await?;
        let cursors = rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?)));
        let cursors = cursors.collect::<Result<Vec<_>, Error>>()?;
        let of_topic = self.groups.iter().filter(|(of, _)| of == topic);
        let reached = of_topic.map(|(_, group)| {
            let cursor = cursors.iter().find(|(name, _)| name == group);
            cursor.map_or(0, |(_, next)| *next)
        });
        Ok(reached.min().unwrap_or(0))
    }

    async fn documents(&mut self, at: i64, id: &str) -> Result<Stage, Error> {
        let sql = "SELECT at, id, body FROM documents
            WHERE at >= $1 AND at < $2 AND (at > $1 OR id > $3)
                AND status NOT IN ('received', 'ready') ORDER BY at, id LIMIT $4";
        let values = [at.into(), self.horizon.into(), id.into(), DOCUMENTS.into()];
        let rows = self.store.rows(sql, values).await?;
        let Some(last) = rows.last() else {
            return Ok(Stage::Exceptions(i64::MIN, String::new()));
        };
        let mut statements = Vec::new();
        for row in &rows {
            let document: Document = row.body("document", 2)?;
            if !self.named.holds(document.id.as_str()) {
                self.done.documents += 1;
                gone(&document, &mut statements);
            }
        }
        self.write(statements).await?;
        Ok(Stage::Documents(last.int(0)?, last.text(1)?))
    }

    async fn exceptions(&mut self, at: i64, id: &str) -> Result<Stage, Error> {
        let sql = "SELECT at, id FROM exceptions WHERE open = 0
            AND at >= $1 AND at < $2 AND (at > $1 OR id > $3) ORDER BY at, id LIMIT $4";
        let values = [at.into(), self.horizon.into(), id.into(), ROWS.into()];
        let rows = self.store.rows(sql, values).await?;
        let Some(last) = rows.last() else {
            return Ok(Stage::Answers(i64::MIN, String::new(), String::new()));
        };
        // One that was raised again meanwhile stays.
        let sql = "DELETE FROM exceptions WHERE id = $1 AND open = 0";
        let gone = |row: &Row| Ok(Statement::new(sql, [row.text(1)?.into()]));
        self.done.exceptions += rows.len() as u64;
        self.write(rows.iter().map(gone).collect::<Result<_, Error>>()?)
            .await?;
        Ok(Stage::Exceptions(last.int(0)?, last.text(1)?))
    }

    async fn answers(&mut self, at: i64, user: &str, key: &str) -> Result<Stage, Error> {
        let sql = "SELECT at, user_name, key FROM answers
            WHERE at >= $1 AND at < $2
                AND (at > $1 OR user_name > $3 OR (user_name = $3 AND key > $4))
            ORDER BY at, user_name, key LIMIT $5";
        let before: [Value; 4] = [at.into(), self.horizon.into(), user.into(), key.into()];
        let values = [&before[..], &[ROWS.into()]].concat();
        let rows = self.store.rows(sql, values).await?;
        let Some(last) = rows.last() else {
            return Ok(Stage::ViewChanges);
        };
        let sql = "DELETE FROM answers WHERE user_name = $1 AND key = $2";
        let gone = |row: &Row| {
            Ok(Statement::new(
                sql,
                [row.text(1)?.into(), row.text(2)?.into()],
            ))
        };
        self.done.answers += rows.len() as u64;
        self.write(rows.iter().map(gone).collect::<Result<_, Error>>()?)
            .await?;
        Ok(Stage::Answers(last.int(0)?, last.text(1)?, last.text(2)?))
    }

    /// Marks where view changes stand today, and removes those before the mark of a week ago. The
    /// latest always stays: by it a page that was away knows that it missed something.
    async fn view_changes(&mut self) -> Result<Stage, Error> {
        let marked = "SELECT
            COALESCE((SELECT MAX(id) FROM view_change_marks WHERE day <= $1), 0),
            COALESCE((SELECT MAX(id) FROM view_changes), 0),
            COALESCE((SELECT MIN(id) FROM view_changes), 0),
            (SELECT COUNT(*) FROM sessions WHERE expires_ms < $2)";
        let old = self.today - Days::new(VIEW_CHANGE_DAYS);
        let rows = self
            .store
            .rows(marked, [old.into(), self.wall_ms.into()])
            .await?;
        let Some(row) = rows.first() else {
            return Ok(Stage::Done);
        };
        let (mark, latest, earliest) = (row.int(0)?, row.int(1)?, row.int(2)?);
        let last = mark.min(latest - 1);
        let bound = match self.remove {
            true => last.min(earliest + i64::from(ROWS) - 1),
            false => last,
        };
        self.done.view_changes += u64::try_from(bound - earliest + 1).unwrap_or(0);
        if bound < last && bound >= earliest {
            let sql = "DELETE FROM view_changes WHERE id <= $1";
            self.write(vec![Statement::new(sql, [bound.into()])])
                .await?;
            return Ok(Stage::ViewChanges);
        }
        self.done.sessions = row.number(3)?;
        let mark = "INSERT INTO view_change_marks (day, id) VALUES ($1, $2)
            ON CONFLICT (day) DO NOTHING";
        let statements = vec![
            Statement::new("DELETE FROM view_changes WHERE id <= $1", [bound.into()]),
            Statement::new(mark, [self.today.into(), latest.into()]),
            Statement::new("DELETE FROM view_change_marks WHERE day < $1", [old.into()]),
            Statement::new(
                "DELETE FROM sessions WHERE expires_ms < $1",
                [self.wall_ms.into()],
            ),
        ];
        self.write(statements).await?;
        Ok(Stage::Done)
    }

    async fn write(&self, statements: Vec<Statement>) -> Result<(), Error> {
        if !self.remove || statements.is_empty() {
            return Ok(());
        }
        let work = Work {
            statements,
            ..Work::default()
        };
        self.store.write(work).await.map(|_| ())
    }
}

/// The numbers of an interchange taken in stay: an old file sent again is still a duplicate.
fn gone(document: &Document, into: &mut Vec<Statement>) {
    let id: Value = document.id.as_str().into();
    if let (Direction::Out, Some(partner)) = (document.direction, &document.partner) {
        let sql = "DELETE FROM sent_messages
            WHERE partner = $1 AND group_control = $2 AND document = $3";
        let group = document.control_number.trim_start_matches('0');
        let values = [partner.as_str().into(), group.into(), id.clone()];
        into.push(Statement::new(sql, values));
    }
    let sql = "DELETE FROM document_chunks WHERE document = $1";
    into.push(Statement::new(sql, [id.clone()]));
    into.push(Statement::new("DELETE FROM documents WHERE id = $1", [id]));
}

impl Store {
    /// Says whether changes after one may have been removed, so that whoever saw it last must
    /// look at everything anew.
    pub async fn is_long_ago(&self, change: i64) -> Result<bool, Error> {
        let rows = self
            .rows("SELECT COALESCE(MIN(id), 0) FROM view_changes", [])
            .await?;
        let earliest = rows.first().map_or(Ok(0), |row| row.int(0))?;
        Ok(earliest > change.saturating_add(1))
    }
}
