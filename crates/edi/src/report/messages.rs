use serde::{Serialize, Serializer};

use super::{Verdict, raise};

/// What is to be said of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MessageReport<'r> {
    /// ST01.
    #[serde(rename = "type")]
    pub kind: &'r str,
    /// ST02.
    pub control_number: &'r str,
    /// Its envelope, count and references.
    pub syntax: Verdict,
    /// All of it.
    pub verdict: Verdict,
}

/// What is to be said of the messages of a group, in order.
///
/// A file may hold millions, so that each takes sixteen bytes.
#[derive(Clone, Default, PartialEq)]
pub struct MessageReports {
    all: Vec<Packed>,
    /// What the messages are, each told once.
    kinds: Vec<Box<str>>,
    /// Type and control number of messages that do not fit.
    odd: Vec<(Box<str>, Box<str>)>,
}

/// The longest control number of a message that a standard allows: UNH01.
const LONGEST: usize = 14;

/// Stands for a length: the message is among the odd ones, and the text is its place there.
const ODD: u8 = 15;

#[derive(Debug, Clone, Copy, PartialEq)]
struct Packed {
    text: [u8; LONGEST],
    /// Of the text, in four bits; two for the syntax's verdict and two for the whole.
    length_and_verdicts: u8,
    kind: u8,
}

impl MessageReports {
    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns the report of message `n`, from 0.
    pub fn get(&self, n: usize) -> Option<MessageReport<'_>> {
        self.all.get(n).map(|packed| self.unpack(packed))
    }

    /// Returns the reports in order.
    pub fn iter(&self) -> impl Iterator<Item = MessageReport<'_>> {
        self.all.iter().map(|packed| self.unpack(packed))
    }

    /// Adds a message that is accepted so far.
    pub(super) fn push(&mut self, kind: &str, control_number: &str) {
        let packed = self.pack(kind, control_number).unwrap_or_else(|| {
            let mut text = [0; LONGEST];
            let place = self.odd.len().to_le_bytes();
            text.iter_mut().zip(place).for_each(|(to, byte)| *to = byte);
            self.odd.push((kind.into(), control_number.into()));
            Packed {
                text,
                length_and_verdicts: ODD,
                kind: 0,
            }
        });
        self.all.push(packed);
    }

    /// Makes the verdicts of a message at least as bad as these.
    pub(super) fn raise(&mut self, n: usize, at_least: (Verdict, Verdict)) {
        if let Some(packed) = self.all.get_mut(n) {
            let (mut syntax, mut verdict) = packed.verdicts();
            raise(&mut syntax, at_least.0);
            raise(&mut verdict, at_least.1);
            let length = packed.length_and_verdicts & 15;
            packed.length_and_verdicts = length | bits(syntax) << 4 | bits(verdict) << 6;
        }
    }

    fn pack(&mut self, kind: &str, control_number: &str) -> Option<Packed> {
        let mut text = [0; LONGEST];
        let used = text.get_mut(..control_number.len())?;
        used.copy_from_slice(control_number.as_bytes());
        let known = self.kinds.iter().position(|k| **k == *kind);
        let place = known.unwrap_or(self.kinds.len());
        let packed = Packed {
            text,
            length_and_verdicts: u8::try_from(control_number.len()).ok()?,
            kind: u8::try_from(place).ok()?,
        };
        if known.is_none() {
            self.kinds.push(kind.into());
        }
        Some(packed)
    }

    fn unpack<'r>(&'r self, packed: &'r Packed) -> MessageReport<'r> {
        let (syntax, verdict) = packed.verdicts();
        let (kind, control_number) = match packed.length_and_verdicts & 15 {
            ODD => {
                let mut place = [0; size_of::<usize>()];
                place
                    .iter_mut()
                    .zip(packed.text)
                    .for_each(|(to, b)| *to = b);
                let odd = self.odd.get(usize::from_le_bytes(place));
                odd.map_or(("", ""), |(kind, number)| (&**kind, &**number))
            }
            length => {
                let text = packed.text.get(..usize::from(length)).unwrap_or_default();
                let kind = self.kinds.get(usize::from(packed.kind));
                let number = str::from_utf8(text).unwrap_or_default();
                (kind.map_or("", |k| &**k), number)
            }
        };
        MessageReport {
            kind,
            control_number,
            syntax,
            verdict,
        }
    }
}

impl Packed {
    fn verdicts(self) -> (Verdict, Verdict) {
        let verdict = |bits: u8| match bits & 3 {
            0 => Verdict::Accepted,
            1 => Verdict::Tolerated,
            _ => Verdict::Rejected,
        };
        let bits = self.length_and_verdicts;
        (verdict(bits >> 4), verdict(bits >> 6))
    }
}

fn bits(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Accepted => 0,
        Verdict::Tolerated => 1,
        Verdict::Rejected => 2,
    }
}

impl std::fmt::Debug for MessageReports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for MessageReports {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_as_they_were_put_in() {
        let many: Vec<String> = (0..400).map(|n| format!("{n:03}")).collect();
        let mut put = vec![
            ("852", "0001"),
            ("850", ""),
            ("INVRPT", "12345678901234"),
            ("ORDERS", "123456789012345"),
            ("852", "Ünïcödé"),
            ("852", "\0"),
            ("", "a number that is far too long for any standard"),
        ];
        put.extend(many.iter().map(|kind| (kind.as_str(), "7")));
        let mut reports = MessageReports::default();
        for (kind, number) in &put {
            reports.push(kind, number);
        }
        let worst = [Verdict::Accepted, Verdict::Tolerated, Verdict::Rejected];
        let of = |n: usize| (worst[n % 3], worst[n / 3 % 3]);
        for n in 0..put.len() {
            reports.raise(n, of(n));
            reports.raise(n, (Verdict::Accepted, Verdict::Accepted));
        }
        assert_eq!(reports.len(), put.len());
        for (n, ((kind, control_number), found)) in put.into_iter().zip(reports.iter()).enumerate()
        {
            let (syntax, verdict) = of(n);
            let expected = MessageReport {
                kind,
                control_number,
                syntax,
                verdict,
            };
            assert_eq!((found, reports.get(n)), (expected, Some(expected)));
        }
        assert_eq!(reports.get(reports.len()), None);
        assert_eq!(size_of::<Packed>(), 16);
    }
}
