//! The one task that writes. What waits is written in one transaction and made durable by one
//! flush; a step that is refused is rolled back alone.

use std::collections::BTreeSet;
use std::fs::File;

use tokio::sync::{mpsc, oneshot, watch};

use crate::apply::{Append, Work};
use crate::open::Target;
use crate::sql::{Connection, Row};
use crate::{Error, append, notify};

/// Steps written with one flush, at most. More would make the first of them wait too long.
const STEPS: usize = 256;
/// Bytes written with one flush, at most.
const BYTES: usize = 8 << 20;
/// A deadlock or a stranger's lock is given this many chances to pass.
const ATTEMPTS: u32 = 4;

/// What a step answers: the rows its last statement returned.
pub(crate) type Answer = Result<Vec<Row>, Error>;

pub(crate) enum Request {
    Write(Work, oneshot::Sender<Answer>),
    Close(oneshot::Sender<()>),
}

pub(crate) struct Writer {
    pub(crate) target: Target,
    /// `None` after the connection was lost; the next step makes a new one.
    pub(crate) connection: Option<Connection>,
    pub(crate) changed: watch::Sender<u64>,
    /// The name of this process's connections.
    pub(crate) session: String,
    /// Held while anything may still be written.
    pub(crate) lock: Option<File>,
}

type Step = (Work, oneshot::Sender<Answer>);

impl Writer {
    pub(crate) async fn run(mut self, mut requests: mpsc::Receiver<Request>) {
        let mut closed = None;
        while closed.is_none()
            && let Some(first) = requests.recv().await
        {
            let steps = gather(first, &mut requests, &mut closed);
            if !steps.is_empty() {
                self.write(steps).await;
            }
        }
        if let Some(connection) = self.connection.take() {
            connection.close().await;
        }
        drop(self.lock.take());
        if let Some(done) = closed {
            let _ = done.send(());
        }
    }

    async fn write(&mut self, steps: Vec<Step>) {
        let works: Vec<&Work> = steps.iter().map(|(work, _)| work).collect();
        let answers = self.persist(&works).await;
        let wrote = answers.iter().any(Result::is_ok);
        for ((_, to), answer) in steps.into_iter().zip(answers) {
            // Who asked may have gone; what was asked is done all the same.
            let _ = to.send(answer);
        }
        if wrote {
            self.changed.send_modify(|commits| *commits += 1);
            self.tell_others().await;
        }
    }

    /// Wakes other processes, once for all steps of a group and outside their transaction: inside,
    /// a notification would make commits queue up behind one lock of the whole server.
    async fn tell_others(&mut self) {
        if let Some(connection @ Connection::Postgres(..)) = &mut self.connection {
            // Lost with its connection it costs others the time until they look by themselves.
            if let Err(error) = connection
                .rows(notify::TELL, &[self.session.as_str().into()])
                .await
            {
                tracing::debug!(%error, "other processes were not told of a commit");
            }
        }
    }

    /// Writes a group; if the transaction as a whole fails, each step by itself, so that one that
    /// can never be written does not take the others with it.
    async fn persist(&mut self, works: &[&Work]) -> Vec<Answer> {
        match self.persist_together(works).await {
            Ok(answers) => answers,
            Err(error) if works.len() > 1 && !matches!(error, Error::Unreachable(_)) => {
                let mut answers = Vec::with_capacity(works.len());
                for work in works {
                    match self.persist_together(&[work]).await {
                        Ok(mut alone) => answers.append(&mut alone),
                        Err(error) => answers.push(Err(error)),
                    }
                }
                answers
            }
            Err(error) => works.iter().map(|_| Err(error.clone())).collect(),
        }
    }

    async fn persist_together(&mut self, works: &[&Work]) -> Result<Vec<Answer>, Error> {
        let mut attempt = 1;
        loop {
            match self.attempt(works).await {
                Err(Error::Busy(_)) if attempt < ATTEMPTS => attempt += 1,
                done => return done,
            }
        }
    }

    async fn attempt(&mut self, works: &[&Work]) -> Result<Vec<Answer>, Error> {
        let mut connection = self.begin().await?;
        let done = transact(&mut connection, works).await;
        let shared = matches!(connection, Connection::Postgres(..));
        if shared && matches!(done, Err(Error::Unreachable(_))) {
            // The connection is left behind with whatever it was told.
            return done;
        }
        // SQLite has rolled back by itself after a full disk; a lost connection stays lost.
        if done.is_err() && connection.execute("ROLLBACK", &[]).await.is_err() && shared {
            return done;
        }
        self.connection = Some(connection);
        done
    }

    /// Starts a transaction. A connection that was lost while nobody used it is made anew.
    async fn begin(&mut self) -> Result<Connection, Error> {
        if let Some(mut connection) = self.connection.take() {
            match connection.begin().await {
                Ok(()) => return Ok(connection),
                Err(Error::Unreachable(cause)) => {
                    tracing::warn!(cause, "the database connection was lost; connecting again");
                }
                Err(error) => return Err(error),
            }
        }
        let mut connection = self.target.connect().await?;
        connection.begin().await?;
        Ok(connection)
    }
}

fn gather(
    first: Request,
    requests: &mut mpsc::Receiver<Request>,
    closed: &mut Option<oneshot::Sender<()>>,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut bytes = 0;
    let mut next = Some(first);
    while let Some(request) = next {
        match request {
            Request::Write(work, to) => {
                bytes += work.size();
                steps.push((work, to));
            }
            Request::Close(done) => *closed = Some(done),
        }
        if closed.is_some() || steps.len() >= STEPS || bytes >= BYTES {
            break;
        }
        next = requests.try_recv().ok();
    }
    steps
}

/// Writes all steps and commits. An error means that nothing was written.
async fn transact(on: &mut Connection, works: &[&Work]) -> Result<Vec<Answer>, Error> {
    // A step alone needs no savepoint: when it is refused, the transaction is.
    let guarded = works.len() > 1;
    let mut answers = Vec::with_capacity(works.len());
    for work in works {
        if guarded {
            on.execute("SAVEPOINT step", &[]).await?;
        }
        let answer = apply(on, work).await;
        match &answer {
            Err(error) if !error.is_refusal() => return Err(error.clone()),
            Err(_) if guarded => {
                on.execute("ROLLBACK TO SAVEPOINT step", &[]).await?;
            }
            _ => {}
        }
        if guarded {
            on.execute("RELEASE SAVEPOINT step", &[]).await?;
        }
        answers.push(answer);
    }
    let accepted: Vec<&Work> = accepted(works, &answers);
    if accepted.is_empty() {
        on.execute("ROLLBACK", &[]).await?;
        return Ok(answers);
    }
    let mut events: Vec<&Append> = Vec::new();
    let mut views: BTreeSet<&str> = BTreeSet::new();
    for work in accepted {
        events.extend(&work.events);
        views.extend(work.views.entities());
    }
    append::events(on, &events).await?;
    append::view_changes(on, &views).await?;
    on.execute("COMMIT", &[]).await?;
    Ok(answers)
}

fn accepted<'a>(works: &[&'a Work], answers: &[Answer]) -> Vec<&'a Work> {
    works
        .iter()
        .zip(answers)
        .filter(|(_, answer)| answer.is_ok())
        .map(|(work, _)| *work)
        .collect()
}

async fn apply(on: &mut Connection, work: &Work) -> Answer {
    let mut rows = Vec::new();
    for statement in &work.statements {
        if work.returns {
            rows = on.rows(statement.sql, &statement.values).await?;
        } else if on.execute(statement.sql, &statement.values).await? == 0
            && let Some(refusal) = &statement.otherwise
        {
            return Err(refusal.clone());
        }
    }
    Ok(rows)
}
