//! What a commit writes, as statements. Encoding happens here, on the caller's task, so that
//! nothing slow runs inside the writer's transaction.

use model::commit::Change;

use crate::dead_letter::LetterState;
use crate::error::Conflict;
use crate::sql::Value;
use crate::view::Views;
use crate::{
    Commit, DeadLetter, Error, NewEvent, codec, cursor, cut, dead_letter, deadline, document,
    exception, history, interchange, order, pool, proposal,
};

/// A statement to run inside the transaction.
#[derive(Debug)]
pub(crate) struct Statement {
    pub(crate) sql: &'static str,
    pub(crate) values: Vec<Value>,
    /// What it means when no row was written; `None` where that is in order.
    pub(crate) otherwise: Option<Error>,
}

impl Statement {
    pub(crate) fn new(sql: &'static str, values: impl Into<Vec<Value>>) -> Self {
        Self {
            sql,
            values: values.into(),
            otherwise: None,
        }
    }

    pub(crate) fn or_else(mut self, refusal: Error) -> Self {
        self.otherwise = Some(refusal);
        self
    }

    pub(crate) fn or_conflict(self, what: Conflict) -> Self {
        self.or_else(Error::Conflict { what })
    }
}

/// An event whose offset is not known yet.
#[derive(Debug)]
pub(crate) struct Append {
    pub(crate) topic: String,
    pub(crate) partition: u16,
    pub(crate) id: String,
    /// `key`, `kind`, `at`, `body` and `trace`, as the table has them.
    pub(crate) rest: [Value; 5],
}

/// Everything one request writes.
#[derive(Debug, Default)]
pub(crate) struct Work {
    pub(crate) statements: Vec<Statement>,
    pub(crate) events: Vec<Append>,
    pub(crate) views: Views,
    /// Whether the answer is the rows that the last statement returns.
    pub(crate) returns: bool,
}

impl Work {
    pub(crate) fn of(commit: Commit) -> Result<Self, Error> {
        let mut work = Self::default();
        work.statements.extend(commit.cursor.map(cursor::moved));
        for change in commit.changes {
            work.change(change)?;
        }
        work.letters(&commit.dead_letters, LetterState::Waiting)?;
        work.letters(&commit.parked, LetterState::Waiting)?;
        work.letters(&commit.behind, LetterState::Behind)?;
        work.statements
            .extend(commit.parked.iter().map(dead_letter::parked));
        for letter in &commit.replayed {
            work.statements.extend(dead_letter::replayed(letter));
        }
        for event in commit.events {
            work.events.push(append(event)?);
        }
        Ok(work)
    }

    /// Statements to run together, of which the last answers.
    pub(crate) fn returning(statements: Vec<Statement>) -> Self {
        Self {
            statements,
            returns: true,
            ..Self::default()
        }
    }

    fn letters(&mut self, letters: &[DeadLetter], state: LetterState) -> Result<(), Error> {
        for letter in letters {
            self.statements.push(dead_letter::set_aside(letter, state)?);
        }
        Ok(())
    }

    /// How many bytes wait in it, roughly.
    pub(crate) fn size(&self) -> usize {
        let statements = self.statements.iter().flat_map(|s| &s.values);
        let events = self.events.iter().flat_map(|e| &e.rest);
        statements.chain(events).map(Value::size).sum()
    }

    fn change(&mut self, change: Change) -> Result<(), Error> {
        self.views.note(&change);
        let into = &mut self.statements;
        match change {
            Change::Block(block) => into.push(history::block_written(&block)?),
            Change::Forecast(forecast) => into.push(history::forecast_written(&forecast)?),
            Change::Proposal(proposal) => into.push(proposal::written(&proposal)?),
            Change::ProposalGone(key) => into.push(proposal::gone(&key)),
            Change::Order(order) => into.push(order::written(&order)?),
            Change::PoPool(pool) => into.push(pool::written(&pool)?),
            Change::Exception(exception) => into.push(exception::written(&exception)?),
            Change::DeadlineSet { at, deadline } => into.push(deadline::set(at, &deadline)?),
            Change::DeadlineGone(deadline) => into.push(deadline::gone(&deadline)),
            Change::TimeKnown { partition, at } => into.push(deadline::time_known(partition, at)),
            Change::Cut(cut) => into.push(cut::made(&cut)?),
            Change::Document { document, bytes } => document::written(&document, bytes, into)?,
            Change::DocumentKept { document, bytes } => document::kept(&document, bytes, into)?,
            Change::DocumentRead(document) => into.push(document::read(&document)?),
            Change::DocumentAcknowledged {
                document,
                acknowledgement,
            } => {
                into.push(document::acknowledged(&document, acknowledgement));
            }
            Change::Interchange(key, document) => into.push(interchange::taken_in(key, &document)),
            Change::InterchangeReplaced(key, document) => {
                into.push(interchange::replaced(&key, &document));
            }
            Change::ControlNumber {
                partner,
                expected,
                next,
            } => {
                into.push(interchange::number_used(&partner, expected, next)?);
            }
            Change::SentMessage {
                partner,
                group,
                message,
                document,
            } => {
                into.push(interchange::message_sent(
                    &partner, group, message, &document,
                ));
            }
            Change::Answered {
                user,
                key,
                sha256,
                answer,
                at,
            } => {
                into.push(interchange::answer_given(user, key, sha256, answer, at));
            }
        }
        Ok(())
    }
}

fn append(event: NewEvent) -> Result<Append, Error> {
    let body = codec::seal("event", &event.body)?;
    Ok(Append {
        topic: event.topic,
        partition: event.partition,
        id: event.id.into(),
        rest: [
            event.key.into(),
            event.kind.into(),
            event.at.into(),
            body.into(),
            event.trace.as_deref().into(),
        ],
    })
}
