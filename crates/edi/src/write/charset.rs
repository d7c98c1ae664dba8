use crate::token::LEVEL_A_MARKS;

/// How the characters of an EDIFACT interchange are written, by its syntax identifier (UNB01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Charset {
    /// UNOA: capital letters, digits and some marks.
    A,
    /// UNOB: small letters, too.
    B,
    /// UNOC: ISO 8859-1.
    Latin1,
    /// UNOW and UNOY: UTF-8.
    Utf8,
    /// The other parts of ISO 8859 and ISO 2022, of which only what all share is written.
    Ascii,
}

impl Charset {
    /// Returns the set of a syntax identifier.
    pub(crate) fn of(syntax: &str) -> Option<Self> {
        Some(match syntax.as_bytes() {
            b"UNOA" => Self::A,
            b"UNOB" => Self::B,
            b"UNOC" => Self::Latin1,
            b"UNOW" | b"UNOY" => Self::Utf8,
            [b'U', b'N', b'O', b'D'..=b'K' | b'X'] => Self::Ascii,
            _ => return None,
        })
    }

    /// Returns the set that takes this one's place where it is too narrow.
    pub(crate) fn widest(self) -> Self {
        match self {
            Self::A | Self::B => Self::Latin1,
            set => set,
        }
    }

    /// Tells whether the set has a printable character.
    pub(crate) fn has(self, c: char) -> bool {
        let Ok(byte) = u8::try_from(c) else {
            return self == Self::Utf8;
        };
        let marks = || LEVEL_A_MARKS.contains(&byte);
        match self {
            Self::A => byte.is_ascii_uppercase() || byte.is_ascii_digit() || marks(),
            Self::B => byte.is_ascii_alphanumeric() || marks(),
            Self::Latin1 | Self::Utf8 => true,
            Self::Ascii => byte.is_ascii(),
        }
    }

    /// Writes a printable character; false when the set does not have it.
    pub(crate) fn write(self, c: char, out: &mut Vec<u8>) -> bool {
        match u8::try_from(c) {
            _ if !self.has(c) => return false,
            Ok(byte) if self != Self::Utf8 => out.push(byte),
            _ => out.extend(c.encode_utf8(&mut [0; 4]).bytes()),
        }
        true
    }
}
