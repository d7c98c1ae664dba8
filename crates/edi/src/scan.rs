//! Finds every delimiter of a stretch of bytes at once.

mod simd;

use crate::token::Delimiters;

/// How many bytes are looked at together.
pub(crate) const BLOCK: usize = 64;

/// The bytes that are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Needles {
    terminator: u8,
    /// Places that are not used repeat the terminator.
    separators: [u8; 3],
    release: Option<u8>,
}

/// Where needles are in a block of 64 bytes, a bit for each byte.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Masks {
    /// Terminators and separators.
    all: u64,
    terminators: u64,
    release: u64,
    /// What is no printable ASCII; a delimiter may be among it.
    odd: u64,
}

impl Needles {
    pub(crate) fn new(d: &Delimiters) -> Self {
        Self {
            terminator: d.terminator,
            separators: [d.element, d.component, d.repetition.unwrap_or(d.terminator)],
            release: d.release,
        }
    }
}

/// The ways to look at a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// 32 bytes at a time.
    Avx2,
    /// 16 bytes at a time.
    Sse2,
    /// One byte at a time.
    #[cfg_attr(
        all(target_arch = "x86_64", not(test)),
        allow(dead_code, reason = "what other processors have")
    )]
    Scalar,
}

impl Method {
    /// Returns the fastest way this machine has.
    pub(crate) fn detect() -> Self {
        simd::detect()
    }

    /// Returns the ways this machine has.
    #[cfg(test)]
    pub(crate) fn all() -> Vec<Self> {
        let all = [Self::Avx2, Self::Sse2, Self::Scalar];
        let fastest = all.iter().position(|m| *m == Self::detect()).unwrap();
        all[fastest..].to_vec()
    }
}

/// The delimiters found so far that are not released; grows, and is used again.
#[derive(Debug)]
pub(crate) struct Marks {
    method: Method,
    places: Room,
    /// Which of the places are terminators.
    ends: Room,
    /// Where other bytes are that are no printable ASCII, and release characters.
    odd: Room,
    /// Whether the next byte is released.
    released: bool,
    /// How many bytes were searched in all.
    #[cfg(test)]
    pub(crate) searched: usize,
}

/// How much was found, and whether the next byte is released.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) places: usize,
    ends: usize,
    odd: usize,
    released: bool,
}

/// Numbers, with room behind them to write into without asking.
#[derive(Debug, Default)]
struct Room {
    room: Vec<u32>,
    length: usize,
}

impl Room {
    #[inline]
    fn as_slice(&self) -> &[u32] {
        self.room.get(..self.length).unwrap_or_default()
    }

    fn drop_first(&mut self, count: usize) {
        if count == 0 {
            return;
        }
        let count = count.min(self.length);
        self.room.copy_within(count..self.length, 0);
        self.length -= count;
    }

    /// Appends `base` plus the place of each bit.
    #[inline(always)]
    fn note(&mut self, base: u32, mut mask: u64) {
        let found = mask.count_ones() as usize;
        if self.room.len() < self.length + BLOCK {
            self.room.resize((self.length + BLOCK) * 2, 0);
        }
        let Some(room) = self.room.get_mut(self.length..self.length + BLOCK) else {
            return;
        };
        // Eight at a time and without asking: a branch for each would cost more than the work.
        for eight in room.chunks_exact_mut(8).take(found.div_ceil(8)) {
            for slot in eight {
                *slot = base.wrapping_add(mask.trailing_zeros());
                mask &= mask.wrapping_sub(1);
            }
        }
        self.length += found;
    }

    #[inline(always)]
    fn push(&mut self, number: u32) {
        if self.length == self.room.len() {
            self.room.resize((self.length + BLOCK) * 2, 0);
        }
        if let Some(slot) = self.room.get_mut(self.length) {
            *slot = number;
            self.length += 1;
        }
    }
}

impl Marks {
    pub(crate) fn new(method: Method) -> Self {
        Self {
            method,
            places: Room::default(),
            ends: Room::default(),
            odd: Room::default(),
            released: false,
            #[cfg(test)]
            searched: 0,
        }
    }

    pub(crate) fn clear(&mut self) {
        self.places.length = 0;
        self.ends.length = 0;
        self.odd.length = 0;
        self.released = false;
    }

    /// Forgets what was found, but not that the next byte is released.
    pub(crate) fn clear_places(&mut self) {
        self.places.length = 0;
        self.ends.length = 0;
        self.odd.length = 0;
    }

    /// Returns where delimiters are.
    #[inline]
    pub(crate) fn places(&self) -> &[u32] {
        self.places.as_slice()
    }

    /// Returns which of the places are terminators, counted from the first place ever found since
    /// they were last cleared or dropped.
    #[inline]
    pub(crate) fn ends(&self) -> &[u32] {
        self.ends.as_slice()
    }

    /// Returns where bytes are that are neither delimiters nor printable ASCII, and release
    /// characters.
    #[inline]
    pub(crate) fn odd(&self) -> &[u32] {
        self.odd.as_slice()
    }

    /// Returns how much was found so far.
    pub(crate) fn found(&self) -> Found {
        Found {
            places: self.places.length,
            ends: self.ends.length,
            odd: self.odd.length,
            released: self.released,
        }
    }

    /// Forgets what was found later.
    pub(crate) fn keep(&mut self, found: Found) {
        self.places.length = found.places;
        self.ends.length = found.ends;
        self.odd.length = found.odd;
        self.released = found.released;
    }

    /// Drops what was found in the first bytes, and counts places from their end.
    pub(crate) fn shift(&mut self, bytes: usize) {
        let before = |room: &Room| {
            let places = room.as_slice();
            places.partition_point(|place| (*place as usize) < bytes)
        };
        let (places, odd) = (before(&self.places), before(&self.odd));
        let ends = self.ends().partition_point(|end| (*end as usize) < places);
        self.drop_first(places, ends, odd);
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        for room in [&mut self.places, &mut self.odd] {
            for place in room.room.iter_mut().take(room.length) {
                *place = place.saturating_sub(bytes);
            }
        }
    }

    /// Drops the first `places`, of which `ends` are terminators, and the first `odd` bytes.
    pub(crate) fn drop_first(&mut self, places: usize, ends: usize, odd: usize) {
        self.odd.drop_first(odd);
        self.ends.drop_first(ends);
        let dropped = u32::try_from(places).unwrap_or(u32::MAX);
        let ends = if places > 0 { self.ends.length } else { 0 };
        for end in self.ends.room.iter_mut().take(ends) {
            *end = end.saturating_sub(dropped);
        }
        self.places.drop_first(places);
    }

    /// Notes where needles are in `bytes[from..to]`, and where odd bytes are if these are asked for;
    /// all but the last stretch are whole blocks.
    pub(crate) fn scan<const ODD: bool>(
        &mut self,
        bytes: &[u8],
        from: usize,
        to: usize,
        needles: &Needles,
    ) {
        let Some(stretch) = bytes.get(from..to) else {
            return;
        };
        #[cfg(test)]
        {
            self.searched += stretch.len();
        }
        match (self.method, needles.release) {
            (Method::Scalar, _) => {
                for (at, block) in (from..).step_by(BLOCK).zip(stretch.chunks(BLOCK)) {
                    self.block::<true, ODD>(at, scalar(block, needles));
                }
            }
            (method, None) => simd::masks::<false, ODD>(method, stretch, needles, from, self),
            (method, Some(_)) => simd::masks::<true, ODD>(method, stretch, needles, from, self),
        }
    }

    /// Notes the delimiters of a block that starts at `base`.
    #[inline(always)]
    fn block<const RELEASE: bool, const ODD: bool>(&mut self, base: usize, masks: Masks) {
        let released = match RELEASE {
            true => self.released(masks.release),
            false => 0,
        };
        let all = masks.all & !released;
        let mut terminators = masks.terminators & !released;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "windows are cut below 2^32 bytes"
        )]
        let (base, before) = (base as u32, self.places.length as u32);
        while terminators != 0 {
            let lower = terminators ^ (terminators - 1);
            self.ends.push(before + (all & (lower >> 1)).count_ones());
            terminators &= terminators - 1;
        }
        self.places.note(base, all);
        let odd = (masks.odd | masks.release) & !masks.all;
        if ODD && odd != 0 {
            self.odd.note(base, odd);
        }
    }

    /// Returns which bytes of a block are released: each that follows an odd run of release
    /// characters, which may have begun in the block before.
    ///
    /// Langdale and Lemire, Parsing gigabytes of JSON per second, §3.1.1, of escapes.
    #[inline(always)]
    fn released(&mut self, release: u64) -> u64 {
        const EVEN: u64 = 0x5555_5555_5555_5555;
        let before = u64::from(self.released);
        let release = release & !before;
        let follows = release << 1 | before;
        let odd_starts = release & !EVEN & !follows;
        let (even_runs, carried) = odd_starts.overflowing_add(release);
        self.released = carried;
        (EVEN ^ (even_runs << 1)) & follows
    }
}

fn scalar(block: &[u8], needles: &Needles) -> Masks {
    let mut masks = Masks::default();
    for byte in block.iter().rev() {
        let terminator = *byte == needles.terminator;
        let found = terminator || needles.separators.contains(byte);
        let release = needles.release == Some(*byte);
        masks.all = masks.all << 1 | u64::from(found);
        masks.terminators = masks.terminators << 1 | u64::from(terminator);
        masks.release = masks.release << 1 | u64::from(release);
        masks.odd = masks.odd << 1 | u64::from(!matches!(byte, 0x20..=0x7E));
    }
    masks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places of delimiters, among them of terminators, and of odd bytes, found one byte after the
    /// other.
    fn expected(bytes: &[u8], d: &Delimiters) -> [Vec<u32>; 3] {
        let (mut places, mut ends, mut odd) = (Vec::new(), Vec::new(), Vec::new());
        let mut released = false;
        for (at, byte) in (0..).zip(bytes) {
            let is_delimiter = [d.terminator, d.element, d.component].contains(byte)
                || d.repetition == Some(*byte);
            let printable = matches!(byte, b' '..=b'~') && d.release != Some(*byte);
            if !is_delimiter && !printable {
                odd.push(at);
            }
            if std::mem::take(&mut released) {
                continue;
            }
            released = d.release == Some(*byte);
            if is_delimiter {
                if *byte == d.terminator {
                    ends.push(u32::try_from(places.len()).unwrap());
                }
                places.push(at);
            }
        }
        [places, ends, odd]
    }

    #[test]
    fn every_method_finds_the_same() {
        // Bytes that come in any order: a multiplicative generator with a fixed seed.
        let mut seed = 1_u64;
        let mut byte = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            seed.to_be_bytes()[0]
        };
        let all = *b"~*:'+??????^A\n\xFF\x80";
        for length in (0..300).chain([1000, 5000]) {
            let bytes: Vec<u8> = (0..length)
                .map(|_| all[usize::from(byte()) % all.len()])
                .collect();
            for d in [Delimiters::default(), Delimiters::edifact()] {
                let expected = expected(&bytes, &d);
                for method in Method::all() {
                    let mut marks = Marks::new(method);
                    let half = length / 2 / BLOCK * BLOCK;
                    marks.scan::<true>(&bytes, 0, half, &Needles::new(&d));
                    marks.scan::<true>(&bytes, half, length, &Needles::new(&d));
                    let found = [marks.places(), marks.ends(), marks.odd()].map(<[u32]>::to_vec);
                    assert_eq!(found, expected, "{method:?} {length}");
                }
            }
        }
    }

    #[test]
    fn what_was_used_is_dropped() {
        let d = Delimiters::default();
        let mut marks = Marks::new(Method::detect());
        marks.scan::<true>(b"A*B~C*D*E~F*G", 0, 13, &Needles::new(&d));
        assert_eq!(
            (marks.places(), marks.ends()),
            (&[1, 3, 5, 7, 9, 11][..], &[1, 4][..])
        );
        marks.drop_first(2, 1, 0);
        assert_eq!(
            (marks.places(), marks.ends()),
            (&[5, 7, 9, 11][..], &[2][..])
        );
        marks.drop_first(3, 1, 0);
        assert_eq!((marks.places(), marks.ends()), (&[11][..], &[][..]));
    }
}
