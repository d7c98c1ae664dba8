//! What a sender is told of what its messages say, their syntax being good: items and sites nobody
//! knows, numbers that cannot be used. Of syntax 997, 999 and CONTRL tell, and nothing here does.

use edi::Language;
use model::document::{Finding, FindingOwner, Place, Severity};
use model::order::Direction;
use model::partner::{AdviceKind, X12Version};
use model::{OrderId, PoNumber};

use crate::{Code, Envelope, Error, Source, Unknown, UnknownKind, x12_824, x12_864};

/// What is told of a message.
#[derive(Debug, Clone, Copy)]
pub struct Advice<'a> {
    /// The message.
    pub about: About<'a>,
    /// What became of it.
    pub taken: Taken,
    /// What was found in it, or in its document; what is of other messages or of syntax is left
    /// out.
    pub findings: &'a [Finding],
    /// Items and sites it names that are not known.
    pub unknown: &'a [Unknown],
}

/// Which message of a partner an advice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About<'a> {
    /// What it is, "852", "SLSRPT".
    pub kind: &'a str,
    /// The control number of its interchange.
    pub interchange: &'a str,
    /// The control number of its group; empty where it stands in none.
    pub group: &'a str,
    /// Its own control number.
    pub message: &'a str,
    /// The number its sender gave the document, where that is known (BGM).
    pub document: Option<&'a str>,
    /// The order it is about, where that is known.
    pub po_number: Option<&'a PoNumber>,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Taken {
    /// All of it was used.
    InFull,
    /// What could be used of it was; the rest was set aside.
    InPart,
    /// Nothing of it was used.
    NotAtAll,
}

impl<'a> About<'a> {
    /// Returns what names a message.
    pub fn of(source: Source<'a>, po_number: Option<&'a PoNumber>) -> Self {
        let number = |segment: edi::Segment<'a>| match segment.id() {
            "BGM" => Some(segment.element(2)).filter(|number| !number.is_empty()),
            _ => None,
        };
        Self {
            kind: &source.message.kind,
            interchange: &source.interchange.control_number,
            group: &source.group.control_number,
            message: &source.message.control_number,
            document: source.segments().take(2).find_map(number),
            po_number,
        }
    }

    /// Tells whether a place is in the message.
    pub fn is_place_of(&self, place: &Place) -> bool {
        let is = |number: &Option<String>, own: &str| number.as_deref() == Some(own);
        is(&place.interchange, self.interchange)
            && is(&place.message, self.message)
            && place.group.as_deref().unwrap_or_default() == self.group
    }
}

/// Writes an advice as the partner's profile wants it, and returns what was written, "824"; `None`
/// where it wants none.
pub fn encode(
    envelope: &Envelope,
    advice: &Advice,
) -> Result<Option<(&'static str, Vec<u8>)>, Error> {
    Ok(match envelope.profile.advice {
        AdviceKind::None => None,
        AdviceKind::Advice824 => Some(("824", x12_824::encode(envelope, advice)?)),
        AdviceKind::Text864 => Some(("864", x12_864::encode(envelope, advice)?)),
    })
}

/// More than this nobody reads, and APERAK holds no more (group 3).
const MOST: usize = 999;

/// One thing that is told.
#[derive(Debug, Clone)]
pub(crate) struct Told<'a> {
    pub(crate) nature: Nature,
    /// What is wrong.
    pub(crate) cause: String,
    /// What its sender should do; what we should do is not told.
    pub(crate) fix: Option<&'a str>,
    pub(crate) place: &'a Place,
    /// The text it is about, as received.
    pub(crate) value: &'a str,
}

/// What kind of thing is wrong, as far as codes tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    Missing,
    SiteMissing,
    Item,
    Site,
    Range,
    Unit,
    Total,
    Date,
    Other,
}

impl Nature {
    fn of(code: Code) -> Self {
        match code {
            Code::ItemUnknown => Self::Item,
            Code::SiteUnknown => Self::Site,
            Code::SiteMissing => Self::SiteMissing,
            Code::ItemMissing
            | Code::QuantityMissing
            | Code::DateMissing
            | Code::OrderUnnamed
            | Code::FieldMissing => Self::Missing,
            Code::QuantityInvalid => Self::Range,
            Code::UnitUnknown => Self::Unit,
            Code::TotalDiffers => Self::Total,
            Code::DateInvalid | Code::DateFuture => Self::Date,
            Code::DateNotUsed
            | Code::ActivityIgnored
            | Code::PoNumberInvalid
            | Code::OrderNotTaken
            | Code::AcknowledgementIncomplete
            | Code::SenderUnknown
            | Code::EdifactNotTaken
            | Code::SenderOther
            | Code::ReceiverOther
            | Code::InterchangeDuplicate
            | Code::MessageNotTaken
            | Code::RecordUnreadable
            | Code::FieldInvalid
            | Code::RecordUnmapped
            | Code::NotCarried => Self::Other,
        }
    }

    /// Returns the code of X12 data element 647. Version 4010 has none for locations.
    pub(crate) fn x12(self, version: X12Version) -> &'static str {
        match (self, version) {
            (Self::Site | Self::SiteMissing, X12Version::V5010) => "107",
            (Self::Missing | Self::SiteMissing, _) => "007",
            // Not matching: our reference data has no such number.
            (Self::Item | Self::Site, _) => "011",
            (Self::Range, _) => "008",
            // An invalid combination, of unit and item.
            (Self::Unit, _) => "012",
            (Self::Total, _) => "010",
            (Self::Date, _) => "009",
            // Another reason, that the list does not have.
            (Self::Other, _) => "024",
        }
    }

    /// Returns a code of our own (9321 has no list), of at most eight characters.
    pub(crate) fn edifact(self) -> &'static str {
        match self {
            Self::Missing => "MISSING",
            Self::Item => "ITEM",
            Self::Site | Self::SiteMissing => "SITE",
            Self::Range => "QUANTITY",
            Self::Unit => "UNIT",
            Self::Total => "TOTAL",
            Self::Date => "DATE",
            Self::Other => "OTHER",
        }
    }
}

impl<'a> Advice<'a> {
    /// Tells whether there is anything to tell.
    pub fn is_needed(&self) -> bool {
        !self.told().is_empty()
    }

    /// Returns what is told, in the order it was found.
    pub(crate) fn told(&self) -> Vec<Told<'a>> {
        let (findings, unknown) = (self.findings, self.unknown);
        let findings = findings.iter().filter_map(|f| self.of_finding(f));
        let is_told = |one: &Unknown| {
            let is_its = |f: &Finding| f.place == one.place && f.code == name_of(one.kind).name();
            self.findings.iter().any(is_its)
        };
        let others = unknown.iter().filter(|one| !is_told(one));
        let others = others.filter(|one| self.about.is_place_of(&one.place));
        findings.chain(others.map(of_unknown)).take(MOST).collect()
    }

    fn of_finding(&self, finding: &'a Finding) -> Option<Told<'a>> {
        // A code of the syntax has no explanation here.
        let code = crate::explain(&finding.code, Language::English)?.code;
        // What we make no use of is no mistake of its sender.
        let unused = code == Code::MessageNotTaken;
        if unused || finding.severity == Severity::Note || !self.about.is_place_of(&finding.place) {
            return None;
        }
        let mut cause = finding.cause.clone();
        let mut unknown = self.unknown.iter();
        let of_it = |one: &&Unknown| one.place == finding.place && name_of(one.kind) == code;
        if let Some(more) = unknown.find(of_it).filter(|one| one.lines > 1) {
            cause.push_str(&format!(" ({} numbers)", more.lines));
        }
        Some(Told {
            nature: Nature::of(code),
            cause,
            fix: (finding.owner == FindingOwner::Sender).then_some(finding.fix.as_str()),
            place: &finding.place,
            value: &finding.text,
        })
    }
}

fn name_of(kind: UnknownKind) -> Code {
    match kind {
        UnknownKind::Item => Code::ItemUnknown,
        UnknownKind::Site => Code::SiteUnknown,
    }
}

fn of_unknown(unknown: &Unknown) -> Told<'_> {
    let kind = match unknown.kind {
        UnknownKind::Item => "item",
        UnknownKind::Site => "site",
    };
    Told {
        nature: Nature::of(name_of(unknown.kind)),
        cause: format!("no {kind} is known as {}", unknown.value),
        fix: None,
        place: &unknown.place,
        value: &unknown.value,
    }
}

/// Breaks a text into lines of at most so many characters, between words where that is possible.
pub(crate) fn lines(text: &str, longest: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        while let Some(line) = lines.last_mut() {
            let used = line.chars().count();
            let blank = usize::from(used > 0);
            if used + blank + word.len() <= longest {
                line.extend((blank > 0).then_some(' '));
                line.extend(&word);
                break;
            }
            if used == 0 {
                line.extend(word.drain(..longest.min(word.len())));
            }
            lines.push(String::new());
        }
    }
    lines
}

/// Returns data of a document, or of ours, so that it fits into an interchange: what its delimiters
/// or its form forbid becomes a blank.
pub(crate) fn fit(envelope: &Envelope, text: &str) -> String {
    let d = envelope.profile.delimiters;
    let service = [d.element, d.component, d.repetition, d.terminator];
    let fits = |c: char| !c.is_control() && !service.contains(&c);
    let text: String = text
        .chars()
        .map(|c| if fits(c) { c } else { ' ' })
        .collect();
    text.trim_end().to_owned()
}

/// Returns the group codes of who sends an advice and for whom it is.
pub(crate) fn parties<'a>(envelope: &Envelope<'a>) -> [&'a str; 2] {
    let profile = envelope.profile;
    let (ours, theirs) = (&profile.our_group_id, &profile.group_id);
    match envelope.direction {
        Direction::Out => [ours, theirs],
        Direction::In => [theirs, ours],
    }
}

/// Returns the orders a reference names: the retailer's number, or ours.
pub(crate) fn order_named(qualifier: &str, value: &str) -> (Option<PoNumber>, Option<OrderId>) {
    match qualifier {
        "PO" => (PoNumber::new(value).ok(), None),
        "VN" => (None, OrderId::new(value).ok()),
        _ => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn lines_break_between_words() {
        let cases: [(&str, usize, &[&str]); 6] = [
            ("", 5, &[""]),
            ("one two", 7, &["one two"]),
            ("one two", 6, &["one", "two"]),
            ("one  two three", 7, &["one two", "three"]),
            ("abcdefghij k", 4, &["abcd", "efgh", "ij k"]),
            ("a abcdefghij", 4, &["a", "abcd", "efgh", "ij"]),
        ];
        for (text, longest, expected) in cases {
            assert_eq!(lines(text, longest), expected, "{text}");
        }
    }
}
