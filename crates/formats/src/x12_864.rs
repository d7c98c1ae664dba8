//! X12 864, text message: an advice for people, where a partner does not take 824.

use crate::advice::{Advice, Taken, fit, lines, parties};
use crate::writing::{Body, Kind, date, write};
use crate::{Envelope, Error};

const KIND: Kind = Kind {
    message: "864",
    group: "TX",
};

/// Longest description (352) and text (933).
const LONGEST_SUBJECT: usize = 80;
const LONGEST_TEXT: usize = 264;

/// DTM01: when the message was made.
const CREATED: &str = "097";

/// Writes an 864 about one message of a partner.
pub fn encode(envelope: &Envelope, advice: &Advice) -> Result<Vec<u8>, Error> {
    let number = envelope.group();
    let about = advice.about;
    let mut body = Body::default();
    let subject = format!("{} {} of group {}", about.kind, about.message, about.group);
    let subject: String = fit(envelope, &subject)
        .chars()
        .take(LONGEST_SUBJECT)
        .collect();
    body.add("BMG", ["00", "APPLICATION ADVICE"]);
    let time = envelope.at.format("%H%M").to_string();
    body.add("DTM", [CREATED, &date(envelope.at.date_naive()), &time]);
    let [from, to] = parties(envelope);
    body.party("FR", "ZZ", from);
    body.party("TO", "ZZ", to);
    body.add("MIT", [&number, &subject]);
    if let Some(number) = about.po_number {
        text(&mut body, envelope, &format!("Purchase order {number}."));
    }
    text(
        &mut body,
        envelope,
        match advice.taken {
            Taken::InFull => "The message was taken in.",
            Taken::InPart => "The message was taken in, except for what follows.",
            Taken::NotAtAll => "The message was rejected.",
        },
    );
    for told in advice.told() {
        let place = told.place;
        let mut line = match (place.segment, place.segment_id.as_deref()) {
            (Some(n), Some(id)) => format!("Segment {n}, {id}"),
            _ => "Message".to_owned(),
        };
        if let Some(element) = place.element {
            line.push_str(&format!("{element:02}"));
        }
        line.push_str(&format!(": {}.", told.cause));
        if let Some(fix) = told.fix {
            line.push_str(&format!(" What to do: {fix}."));
        }
        text(&mut body, envelope, &line);
    }
    write(envelope, KIND, &number, &[body])
}

fn text(body: &mut Body, envelope: &Envelope, text: &str) {
    for line in lines(&fit(envelope, text), LONGEST_TEXT) {
        body.add("MSG", [&line]);
    }
}
