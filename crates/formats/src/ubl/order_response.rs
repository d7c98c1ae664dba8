use crate::content::{Answer, AnswerKind, Order, OrderLine};

use super::About;
use super::delivery::{Days, Places, delivery};
use super::item::{in_words, item, quantity};
use super::order_heading::{Heading, currency};
use super::order_line::{free_goods, price};
use super::reference::{beginning, documents, earlier_order, notes, purpose_note, x12_code};
use super::xml::{Document, Element, date, first, group, text};

/// Writes OrderResponse: a line for each answer, which names the line of the order it is about.
pub(super) fn write(order: &Order, about: &About) -> Vec<u8> {
    let heading = Heading::new(order, &about.receiver, &about.sender);
    let mut out = Document::new("OrderResponse");
    beginning(
        &mut out,
        &about.number,
        &order.purpose,
        order.answered,
        about.written,
    );
    let kind = order.kind.as_deref();
    out.put_all(kind.map(|kind| x12_code("cbc:OrderResponseCode", kind, "587")));
    out.put_all(purpose_note(&order.purpose));
    out.put_all(&heading.notes);
    out.put_all(&heading.terms);
    out.put(&earlier_order(order));
    out.put_all(&heading.references);
    out.put(&heading.seller);
    out.put(&heading.buyer);
    out.put_all(&heading.others);
    out.put_all(&heading.deliveries);
    let lines = order.lines.iter().flat_map(|line| {
        let unanswered = line.answers.is_empty().then_some((line, None));
        let answers = line.answers.iter().map(move |answer| (line, Some(answer)));
        unanswered.into_iter().chain(answers)
    });
    for ((line, answer), place) in lines.zip(1..) {
        out.put(&order_line(place, line, answer, currency(order)));
    }
    out.finish()
}

fn order_line(place: usize, line: &OrderLine, answer: Option<&Answer>, currency: &str) -> Element {
    let amount = answer.and_then(|answer| answer.amount.as_ref());
    let other = amount.is_some_and(|amount| *amount != line.amount);
    let ordered = other.then(|| format!("Ordered: {}", in_words(&line.amount)));
    let mut days = Days::new([], &line.further.dates);
    let asked = delivery(&mut days, &Places::default());
    let line_item = group("cac:LineItem")
        .and(text("cbc:ID", place.to_string()))
        .all(ordered.map(|words| text("cbc:Note", words)))
        .all(notes(&line.further))
        .all(days.notes())
        .all(answer.map(|answer| status(&answer.kind)))
        .and(quantity("cbc:Quantity", amount.unwrap_or(&line.amount)))
        .all(answer.map(answered))
        .and(asked)
        .all(line.free.as_ref().map(|free| free_goods(free, currency)))
        .all(line.price.as_ref().map(|net| price(net, currency)))
        .and(item(&line.item, line.description.as_deref()));
    let about = first([Some(&line.line)]).map(|id| text("cbc:LineID", id));
    group("cac:OrderLine")
        .and(line_item)
        .and(group("cac:OrderLineReference").all(about))
        .all(documents("cac:DocumentReference", &line.further.references))
}

/// The element of what becomes of a line, in UNCL 1229, which Peppol's order response uses.
fn status(kind: &AnswerKind) -> Element {
    let (code, name) = match kind {
        AnswerKind::Accepted => ("5", "accepted"),
        AnswerKind::QuantityChanged => ("3", "quantity changed"),
        AnswerKind::PriceChanged => ("3", "price changed"),
        AnswerKind::Changed => ("3", "changed"),
        AnswerKind::Backordered => ("3", "backordered"),
        AnswerKind::Deleted => ("2", "deleted"),
        AnswerKind::Rejected => ("7", "rejected"),
        AnswerKind::Edifact(code) => (code.as_str(), ""),
        AnswerKind::Other(code) => return x12_code("cbc:LineStatusCode", code, "668"),
    };
    text("cbc:LineStatusCode", code)
        .with("name", name)
        .with("listID", "UNCL1229")
}

/// The element of the day an answer names: of despatch for the kinds that X12 element 374 has for
/// it, of delivery for all others.
fn answered(answer: &Answer) -> Element {
    let kind = answer.date_kind.as_deref().unwrap_or_default();
    let period = |name| {
        group(name)
            .all(answer.date.map(|day| date("cbc:StartDate", day)))
            .all(answer.date.map(|day| date("cbc:EndDate", day)))
            .and(x12_code("cbc:DescriptionCode", kind, "374"))
    };
    let despatched = matches!(kind, "010" | "011" | "037" | "038" | "068" | "118");
    let day = if despatched {
        group("cac:Despatch").and(period("cac:EstimatedDespatchPeriod"))
    } else {
        period("cac:PromisedDeliveryPeriod")
    };
    group("cac:Delivery").and(day)
}
