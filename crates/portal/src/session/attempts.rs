use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

const LIMIT: usize = 5;
const WINDOW: TimeDelta = TimeDelta::minutes(5);
/// Names beyond this are counted under one entry, so that made-up names cannot fill the memory.
const NAMES: usize = 10_000;

/// Failed tries to sign in, by name.
#[derive(Debug, Default)]
pub(crate) struct Attempts(HashMap<String, Vec<DateTime<Utc>>>);

impl Attempts {
    /// Counts a try before it is made; says whether it may be made.
    pub(crate) fn allow(&mut self, name: &str, now: DateTime<Utc>) -> bool {
        if self.0.len() >= NAMES {
            self.0
                .retain(|_, tries| tries.last().is_some_and(|last| now - *last < WINDOW));
        }
        let known = self.0.len() < NAMES || self.0.contains_key(name);
        let tries = self
            .0
            .entry(if known { name } else { "" }.to_owned())
            .or_default();
        tries.retain(|at| now - *at < WINDOW);
        if tries.len() >= LIMIT {
            return false;
        }
        tries.push(now);
        true
    }

    /// Forgets the tries of a name that signed in.
    pub(crate) fn succeeded(&mut self, name: &str) {
        self.0.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_try_in_five_minutes_is_refused() {
        let start = DateTime::UNIX_EPOCH;
        let mut attempts = Attempts::default();
        let minute = |n| start + TimeDelta::minutes(n);
        for n in 0..5 {
            assert!(attempts.allow("wang", minute(n)), "{n}");
        }
        assert!(!attempts.allow("wang", minute(4)));
        assert!(attempts.allow("li", minute(4)));
        assert!(attempts.allow("wang", minute(6)));
        attempts.succeeded("wang");
        assert!(attempts.allow("wang", minute(6)));
    }
}
