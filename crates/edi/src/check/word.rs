//! Looking at eight bytes of a value at once.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;
const ZEROS: u64 = 0x3030_3030_3030_3030;
const BLANKS: u64 = 0x2020_2020_2020_2020;

/// Returns up to eight bytes of `bytes[start..end]`, the first lowest, as [`u64::from_le_bytes`]
/// does, zero beyond.
#[inline(always)]
pub(super) fn last(bytes: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    match before(bytes, end) {
        Some(word) if length > 0 => word >> (64 - 8 * length.min(8)),
        _ => short(bytes.get(start..end).unwrap_or_default()),
    }
}

/// Tells whether `bytes[start..end]` are digits.
#[inline(always)]
pub(super) fn all_digits(bytes: &[u8], start: usize, end: usize) -> bool {
    every(bytes, start, end, ZEROS, |word| {
        let high = word & 0xF0F0_F0F0_F0F0_F0F0;
        // Six more lifts everything above nine to the next sixteen.
        let lifted = word.wrapping_add(0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0;
        high == ZEROS && lifted == ZEROS
    })
}

/// Tells whether `bytes[start..end]` are printable characters of ASCII.
#[inline(always)]
pub(super) fn all_printable(bytes: &[u8], start: usize, end: usize) -> bool {
    every(bytes, start, end, BLANKS, |word| {
        // No byte has its high bit, none plus one does (0x7F), and none is below 0x20.
        let control = word.wrapping_sub(BLANKS) & !word;
        (word | word.wrapping_add(ONES) | control) & HIGH == 0
    })
}

/// Asks about eight bytes at a time, from the end; `fill` stands for bytes that are not there.
#[inline(always)]
fn every(bytes: &[u8], start: usize, end: usize, fill: u64, good: impl Fn(u64) -> bool) -> bool {
    let mut end = end;
    while end - start > 8 {
        let Some(word) = before(bytes, end) else {
            return false;
        };
        if !good(word) {
            return false;
        }
        end -= 8;
    }
    let missing = 8 * (8 - (end - start));
    let filled = match missing {
        64 => fill,
        0 => last(bytes, start, end),
        missing => last(bytes, start, end) | fill << (64 - missing),
    };
    good(filled)
}

/// Returns the eight bytes before `end`.
#[inline(always)]
fn before(bytes: &[u8], end: usize) -> Option<u64> {
    let eight = bytes.get(end.checked_sub(8)?..end)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*eight))
}

fn short(value: &[u8]) -> u64 {
    let bytes = value.iter().take(8).rev();
    bytes.fold(0, |word, byte| word << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_what_bytes_tell() {
        let mut text = b"ZA*0123456789012345~".to_vec();
        for at in 0..text.len() {
            let kept = text[at];
            for byte in 0..=u8::MAX {
                text[at] = byte;
                for start in 0..text.len() {
                    for end in start..=text.len() {
                        let value = &text[start..end];
                        assert_eq!(
                            all_digits(&text, start, end),
                            value.iter().all(u8::is_ascii_digit),
                            "{value:?}"
                        );
                        assert_eq!(
                            all_printable(&text, start, end),
                            value.iter().all(|b| matches!(b, 0x20..=0x7E)),
                            "{value:?}"
                        );
                        if value.len() <= 8 {
                            assert_eq!(last(&text, start, end), short(value), "{value:?}");
                        }
                    }
                }
            }
            text[at] = kept;
        }
    }
}
