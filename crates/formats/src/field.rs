use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use model::item::Item;
use model::reference::Reference;
use model::{Gtin, Quantity};
use serde::Serialize;
use serde_json::{Map, Value};

/// A field of a request that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Where it is: a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What is wrong, for programs.
    pub code: &'static str,
    /// What is wrong, for people.
    pub detail: String,
}

/// A JSON object being read: what is wrong with its fields is collected, so that one answer names
/// all of it.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    pointer: String,
    object: &'a Map<String, Value>,
}

/// Collects what is wrong with a request.
#[derive(Debug, Default)]
pub(crate) struct Errors(Vec<FieldError>);

impl Errors {
    pub(crate) fn add(&mut self, pointer: &str, code: &'static str, detail: impl Into<String>) {
        self.0.push(FieldError {
            pointer: pointer.to_owned(),
            code,
            detail: detail.into(),
        });
    }

    /// Returns the value if nothing is wrong.
    pub(crate) fn or<T>(self, value: Option<T>) -> Result<T, Vec<FieldError>> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self.0),
        }
    }
}

/// Reads the body of a request as one object with these fields.
pub(crate) fn parse(body: &[u8]) -> Result<Value, Vec<FieldError>> {
    serde_json::from_slice(body).map_err(|error| {
        let detail = format!("the body is not JSON: {error}");
        vec![FieldError {
            pointer: String::new(),
            code: "not_json",
            detail,
        }]
    })
}

impl<'a> Fields<'a> {
    /// Takes a value that must be an object holding no other fields than these.
    pub(crate) fn of(
        value: &'a Value,
        pointer: String,
        known: &[&str],
        errors: &mut Errors,
    ) -> Option<Self> {
        let Value::Object(object) = value else {
            errors.add(&pointer, "wrong_type", "must be an object");
            return None;
        };
        let all: BTreeSet<&str> = known.iter().copied().collect();
        for name in object.keys().filter(|name| !all.contains(name.as_str())) {
            let detail = format!("unknown field; known are {}", known.join(", "));
            errors.add(&child(&pointer, name), "unknown_field", detail);
        }
        Some(Self { pointer, object })
    }

    pub(crate) fn pointer_of(&self, name: &str) -> String {
        child(&self.pointer, name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.object.get(name).is_some_and(|value| !value.is_null())
    }

    /// Returns a field that must be there.
    pub(crate) fn required(&self, name: &str, errors: &mut Errors) -> Option<&'a Value> {
        let found = self.object.get(name).filter(|value| !value.is_null());
        if found.is_none() {
            errors.add(&self.pointer_of(name), "required", "is required");
        }
        found
    }

    /// Returns a text that must be there, without surrounding spaces.
    pub(crate) fn text(&self, name: &str, errors: &mut Errors) -> Option<&'a str> {
        let value = self.required(name, errors)?;
        let text = value
            .as_str()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        if text.is_none() {
            errors.add(
                &self.pointer_of(name),
                "wrong_type",
                "must be a text that is not empty",
            );
        }
        text
    }

    /// Returns an identifier that must be there.
    pub(crate) fn id<T: std::str::FromStr<Err = model::IdError>>(
        &self,
        name: &str,
        errors: &mut Errors,
    ) -> Option<T> {
        let text = self.text(name, errors)?;
        let parsed = text.parse();
        parsed
            .map_err(|e: model::IdError| self.wrong(name, "invalid_id", &e, errors))
            .ok()
    }

    pub(crate) fn date(&self, name: &str, errors: &mut Errors) -> Option<NaiveDate> {
        let text = self.text(name, errors)?;
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|_| text.len() == 10);
        if date.is_none() {
            errors.add(
                &self.pointer_of(name),
                "invalid_date",
                "must be a day like 2026-03-31",
            );
        }
        date
    }

    pub(crate) fn time(&self, name: &str, errors: &mut Errors) -> Option<DateTime<Utc>> {
        let text = self.text(name, errors)?;
        let time = DateTime::parse_from_rfc3339(text)
            .map(|time| time.to_utc())
            .ok();
        if time.is_none() {
            let detail = "must be a time like 2026-03-31T06:00:00Z";
            errors.add(&self.pointer_of(name), "invalid_time", detail);
        }
        time
    }

    pub(crate) fn quantity(&self, name: &str, errors: &mut Errors) -> Option<Quantity> {
        let value = self.required(name, errors)?;
        let parsed: Result<Quantity, _> = match value {
            Value::Number(number) => number.to_string().parse(),
            Value::String(text) => text.parse(),
            _ => {
                errors.add(&self.pointer_of(name), "wrong_type", "must be a number");
                return None;
            }
        };
        parsed
            .map_err(|error| self.wrong(name, "invalid_quantity", &error, errors))
            .ok()
    }

    /// Returns the item a field names: a GTIN, our own number or the buyer's.
    pub(crate) fn item<'r>(
        &self,
        name: &str,
        reference: &'r Reference,
        errors: &mut Errors,
    ) -> Option<&'r Item> {
        let text = self.text(name, errors)?;
        let by_gtin = Gtin::new(text).ok().and_then(|gtin| reference.item(gtin));
        let found = by_gtin
            .or_else(|| reference.item_by_vendor_number(text))
            .or_else(|| reference.item_by_buyer_number(text));
        if found.is_none() {
            let detail = format!("no item is known as {text:?}");
            errors.add(&self.pointer_of(name), "unknown_item", detail);
        }
        found
    }

    /// Returns the objects of an array that must be there and hold something.
    pub(crate) fn lines(&self, name: &str, known: &[&str], errors: &mut Errors) -> Vec<Fields<'a>> {
        let pointer = self.pointer_of(name);
        let Some(value) = self.required(name, errors) else {
            return Vec::new();
        };
        let Value::Array(items) = value else {
            errors.add(&pointer, "wrong_type", "must be an array");
            return Vec::new();
        };
        if items.is_empty() {
            errors.add(&pointer, "empty", "must hold at least one line");
        }
        let line = |(i, item)| Fields::of(item, format!("{pointer}/{i}"), known, errors);
        items.iter().enumerate().filter_map(line).collect()
    }

    fn wrong(
        &self,
        name: &str,
        code: &'static str,
        error: &dyn std::error::Error,
        errors: &mut Errors,
    ) {
        errors.add(&self.pointer_of(name), code, error.to_string());
    }
}

/// RFC 6901: "~" and "/" inside a name are written "~0" and "~1".
fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}
