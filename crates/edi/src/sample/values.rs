use super::SampleSettings;
use crate::schema::{Codes, ElementSchema, Kind};

/// What a sample fills its elements with.
pub(super) struct Values<'s> {
    kind: &'s str,
    date: &'s str,
    time: &'s str,
}

/// Optional elements that a sample should have: segment, element, component.
const WANTED: &[(&str, usize, usize)] = &[
    ("LIN", 1, 1),
    ("LIN", 3, 1),
    ("LIN", 3, 2),
    ("NAD", 2, 1),
    ("NAD", 2, 3),
    ("BGM", 1, 1),
    ("BGM", 2, 1),
    ("BGM", 3, 1),
    ("DTM", 1, 2),
    ("DTM", 1, 3),
    ("QTY", 1, 3),
    ("RFF", 1, 2),
    ("ZA", 2, 1),
    ("ZA", 3, 1),
    ("N1", 2, 1),
    ("N1", 3, 1),
    ("N1", 4, 1),
    ("PO1", 1, 1),
    ("PO1", 2, 1),
    ("PO1", 3, 1),
    ("PO1", 6, 1),
    ("PO1", 7, 1),
];

/// Values of data elements by their numbers, used where the element may hold them.
const BY_NUMBER: &[(u16, &str)] = &[
    // X12: control numbers, parties, items, quantities, references.
    (28, "1"),
    (66, "92"),
    (67, "0007"),
    (93, "SAMPLE STORE"),
    (98, "ST"),
    (127, "REF123"),
    (143, "850"),
    (234, "012345678905"),
    (235, "UP"),
    (324, "PO123456"),
    (329, "0001"),
    (350, "1"),
    (353, "00"),
    (354, "1"),
    (355, "EA"),
    (380, "12"),
    (628, "1"),
    (735, "S"),
    (859, "QS"),
    // EDIFACT: documents, dates, parties, items, quantities.
    (1004, "DOC123"),
    (1082, "1"),
    (1154, "REF123"),
    (1225, "9"),
    (2005, "137"),
    (2379, "102"),
    (3035, "BY"),
    (3039, "9501101020016"),
    (3055, "9"),
    (6060, "12"),
    (6411, "PCE"),
    (7140, "9501101530003"),
    (7143, "EN"),
];

/// Codes that depend on the message: its name, the document's (1001) and a quantity's (6063).
const BY_MESSAGE: &[(&str, &str, &str)] = &[
    ("DELFOR", "241", "113"),
    ("DESADV", "351", "12"),
    ("INVRPT", "35", "145"),
    ("ORDCHG", "230", "21"),
    ("ORDERS", "220", "21"),
    ("ORDRSP", "231", "21"),
    ("RECADV", "352", "48"),
    ("SLSRPT", "73", "153"),
];

impl<'s> Values<'s> {
    pub(super) fn new(settings: &'s SampleSettings) -> Self {
        Self {
            kind: &settings.message,
            date: &settings.date,
            time: &settings.time,
        }
    }

    /// Tells whether an optional element or component should be there.
    pub(super) fn wants(&self, segment: &str, element: usize, component: usize) -> bool {
        WANTED.contains(&(segment, element, component))
    }

    /// Returns a value that the element may hold.
    pub(super) fn value(&self, segment: &str, n: usize, element: &ElementSchema) -> String {
        let known = self.known(segment, n, element.number);
        if let Some(known) = known.filter(|k| allowed(element, k)) {
            return known.to_owned();
        }
        match (&element.codes, element.kind) {
            (Codes::Only(list) | Codes::Usual(list), _) => list.first().to_owned(),
            (_, Kind::Date) if element.max < 8 => self.date.get(2..).unwrap_or_default().to_owned(),
            (_, Kind::Date) => self.date.to_owned(),
            (_, Kind::Time) => self.time.to_owned(),
            (_, Kind::Integer | Kind::Decimal | Kind::Number) => filled("1", '0', element),
            (_, Kind::Identifier) => filled("", 'Z', element),
            _ => filled("SAMPLE", 'X', element),
        }
    }

    fn known(&self, segment: &str, n: usize, number: Option<u16>) -> Option<&'s str> {
        let number = number?;
        let mut by_message = BY_MESSAGE.iter();
        let message = by_message.find(|(kind, ..)| *kind == self.kind);
        match (number, segment, n) {
            (1001, ..) => message.map(|(_, document, _)| *document),
            (6063, ..) => message.map(|(.., quantity)| *quantity),
            (2380, "DTM", _) => Some(self.date),
            _ => {
                let mut known = BY_NUMBER.iter();
                known.find(|(k, _)| *k == number).map(|(_, value)| *value)
            }
        }
    }
}

fn allowed(element: &ElementSchema, value: &str) -> bool {
    let listed = match &element.codes {
        Codes::Any => true,
        Codes::Only(list) | Codes::Usual(list) => list.contains(value.as_bytes()),
    };
    listed && (element.min..=element.max).contains(&value.len())
}

/// Returns a text cut to the greatest length, or filled up to the least.
fn filled(text: &str, fill: char, element: &ElementSchema) -> String {
    let mut text: String = text.chars().take(element.max).collect();
    let least = element.min.max(1);
    while text.len() < least {
        text.push(fill);
    }
    text
}
