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

    /// Tells whether a value may be copied.
    #[inline]
    pub(crate) fn are(&self, value: &str) -> bool {
        value.bytes().all(|b| self.is(b))
    }
}
