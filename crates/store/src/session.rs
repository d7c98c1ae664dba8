use model::UserName;

use crate::apply::{Statement, Work};
use crate::{Error, Store};

/// A person signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Digest of the secret the browser holds; the secret itself is never kept.
    pub id: String,
    /// Who.
    pub user: UserName,
    /// When it ends, epoch milliseconds.
    pub expires_ms: i64,
}

impl Store {
    /// Starts a session and forgets those that ended before `now_ms`.
    pub async fn create_session(&self, session: Session, now_ms: i64) -> Result<(), Error> {
        let forget = "DELETE FROM sessions WHERE expires_ms < $1";
        let start = "INSERT INTO sessions (id, user_name, expires_ms) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET
                user_name = EXCLUDED.user_name, expires_ms = EXCLUDED.expires_ms";
        let user = session.user.as_str().into();
        let statements = vec![
            Statement::new(forget, [now_ms.into()]),
            Statement::new(start, [session.id.into(), user, session.expires_ms.into()]),
        ];
        self.write(Work {
            statements,
            ..Work::default()
        })
        .await
        .map(|_| ())
    }

    /// Finds a session that has not ended.
    pub async fn find_session(&self, id: &str, now_ms: i64) -> Result<Option<Session>, Error> {
        let sql = "SELECT id, user_name, expires_ms FROM sessions
            WHERE id = $1 AND expires_ms > $2";
        let rows = self.rows(sql, [id.into(), now_ms.into()]).await?;
        let session = rows.first().map(|row| {
            Ok(Session {
                id: row.text(0)?,
                user: row.id(1)?,
                expires_ms: row.int(2)?,
            })
        });
        session.transpose()
    }

    /// Ends a session.
    pub async fn end_session(&self, id: &str) -> Result<(), Error> {
        let statements = vec![Statement::new(
            "DELETE FROM sessions WHERE id = $1",
            [id.into()],
        )];
        self.write(Work {
            statements,
            ..Work::default()
        })
        .await
        .map(|_| ())
    }
}
