use crate::content::{Order, OrderLine};

use super::About;
use super::delivery::Days;
use super::item::{in_words, number_in_words};
use super::order_heading::{Heading, currency};
use super::reference::{beginning, earlier_order, reference_in_words, x12_code};
use super::xml::{Document, Element, text};

/// Writes OrderCancellation. It cancels an order as a whole and has no lines, days or places, so
/// what the cancellation repeats of the order stands in notes.
pub(super) fn write(order: &Order, about: &About) -> Vec<u8> {
    let heading = Heading::without_places(order, &about.sender, &about.receiver);
    let mut out = Document::new("OrderCancellation");
    beginning(&mut out, &about.number, &order.purpose, None, about.written);
    out.put_all(&heading.notes);
    out.put_all(
        notes(order)
            .into_iter()
            .map(|words| text("cbc:Note", words)),
    );
    out.put_all(
        order
            .lines
            .iter()
            .map(|line| line_note(line, currency(order))),
    );
    out.put(&text("cbc:CancellationNote", "The order is cancelled."));
    let kind = order.kind.as_deref();
    let kind = kind.map(|kind| x12_code("cbc:OrderTypeCode", kind, "92"));
    out.put(&earlier_order(order).all(kind));
    out.put_all(&heading.references);
    out.put(&heading.buyer);
    out.put(&heading.seller);
    out.finish()
}

fn notes(order: &Order) -> Vec<String> {
    let facts = [
        ("Currency", order.currency.clone()),
        ("Department", order.department.clone()),
    ];
    let said = facts.into_iter();
    said.filter_map(|(name, fact)| Some(format!("{name}: {}", fact?)))
        .collect()
}

fn line_note(line: &OrderLine, currency: &str) -> Element {
    let mut words = vec![in_words(&line.amount)];
    words.extend(line.item.iter().map(number_in_words));
    words.extend(line.description.clone());
    if let Some(price) = &line.price {
        let basis = price.basis.as_deref().unwrap_or_default();
        words.push(
            format!("price {} {currency} {basis}", price.net)
                .trim_end()
                .to_owned(),
        );
    }
    if let Some(free) = &line.free {
        words.push(format!(
            "free goods {} worth {} {currency}",
            in_words(&free.amount),
            free.worth
        ));
    }
    let further = &line.further;
    words.extend(further.references.iter().map(reference_in_words));
    words.extend(Days::new([], &further.dates).in_words());
    words.extend(further.notes.iter().cloned());
    text(
        "cbc:Note",
        format!("Line {}: {}", line.line, words.join(", ")),
    )
}
