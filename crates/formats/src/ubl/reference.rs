use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};

use crate::content::{Further, Order, OrderNumbers, Purpose, Reference, ReferenceKind};

use super::xml::{Document, Element, blank, date, first, group, text, time};

/// What UBL writes where it demands a number and there is none.
pub(super) const NOT_GIVEN: &str = "NA";

/// Writes what documents begin with. The time of the envelope is that of the document only where the
/// document has no day of its own.
pub(super) fn beginning(
    document: &mut Document,
    id: &str,
    purpose: &Purpose,
    issued: Option<NaiveDate>,
    written: NaiveDateTime,
) {
    document.put(&text("cbc:ID", id));
    copy(document, purpose);
    self::issued(document, issued, written);
}

/// Writes the day of a document, or that of its envelope with the time.
pub(super) fn issued(document: &mut Document, day: Option<NaiveDate>, written: NaiveDateTime) {
    document.put(&date("cbc:IssueDate", day.unwrap_or(written.date())));
    if day.is_none() {
        document.put(&time("cbc:IssueTime", written.time()));
    }
}

/// Writes whether it is a copy.
pub(super) fn copy(document: &mut Document, purpose: &Purpose) {
    if *purpose == Purpose::Duplicate {
        document.put(&text("cbc:CopyIndicator", "true"));
    }
}

/// The element that says what becomes of an earlier document, in the words of UBL's list, or a note
/// of a purpose that the list does not have.
pub(super) fn status_or_note(purpose: &Purpose) -> Option<Element> {
    let code = match purpose {
        Purpose::Cancellation => "Cancelled",
        Purpose::Change | Purpose::Replace | Purpose::Addition | Purpose::Deletion => "Revised",
        Purpose::Original
        | Purpose::Duplicate
        | Purpose::Confirmation
        | Purpose::Other(_)
        | Purpose::Edifact(_) => return purpose_note(purpose),
    };
    Some(text("cbc:DocumentStatusCode", code).with("name", purpose_name(purpose)))
}

/// The note that says what a document does to an earlier one, for purposes without an element.
pub(super) fn purpose_note(purpose: &Purpose) -> Option<Element> {
    let plain = matches!(purpose, Purpose::Original | Purpose::Duplicate);
    let name = purpose_name(purpose);
    let list = match purpose {
        Purpose::Other(_) => " (X12 353)",
        Purpose::Edifact(_) => " (UNCL 1225)",
        _ => "",
    };
    (!plain && !blank(name)).then(|| text("cbc:Note", format!("Purpose: {name}{list}")))
}

fn purpose_name(purpose: &Purpose) -> &str {
    match purpose {
        Purpose::Original => "original",
        Purpose::Cancellation => "cancellation",
        Purpose::Addition => "addition",
        Purpose::Deletion => "deletion",
        Purpose::Change => "change",
        Purpose::Replace => "replace",
        Purpose::Confirmation => "confirmation",
        Purpose::Duplicate => "duplicate",
        Purpose::Other(code) | Purpose::Edifact(code) => code,
    }
}

/// The element that names an order; `None` where nothing of it is known.
pub(super) fn order(numbers: &OrderNumbers) -> Option<Element> {
    let unnamed = numbers.ordered.map(|_| NOT_GIVEN);
    let id = order_id(numbers).or(unnamed)?;
    let ours = numbers.order_id.as_deref();
    let reference = group("cac:OrderReference")
        .and(text("cbc:ID", id))
        .all(ours.map(|ours| text("cbc:SalesOrderID", ours)))
        .all(numbers.ordered.map(|day| date("cbc:IssueDate", day)));
    Some(reference)
}

/// The element of the order that a change, cancellation or answer is about; it must name one.
pub(super) fn earlier_order(about: &Order) -> Element {
    let unnamed = || group("cac:OrderReference").and(text("cbc:ID", NOT_GIVEN));
    order(&about.numbers).unwrap_or_else(unnamed)
}

/// Returns the retailer's number of an order, or the supplier's where there is none.
pub(super) fn order_id(numbers: &OrderNumbers) -> Option<&str> {
    first([numbers.po_number.as_deref(), numbers.order_id.as_deref()])
}

/// The element that names a line of an order.
pub(super) fn order_line(line: Option<&str>, numbers: &OrderNumbers) -> Element {
    group("cac:OrderLineReference")
        .and(text("cbc:LineID", first([line]).unwrap_or(NOT_GIVEN)))
        .all(order(numbers))
}

/// The orders that lines name, each once.
pub(super) fn orders<'a>(lines: impl Iterator<Item = &'a OrderNumbers>) -> Vec<Element> {
    let mut seen = BTreeSet::new();
    let new = |numbers: &&'a OrderNumbers| {
        let numbers: &'a OrderNumbers = numbers;
        seen.insert((&numbers.po_number, &numbers.order_id, numbers.ordered))
    };
    lines.filter(new).filter_map(order).collect()
}

/// The element that names a document; `None` where it has no number.
pub(super) fn document(name: &'static str, id: Option<&str>) -> Option<Element> {
    Some(group(name).and(text("cbc:ID", first([id])?)))
}

/// The elements of what a document or line refers to.
pub(super) fn documents<'a>(
    name: &'static str,
    references: impl IntoIterator<Item = &'a Reference>,
) -> Vec<Element> {
    let references = references.into_iter();
    let element = |reference: &Reference| {
        let kind = match &reference.kind {
            ReferenceKind::Other(code) => x12_code("cbc:DocumentTypeCode", code, "128"),
            known => text("cbc:DocumentTypeCode", known.edifact()).with("listID", "UNCL1153"),
        };
        Some(document(name, Some(&reference.number))?.and(kind))
    };
    references.filter_map(element).collect()
}

/// Returns what is referred to as the words of a note.
pub(super) fn reference_in_words(reference: &Reference) -> String {
    let (kind, list) = match &reference.kind {
        ReferenceKind::Other(code) => (code.as_str(), "X12 128"),
        known => (known.edifact(), "UNCL 1153"),
    };
    format!("reference {} ({list} {kind})", reference.number)
}

/// The notes of what is said in words.
pub(super) fn notes(further: &Further) -> impl Iterator<Item = Element> {
    further.notes.iter().map(|words| text("cbc:Note", words))
}

/// A code of an X12 list, with the list and its keeper (UNCL 3055: 116 is ASC X12).
pub(super) fn x12_code(name: &'static str, code: &str, element: &str) -> Element {
    text(name, code)
        .with("listID", element)
        .with("listAgencyID", "116")
}

/// The element of one day or a range of days.
pub(super) fn period(name: &'static str, from: NaiveDate, to: NaiveDate) -> Element {
    group(name)
        .and(date("cbc:StartDate", from))
        .and(date("cbc:EndDate", to))
}
