//! Whether more may come in. Beyond a number of events that nobody has applied yet, what is still
//! outside waits there: a program is told when to come again, a file lies in its folder.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bus::topics::SITE_FACTS;
use store::Store;

/// How long a count is good for. Every request asks; the database need not.
const GOOD_FOR: Duration = Duration::from_millis(250);

/// Keeps an eye on the backlog of this process's database. Clones share what they know.
#[derive(Debug, Clone)]
pub(crate) struct Admission {
    store: Store,
    limit: u64,
    known: Arc<Mutex<Known>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Known {
    counted: Option<Instant>,
    backlog: u64,
    /// Whether files wait, until the backlog is well below the limit.
    files_wait: bool,
}

impl Admission {
    /// Admits up to `limit` events that wait to be applied.
    pub(crate) fn new(store: Store, limit: u64) -> Self {
        let known = Arc::default();
        Self {
            store,
            limit,
            known,
        }
    }

    /// Says whether a request must come again later.
    pub(crate) async fn turns_away(self) -> bool {
        self.backlog().await.is_some_and(|n| n >= self.limit)
    }

    /// Says whether files must wait. Once they do, they do until a fifth of the limit is free.
    pub(crate) async fn files_wait(&self) -> bool {
        let Some(backlog) = self.backlog().await else {
            return false;
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = known.files_wait;
        known.files_wait = wait(waited, backlog, self.limit);
        match (waited, known.files_wait) {
            (false, true) => tracing::warn!(
                backlog,
                limit = self.limit,
                "too many events wait to be applied: partners' files stay in their folders"
            ),
            (true, false) => tracing::info!(backlog, "files are taken in again"),
            _ => {}
        }
        known.files_wait
    }

    /// Returns how many events wait; `None` where the database cannot say, which whoever writes to
    /// it next will tell better.
    async fn backlog(&self) -> Option<u64> {
        let known = *self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.counted.is_some_and(|at| at.elapsed() < GOOD_FOR) {
            return Some(known.backlog);
        }
        let backlog = self
            .store
            .backlog(SITE_FACTS.group, SITE_FACTS.name)
            .await
            .ok()?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.counted = Some(Instant::now());
        known.backlog = backlog;
        Some(backlog)
    }
}

fn wait(waited: bool, backlog: u64, limit: u64) -> bool {
    let resume = limit / 5 * 4 + limit % 5 * 4 / 5;
    backlog >= limit || (waited && backlog >= resume)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_wait_until_a_fifth_is_free() {
        let cases = [
            (false, 99, false),
            (false, 100, true),
            (true, 99, true),
            (true, 80, true),
            (true, 79, false),
        ];
        for (waited, backlog, expected) in cases {
            assert_eq!(wait(waited, backlog, 100), expected, "{backlog}");
        }
        assert!(!wait(true, 3, 5), "4 of 5 are four fifths");
    }
}
