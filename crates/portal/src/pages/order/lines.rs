use model::agreement::LinePrice;
use model::order::{Order, OrderLine};
use model::reference::Reference;
use model::{Money, Quantity};

use super::super::item::address;
use super::super::names;
use super::super::why::{Sentence, why};
use crate::language::Words;

/// A line as the page shows it.
pub(super) struct Line {
    pub(super) number: u32,
    pub(super) path: String,
    pub(super) item: String,
    pub(super) gtin: String,
    pub(super) ordered: String,
    pub(super) accepted: String,
    pub(super) shipped: String,
    pub(super) received: String,
    pub(super) price: String,
    pub(super) terms: Option<String>,
    pub(super) amount: String,
    pub(super) changed: Option<String>,
    pub(super) question: String,
    pub(super) why: Vec<Sentence>,
}

pub(super) fn line(reference: &Reference, t: Words, order: &Order, line: &OrderLine) -> Line {
    let q = &line.quantities;
    let ordered = t.quantity(q.released);
    let nothing = || t.text("figure-nothing").into_owned();
    let price = line.price.as_ref();
    let changed = line.change.as_ref().map(|change| {
        let values = [
            ("by", change.by.as_str().into()),
            ("before", t.quantity(q.proposed).into()),
            ("after", t.quantity(change.quantity).into()),
            ("reason", change.reason.as_str().into()),
        ];
        t.say("order-changed", &values)
    });
    Line {
        number: line.line,
        path: address(&order.partner, &order.ship_to, line.item),
        item: names::item(reference, t, line.item),
        gtin: line.item.to_string(),
        accepted: t.quantity(q.accepted),
        shipped: t.quantity(q.shipped),
        received: t.quantity(q.received),
        price: price.map_or_else(
            || t.text("order-no-price").into_owned(),
            |p| t.money(p.net, &p.currency),
        ),
        terms: price.map(|p| terms(t, p)),
        amount: amount(line)
            .zip(price)
            .map_or_else(nothing, |(sum, price)| t.money(sum, &price.currency)),
        changed,
        // The derivation explains what was computed, which a planner may have changed.
        question: t.say("order-why", &[("quantity", t.quantity(q.proposed).into())]),
        why: why(t, &line.derivation),
        ordered,
    }
}

/// Says which price it is, and what it was before it was reduced.
fn terms(t: Words, price: &LinePrice) -> String {
    let mut parts = vec![t.say("order-price-version", &[("version", price.version.into())])];
    if price.gross != price.net {
        let gross = t.money(price.gross, &price.currency);
        parts.push(t.say("order-price-gross", &[("gross", gross.into())]));
    }
    if !price.free.is_zero() {
        parts.push(t.say(
            "order-price-free",
            &[("free", t.quantity(price.free).into())],
        ));
    }
    parts.join(t.pick(", ", "，"))
}

/// Returns what a line costs: free goods cost nothing.
pub(super) fn amount(line: &OrderLine) -> Option<Money> {
    let price = line.price.as_ref()?;
    let paid = (line.quantities.released - price.free).at_least(Quantity::ZERO);
    Some(paid.cost(price.net))
}
