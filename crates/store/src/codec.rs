//! The frame around every stored body: a tag, a checksum, and compression where it pays.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

const PLAIN: u8 = 0;
const ZSTD: u8 = 1;
/// Shorter bodies gain less than the frame costs.
const WORTH_COMPRESSING: usize = 256;
/// Level 1 halves the time of level 3 and loses a tenth of the ratio on our JSON and blocks.
const LEVEL: i32 = 1;
/// A damaged length must not make us reserve all memory.
const LARGEST: usize = 256 << 20;
const CRC: usize = 4;

/// Writes a value as JSON in a frame.
pub(crate) fn seal_json(what: &str, value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let json = serde_json::to_vec(value).map_err(|e| Error::Unstorable(format!("{what}: {e}")))?;
    seal(what, &json)
}

/// Reads what [`seal_json`] wrote.
pub(crate) fn open_json<T: DeserializeOwned>(what: &str, bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(&open(what, bytes)?).map_err(|e| Error::Corrupt(format!("{what}: {e}")))
}

/// Puts bytes into a frame: CRC-32 of what follows, tag, then the bytes, or their length and
/// their zstd frame.
pub(crate) fn seal(what: &str, payload: &[u8]) -> Result<Vec<u8>, Error> {
    let too_long = || Error::Unstorable(format!("{what} of {} bytes", payload.len()));
    let length = u32::try_from(payload.len()).map_err(|_| too_long())?;
    let mut sealed = vec![0, 0, 0, 0, PLAIN];
    if payload.len() < WORTH_COMPRESSING {
        sealed.extend_from_slice(payload);
    } else if payload.len() > LARGEST {
        return Err(too_long());
    } else {
        sealed[CRC] = ZSTD;
        sealed.extend_from_slice(&length.to_le_bytes());
        let packed = zstd::bulk::compress(payload, LEVEL);
        sealed.extend_from_slice(&packed.map_err(|e| Error::Unstorable(format!("{what}: {e}")))?);
    }
    let crc = crc32(&sealed[CRC..]);
    sealed[..CRC].copy_from_slice(&crc.to_le_bytes());
    Ok(sealed)
}

/// Reads what [`seal`] wrote; damage is an error.
pub(crate) fn open(what: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
    let damaged = |how: &str| Error::Corrupt(format!("{what}: {how}"));
    let (crc, rest) = sealed
        .split_first_chunk::<CRC>()
        .ok_or_else(|| damaged("cut off"))?;
    if crc32(rest) != u32::from_le_bytes(*crc) {
        return Err(damaged("wrong checksum"));
    }
    match rest.split_first() {
        None => Err(damaged("cut off")),
        Some((&PLAIN, rest)) => Ok(rest.to_vec()),
        Some((&ZSTD, rest)) => {
            let (length, packed) = rest
                .split_first_chunk::<4>()
                .ok_or_else(|| damaged("cut off"))?;
            let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
            if length > LARGEST {
                return Err(damaged("too long"));
            }
            zstd::bulk::decompress(packed, length).map_err(|e| damaged(&e.to_string()))
        }
        Some(_) => Err(damaged("written by a newer program")),
    }
}

/// CRC-32 as in ISO 3309 and zlib: reflected polynomial 0xEDB88320, eight bytes at a step.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = !0_u32;
    let mut words = bytes.chunks_exact(8);
    for word in words.by_ref() {
        let [a, b, c, d] =
            (crc ^ u32::from_le_bytes([word[0], word[1], word[2], word[3]])).to_le_bytes();
        crc = entry(7, a)
            ^ entry(6, b)
            ^ entry(5, c)
            ^ entry(4, d)
            ^ entry(3, word[4])
            ^ entry(2, word[5])
            ^ entry(1, word[6])
            ^ entry(0, word[7]);
    }
    for &byte in words.remainder() {
        crc = (crc >> 8) ^ entry(0, crc.to_le_bytes()[0] ^ byte);
    }
    !crc
}

fn entry(table: usize, byte: u8) -> u32 {
    TABLES[table][usize::from(byte)]
}

static TABLES: [[u32; 256]; 8] = tables();

const fn tables() -> [[u32; 256]; 8] {
    let mut tables = [[0_u32; 256]; 8];
    let mut crc = 1_u32;
    let mut i = 128;
    // Every entry is the XOR of the entries of its bits, so 8 shifts fill the first table.
    while i > 0 {
        crc = if crc & 1 == 1 {
            (crc >> 1) ^ 0xEDB8_8320
        } else {
            crc >> 1
        };
        let mut j = 0;
        while j < 256 {
            tables[0][i + j] = crc ^ tables[0][j];
            j += 2 * i;
        }
        i /= 2;
    }
    let mut table = 1;
    while table < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[table - 1][byte];
            tables[table][byte] = (before >> 8) ^ tables[0][(before & 0xff) as usize];
            byte += 1;
        }
        table += 1;
    }
    tables
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_checksum_is_the_standard_one() {
        // The check values of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms,
        // and of longer texts as zlib gives them.
        assert_eq!(crc32(b""), 0);
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(
            crc32(b"The quick brown fox jumps over the lazy dog"),
            0x414F_A339
        );
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes in proptest::collection::vec(0_u8..4, 0..2_000)) {
            prop_assert_eq!(open("x", &seal("x", &bytes).unwrap()).unwrap(), bytes);
        }

        #[test]
        fn damage_is_an_error(
            bytes in proptest::collection::vec(any::<u8>(), 0..600),
            at in any::<prop::sample::Index>(),
            bit in 0..8_u8,
        ) {
            let mut sealed = seal("x", &bytes).unwrap();
            let at = at.index(sealed.len());
            sealed[at] ^= 1 << bit;
            prop_assert!(open("x", &sealed).is_err());
        }

        #[test]
        fn any_bytes_are_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = open("x", &bytes);
        }
    }
}
