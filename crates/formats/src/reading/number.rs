use model::item::Item;
use model::{Quantity, QuantityError};

use super::Remark;
use crate::Code;

/// Reads a number as X12 writes it: the point may lead or close it ("12.", ".5").
pub(crate) fn quantity(text: &str) -> Result<Quantity, QuantityError> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    match digits.split_once('.') {
        Some((whole, "")) if !whole.is_empty() => format!("{sign}{whole}").parse(),
        Some(("", places)) if !places.is_empty() => format!("{sign}0.{places}").parse(),
        _ => text.parse(),
    }
}

/// Reads a number as thousandths; `None` for what is no number, or has more than three places.
#[inline]
pub(crate) fn thousandths(text: &[u8]) -> Option<i64> {
    match whole(text) {
        Some(whole) => Some(whole * 1_000),
        None => quantity(std::str::from_utf8(text).ok()?)
            .ok()
            .map(Quantity::scaled),
    }
}

/// Reads one to eight digits.
#[inline]
fn whole(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > 8 {
        return None;
    }
    let mut number = 0;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + i64::from(digit);
    }
    Some(number)
}

/// Says why a text is no number.
pub(crate) fn not_a_number(text: &[u8]) -> Remark {
    let text = String::from_utf8_lossy(text);
    let cause = quantity(&text).err().map(|error| error.to_string());
    Remark::new(Code::QuantityInvalid, cause.unwrap_or_default())
}

/// Returns a quantity in eaches, `None` for a unit we cannot convert.
pub(crate) fn eaches(
    quantity: Quantity,
    unit: &str,
    item: &Item,
) -> Option<Result<Quantity, QuantityError>> {
    match unit {
        "" | "EA" | "UN" => Some(Ok(quantity)),
        "CA" => Some(Quantity::new(quantity.value() * item.case.value())),
        _ => None,
    }
}

/// Reads a number and its unit as eaches of an item.
pub(crate) fn read_eaches(number: &str, unit: &str, item: &Item) -> Result<Quantity, Remark> {
    let amount = quantity(number).map_err(wrong_quantity)?;
    in_eaches(amount, unit, item)
}

/// Counts a quantity in eaches of an item.
pub(crate) fn in_eaches(amount: Quantity, unit: &str, item: &Item) -> Result<Quantity, Remark> {
    match eaches(amount, unit, item) {
        Some(converted) => converted.map_err(wrong_quantity),
        None => {
            let cause = format!("quantities in {unit} cannot be counted in eaches");
            Err(Remark::new(Code::UnitUnknown, cause))
        }
    }
}

fn wrong_quantity(error: QuantityError) -> Remark {
    Remark::new(Code::QuantityInvalid, error.to_string())
}
