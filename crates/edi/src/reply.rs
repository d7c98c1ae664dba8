//! The codes with which a partner's system answers, in words: TA1, 997, 999 and CONTRL.

use std::sync::LazyLock;

use crate::explain::Language;
use crate::finding::Owner;

/// A code of an acknowledgement: what it means, whose mistake it usually is and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyCode {
    /// The element and the code: "AK304-8", "TA105-025", "0085-13".
    pub name: String,
    /// Whose mistake it usually is, the sender being who wrote what is acknowledged; `None` where
    /// nothing is wrong.
    pub owner: Option<Owner>,
    /// What it means.
    pub meaning: &'static str,
    /// What to do.
    pub fix: &'static str,
}

/// A code as the tables have it.
struct Entry {
    element: &'static str,
    code: &'static str,
    owner: Option<Owner>,
    english: (&'static str, &'static str),
    chinese: (&'static str, &'static str),
}

/// A segment, and its elements that hold codes, each with its positions.
type Segment = (&'static str, &'static [(&'static str, &'static [usize])]);

const SEGMENTS: &[Segment] = &[
    ("AK3", &[("AK304", &[4])]),
    ("AK4", &[("AK403", &[3])]),
    ("AK5", &[("AK501", &[1]), ("AK502", &[2, 3, 4, 5, 6])]),
    ("AK9", &[("AK901", &[1]), ("AK905", &[5, 6, 7, 8, 9])]),
    ("IK3", &[("IK304", &[4])]),
    ("IK4", &[("IK403", &[3])]),
    ("IK5", &[("IK501", &[1]), ("IK502", &[2, 3, 4, 5, 6])]),
    ("TA1", &[("TA104", &[4]), ("TA105", &[5])]),
    ("UCI", &[("0083", &[4]), ("0085", &[5])]),
    ("UCF", &[("0083", &[4]), ("0085", &[5])]),
    ("UCM", &[("0083", &[3]), ("0085", &[4])]),
    ("UCS", &[("0085", &[2])]),
    ("UCD", &[("0085", &[1])]),
    (CONTRL, &[("0083", &[]), ("0085", &[])]),
];

/// The message stands for all its segments, so that a code may be of either element.
const CONTRL: &str = "CONTRL";

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let tables = [
        include_str!("reply/x12.txt"),
        include_str!("reply/ta1.txt"),
        include_str!("reply/edifact.txt"),
    ];
    tables.into_iter().flat_map(entries).collect()
});

/// Returns what codes of an acknowledgement mean, or nothing where one is not known.
///
/// They are named by element ("AK304-8", "0085-13"), by segment ("AK5 R 4", "TA1-025") or message
/// ("CONTRL-13"), or by the segment as it was received ("AK5*R*4~", "UCI+7+A+B+4+13'").
pub fn explain_reply(text: &str, language: Language) -> Vec<ReplyCode> {
    let text = text.trim().to_ascii_uppercase();
    let found = match text.contains(['*', '+']) {
        true => received(&text),
        false => named(&text),
    };
    let found = found.unwrap_or_default().into_iter();
    found.map(|entry| entry.say(language)).collect()
}

/// Returns all codes of a segment, an element or CONTRL by its name: "AK4", "TA105", "0085".
pub fn reply_codes(name: &str, language: Language) -> Vec<ReplyCode> {
    let elements = elements(&name.trim().to_ascii_uppercase()).unwrap_or_default();
    let of = |element: &&'static str| {
        let element = *element;
        ENTRIES.iter().filter(move |entry| entry.element == element)
    };
    let found = elements.iter().flat_map(of);
    found.map(|entry| entry.say(language)).collect()
}

/// Reads a segment as it was received; codes that are not known are passed over.
fn received(text: &str) -> Option<Vec<&'static Entry>> {
    let text = text.trim_end_matches(['~', '\'', ' ']);
    let mut values = text.split(['*', '+']).map(str::trim);
    let id = values.next()?;
    let (_, elements) = SEGMENTS.iter().find(|(segment, _)| *segment == id)?;
    let coded = |position: usize| {
        let held = elements.iter().find(|(_, at)| at.contains(&position))?;
        Some(held.0)
    };
    let found = (1..).zip(values).filter_map(|(position, value)| {
        let code = value.split(':').next()?;
        find(coded(position)?, code)
    });
    Some(found.collect())
}

/// Reads a name and the codes after it.
fn named(text: &str) -> Option<Vec<&'static Entry>> {
    let mut words = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let name = words.next()?;
    let elements = elements(name)?;
    let mut found = Vec::new();
    // The codes follow in the order of their elements; one element may have several.
    let mut from = 0;
    for code in words {
        if name == CONTRL {
            let before = found.len();
            found.extend(elements.iter().filter_map(|element| find(element, code)));
            (found.len() > before).then_some(())?;
            continue;
        }
        let rest = (from..).zip(elements.get(from..)?);
        let mut known = rest.filter_map(|(n, element)| Some((n, find(element, code)?)));
        let (n, entry) = known.next()?;
        from = n;
        found.push(entry);
    }
    Some(found)
}

/// Returns the elements that a name stands for; AK503 to AK506 are as AK502.
fn elements(name: &str) -> Option<Vec<&'static str>> {
    for (segment, elements) in SEGMENTS {
        if name == *segment {
            return Some(elements.iter().map(|(element, _)| *element).collect());
        }
        if let Some((element, _)) = elements.iter().find(|(element, _)| *element == name) {
            return Some(vec![element]);
        }
        let position = name.strip_prefix(segment).and_then(|n| n.parse().ok());
        let held = position.and_then(|p| elements.iter().find(|(_, at)| at.contains(&p)));
        if let Some((element, _)) = held {
            return Some(vec![element]);
        }
    }
    None
}

/// Returns a code of an element; leading zeros may be left out.
fn find(element: &str, code: &str) -> Option<&'static Entry> {
    let is_number = |code: &str| !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit());
    let same = |entry: &&Entry| {
        entry.code == code
            || is_number(code)
                && is_number(entry.code)
                && code.trim_start_matches('0') == entry.code.trim_start_matches('0')
    };
    let of = |entry: &&Entry| entry.element == element;
    ENTRIES.iter().filter(of).find(same)
}

impl Entry {
    fn say(&self, language: Language) -> ReplyCode {
        let (meaning, fix) = match language {
            Language::English => self.english,
            Language::Chinese => self.chinese,
        };
        ReplyCode {
            name: format!("{}-{}", self.element, self.code),
            owner: self.owner,
            meaning,
            fix,
        }
    }
}

/// Reads a table; a line that does not follow its form is left out, which a test looks for.
fn entries(table: &'static str) -> Vec<Entry> {
    let mut all = Vec::new();
    let mut elements = "";
    let mut lines = table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    while let Some(line) = lines.next() {
        if let Some(names) = line.strip_prefix("= ") {
            elements = names;
            continue;
        }
        let pair = |line: Option<&'static str>| line?.split_once(" | ");
        let (english, chinese) = (pair(lines.next()), pair(lines.next()));
        let (Some(english), Some(chinese)) = (english, chinese) else {
            continue;
        };
        let Some((codes, owner)) = line.rsplit_once(' ') else {
            continue;
        };
        let owner = match owner {
            "sender" => Some(Owner::Sender),
            "receiver" => Some(Owner::Receiver),
            "transport" => Some(Owner::Transport),
            _ => None,
        };
        for element in elements.split(' ') {
            all.extend(codes.split(' ').map(|code| Entry {
                element,
                code,
                owner,
                english,
                chinese,
            }));
        }
    }
    all
}

#[cfg(test)]
mod tests;
