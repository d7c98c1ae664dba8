//! Other text for a text, of the same length and kinds of characters.

/// Returns other text for a text, another one for each; a check digit that was right is right.
pub(super) fn replaced(value: &[u8], meaning: u64, seed: u64) -> Vec<u8> {
    if has_check_digit(value)
        && let Some((_, digits)) = value.split_last()
    {
        // Bijective as the rest: the check digit says nothing of its own.
        let mut new = shifted(digits, meaning, seed);
        new.push(check_digit(&new));
        return new;
    }
    shifted(value, meaning, seed)
}

/// Moves each character within its kind by a number that those before it decide, from both ends:
/// each step can be undone, so that different texts stay different.
fn shifted(value: &[u8], meaning: u64, seed: u64) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(value) else {
        // Bytes beyond ASCII stay: what they are is not known.
        return value
            .iter()
            .scan(start(meaning, seed), |state, byte| {
                Some(match byte.is_ascii() {
                    true => u8::try_from(moved(char::from(*byte), state)).unwrap_or(*byte),
                    false => *byte,
                })
            })
            .collect();
    };
    let mut state = start(meaning, seed);
    let forth: Vec<char> = text.chars().map(|c| moved(c, &mut state)).collect();
    let mut state = start(meaning, seed ^ 1);
    let back: Vec<char> = forth
        .into_iter()
        .rev()
        .map(|c| moved(c, &mut state))
        .collect();
    back.into_iter().rev().collect::<String>().into_bytes()
}

fn start(meaning: u64, seed: u64) -> u64 {
    mixed(mixed(seed) ^ meaning)
}

/// Moves a character and lets it decide on the next.
fn moved(c: char, state: &mut u64) -> char {
    let by = *state;
    *state = mixed(*state ^ u64::from(c));
    let Some((first, size)) = kind(c) else {
        return c;
    };
    let place = u64::from(c) - u64::from(first);
    let new = u64::from(first) + (place + by % size) % size;
    u32::try_from(new)
        .ok()
        .and_then(char::from_u32)
        .unwrap_or(c)
}

/// Returns the characters of the same kind and length: the first and how many. Punctuation has
/// none: it may separate or release.
fn kind(c: char) -> Option<(u32, u64)> {
    match c {
        '0'..='9' => Some((u32::from('0'), 10)),
        'A'..='Z' => Some((u32::from('A'), 26)),
        'a'..='z' => Some((u32::from('a'), 26)),
        '\u{4E00}'..='\u{9FFF}' => Some((0x4E00, 0x5200)),
        // A block of 32 has one length in UTF-8, and no control characters among others of
        // ISO 8859, which some take the bytes for.
        '\u{C0}'.. => Some((u32::from(c) & !0x1F, 32)),
        _ => None,
    }
}

/// Spreads every bit over all others: the finaliser of SplitMix64.
fn mixed(state: u64) -> u64 {
    let z = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Tells whether this is a GTIN or GLN of 12, 13 or 14 digits whose check digit is right.
fn has_check_digit(value: &[u8]) -> bool {
    let digits = matches!(value.len(), 12..=14) && value.iter().all(u8::is_ascii_digit);
    digits
        && value
            .split_last()
            .is_some_and(|(last, rest)| *last == check_digit(rest))
}

/// Returns the check digit of GS1's numbers.
fn check_digit(digits: &[u8]) -> u8 {
    let weighted = digits.iter().rev().zip([3_u32, 1].into_iter().cycle());
    let sum: u32 = weighted.map(|(d, w)| u32::from(d - b'0') * w).sum();
    b'0' + u8::try_from((10 - sum % 10) % 10).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn other_text_keeps_its_length_and_kinds() {
        for text in [
            "Store 7",
            "0007",
            "WOMART-DC",
            "O?'NEIL",
            "百货商店",
            "Zoë Übel",
            "ΑΒΓ",
            "",
        ] {
            let new = String::from_utf8(replaced(text.as_bytes(), 1, 7)).unwrap();
            assert_eq!(new.len(), text.len(), "{text} {new}");
            for (a, b) in text.chars().zip(new.chars()) {
                assert_eq!(kind(a), kind(b), "{text} {new}");
            }
            assert_eq!(replaced(text.as_bytes(), 1, 7), new.as_bytes());
        }
    }

    #[test]
    fn different_texts_stay_different() {
        for meaning in 0..3 {
            let all: Vec<String> = (0..10_000).map(|n| format!("{n:04}")).collect();
            let new: HashSet<_> = all
                .iter()
                .map(|t| replaced(t.as_bytes(), meaning, 3))
                .collect();
            assert_eq!(new.len(), all.len());
            let same = all
                .iter()
                .filter(|t| replaced(t.as_bytes(), meaning, 3) == t.as_bytes());
            assert!(same.count() < 20);
        }
    }

    #[test]
    fn right_check_digits_stay_right() {
        for number in ["012345678905", "9501101530003", "19501101530000"] {
            assert!(has_check_digit(number.as_bytes()), "{number}");
            let new = replaced(number.as_bytes(), 5, 99);
            assert!(
                has_check_digit(&new) && new != number.as_bytes(),
                "{number}"
            );
        }
    }
}
