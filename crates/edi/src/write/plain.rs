use std::fmt;

/// The bytes that a writer copies as they are, without a closer look.
#[derive(Clone)]
pub(crate) struct Plain([bool; 256]);

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = (0..=u8::MAX).filter(|b| self.is(*b));
        f.debug_list().entries(plain.map(char::from)).finish()
    }
}

impl Plain {
    pub(crate) fn new(is_plain: impl Fn(u8) -> bool) -> Self {
        let mut plain = [false; 256];
        for (byte, slot) in (0..=u8::MAX).zip(&mut plain) {
            *slot = is_plain(byte);
        }
        Self(plain)
    }

    #[inline]
    fn is(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).copied().unwrap_or(false)
    }

    /// Writes a separator and a value after it, and tells whether all of the value is plain.
    ///
    /// Most values are short: one loop that looks and copies takes half as long as a look at each
    /// byte followed by a call of `memcpy`.
    #[inline]
    pub(crate) fn copy(&self, separator: u8, value: &str, out: &mut Vec<u8>) -> bool {
        let mut plain = true;
        // Not by `inspect`: behind it the length is not known, and bytes are pushed one by one.
        let copied = value.bytes().map(|b| self.look(b, &mut plain));
        out.extend(std::iter::once(separator).chain(copied));
        plain
    }

    #[inline]
    fn look(&self, byte: u8, plain: &mut bool) -> u8 {
        *plain &= self.is(byte);
        byte
    }
}
