//! The tables that follow from the log alone, and how two databases' copies of them are compared
//! and swapped.

/// A table that follows from the log.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    key: &'static [&'static str],
    rest: &'static [&'static str],
}

const EXCEPTIONS: &str = "exceptions";

/// Every table that `plan` writes. Of the exceptions others write some, too.
pub(super) const TABLES: [Table; 8] = [
    Table {
        name: "blocks",
        key: &["partner", "site", "period"],
        rest: &["version", "facts", "body"],
    },
    Table {
        name: "forecasts",
        key: &["partner", "site"],
        rest: &["series", "body"],
    },
    Table {
        name: "proposals",
        key: &["agreement", "partner", "site", "need_day"],
        rest: &["body"],
    },
    Table {
        name: "orders",
        key: &["id"],
        rest: &[
            "partner",
            "site",
            "po_number",
            "need_day",
            "released_at",
            "status",
            "held",
            "lines",
            "released",
            "sent",
            "accepted",
            "shipped",
            "received",
            "cancelled",
            "version",
            "body",
        ],
    },
    Table {
        name: "po_pools",
        key: &["partner", "site"],
        rest: &["body"],
    },
    Table {
        name: EXCEPTIONS,
        key: &["id"],
        rest: &["partner", "site", "at", "open", "body"],
    },
    Table {
        name: "deadlines",
        key: &["id"],
        rest: &["at", "body"],
    },
    Table {
        name: "times",
        key: &["part"],
        rest: &["at"],
    },
];

impl Table {
    /// Returns the statement that counts its rows in the database beside.
    pub(super) fn count(&self, [_, beside]: [&str; 2]) -> String {
        format!("SELECT COUNT(*) FROM {beside}.{}", self.name)
    }

    /// Returns the statement that names the keys of every row that differs.
    pub(super) fn differences(&self, names: [&str; 2], own: &[String]) -> String {
        let [live, beside] = names.map(|name| format!("{name}.{}", self.name));
        let (key, first, same) = (|of| self.key_text(of), self.key[0], self.same_key());
        let (other, extra) = (self.other(), self.extra(own));
        format!(
            "SELECT {} FROM {beside} AS b LEFT JOIN {live} AS l ON {same} WHERE {other}
            UNION ALL
            SELECT {} FROM {live} AS l LEFT JOIN {beside} AS b ON {same}
            WHERE b.{first} IS NULL AND {extra}",
            key("b"),
            key("l"),
        )
    }

    /// Returns the statements that make the live rows what the ones beside are. Rows that are the
    /// same already are left alone.
    pub(super) fn swap(&self, names: [&str; 2], own: &[String]) -> [String; 2] {
        let [live, beside] = names.map(|name| format!("{name}.{}", self.name));
        let (same, other, extra) = (self.same_key(), self.other(), self.extra(own));
        let columns: Vec<&str> = self.key.iter().chain(self.rest).copied().collect();
        let taken = listed(&columns, ", ", |c| format!("b.{c}"));
        let set = listed(self.rest, ", ", |c| format!("{c} = EXCLUDED.{c}"));
        let (columns, key) = (columns.join(", "), self.key.join(", "));
        [
            format!(
                "DELETE FROM {live} AS l
                WHERE NOT EXISTS (SELECT 1 FROM {beside} AS b WHERE {same}) AND {extra}"
            ),
            format!(
                "INSERT INTO {live} ({columns})
                SELECT {taken} FROM {beside} AS b LEFT JOIN {live} AS l ON {same} WHERE {other}
                ON CONFLICT ({key}) DO UPDATE SET {set}"
            ),
        ]
    }

    fn key_text(&self, of: &str) -> String {
        listed(self.key, " || '/' || ", |c| {
            format!("CAST({of}.{c} AS TEXT)")
        })
    }

    fn same_key(&self) -> String {
        listed(self.key, " AND ", |c| format!("l.{c} = b.{c}"))
    }

    /// The condition that the live row is missing or another.
    fn other(&self) -> String {
        let differs = listed(self.rest, " OR ", |c| {
            format!("l.{c} IS DISTINCT FROM b.{c}")
        });
        format!("(l.{} IS NULL OR {differs})", self.key[0])
    }

    /// The condition that a live row has no right to be there alone.
    fn extra(&self, own: &[String]) -> String {
        if self.name != EXCEPTIONS {
            return "1 = 1".to_owned();
        }
        if own.is_empty() {
            return "1 = 0".to_owned();
        }
        let begins = listed(own, " OR ", |kind| {
            format!("substr(l.id, 1, {}) = '{kind}'", kind.len())
        });
        format!("({begins})")
    }
}

fn listed<T: AsRef<str>>(texts: &[T], between: &str, each: impl Fn(&str) -> String) -> String {
    let texts: Vec<String> = texts.iter().map(|text| each(text.as_ref())).collect();
    texts.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A column that is added to a table must be compared and swapped, too.
    #[tokio::test]
    async fn no_column_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/hub.db", folder.path().display());
        let store = crate::Store::open(&url).await.unwrap();
        for table in &TABLES {
            let sql = "SELECT name FROM pragma_table_info($1) ORDER BY cid";
            let rows = store.rows(sql, [table.name.into()]).await.unwrap();
            let columns: Vec<String> = rows.iter().map(|row| row.text(0).unwrap()).collect();
            let known: Vec<&str> = table.key.iter().chain(table.rest).copied().collect();
            assert_eq!(columns, known, "{}", table.name);
        }
        store.close().await;
    }
}
