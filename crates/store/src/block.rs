//! The bytes of a block: one row for a site's thirty days, small enough to rewrite with every
//! correction and few enough to read a year at once.
//!
//! Layout of version 1, all numbers LEB128 unless stated: layout version; items (count, GTINs as
//! differences, zigzag); sources (count, each length and text); planes (count, each: measure,
//! rows, presence as u32 LE a row, then for each present cell its source, then for each present
//! cell its value, zigzag); totals as JSON (length, text). The frame adds checksum and zstd.

use model::activity::Measure;
use model::block::{Block, DAYS, Plane};
use model::{DocumentId, Gtin, PartnerId, SiteId};

use crate::{Error, codec};

const LAYOUT: u64 = 1;
const WHAT: &str = "block";

/// Writes a block's facts; its key and version stand in columns beside them.
pub fn encode(block: &Block) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(block.items.len() * 64 + 1_024);
    put(&mut out, LAYOUT);
    put(&mut out, block.items.len() as u64);
    let mut before = 0_i64;
    for item in &block.items {
        // A GTIN has fourteen digits, far inside an i64.
        let number = i64::try_from(item.number()).unwrap_or(i64::MAX);
        put_signed(&mut out, number - before);
        before = number;
    }
    put(&mut out, block.sources.len() as u64);
    for source in &block.sources {
        put_bytes(&mut out, source.as_str().as_bytes());
    }
    put(&mut out, block.planes.len() as u64);
    for (measure, plane) in &block.planes {
        put(&mut out, code_of(*measure)?);
        put_plane(&mut out, plane)?;
    }
    let totals = serde_json::to_vec(&block.totals)
        .map_err(|e| Error::Unstorable(format!("totals of a block: {e}")))?;
    put_bytes(&mut out, &totals);
    codec::seal(WHAT, &out)
}

/// Reads what [`encode`] wrote. Damaged bytes are an error.
pub fn decode(
    partner: PartnerId,
    site: SiteId,
    period: i32,
    version: u32,
    bytes: &[u8],
) -> Result<Block, Error> {
    let bytes = codec::open(WHAT, bytes)?;
    let mut input = Input { rest: &bytes };
    if input.number()? != LAYOUT {
        return Err(damaged("written by a newer program"));
    }
    let mut block = Block::new(partner, site, period);
    block.version = version;
    let mut number = 0_i64;
    for _ in 0..input.count(1)? {
        number = number.wrapping_add(input.signed()?);
        let number = u64::try_from(number).map_err(|_| damaged("item below zero"))?;
        block
            .items
            .push(Gtin::from_number(number).map_err(|e| damaged(&e.to_string()))?);
    }
    for _ in 0..input.count(1)? {
        let text = std::str::from_utf8(input.bytes()?).map_err(|e| damaged(&e.to_string()))?;
        block
            .sources
            .push(DocumentId::new(text).map_err(|e| damaged(&e.to_string()))?);
    }
    for _ in 0..input.count(1)? {
        let code = usize::try_from(input.number()?).unwrap_or(usize::MAX);
        let measure = Measure::ALL
            .get(code)
            .ok_or_else(|| damaged("unknown measure"))?;
        block.planes.insert(*measure, input.plane()?);
    }
    block.totals =
        serde_json::from_slice(input.bytes()?).map_err(|e| damaged(&format!("totals: {e}")))?;
    if input.rest.is_empty() {
        Ok(block)
    } else {
        Err(damaged("bytes left over"))
    }
}

/// Counts the daily facts that were reported; what we add up ourselves is none.
pub(crate) fn facts(block: &Block) -> u32 {
    let reported = block
        .planes
        .iter()
        .filter(|(measure, _)| **measure != Measure::DownstreamSold);
    reported
        .flat_map(|(_, plane)| &plane.present)
        .map(|bits| bits.count_ones())
        .sum()
}

fn damaged(how: &str) -> Error {
    Error::Corrupt(format!("{WHAT}: {how}"))
}

fn code_of(measure: Measure) -> Result<u64, Error> {
    let code = Measure::ALL.iter().position(|m| *m == measure);
    code.map(|c| c as u64)
        .ok_or_else(|| Error::Unstorable(format!("measure {measure:?}")))
}

fn put_plane(out: &mut Vec<u8>, plane: &Plane) -> Result<(), Error> {
    let rows = plane.present.len();
    if plane.values.len() != rows * DAYS || plane.source.len() != rows * DAYS {
        return Err(Error::Unstorable(
            "a block's plane of uneven length".to_owned(),
        ));
    }
    put(out, rows as u64);
    for bits in &plane.present {
        out.extend_from_slice(&bits.to_le_bytes());
    }
    for_each_present(&plane.present, |cell| put(out, plane.source[cell].into()));
    for_each_present(&plane.present, |cell| put_signed(out, plane.values[cell]));
    Ok(())
}

fn for_each_present(present: &[u32], mut visit: impl FnMut(usize)) {
    for (row, bits) in present.iter().enumerate() {
        for day in (0..DAYS).filter(|day| bits >> day & 1 == 1) {
            visit(row * DAYS + day);
        }
    }
}

fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

fn put_signed(out: &mut Vec<u8>, number: i64) {
    put(out, ((number << 1) ^ (number >> 63)).cast_unsigned());
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or_else(|| damaged("cut off"))?;
        self.rest = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u64, Error> {
        let mut number = 0_u64;
        for (place, &byte) in self.rest.iter().take(10).enumerate() {
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                self.rest = &self.rest[place + 1..];
                return Ok(number);
            }
        }
        Err(damaged("number without end"))
    }

    fn signed(&mut self) -> Result<i64, Error> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// A count of things of at least `size` bytes each, so that damage reserves no memory.
    fn count(&mut self, size: usize) -> Result<usize, Error> {
        let count = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        if count > self.rest.len() / size {
            Err(damaged("wrong count"))
        } else {
            Ok(count)
        }
    }

    fn bytes(&mut self) -> Result<&'a [u8], Error> {
        let length = self.count(1)?;
        self.take(length)
    }

    fn plane(&mut self) -> Result<Plane, Error> {
        let rows = self.count(size_of::<u32>())?;
        let mut plane = Plane {
            values: vec![0; rows * DAYS],
            present: Vec::with_capacity(rows),
            source: vec![0; rows * DAYS],
        };
        let (words, _) = self.take(rows * size_of::<u32>())?.as_chunks::<4>();
        plane
            .present
            .extend(words.iter().map(|word| u32::from_le_bytes(*word)));
        let mut cells = Vec::with_capacity(rows * DAYS);
        for_each_present(&plane.present, |cell| cells.push(cell));
        for &cell in &cells {
            let source = u16::try_from(self.number()?);
            plane.source[cell] = source.map_err(|_| damaged("unknown source"))?;
        }
        for &cell in &cells {
            plane.values[cell] = self.signed()?;
        }
        Ok(plane)
    }
}

#[cfg(test)]
mod tests {
    use model::activity::ActivityLine;
    use model::{NaiveDate, Quantity};
    use proptest::prelude::*;

    use super::*;

    fn empty() -> Block {
        Block::new(
            PartnerId::new("WOMART").unwrap(),
            SiteId::new("0042").unwrap(),
            24_655,
        )
    }

    fn item(n: u64) -> Gtin {
        let body = format!("{:013}", 614_141_000_000 + n);
        let ends = (0..10).map(|check| format!("{body}{check}"));
        ends.filter_map(|text| Gtin::new(&text).ok())
            .next()
            .unwrap()
    }

    fn there_and_back(block: &Block) -> Block {
        let bytes = encode(block).unwrap();
        decode(
            block.partner.clone(),
            block.site.clone(),
            block.period,
            block.version,
            &bytes,
        )
        .unwrap()
    }

    /// As many items, days and measures as the largest site of the flow bench.
    fn full() -> Block {
        let mut block = empty();
        for row in 0..100 {
            let row_of = block.row_or_new(item(row as u64));
            for day in 0..DAYS {
                let source = block.source_or_new(&DocumentId::new(format!("in-{day}")).unwrap());
                for (k, measure) in [Measure::Sold, Measure::OnHand, Measure::Withdrawn]
                    .into_iter()
                    .enumerate()
                {
                    let units = (row * 7 + day * 3 + k * 11) % 40;
                    let quantity = Quantity::from_units(i32::try_from(units).unwrap());
                    block.set(row_of, measure, day, quantity, source);
                }
            }
        }
        block
    }

    proptest! {
        #[test]
        fn blocks_come_back(
            cells in proptest::collection::vec(
                (0_u64..40, 0..15_usize, 0..DAYS, -1_000_000_000_000_i64..1_000_000_000_000, 0..30_u8),
                0..300,
            ),
            version in any::<u32>(),
            totals in 0..3_usize,
        ) {
            let mut block = empty();
            block.version = version;
            for (n, measure, day, value, source) in cells {
                let row = block.row_or_new(item(n));
                let source = block.source_or_new(&DocumentId::new(format!("d{source}")).unwrap());
                block.set(row, Measure::ALL[measure], day, Quantity::from_scaled(value), source);
            }
            let line = ActivityLine {
                item: item(1),
                measure: Measure::SoldToDate,
                from: NaiveDate::from_ymd_opt(2024, 3, 1).unwrap(),
                to: NaiveDate::from_ymd_opt(2024, 3, 7).unwrap(),
                quantity: Quantity::from_units(7),
                position: 812,
            };
            block.totals = vec![(DocumentId::new("d1").unwrap(), line); totals];
            prop_assert_eq!(there_and_back(&block), block);
        }

        #[test]
        fn damaged_facts_are_no_panic(
            at in any::<prop::sample::Index>(),
            with in any::<u8>(),
            cut in any::<prop::sample::Index>(),
        ) {
            // Past the checksum: what a fault of ours, not of the disk, would leave.
            let mut bytes = codec::open(WHAT, &encode(&full()).unwrap()).unwrap();
            let at = at.index(bytes.len());
            bytes[at] = with;
            let cut = cut.index(bytes.len());
            for payload in [&bytes[..], &bytes[..cut]] {
                let sealed = codec::seal(WHAT, payload).unwrap();
                let _ = decode(empty().partner, empty().site, 1, 1, &sealed);
            }
        }
    }

    #[test]
    fn a_full_block_is_small_and_counted() {
        let block = full();
        let bytes = encode(&block).unwrap();
        assert_eq!(there_and_back(&block), block);
        assert_eq!(facts(&block), 9_000);
        assert!(bytes.len() < 20_000, "{} bytes", bytes.len());
    }

    #[test]
    #[ignore = "a measurement: run it in release with --nocapture"]
    fn how_fast() {
        let block = full();
        let start = std::time::Instant::now();
        for _ in 0..1_000 {
            assert_eq!(there_and_back(&block).items.len(), 100);
        }
        println!("{:?} for one encode and decode", start.elapsed() / 1_000);
    }
}
