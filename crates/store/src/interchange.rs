use model::commit::InterchangeKey;
use model::{DateTime, DocumentId, PartnerId, Utc};

use crate::apply::Statement;
use crate::error::Conflict;
use crate::sql::Value;
use crate::{Error, Store};

impl Store {
    /// Finds an interchange taken in before: the digest of its bytes and its document.
    pub async fn interchange(
        &self,
        sender: &str,
        receiver: &str,
        control_number: &str,
    ) -> Result<Option<(String, DocumentId)>, Error> {
        let sql = "SELECT sha256, document FROM interchanges
            WHERE sender = $1 AND receiver = $2 AND control_number = $3";
        let values = [sender.into(), receiver.into(), control_number.into()];
        let rows = self.rows(sql, values).await?;
        rows.first()
            .map(|row| Ok((row.text(0)?, row.id(1)?)))
            .transpose()
    }

    /// Returns the next control number for a partner; 1 where none was used.
    pub async fn control_number(&self, partner: &PartnerId) -> Result<u64, Error> {
        let sql = "SELECT next FROM control_numbers WHERE partner = $1";
        let rows = self.rows(sql, [partner.as_str().into()]).await?;
        rows.first().map_or(Ok(1), |row| row.number(0))
    }

    /// Returns the messages we sent in a group: message control number and document.
    pub async fn sent_messages(
        &self,
        partner: &PartnerId,
        group: &str,
    ) -> Result<Vec<(String, DocumentId)>, Error> {
        let sql = "SELECT message_control, document FROM sent_messages
            WHERE partner = $1 AND group_control = $2 ORDER BY message_control";
        let rows = self
            .rows(sql, [partner.as_str().into(), group.into()])
            .await?;
        rows.iter()
            .map(|row| Ok((row.text(0)?, row.id(1)?)))
            .collect()
    }

    /// Returns what a request with an idempotency key was answered: digest of the request, answer.
    pub async fn answered(&self, user: &str, key: &str) -> Result<Option<(String, String)>, Error> {
        let sql = "SELECT sha256, answer FROM answers WHERE user_name = $1 AND key = $2";
        let rows = self.rows(sql, [user.into(), key.into()]).await?;
        rows.first()
            .map(|row| Ok((row.text(0)?, row.text(1)?)))
            .transpose()
    }
}

pub(crate) fn taken_in(key: InterchangeKey, document: &DocumentId) -> Statement {
    let sql = "INSERT INTO interchanges (sender, receiver, control_number, sha256, document)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (sender, receiver, control_number) DO NOTHING";
    let values = row_of(&key, document);
    let InterchangeKey {
        sender,
        receiver,
        control_number,
        ..
    } = key;
    let seen = Conflict::Interchange {
        sender,
        receiver,
        control_number,
    };
    Statement::new(sql, values).or_conflict(seen)
}

pub(crate) fn replaced(key: &InterchangeKey, document: &DocumentId) -> Statement {
    let sql = "INSERT INTO interchanges (sender, receiver, control_number, sha256, document)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (sender, receiver, control_number)
        DO UPDATE SET sha256 = EXCLUDED.sha256, document = EXCLUDED.document";
    Statement::new(sql, row_of(key, document))
}

/// A partner without a row stands at 1, so only that expectation may make one.
pub(crate) fn number_used(
    partner: &PartnerId,
    expected: u64,
    next: u64,
) -> Result<Statement, Error> {
    let sql = if expected == 1 {
        "INSERT INTO control_numbers (partner, next) VALUES ($1, $2)
        ON CONFLICT (partner) DO UPDATE SET next = EXCLUDED.next
        WHERE control_numbers.next = $3"
    } else {
        "UPDATE control_numbers SET next = $2 WHERE partner = $1 AND next = $3"
    };
    let number =
        |n: u64| i64::try_from(n).map_err(|_| Error::Unstorable(format!("control number {n}")));
    let values = [
        partner.as_str().into(),
        number(next)?.into(),
        number(expected)?.into(),
    ];
    let moved = Conflict::ControlNumber {
        partner: partner.to_string(),
    };
    Ok(Statement::new(sql, values).or_conflict(moved))
}

pub(crate) fn message_sent(
    partner: &PartnerId,
    group: String,
    message: String,
    document: &DocumentId,
) -> Statement {
    let sql = "INSERT INTO sent_messages (partner, group_control, message_control, document)
        VALUES ($1, $2, $3, $4) ON CONFLICT (partner, group_control, message_control)
        DO UPDATE SET document = EXCLUDED.document";
    let message = [group.into(), message.into(), document.as_str().into()];
    Statement::new(sql, [&[partner.as_str().into()], &message[..]].concat())
}

pub(crate) fn answer_given(
    user: String,
    key: String,
    sha256: String,
    answer: String,
    at: DateTime<Utc>,
) -> Statement {
    let sql = "INSERT INTO answers (user_name, key, sha256, answer, at)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (user_name, key) DO NOTHING";
    let values = [
        user.into(),
        key.as_str().into(),
        sha256.into(),
        answer.into(),
        at.into(),
    ];
    Statement::new(sql, values).or_conflict(Conflict::Answered { key })
}

fn row_of(key: &InterchangeKey, document: &DocumentId) -> [Value; 5] {
    [
        key.sender.as_str().into(),
        key.receiver.as_str().into(),
        key.control_number.as_str().into(),
        key.sha256.as_str().into(),
        document.as_str().into(),
    ]
}
