//! Looking at eight bytes of a value at once.

/// The lowest bytes of a word, none to eight.
const LOWEST: [u64; 9] = [
    0,
    0xFF,
    0xFFFF,
    0xFF_FFFF,
    0xFFFF_FFFF,
    0xFF_FFFF_FFFF,
    0xFFFF_FFFF_FFFF,
    0xFF_FFFF_FFFF_FFFF,
    u64::MAX,
];

/// Returns the eight bytes from `start` on, the first lowest, zero beyond the text.
#[inline(always)]
pub(super) fn eight(text: &[u8], start: usize) -> u64 {
    let eight = text.get(start..start.wrapping_add(8));
    match eight.and_then(<[u8]>::first_chunk::<8>) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => few(text.get(start..).unwrap_or_default()),
    }
}

/// Returns the lowest bytes of a word, at most eight.
#[inline(always)]
pub(super) fn lowest(word: u64, count: usize) -> u64 {
    LOWEST.get(count).map_or(word, |mask| word & mask)
}

/// Tells whether the bytes from `start` to `end` are digits.
#[inline(always)]
pub(super) fn all_digits(text: &[u8], start: usize, end: usize) -> bool {
    let mut start = start;
    while end - start > 8 {
        if not_digits(eight(text, start)) != 0 {
            return false;
        }
        start += 8;
    }
    lowest(not_digits(eight(text, start)), end - start) == 0
}

/// Returns a word in which each byte that is no digit leaves something.
#[inline(always)]
pub(super) fn not_digits(word: u64) -> u64 {
    const HALF: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    // Six more lifts everything above nine to the next sixteen.
    let lifted = (word & !HALF) + 0x0606_0606_0606_0606;
    ((word ^ 0x3030_3030_3030_3030) | lifted) & HALF
}

#[cold]
fn few(bytes: &[u8]) -> u64 {
    let bytes = bytes.iter().take(8).rev();
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
                for start in 0..=text.len() {
                    for end in start..=text.len() {
                        let value = &text[start..end];
                        let digits = value.iter().all(u8::is_ascii_digit);
                        assert_eq!(all_digits(&text, start, end), digits, "{value:?}");
                        if value.len() <= 8 {
                            let word = lowest(eight(&text, start), value.len());
                            assert_eq!(word, few(value), "{value:?}");
                        }
                    }
                }
            }
            text[at] = kept;
        }
    }
}
