use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Says why a text or number is no quantity or amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Not a decimal number.
    #[error("{0:?} is not a decimal number")]
    NotANumber(String),
    /// More decimal places, or more digits, than we keep.
    #[error("{0} has more than {1} decimal places or is beyond a thousand billion")]
    Range(String, u32),
}

const LARGEST: i64 = 1_000_000_000_000;

macro_rules! decimal {
    ($(#[$doc:meta])* $name:ident, $places:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(Decimal);

        impl $name {
            /// None of it.
            pub const ZERO: Self = Self(Decimal::ZERO);

            /// Takes a decimal number, refusing one that would lose digits.
            pub fn new(value: Decimal) -> Result<Self, QuantityError> {
                let value = value.normalize();
                if value.scale() > $places || value.abs() > Decimal::from(LARGEST) {
                    return Err(QuantityError::Range(value.to_string(), $places));
                }
                Ok(Self(value))
            }

            /// Takes a whole number.
            pub fn from_units(units: i32) -> Self {
                Self(Decimal::from(units))
            }

            /// Returns the number.
            pub fn value(self) -> Decimal {
                self.0
            }

            /// Says whether it is less than nothing.
            pub fn is_negative(self) -> bool {
                self.0.is_sign_negative() && !self.0.is_zero()
            }

            /// Says whether it is nothing.
            pub fn is_zero(self) -> bool {
                self.0.is_zero()
            }

            /// Returns the number as an integer in units of the last decimal place kept.
            pub fn scaled(self) -> i64 {
                // `new` bounds the value, so the product stays inside an i64.
                (self.0 * Decimal::from(10_i64.pow($places))).to_i64().unwrap_or(0)
            }

            /// Takes an integer that `scaled` gave.
            pub fn from_scaled(scaled: i64) -> Self {
                Self(Decimal::new(scaled, $places).normalize())
            }

            /// Returns the nearest float, for statistics.
            pub fn to_f64(self) -> f64 {
                self.0.to_f64().unwrap_or(0.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.normalize(), f)
            }
        }

        impl FromStr for $name {
            type Err = QuantityError;
            fn from_str(text: &str) -> Result<Self, QuantityError> {
                // Whole numbers, most of what comes in, need no exact reading.
                let digits = text.bytes().all(|b| b.is_ascii_digit());
                if (1..=12).contains(&text.len()) && digits {
                    let whole = text.bytes().fold(0, |n, b| n * 10 + u64::from(b - b'0'));
                    return Ok(Self(Decimal::from(whole)));
                }
                let value = Decimal::from_str_exact(text)
                    .map_err(|_| QuantityError::NotANumber(text.to_owned()))?;
                Self::new(value)
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self::ZERO, Add::add)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl serde::de::Visitor<'_> for Visitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        write!(f, "a decimal number of at most {} places", $places)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                    fn visit_i64<E: serde::de::Error>(self, n: i64) -> Result<$name, E> {
                        $name::new(Decimal::from(n)).map_err(E::custom)
                    }
                    fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<$name, E> {
                        $name::new(Decimal::from(n)).map_err(E::custom)
                    }
                    fn visit_f64<E: serde::de::Error>(self, n: f64) -> Result<$name, E> {
                        // The shortest text that reads back as the same float is what the sender
                        // wrote, so 12.3 stays 12.3.
                        n.to_string().parse().map_err(E::custom)
                    }
                }
                input.deserialize_any(Visitor)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": ["string", "number"],
                    "pattern": "^-?[0-9]+(\\.[0-9]+)?$",
                    "description": concat!("decimal number of at most ", $places, " places")
                })
            }
        }
    };
}

decimal!(
    /// An amount of an item in eaches, exact to a thousandth.
    Quantity, 3);
decimal!(
    /// An amount of money in the currency named beside it, exact to a ten-thousandth.
    Money, 4);

impl Quantity {
    /// Returns the larger of two quantities.
    pub fn at_least(self, floor: Self) -> Self {
        self.max(floor)
    }

    /// Returns what this many cost at a price for one, to the last place of [`Money`].
    pub fn cost(self, price: Money) -> Money {
        Money((self.0 * price.0).round_dp(4))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_keep_their_digits() {
        let q: Quantity = "12.345".parse().unwrap();
        assert_eq!(q.scaled(), 12_345);
        assert_eq!(Quantity::from_scaled(12_345), q);
        assert_eq!(q.to_string(), "12.345");
        assert!("12.3456".parse::<Quantity>().is_err());
        assert!("1e3".parse::<Quantity>().is_err());
        assert!("9999999999999".parse::<Quantity>().is_err());
    }

    #[test]
    fn quantities_read_numbers_and_texts() {
        for json in ["12.5", "\"12.5\""] {
            let q: Quantity = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&q).unwrap(), "\"12.5\"");
        }
        assert!(serde_json::from_str::<Quantity>("\"x\"").is_err());
    }

    #[test]
    fn cost_is_exact() {
        let price: Money = "3.3333".parse().unwrap();
        assert_eq!(Quantity::from_units(3).cost(price).to_string(), "9.9999");
    }
}
