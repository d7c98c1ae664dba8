//! X12 824, application advice: what a receiver thinks of what a message says.
//!
//! We write one of what we could not use; a retailer rejects a document of ours by one.

mod decode;

use crate::advice::{Advice, Taken, Told, fit, lines, parties};
use crate::writing::{Body, Kind, date, write};
use crate::{Envelope, Error};
pub use decode::{Decoded, Judged, Reason, decode};

const KIND: Kind = Kind {
    message: "824",
    group: "AG",
};

/// Longest free-form message (3), description (352) and copy of bad data (724).
const LONGEST_MESSAGE: usize = 60;
const LONGEST_NOTE: usize = 80;
const LONGEST_COPY: usize = 99;
/// Longest positions of segment and element (719, 722) and reference (127) in version 4010; later
/// ones have more room.
const LONGEST_POSITION: usize = 6;
const LONGEST_ELEMENT_POSITION: usize = 2;
const LONGEST_REFERENCE: usize = 30;

/// Writes an 824 about one message of a partner.
pub fn encode(envelope: &Envelope, advice: &Advice) -> Result<Vec<u8>, Error> {
    let number = envelope.group();
    let (day, time) = (
        date(envelope.at.date_naive()),
        envelope.at.format("%H%M").to_string(),
    );
    let mut body = Body::default();
    body.add("BGN", ["00", &number, &day, &time]);
    let [from, to] = parties(envelope);
    body.party("FR", "ZZ", from);
    body.party("TO", "ZZ", to);
    original(&mut body, envelope, advice);
    for told in advice.told() {
        error(&mut body, envelope, &told);
    }
    write(envelope, KIND, &number, &[body])
}

/// Names the message, and tells what became of it.
fn original(body: &mut Body, envelope: &Envelope, advice: &Advice) {
    let about = advice.about;
    let code = match advice.taken {
        Taken::InFull => "TA",
        Taken::InPart => "TE",
        Taken::NotAtAll => "TR",
    };
    let is_number =
        |text: &str| (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let message: String = fit(envelope, about.message)
        .chars()
        .take(LONGEST_REFERENCE)
        .collect();
    // A control number that does not fit its element is not one that its sender could look for.
    let group = Some(about.group)
        .filter(|g| is_number(g))
        .unwrap_or_default();
    let named = !group.is_empty() && (4..=9).contains(&message.chars().count());
    let reference = match message.is_empty() {
        true => "0",
        false => message.as_str(),
    };
    let kind = Some(about.kind).filter(|kind| kind.len() == 3);
    let elements = [
        code,
        "TN",
        reference,
        "",
        "",
        "",
        "",
        group,
        if named { &message } else { "" },
        kind.unwrap_or_default(),
    ];
    body.add("OTI", elements);
    let number = about.po_number.map(|n| fit(envelope, n.as_str()));
    // A number cut short would be another order's.
    if let Some(number) = number.filter(|n| n.chars().count() <= LONGEST_REFERENCE) {
        body.add("REF", ["PO", &number]);
    }
}

/// Tells what is wrong: a code and the first words, and in notes the rest and what to do.
fn error(body: &mut Body, envelope: &Envelope, told: &Told<'_>) {
    let cause = fit(envelope, &told.cause);
    let all = lines(&cause, LONGEST_MESSAGE);
    let (message, rest) = all.split_first().map_or(("", &[][..]), |(m, r)| (m, r));
    let rest = rest.join(" ");
    let place = told.place;
    let text = |n: Option<u32>, longest: usize| {
        let text = n.map(|n| n.to_string());
        text.filter(|t| t.len() <= longest).unwrap_or_default()
    };
    let is_name =
        |id: &&str| (2..=3).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric());
    let id = place.segment_id.as_deref().filter(is_name);
    let value = fit(envelope, told.value);
    // A copy that had to be changed would mislead.
    let is_whole = value == told.value && value.chars().count() <= LONGEST_COPY;
    let version = envelope.profile.version;
    body.add(
        "TED",
        [
            told.nature.x12(version),
            message,
            id.unwrap_or_default(),
            &text(place.segment, LONGEST_POSITION),
            &text(place.element, LONGEST_ELEMENT_POSITION),
            "",
            if is_whole { &value } else { "" },
        ],
    );
    let fix = told.fix.map(|fix| fit(envelope, fix)).unwrap_or_default();
    for text in [rest, fix] {
        for line in lines(&text, LONGEST_NOTE).iter().filter(|l| !l.is_empty()) {
            body.add("NTE", ["", line]);
        }
    }
}
