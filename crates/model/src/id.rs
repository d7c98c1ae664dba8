use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Says why a text is not the identifier it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text is empty.
    #[error("{kind} is empty")]
    Empty {
        /// The identifier's name.
        kind: &'static str,
    },
    /// The text is longer than the identifier may be.
    #[error("{kind} {text:?} is longer than {limit} characters")]
    Long {
        /// The identifier's name.
        kind: &'static str,
        /// What was given.
        text: String,
        /// The most characters it may have.
        limit: usize,
    },
    /// The text holds a space, slash or control character where none may be.
    #[error("{kind} {text:?} may hold letters, digits, '-', '_', '.' and ':' only")]
    Character {
        /// The identifier's name.
        kind: &'static str,
        /// What was given.
        text: String,
    },
    /// The check digit of a GS1 number is wrong, or the number has no valid length.
    #[error("{kind} {text:?} has a wrong length or check digit")]
    CheckDigit {
        /// The identifier's name.
        kind: &'static str,
        /// What was given.
        text: String,
    },
}

const LIMIT: usize = 80;

fn checked(kind: &'static str, text: &str) -> Result<String, IdError> {
    if text.is_empty() {
        return Err(IdError::Empty { kind });
    }
    if text.len() > LIMIT {
        return Err(IdError::Long {
            kind,
            text: text.to_owned(),
            limit: LIMIT,
        });
    }
    // Identifiers appear in keys ("partner/site"), file names and addresses; a slash or a space
    // in one would change what they name.
    let good = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    if !text.chars().all(good) || text.starts_with('.') {
        return Err(IdError::Character {
            kind,
            text: text.to_owned(),
        });
    }
    Ok(text.to_owned())
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks the text and keeps it.
            pub fn new(text: impl AsRef<str>) -> Result<Self, IdError> {
                checked($kind, text.as_ref()).map(Self)
            }

            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    };
}

text_id!(
    /// Names a company we trade documents with.
    PartnerId, "partner id");
text_id!(
    /// Names one of a partner's (or our own) stores, distribution centres or warehouses.
    SiteId, "site id");
text_id!(
    /// Names an agreement between us and a partner.
    AgreementId, "agreement id");
text_id!(
    /// Our own key of an order, given at release.
    OrderId, "order id");
text_id!(
    /// The retailer's number of an order, which may come from a pool it sent or arrive later.
    PoNumber, "PO number");
text_id!(
    /// Names a received or sent document; its bytes are kept under this id.
    DocumentId, "document id");
text_id!(
    /// Names an event; made from what caused it, so that the same cause never counts twice.
    EventId, "event id");
text_id!(
    /// Names a person who signs in, or a program that holds an API key.
    UserName, "user name");

fn gs1_check(digits: &str) -> bool {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    // GS1 General Specifications §7.9: weights 3 and 1 from the right, check digit excluded.
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| u32::from(b - b'0') * if i % 2 == 1 { 3 } else { 1 })
        .sum();
    sum.is_multiple_of(10)
}

/// A trade item number of 14 digits with a right check digit; shorter GTINs are padded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Gtin(u64);

impl Gtin {
    /// Reads a GTIN-8, -12, -13 or -14.
    pub fn new(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::CheckDigit {
            kind: "GTIN",
            text: text.to_owned(),
        };
        if !matches!(text.len(), 8 | 12 | 13 | 14) || !gs1_check(text) {
            return Err(wrong());
        }
        text.parse().map(Self).map_err(|_| wrong())
    }

    /// Returns the number without leading zeros.
    pub fn number(self) -> u64 {
        self.0
    }

    /// Takes a number that [`Gtin::number`] gave.
    pub fn from_number(number: u64) -> Result<Self, IdError> {
        Self::new(&format!("{number:014}"))
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:014}", self.0)
    }
}

impl TryFrom<String> for Gtin {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        Self::new(&text)
    }
}

impl From<Gtin> for String {
    fn from(gtin: Gtin) -> String {
        gtin.to_string()
    }
}

impl JsonSchema for Gtin {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Gtin".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^([0-9]{8}|[0-9]{12,14})$",
            "description": "GTIN with a right check digit"
        })
    }
}

/// A global location number of 13 digits with a right check digit.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct Gln(String);

impl Gln {
    /// Reads a GLN.
    pub fn new(text: &str) -> Result<Self, IdError> {
        if text.len() == 13 && gs1_check(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError::CheckDigit {
                kind: "GLN",
                text: text.to_owned(),
            })
        }
    }

    /// Returns the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Gln {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        Self::new(&text)
    }
}

impl From<Gln> for String {
    fn from(gln: Gln) -> String {
        gln.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gtin_check_digits_follow_gs1() {
        // 614141000036 is the worked example of a GTIN-12 in the GS1 General Specifications.
        assert_eq!(
            Gtin::new("614141000036").unwrap().to_string(),
            "00614141000036"
        );
        assert!(Gtin::new("614141000037").is_err());
        assert!(Gtin::new("61414100003").is_err());
        assert!(Gtin::new("61414100003x").is_err());
    }

    #[test]
    fn ids_refuse_what_would_break_an_address() {
        for bad in ["", "a/b", "a b", "..", "\u{7}"] {
            assert!(SiteId::new(bad).is_err(), "{bad:?}");
        }
        assert_eq!(SiteId::new("DC-01").unwrap().as_str(), "DC-01");
    }
}
