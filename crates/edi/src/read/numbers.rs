use std::collections::{HashMap, HashSet};

/// The control numbers seen so far, of which a file may hold millions.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// Those of digits, a bit for each of 64 neighbours: most numbers follow one another.
    digits: HashMap<u64, u64>,
    /// The neighbours looked at last, which stand here instead.
    last: (u64, u64),
    /// Others of up to fifteen bytes and how many they are: a third of what a text takes.
    short: HashSet<u128>,
    long: HashSet<String>,
}

/// The neighbours of no number.
const NONE: u64 = 0;

impl Numbers {
    /// Keeps a number and tells whether it is new.
    pub(super) fn insert(&mut self, number: &str) -> bool {
        if let Some((neighbours, bit)) = digits(number.as_bytes()) {
            return self.insert_digits(neighbours, bit);
        }
        match packed(number.as_bytes()) {
            Some(packed) => self.short.insert(packed),
            None => self.long.insert(number.to_owned()),
        }
    }

    fn insert_digits(&mut self, neighbours: u64, bit: u64) -> bool {
        if self.last.0 != neighbours {
            let seen = self.digits.get(&neighbours).copied().unwrap_or_default();
            let (before, bits) = std::mem::replace(&mut self.last, (neighbours, seen));
            if before != NONE {
                self.digits.insert(before, bits);
            }
        }
        let is_new = self.last.1 & bit == 0;
        self.last.1 |= bit;
        is_new
    }
}

/// Returns among which neighbours a number of up to fifteen digits is, and which of them it is;
/// leading zeros count.
fn digits(number: &[u8]) -> Option<(u64, u64)> {
    let length = u64::try_from(number.len()).ok()?;
    let mut value = 0_u64;
    for byte in number.get(..15.min(number.len()))? {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + u64::from(digit);
    }
    (1..=15)
        .contains(&length)
        .then_some((value / 64 * 16 + length, 1 << (value % 64)))
}

fn packed(number: &[u8]) -> Option<u128> {
    let mut bytes = [0; 16];
    let (length, text) = bytes.split_first_mut()?;
    *length = u8::try_from(number.len()).ok()?;
    text.get_mut(..number.len())?.copy_from_slice(number);
    Some(u128::from_be_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_apart() {
        let mut numbers = Numbers::default();
        let long = "1234567890123456";
        let all = [
            "",
            "0",
            "00",
            "\0",
            "1",
            "123456789012345",
            long,
            "123456789012345\0",
            "0000",
            "63",
            "64",
            "063",
            "A3",
            "3A",
            "999999999999999",
            "9999999999999999",
        ];
        for number in all {
            assert!(numbers.insert(number), "{number:?}");
        }
        for number in all {
            assert!(!numbers.insert(number), "{number:?}");
        }
    }

    #[test]
    fn neighbours_are_remembered_in_any_order() {
        let mut numbers = Numbers::default();
        // 7919 is prime to 10,000, so that all its multiples differ.
        let all = || (0..10_000).map(|n| format!("{:04}", n * 7919 % 10_000));
        assert!(all().all(|n| numbers.insert(&n)));
        assert!(!all().any(|n| numbers.insert(&n)));
        assert!((0..100).all(|n| numbers.insert(&format!("{n}"))));
    }
}
