use crate::file::{Interchange, Standard};
use crate::segment::Segment;
use crate::token::LEVEL_A_MARKS;

/// The characters that an EDIFACT interchange may hold by its UNB01.
#[derive(Debug, Clone)]
pub(super) struct CharacterSet {
    name: String,
    allowed: [bool; 256],
    /// Whether all printable characters of ASCII are in it.
    printable: bool,
}

/// Marks that level B leaves to national use; nobody misunderstands them any more.
const UNOB: &[u8] = b"@[\\]^_`{|}~#$";

impl CharacterSet {
    /// Returns the set of an interchange, where it names one that can be told byte by byte.
    pub(super) fn of(interchange: &Interchange) -> Option<Self> {
        if interchange.standard != Standard::Edifact {
            return None;
        }
        let name = interchange.version.get(..4)?;
        let mut allowed = [false; 256];
        let mut allow = |bytes: &mut dyn Iterator<Item = u8>| {
            for byte in bytes {
                if let Some(slot) = allowed.get_mut(usize::from(byte)) {
                    *slot = true;
                }
            }
        };
        match name {
            "UNOA" => {
                allow(&mut (b'A'..=b'Z').chain(b'0'..=b'9'));
                allow(&mut LEVEL_A_MARKS.iter().copied());
            }
            "UNOB" => {
                allow(&mut (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9'));
                allow(&mut LEVEL_A_MARKS.iter().chain(UNOB).copied());
            }
            // ISO 8859 of one part or another: anything but control characters.
            "UNOC" | "UNOD" | "UNOE" | "UNOF" | "UNOG" | "UNOH" | "UNOI" | "UNOJ" | "UNOK" => {
                allow(&mut (0x20..=0x7E).chain(0xA0..=0xFF));
            }
            _ => return None,
        }
        let d = interchange.delimiters;
        let delimiters = [Some(d.element), Some(d.component), d.repetition, d.release];
        // A line end inside a segment is how some systems wrap lines; elements tell of it.
        allow(&mut delimiters.into_iter().flatten().chain(*b"\r\n"));
        let printable = allowed.iter().take(0x7F).skip(0x20).all(|a| *a);
        Some(Self {
            name: name.to_owned(),
            allowed,
            printable,
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Tells whether a segment is certainly within the set.
    #[inline]
    pub(super) fn is_within(&self, segment: &Segment<'_>) -> bool {
        // Delimiters are in every set.
        self.printable && segment.printable
    }

    /// Returns the first byte outside the set.
    pub(super) fn first_outside(&self, segment: &Segment<'_>) -> Option<usize> {
        if self.is_within(segment) {
            return None;
        }
        let bytes = segment.bytes();
        let outside = |b: &u8| !self.allowed.get(usize::from(*b)).copied().unwrap_or(false);
        bytes.iter().position(outside)
    }
}
