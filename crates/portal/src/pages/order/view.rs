use std::collections::HashSet;

use chrono::SecondsFormat;
use model::order::{
    Acknowledgement, Direction, Milestone, Order, OrderDocument, OrderStatus, Quantities,
};
use model::reference::Reference;
use model::{DocumentId, Money, Quantity};

use super::super::names;
use super::super::orders::tone;
use super::lines::{Line, amount, line};
use crate::language::Words;

/// An order as its page shows it.
pub(super) struct OrderView {
    pub(super) status: String,
    pub(super) tone: &'static str,
    pub(super) says: String,
    pub(super) short: Option<String>,
    pub(super) steps: Vec<Step>,
    pub(super) lines: Vec<Line>,
    pub(super) value: Option<String>,
    pub(super) quantities: Vec<Balance>,
    pub(super) timeline: Vec<Event>,
    pub(super) documents: Vec<Document>,
    pub(super) facts: Vec<Labelled>,
}

pub(super) struct Step {
    pub(super) label: String,
    pub(super) class: &'static str,
    pub(super) state: String,
}

pub(super) struct Balance {
    pub(super) label: String,
    pub(super) units: String,
    pub(super) share: String,
    pub(super) tone: &'static str,
}

pub(super) struct Event {
    pub(super) what: String,
    pub(super) units: Option<String>,
    pub(super) at: String,
    pub(super) machine: String,
    pub(super) document: Option<DocumentId>,
}

pub(super) struct Document {
    pub(super) id: Option<DocumentId>,
    pub(super) kind: String,
    pub(super) way: String,
    pub(super) at: String,
    pub(super) state: String,
    pub(super) tone: &'static str,
}

pub(super) struct Labelled {
    pub(super) label: String,
    pub(super) value: String,
}

impl OrderView {
    pub(super) fn of(
        reference: &Reference,
        t: Words,
        order: &Order,
        linked: &HashSet<DocumentId>,
    ) -> Self {
        let sum = sum(order);
        let short = sum.cancelled;
        let event = |m: &Milestone| event(t, m, linked);
        let document = |d: &OrderDocument| document(reference, t, order, d, linked);
        Self {
            status: t
                .text(&format!("status-{}", order.status.name()))
                .into_owned(),
            tone: tone(order.status),
            says: says(reference, t, order, &sum),
            short: (!short.is_zero() && order.status != OrderStatus::Cancelled)
                .then(|| t.say("order-short", &[("short", t.quantity(short).into())])),
            steps: steps(t, order.status),
            lines: order
                .lines
                .iter()
                .map(|l| line(reference, t, order, l))
                .collect(),
            value: value(t, order),
            quantities: quantities(t, &sum),
            timeline: order.timeline.iter().rev().map(event).collect(),
            documents: order.documents.iter().map(document).collect(),
            facts: facts(reference, t, order),
        }
    }
}

fn sum(order: &Order) -> Quantities {
    let mut sum = Quantities::default();
    for line in &order.lines {
        let q = &line.quantities;
        sum.proposed += q.proposed;
        sum.released += q.released;
        sum.sent += q.sent;
        sum.accepted += q.accepted;
        sum.shipped += q.shipped;
        sum.delivered += q.delivered;
        sum.received += q.received;
        sum.cancelled += q.cancelled;
    }
    sum
}

/// Says where the order stands, plainly, before anything else is shown.
fn says(reference: &Reference, t: Words, order: &Order, sum: &Quantities) -> String {
    let values = [
        (
            "partner",
            names::partner(reference, t, &order.partner).into(),
        ),
        (
            "site",
            names::site(reference, t, &order.partner, &order.ship_to).into(),
        ),
        ("day", t.day(order.need_date).into()),
        ("units", t.quantity(sum.released - sum.cancelled).into()),
        ("shipped", t.quantity(sum.shipped).into()),
        ("delivered", t.quantity(sum.delivered).into()),
        ("received", t.quantity(sum.received).into()),
    ];
    t.say(&format!("order-says-{}", order.status.name()), &values)
}

fn steps(t: Words, status: OrderStatus) -> Vec<Step> {
    const WAY: [OrderStatus; 6] = [
        OrderStatus::Released,
        OrderStatus::Sent,
        OrderStatus::Accepted,
        OrderStatus::Shipped,
        OrderStatus::Delivered,
        OrderStatus::Received,
    ];
    let here = if status == OrderStatus::Held {
        OrderStatus::Released
    } else {
        status
    };
    let step = |of: OrderStatus| {
        let (class, state) = match of.cmp(&here) {
            _ if here == OrderStatus::Cancelled => ("", "order-ahead"),
            std::cmp::Ordering::Less => ("done", "order-done"),
            // The last step has nothing after it, so reaching it is being done.
            std::cmp::Ordering::Equal if of == OrderStatus::Received => ("done", "order-done"),
            std::cmp::Ordering::Equal => ("now", "order-now"),
            std::cmp::Ordering::Greater => ("", "order-ahead"),
        };
        let label = if of == here { status } else { of };
        Step {
            label: t.text(&format!("status-{}", label.name())).into_owned(),
            class,
            state: t.text(state).into_owned(),
        }
    };
    WAY.into_iter().map(step).collect()
}

fn quantities(t: Words, sum: &Quantities) -> Vec<Balance> {
    let open = sum.released - sum.cancelled - sum.received;
    let rows = [
        ("proposed", sum.proposed, "quiet"),
        ("released", sum.released, ""),
        ("sent", sum.sent, ""),
        ("accepted", sum.accepted, ""),
        ("shipped", sum.shipped, ""),
        ("delivered", sum.delivered, ""),
        ("received", sum.received, ""),
        ("cancelled", sum.cancelled, "bad"),
        ("open", open, "quiet"),
    ];
    let most = sum.released.max(sum.proposed).to_f64();
    let shown = |(name, quantity, _): &(&str, Quantity, _)| {
        !quantity.is_zero() || !matches!(*name, "cancelled" | "open")
    };
    let balance = |(name, quantity, tone): (&str, Quantity, &'static str)| Balance {
        label: t.text(&format!("quantity-{name}")).into_owned(),
        units: t.quantity(quantity),
        share: format!(
            "{:.0}",
            if most > 0.0 {
                quantity.to_f64() / most * 100.0
            } else {
                0.0
            }
        ),
        tone,
    };
    rows.into_iter().filter(shown).map(balance).collect()
}

fn event(t: Words, milestone: &Milestone, linked: &HashSet<DocumentId>) -> Event {
    let units = |q: Quantity| t.say("milestone-units", &[("count", q.to_f64().into())]);
    Event {
        what: t
            .text(&format!("milestone-{}", milestone.what.name()))
            .into_owned(),
        units: milestone.quantity.map(units),
        at: t.time(milestone.at),
        machine: milestone.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        document: milestone.document.clone().filter(|id| linked.contains(id)),
    }
}

fn document(
    reference: &Reference,
    t: Words,
    order: &Order,
    document: &OrderDocument,
    linked: &HashSet<DocumentId>,
) -> Document {
    let partner = names::partner(reference, t, &order.partner);
    let way = match document.direction {
        Direction::In => "order-document-in",
        Direction::Out => "order-document-out",
    };
    let way = t.say(way, &[("partner", partner.into())]);
    Document {
        id: Some(document.document.clone()).filter(|id| linked.contains(id)),
        kind: names::document(t, &document.kind),
        way: format!("{} · {way}", document.kind),
        at: t.time(document.at),
        state: acknowledgement(t, document.acknowledgement),
        tone: acknowledgement_tone(document.acknowledgement),
    }
}

pub(in crate::pages) fn acknowledgement(t: Words, state: Acknowledgement) -> String {
    t.text(&format!("acknowledgement-{}", state.name()))
        .into_owned()
}

pub(in crate::pages) fn acknowledgement_tone(state: Acknowledgement) -> &'static str {
    match state {
        Acknowledgement::None | Acknowledgement::Expected => "quiet",
        Acknowledgement::Accepted => "ok",
        Acknowledgement::Overdue | Acknowledgement::Partial => "warn",
        Acknowledgement::Rejected => "bad",
    }
}

fn facts(reference: &Reference, t: Words, order: &Order) -> Vec<Labelled> {
    let fact = |key: &str, value: String| Labelled {
        label: t.text(key).into_owned(),
        value,
    };
    let po = order.po_number.as_ref().map(ToString::to_string);
    let agreement = [
        ("agreement", order.agreement.as_str().into()),
        ("version", order.agreement_version.into()),
    ];
    vec![
        fact(
            "order-po",
            po.unwrap_or_else(|| t.text("orders-no-po").into_owned()),
        ),
        fact("order-due", t.day(order.need_date)),
        fact(
            "order-to",
            names::site(reference, t, &order.partner, &order.ship_to),
        ),
        fact(
            "order-from",
            names::our_site(reference, t, &order.ship_from),
        ),
        fact(
            "order-agreement",
            t.say("order-agreement-version", &agreement),
        ),
    ]
}

fn value(t: Words, order: &Order) -> Option<String> {
    let currency = order
        .lines
        .iter()
        .find_map(|l| Some(&l.price.as_ref()?.currency))?;
    let total: Money = order.lines.iter().filter_map(amount).sum();
    Some(t.money(total, currency))
}
