use crate::file::{Interchange, Party};
use crate::token::Delimiters;
use crate::write::charset::Charset;

/// What an interchange's UNB says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdifactEnvelope {
    /// The syntax identifier, which names the character set: "UNOA", "UNOC" (UNB01).
    pub syntax: String,
    /// The version of the syntax, 1 to 4 (UNB01).
    pub syntax_version: u8,
    /// Who sends it (UNB02); the qualifier may be empty.
    pub sender: Party,
    /// For whom it is (UNB03); the qualifier may be empty.
    pub receiver: Party,
    /// Its date, six digits, in syntax 4 eight (UNB04).
    pub date: String,
    /// Its time, four digits (UNB04).
    pub time: String,
    /// Its control reference, up to 14 characters (UNB05).
    pub reference: String,
    /// Whether a CONTRL is asked for (UNB09).
    pub acknowledgement_requested: bool,
    /// Whether it is a test (UNB11).
    pub test: bool,
    /// The delimiters; repetition is written from syntax 4 on.
    pub delimiters: Delimiters,
    /// Whether a UNA declares the delimiters even where everybody knows them.
    pub declares_delimiters: bool,
}

/// What a group's UNG says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdifactGroupEnvelope {
    /// The messages it holds, "ORDERS" (UNG01).
    pub functional_id: String,
    /// Who sends it (UNG02); the qualifier may be empty.
    pub sender: Party,
    /// For whom it is (UNG03); the qualifier may be empty.
    pub receiver: Party,
    /// Its date, six digits, in syntax 4 eight (UNG04).
    pub date: String,
    /// Its time, four digits (UNG04).
    pub time: String,
    /// Its reference, up to 14 characters (UNG05).
    pub reference: String,
    /// The version of its messages (UNG06, UNG07).
    pub version: EdifactMessageType,
}

/// Which message it is: "ORDERS:D:96A:UN:EAN008" (UNH02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdifactMessageType {
    /// Its name.
    pub kind: String,
    /// Its version, "D".
    pub version: String,
    /// Its release, "96A".
    pub release: String,
    /// Who controls it, "UN".
    pub agency: String,
    /// The convention it follows, "EAN008"; may be empty.
    pub association: String,
}

impl EdifactEnvelope {
    /// Tells whether the interchange's character set has a printable character.
    pub fn has(&self, c: char) -> bool {
        Charset::of(&self.syntax).is_some_and(|set| set.has(c))
    }

    /// Returns the envelope of an answer: back to the sender, in the same syntax, a test for a
    /// test. The date has eight digits; before syntax 4 the century is left out.
    pub fn answering(interchange: &Interchange, date: &str, time: &str, reference: &str) -> Self {
        let (syntax, version) = interchange.version.split_once(':').unwrap_or_default();
        // An answer to a syntax we do not know goes out in one that everybody knows.
        let known = Charset::of(syntax).is_some();
        let version = version
            .parse()
            .ok()
            .filter(|v| known && (1..=4).contains(v));
        let syntax_version = version.unwrap_or(3);
        let century = if date.len() == 8 && syntax_version < 4 {
            2
        } else {
            0
        };
        Self {
            syntax: if version.is_some() { syntax } else { "UNOC" }.to_owned(),
            syntax_version,
            sender: interchange.receiver.clone(),
            receiver: interchange.sender.clone(),
            date: date.get(century..).unwrap_or(date).to_owned(),
            time: time.to_owned(),
            reference: reference.to_owned(),
            acknowledgement_requested: false,
            test: interchange.usage == "T",
            delimiters: Delimiters {
                repetition: (syntax_version >= 4).then_some(b'*'),
                ..Delimiters::edifact()
            },
            declares_delimiters: interchange.declares_delimiters,
        }
    }
}
