use std::collections::HashSet;

use serde_json::Value as Json;

use crate::sql::Row;
use crate::{Error, Store, codec};

/// Rows read at once.
const PAGE: u32 = 500;

/// What open orders, open exceptions and dead letters name: documents, events, whatever it is.
///
/// Every text of their bodies counts as a name. That errs on the side of keeping, and needs no
/// knowledge of where a body names something.
#[derive(Debug, Default)]
pub(crate) struct Named(HashSet<String>);

impl Named {
    pub(crate) async fn of(store: &Store) -> Result<Self, Error> {
        let mut named = Self::default();
        let mut after = String::new();
        let sql = "SELECT id, body FROM orders
            WHERE id > $1 AND status NOT IN ('received', 'cancelled') ORDER BY id LIMIT $2";
        loop {
            let values = [after.as_str().into(), PAGE.into()];
            let orders = store.rows(sql, values).await?;
            let Some(last) = orders.last() else { break };
            after = last.text(0)?;
            named.note_all("order", &orders)?;
        }
        let sql = "SELECT id, body FROM exceptions WHERE open = 1";
        named.note_all("exception", &store.rows(sql, []).await?)?;
        let sql = "SELECT id, body FROM dead_letters";
        named.note_all("event", &store.rows(sql, []).await?)?;
        Ok(named)
    }

    pub(crate) fn holds(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    fn note_all(&mut self, what: &str, rows: &[Row]) -> Result<(), Error> {
        for row in rows {
            self.0.insert(row.text(0)?);
            // What is no JSON was set aside for that, and names nothing.
            let body = codec::open(what, &row.blob(1)?)?;
            if let Ok(body) = serde_json::from_slice(&body) {
                self.note(&body);
            }
        }
        Ok(())
    }

    fn note(&mut self, value: &Json) {
        match value {
            // A step of a derivation names several sources in one text.
            Json::String(text) => self.0.extend(text.split(", ").map(str::to_owned)),
            Json::Array(values) => values.iter().for_each(|value| self.note(value)),
            Json::Object(fields) => fields.values().for_each(|value| self.note(value)),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_a_name() {
        let mut named = Named::default();
        named.note(&serde_json::json!({ "a": ["d1, d2", { "b": "e1" }], "c": 7, "d": null }));
        for name in ["d1", "d2", "e1"] {
            assert!(named.holds(name), "{name}");
        }
        assert!(!named.holds("a") && !named.holds("d1, d2"));
    }
}
