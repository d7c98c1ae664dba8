use chrono::{DateTime, NaiveDate};
use model::Quantity;
use model::foreign_topic::ForeignTopic;
use model::item::Item;
use model::site::Site;
use serde_json::Value;

use super::mapping::Pointer;
use super::{Decoded, finding};
use crate::reading::{Decode, Remark, UnknownKind, date, is_future, unknown_item, unknown_site};
use crate::{Code, Unknown};

/// A record being read. What is wrong with it is collected.
pub(super) struct Reader<'a> {
    record: &'a Value,
    topic: &'a ForeignTopic,
    pub(super) context: &'a Decode<'a>,
    size: u64,
    pub(super) out: Decoded,
    /// Whether something of the present row cannot be read.
    broken: bool,
}

/// Characters of a value that a finding shows.
const SHOWN: usize = 60;

impl<'a> Reader<'a> {
    pub(super) fn new(
        record: &'a Value,
        topic: &'a ForeignTopic,
        context: &'a Decode<'a>,
        size: u64,
    ) -> Self {
        Self {
            record,
            topic,
            context,
            size,
            out: Decoded::default(),
            broken: false,
        }
    }

    /// Reads every row: the elements of the mapping's array, or the record as its only row.
    pub(super) fn rows(&mut self, list: Option<&str>, mut read: impl FnMut(&mut Self, usize)) {
        for row in 0..self.count(list) {
            self.broken = false;
            read(self, row);
            match self.broken {
                true => self.out.refused += 1,
                false => self.out.rows += 1,
            }
        }
    }

    fn count(&mut self, list: Option<&str>) -> usize {
        let Some(at) = list else { return 1 };
        let found = self.record.pointer(at);
        match found {
            Some(Value::Array(rows)) if !rows.is_empty() => return rows.len(),
            Some(Value::Null | Value::Array(_)) | None => self.missing(at, "a list"),
            Some(other) => self.invalid(at, other, "list"),
        }
        self.out.refused += 1;
        0
    }

    pub(super) fn has(&self, pointer: &Pointer, row: usize) -> bool {
        let found = self.record.pointer(&pointer.at(row));
        found.is_some_and(|value| !value.is_null())
    }

    /// Reads a text, or a whole number as one.
    pub(super) fn text(
        &mut self,
        pointer: &Pointer,
        row: usize,
        what: &'static str,
    ) -> Option<(String, &'a Value)> {
        let at = pointer.at(row);
        let value = self.value(&at, what)?;
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
            _ => String::new(),
        };
        if text.is_empty() {
            self.invalid(&at, value, what);
            return None;
        }
        Some((text, value))
    }

    /// Reads an identifier.
    pub(super) fn id<T: std::str::FromStr>(
        &mut self,
        pointer: &Pointer,
        row: usize,
        what: &'static str,
    ) -> Option<T> {
        let (text, value) = self.text(pointer, row, what)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.invalid(&pointer.at(row), value, what);
        }
        parsed
    }

    /// Finds the site a row names; an unknown one is set aside.
    pub(super) fn site(&mut self, pointer: &Pointer, row: usize) -> Option<&'a Site> {
        let (text, _) = self.text(pointer, row, "number of a site")?;
        let context = self.context;
        let qualifier = self.topic.site_qualifier.as_deref();
        let found = match qualifier {
            Some(qualifier) => context.site(qualifier, &text),
            None => ["92", "UL"].iter().find_map(|q| context.site(q, &text)),
        };
        if found.is_none() {
            let name = named(qualifier, &text);
            let remark = unknown_site(context.partner, &name);
            self.set_aside(UnknownKind::Site, name, remark);
        }
        found
    }

    /// Finds the item a row names; an unknown one is set aside.
    pub(super) fn item(&mut self, pointer: &Pointer, row: usize) -> Option<&'a Item> {
        let (text, _) = self.text(pointer, row, "number of an item")?;
        let context = self.context;
        let qualifier = self.topic.item_qualifier.as_deref();
        let found = match qualifier {
            Some(qualifier) => context.item_named(qualifier, &text),
            None => ["UP", "VN", "IN"]
                .iter()
                .find_map(|q| context.item_named(q, &text)),
        };
        if found.is_none() {
            let name = named(qualifier, &text);
            let remark = unknown_item(&name);
            self.set_aside(UnknownKind::Item, name, remark);
        }
        found
    }

    /// Reads a day: "2026-03-31", "20260331", or a time, whose day is that of its own clock.
    pub(super) fn day(&mut self, pointer: &Pointer, row: usize) -> Option<NaiveDate> {
        let (text, value) = self.text(pointer, row, "day")?;
        let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
        let of_time = || Some(DateTime::parse_from_rfc3339(&text).ok()?.date_naive());
        let at = pointer.at(row);
        let Some(day) = day.or_else(|| date(&text)).or_else(of_time) else {
            self.invalid(&at, value, "day like 2026-03-31");
            return None;
        };
        if is_future(day, self.context.received_at) {
            let cause = format!("{at} holds {day}, which has not happened yet");
            self.complain(Code::DateFuture, cause, shown(value));
            return None;
        }
        Some(day)
    }

    pub(super) fn quantity(&mut self, pointer: &Pointer, row: usize) -> Option<Quantity> {
        const WHAT: &str = "number with at most three decimal places";
        let at = pointer.at(row);
        let value = self.value(&at, WHAT)?;
        let parsed = match value {
            Value::Number(number) => number.to_string().parse().ok(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if parsed.is_none() {
            self.invalid(&at, value, WHAT);
        }
        parsed
    }

    pub(super) fn complain(&mut self, code: Code, cause: String, text: String) {
        self.broken = true;
        let finding = finding(code, cause, text, self.size);
        self.out.findings.push(finding);
    }

    fn value(&mut self, at: &str, what: &str) -> Option<&'a Value> {
        let found = self.record.pointer(at).filter(|value| !value.is_null());
        if found.is_none() {
            self.missing(at, &format!("a {what}"));
        }
        found
    }

    fn missing(&mut self, at: &str, what: &str) {
        let cause = format!("{at} holds nothing, where {what} is looked for");
        self.complain(Code::FieldMissing, cause, String::new());
    }

    fn invalid(&mut self, at: &str, value: &Value, what: &str) {
        let text = shown(value);
        let cause = format!("{at} holds {text}, which is no {what}");
        self.complain(Code::FieldInvalid, cause, text);
    }

    fn set_aside(&mut self, kind: UnknownKind, value: String, remark: Remark) {
        let known = |one: &&mut Unknown| one.kind == kind && one.value == value;
        if let Some(one) = self.out.exceptions.iter_mut().find(known) {
            one.lines += 1;
            return;
        }
        let (code, cause) = remark.parts();
        let finding = finding(code, cause, value.clone(), self.size);
        let place = finding.place.clone();
        self.out.findings.push(finding);
        self.out.exceptions.push(Unknown {
            kind,
            value,
            lines: 1,
            place,
        });
    }
}

fn named(qualifier: Option<&str>, number: &str) -> String {
    match qualifier {
        Some(qualifier) => format!("{qualifier} {number}"),
        None => number.to_owned(),
    }
}

fn shown(value: &Value) -> String {
    value.to_string().chars().take(SHOWN).collect()
}
