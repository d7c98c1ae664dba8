use std::collections::HashSet;

/// The control numbers seen so far, of which a file may hold millions.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// Up to fifteen bytes and how many they are: a third of what a text takes.
    short: HashSet<u128>,
    long: HashSet<String>,
}

impl Numbers {
    /// Keeps a number and tells whether it is new.
    pub(super) fn insert(&mut self, number: &str) -> bool {
        match packed(number.as_bytes()) {
            Some(packed) => self.short.insert(packed),
            None => self.long.insert(number.to_owned()),
        }
    }
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
        ];
        for number in all {
            assert!(numbers.insert(number), "{number:?}");
        }
        for number in all {
            assert!(!numbers.insert(number), "{number:?}");
        }
    }
}
