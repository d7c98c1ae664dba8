use std::sync::Arc;

/// The values an element may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Codes {
    /// Any.
    Any,
    /// These and no other.
    Only(Arc<CodeSet>),
    /// These, as far as we know.
    Usual(Arc<CodeSet>),
}

/// A set of short texts that is asked often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CodeSet {
    /// Those of up to eight bytes by hash, each in the next free place; zero is none.
    short: Vec<u64>,
    /// So many bits of a hash do not tell a place.
    surplus: u32,
    long: Vec<Vec<u8>>,
    /// The one that is told of first.
    first: String,
}

/// An odd number whose bits are spread evenly: the golden ratio's.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

impl CodeSet {
    pub(crate) fn new<'c>(codes: impl IntoIterator<Item = &'c str>) -> Self {
        let mut codes = codes.into_iter().peekable();
        let first = codes.peek().copied().unwrap_or_default().to_owned();
        let codes: Vec<&[u8]> = codes.map(str::as_bytes).collect();
        // At most half full, so that a search soon comes to an end.
        let size = (codes.len() * 2).next_power_of_two().max(8);
        let mut set = Self {
            short: vec![0; size],
            surplus: u64::BITS - size.trailing_zeros(),
            long: Vec::new(),
            first,
        };
        for code in codes {
            match packed(code) {
                Some(key) => set.insert(key),
                None => set.long.push(code.to_vec()),
            }
        }
        set
    }

    /// Returns the set with more codes in it.
    pub(super) fn with(&self, codes: &[&str]) -> Self {
        let texts: Vec<String> = self.codes().collect();
        let texts = texts.iter().map(String::as_str);
        Self {
            first: self.first.clone(),
            ..Self::new(texts.chain(codes.iter().copied()))
        }
    }

    /// Returns what is in it, in no order.
    fn codes(&self) -> impl Iterator<Item = String> {
        let short = self.short.iter().filter(|key| **key != 0).map(|key| {
            let bytes = key.to_le_bytes();
            let used = bytes.iter().take_while(|b| **b != 0).copied().collect();
            String::from_utf8(used).unwrap_or_default()
        });
        let long = self.long.iter();
        short.chain(long.map(|c| String::from_utf8_lossy(c).into_owned()))
    }

    /// Returns the code that its list names first.
    pub(crate) fn first(&self) -> &str {
        &self.first
    }

    fn insert(&mut self, key: u64) {
        let mut at = self.place(key);
        while let Some(slot) = self.short.get_mut(at) {
            if *slot == 0 || *slot == key {
                *slot = key;
                return;
            }
            at = (at + 1) & (self.short.len() - 1);
        }
    }

    #[inline]
    pub(crate) fn contains(&self, code: &[u8]) -> bool {
        match packed(code) {
            Some(key) => self.contains_word(key),
            None => self.long.iter().any(|c| c == code),
        }
    }

    /// Tells whether it holds a text of one to eight bytes that are not zero, the first lowest.
    #[inline]
    pub(crate) fn contains_word(&self, key: u64) -> bool {
        let mut at = self.place(key);
        loop {
            match self.short.get(at) {
                Some(slot) if *slot == key => return true,
                Some(0) | None => return false,
                Some(_) => at = (at + 1) & (self.short.len() - 1),
            }
        }
    }

    /// Returns every text in it.
    #[cfg(test)]
    pub(crate) fn all(&self) -> Vec<String> {
        let short = self.short.iter().filter(|key| **key != 0);
        let short = short.map(|key| {
            key.to_le_bytes()
                .into_iter()
                .take_while(|b| *b != 0)
                .collect()
        });
        let all = short.chain(self.long.iter().cloned());
        all.map(|code| String::from_utf8(code).unwrap()).collect()
    }

    #[inline]
    fn place(&self, key: u64) -> usize {
        // The highest bits depend on all of the key.
        let hash = key.wrapping_mul(SPREAD) >> self.surplus;
        usize::try_from(hash).unwrap_or(0)
    }
}

/// Returns up to eight bytes as a number, the first lowest; none for a text that ends in a zero,
/// which would be another's.
fn packed(code: &[u8]) -> Option<u64> {
    let bytes = (code.len() <= 8).then(|| code.iter().rev())?;
    let key = bytes.fold(0, |key, b| key << 8 | u64::from(*b));
    code.last().is_some_and(|b| *b != 0).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let codes: Vec<String> = (0..500).map(|n| format!("{n}")).collect();
        let mut all: Vec<&str> = codes.iter().map(String::as_str).collect();
        all.extend(["AVERYLONGCODE", "EIGHTLTR"]);
        let set = CodeSet::new(all.iter().copied());
        for code in &all {
            assert!(set.contains(code.as_bytes()), "{code}");
        }
        for code in [
            "",
            "500",
            "0501",
            "A",
            "ANOTHERLONGCODE",
            "EIGHTLTS",
            "\0",
            "1\0",
        ] {
            assert!(!set.contains(code.as_bytes()), "{code:?}");
        }
    }
}
