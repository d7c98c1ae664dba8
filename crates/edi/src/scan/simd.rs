//! Comparing 64 bytes with a few needles by vector instructions; the only unsafe code here.
//!
//! Proof. Memory is read in two ways only, both from `block: &[u8; 64]`: two unaligned loads of 32
//! bytes at 0 and 32, or four of 16 bytes at 0, 16, 32 and 48; all lie inside the 64 bytes that the
//! reference borrows. Functions with `target_feature` are called only after the same features were
//! detected at run time ([`detect`] is the only source of `Method::Avx2`; SSE2 belongs to every
//! x86-64). Nothing is written through a pointer.
#![expect(
    unsafe_code,
    reason = "vector loads and calls behind a detected feature; the proof stands above"
)]

use super::{BLOCK, Marks, Masks, Method, Needles};

#[cfg(target_arch = "x86_64")]
pub(super) fn detect() -> Method {
    let all = std::arch::is_x86_feature_detected!("avx2")
        && std::arch::is_x86_feature_detected!("bmi1")
        && std::arch::is_x86_feature_detected!("popcnt");
    match all {
        true => Method::Avx2,
        false => Method::Sse2,
    }
}

#[cfg(not(target_arch = "x86_64"))]
pub(super) fn detect() -> Method {
    Method::Scalar
}

/// Notes what is in each block of 64 bytes; `bytes` start at `from`.
///
/// Not by a closure: only what is inlined here gets the instructions of the detected features.
#[cfg(target_arch = "x86_64")]
pub(super) fn masks<const RELEASE: bool, const ODD: bool>(
    method: Method,
    bytes: &[u8],
    needles: &Needles,
    from: usize,
    marks: &mut Marks,
) {
    match method {
        // SAFETY: `Method::Avx2` comes from `detect` only, which has seen the features.
        Method::Avx2 => unsafe { x86::avx2::<RELEASE, ODD>(bytes, needles, from, marks) },
        Method::Sse2 | Method::Scalar => x86::sse2::<RELEASE, ODD>(bytes, needles, from, marks),
    }
}

#[cfg(not(target_arch = "x86_64"))]
pub(super) fn masks<const RELEASE: bool, const ODD: bool>(
    _: Method,
    bytes: &[u8],
    needles: &Needles,
    from: usize,
    marks: &mut Marks,
) {
    for (at, block) in (from..).step_by(BLOCK).zip(bytes.chunks(BLOCK)) {
        marks.block::<RELEASE, ODD>(at, super::scalar(block, needles));
    }
}

/// Calls `masks` for each whole block, and for the rest padded, whose surplus bits are cut off.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn blocks<const RELEASE: bool, const ODD: bool>(
    bytes: &[u8],
    from: usize,
    marks: &mut Marks,
    masks: impl Fn(&[u8; BLOCK]) -> Masks,
) {
    let (whole, rest) = bytes.as_chunks::<BLOCK>();
    let mut at = from;
    for block in whole {
        marks.block::<RELEASE, ODD>(at, masks(block));
        at += BLOCK;
    }
    if !rest.is_empty() {
        let mut padded = [0; BLOCK];
        for (to, from) in padded.iter_mut().zip(rest) {
            *to = *from;
        }
        let inside = (1_u64 << rest.len()) - 1;
        let found = masks(&padded);
        let cut = Masks {
            all: found.all & inside,
            terminators: found.terminators & inside,
            release: found.release & inside,
            odd: found.odd & inside,
        };
        marks.block::<RELEASE, ODD>(at, cut);
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m128i, __m256i, _mm_cmpeq_epi8, _mm_cmplt_epi8, _mm_loadu_si128, _mm_movemask_epi8,
        _mm_or_si128, _mm_set1_epi8, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_loadu_si256,
        _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
    };

    use super::{BLOCK, Marks, Masks, Needles, blocks};

    #[target_feature(enable = "avx2,popcnt,bmi1")]
    pub(super) fn avx2<const RELEASE: bool, const ODD: bool>(
        bytes: &[u8],
        needles: &Needles,
        from: usize,
        marks: &mut Marks,
    ) {
        let wanted = |byte: u8| _mm256_set1_epi8(byte.cast_signed());
        let terminator = wanted(needles.terminator);
        let [a, b, c] = needles.separators.map(wanted);
        let release = wanted(needles.release.unwrap_or_default());
        let (blank, delete) = (wanted(0x20), wanted(0x7F));
        let half = |block: &[u8; BLOCK], at: usize| {
            // SAFETY: `at` is 0 or 32, and 32 bytes from there lie in the block.
            let bytes = unsafe { _mm256_loadu_si256(block.as_ptr().add(at).cast::<__m256i>()) };
            let equal = |needle| _mm256_cmpeq_epi8(bytes, needle);
            let or = _mm256_or_si256;
            let bits = |found| u64::from(_mm256_movemask_epi8(found).cast_unsigned()) << at;
            let ends = equal(terminator);
            let separators = or(or(equal(a), equal(b)), equal(c));
            // Bytes from 0x80 on are below zero.
            let odd = || or(_mm256_cmpgt_epi8(blank, bytes), equal(delete));
            Masks {
                all: bits(or(ends, separators)),
                terminators: bits(ends),
                release: if RELEASE { bits(equal(release)) } else { 0 },
                odd: if ODD { bits(odd()) } else { 0 },
            }
        };
        blocks::<RELEASE, ODD>(bytes, from, marks, |block| {
            half(block, 0).join(half(block, 32))
        });
    }

    pub(super) fn sse2<const RELEASE: bool, const ODD: bool>(
        bytes: &[u8],
        needles: &Needles,
        from: usize,
        marks: &mut Marks,
    ) {
        // SAFETY: SSE2 belongs to every x86-64.
        let wanted = |byte: u8| unsafe { _mm_set1_epi8(byte.cast_signed()) };
        let terminator = wanted(needles.terminator);
        let [a, b, c] = needles.separators.map(wanted);
        let release = wanted(needles.release.unwrap_or_default());
        let (blank, delete) = (wanted(0x20), wanted(0x7F));
        let quarter = |block: &[u8; BLOCK], at: usize| {
            // SAFETY: `at` is 0, 16, 32 or 48, and 16 bytes from there lie in the block; SSE2
            // belongs to every x86-64.
            unsafe {
                let bytes = _mm_loadu_si128(block.as_ptr().add(at).cast::<__m128i>());
                let equal = |needle| _mm_cmpeq_epi8(bytes, needle);
                let bits = |found| u64::from(_mm_movemask_epi8(found).cast_unsigned()) << at;
                let ends = equal(terminator);
                let separators = _mm_or_si128(_mm_or_si128(equal(a), equal(b)), equal(c));
                let odd = _mm_or_si128(_mm_cmplt_epi8(bytes, blank), equal(delete));
                Masks {
                    all: bits(_mm_or_si128(ends, separators)),
                    terminators: bits(ends),
                    release: if RELEASE { bits(equal(release)) } else { 0 },
                    odd: if ODD { bits(odd) } else { 0 },
                }
            }
        };
        let all = |block: &[u8; BLOCK]| {
            let low = quarter(block, 0).join(quarter(block, 16));
            low.join(quarter(block, 32)).join(quarter(block, 48))
        };
        blocks::<RELEASE, ODD>(bytes, from, marks, all);
    }

    impl Masks {
        #[inline(always)]
        fn join(self, other: Self) -> Self {
            Self {
                all: self.all | other.all,
                terminators: self.terminators | other.terminators,
                release: self.release | other.release,
                odd: self.odd | other.odd,
            }
        }
    }
}
