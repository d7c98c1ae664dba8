//! What X12 messages have in common: parties, item numbers, references, days and notes.

mod carrier;
mod order;
mod party;

pub(crate) use carrier::{carrier, write_carrier};
pub(crate) use order::{head, line, no_order, nothing, order_day, read, refer};
pub(crate) use party::{contact, party, party_more, write_party};

use crate::content::{DateKind, Dated, Further, ItemNumber, ItemScheme, Reference, ReferenceKind};
use crate::taking::{Take, cut, joined};
use crate::writing::{Body, date};

/// Characters of MSG01 and PID05.
const MESSAGE: usize = 264;
const DESCRIPTION: usize = 80;

/// Takes the pairs of qualifier and number that begin at an element.
pub(crate) fn items(take: &mut Take, first: usize) -> Vec<ItemNumber> {
    let mut items = Vec::new();
    for n in (first..=take.len()).step_by(2) {
        if take.peek(n).is_empty() || take.peek(n + 1).is_empty() {
            continue;
        }
        let scheme = take.text(n).unwrap_or_default();
        items.push(ItemNumber {
            scheme: ItemScheme::from_x12(&scheme),
            number: take.text(n + 1).unwrap_or_default(),
        });
    }
    items
}

/// Returns the pairs that name an item, as many as the segment holds.
pub(crate) fn pairs(items: &[ItemNumber], most: usize, body: &mut Body) -> Vec<String> {
    for left in items.iter().skip(most) {
        body.leave_out(format!("item number {}", left.number));
    }
    let pair = |item: &ItemNumber| [item.scheme.x12().to_owned(), item.number.clone()];
    items.iter().take(most).flat_map(pair).collect()
}

/// Takes a REF; `None` where it has no number.
pub(crate) fn reference(take: &mut Take) -> Option<Reference> {
    if take.peek(1).is_empty() || take.peek(2).is_empty() {
        return None;
    }
    Some(Reference {
        kind: ReferenceKind::from_x12(&take.text(1)?),
        number: take.text(2)?,
    })
}

/// Takes a DTM; `None` where it has no day.
pub(crate) fn dated(take: &mut Take) -> Option<Dated> {
    if take.peek(2).is_empty() {
        return None;
    }
    let kind = DateKind::from_x12(&take.text(1)?);
    let date = take.x12_day(2)?;
    Some(Dated { kind, date })
}

/// Takes the words of a MSG, or of the MTX that version 5010 has in its place, into the last note, or as a note of its own.
pub(crate) fn message(take: &mut Take, goes_on: bool, further: &mut Further) {
    let words = if take.id() == "MTX" { 2 } else { 1 };
    let Some(text) = take.text(words) else {
        return;
    };
    match further.notes.pop() {
        Some(note) if goes_on => further.notes.extend(joined(&[note, text], MESSAGE)),
        before => further.notes.extend(before.into_iter().chain([text])),
    }
}

/// Takes a PID in words into a description.
pub(crate) fn description(take: &mut Take, description: &mut Option<String>) {
    // 08: the product. What tells of its colour or size is no name of it.
    let names = take.peek(1) == "F" && matches!(&*take.peek(2), "" | "08");
    if !names || take.peek(5).is_empty() {
        return;
    }
    take.skip(1);
    take.skip(2);
    let text = take.text(5).unwrap_or_default();
    let before = description.take();
    let pieces: Vec<String> = before.into_iter().chain([text]).collect();
    *description = joined(&pieces, DESCRIPTION);
}

/// Adds PID.
pub(crate) fn write_description(body: &mut Body, description: Option<&str>) {
    for piece in cut(description.unwrap_or_default(), DESCRIPTION) {
        body.add("PID", ["F", "", "", "", &piece]);
    }
}

/// Adds REF.
pub(crate) fn write_references(body: &mut Body, further: &Further) {
    for reference in &further.references {
        if let ReferenceKind::Edifact(code) = &reference.kind {
            body.leave_out(format!("that {} is {code} in EDIFACT", reference.number));
        }
        body.add("REF", [reference.kind.x12(), &reference.number]);
    }
}

/// Adds DTM.
pub(crate) fn write_dates(body: &mut Body, further: &Further) {
    for day in &further.dates {
        match &day.kind {
            DateKind::Edifact(code) => {
                body.leave_out(format!("day {} of EDIFACT kind {code}", day.date));
            }
            kind => body.add("DTM", [kind.x12(), &date(day.date)]),
        }
    }
}

/// Adds N9 and MSG.
pub(crate) fn write_notes(body: &mut Body, further: &Further) {
    for note in &further.notes {
        body.add("N9", ["L1", "NOTE"]);
        for piece in cut(note, MESSAGE) {
            body.add("MSG", [&*piece]);
        }
    }
}

/// Notes words that a message has no segment for.
pub(crate) fn leave_out_notes(body: &mut Body, further: &Further) {
    for note in &further.notes {
        body.leave_out(format!("note {note:?}"));
    }
}
