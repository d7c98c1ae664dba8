//! What the parts of this process say of themselves, for `/readyz`.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use portal::Readiness;

/// The parts that said something. A part that never did is not spoken of.
#[derive(Debug, Default)]
pub(crate) struct Health {
    parts: Mutex<BTreeMap<&'static str, Readiness>>,
}

impl Health {
    /// Notes how a part stands, in the place of what it said before.
    pub(crate) fn tell(&self, part: &'static str, how: Readiness) {
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        parts.insert(part, how);
    }

    /// Returns how every part stands that said so, by name.
    pub(crate) fn parts(&self) -> Vec<(String, Readiness)> {
        let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        let part = |(name, how): (&&str, &Readiness)| ((*name).to_owned(), how.clone());
        parts.iter().map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_counts() {
        let health = Health::default();
        health.tell("kafka", Readiness::Degraded("no broker answers".to_owned()));
        health.tell("ingest", Readiness::Ready(String::new()));
        health.tell("kafka", Readiness::Ready(String::new()));
        let ready = |part: &str| (part.to_owned(), Readiness::Ready(String::new()));
        assert_eq!(health.parts(), [ready("ingest"), ready("kafka")]);
    }
}
