//! Short names made from long texts, the same on every machine and in every version.

use model::{EventId, IdError};

/// The most characters an id may have.
const LONGEST: usize = 80;
/// Hexadecimal digits of a digest and the colon after it.
const DIGEST: usize = 33;

/// Returns the id of an event that follows from another: the same cause and name make the same id,
/// so a repeated cause cannot append a second event.
///
/// A long chain of causes outgrows the id; then a digest of all of it stands for the front.
pub(crate) fn following(cause: &EventId, name: &str) -> Result<EventId, IdError> {
    let whole = format!("{cause}:{name}");
    if whole.len() <= LONGEST {
        return EventId::new(whole);
    }
    let kept = whole.ceil_char_boundary(whole.len() - (LONGEST - DIGEST));
    EventId::new(format!(
        "{:032x}:{}",
        fnv1a(whole.as_bytes()),
        &whole[kept..]
    ))
}

/// Returns a number that tells texts apart, small enough for every reader of JSON.
pub(crate) fn tag(text: &str) -> u64 {
    // JavaScript keeps integers up to 2^53.
    u64::try_from(fnv1a(text.as_bytes()) >> 80).unwrap_or_default()
}

/// FNV-1a with 128 bits (Fowler, Noll and Vo).
fn fnv1a(bytes: &[u8]) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(BASIS, |hash, &byte| {
        (hash ^ u128::from(byte)).wrapping_mul(PRIME)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> EventId {
        EventId::new(text).unwrap()
    }

    #[test]
    fn the_digest_is_that_of_its_authors() {
        // Test vectors of the FNV reference code, test_fnv.c.
        let cases = [
            ("", 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d),
            ("a", 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964),
            ("foobar", 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18),
        ];
        for (text, expected) in cases {
            assert_eq!(fnv1a(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn a_short_id_says_its_cause() {
        assert_eq!(following(&id("D-1:2"), "to:DC").unwrap(), id("D-1:2:to:DC"));
    }

    #[test]
    fn long_ids_differ_where_their_causes_differ() {
        let long = "x".repeat(79);
        // The last 80 bytes of all of these are alike.
        let causes = [format!("A{long}"), format!("B{long}"), format!("C{long}")];
        let mut ids: Vec<_> = causes
            .iter()
            .map(|c| following(&id(c), "release:O").unwrap())
            .collect();
        assert!(
            ids.iter()
                .all(|id| id.as_str().len() == 80 && id.as_str().ends_with(":release:O"))
        );
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), causes.len());
        assert_eq!(
            following(&id(&causes[0]), "n"),
            following(&id(&causes[0]), "n")
        );
    }

    #[test]
    fn a_long_id_is_cut_between_characters_and_never_refused() {
        for letters in 20..=26 {
            for front in ["", "a", "ab"] {
                let cause = id(&format!("{front}{}", "沃".repeat(letters)));
                let name = format!("..{}", "玛".repeat(12));
                let made = following(&cause, &name).unwrap();
                assert!(made.as_str().len() <= 80, "{made}");
            }
        }
    }
}
