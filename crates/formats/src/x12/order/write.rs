use chrono::NaiveDate;
use model::Money;

use crate::content::{Amount, Answer, AnswerKind, FreeGoods, Order, OrderLine};
use crate::writing::{Body, date};
use crate::x12::{
    pairs, write_carrier, write_dates, write_description, write_notes, write_party,
    write_references,
};

/// Adds what follows the first segment of an order or answer, up to its lines.
pub(crate) fn head(body: &mut Body, order: &Order) {
    if let Some(currency) = &order.currency {
        // SE: the currency the seller is paid in.
        body.add("CUR", ["SE", currency]);
    }
    let numbers = [
        ("VN", &order.numbers.order_id),
        ("AH", &order.agreement),
        ("IA", &order.vendor_number),
        ("DP", &order.department),
    ];
    for (code, number) in numbers {
        if let Some(number) = number {
            body.add("REF", [code, number]);
        }
    }
    write_references(body, &order.further);
    let day = |body: &mut Body, code, day: Option<NaiveDate>| {
        if let Some(day) = day {
            body.add("DTM", [code, &date(day)]);
        }
    };
    day(body, "002", order.need_date);
    day(body, "010", order.ship_date);
    write_dates(body, &order.further);
    write_carrier(body, order.carrier.as_ref());
    write_notes(body, &order.further);
    for party in &order.parties {
        write_party(body, party);
    }
}

/// Adds a line: PO1 and what follows it.
pub(crate) fn line(body: &mut Body, line: &OrderLine) {
    let Amount { quantity, unit } = &line.amount;
    let mut elements = vec![
        line.line.clone(),
        quantity.to_string(),
        unit.x12().to_owned(),
    ];
    let price = line.price.as_ref();
    elements.push(price.map_or_else(String::new, |price| price.net.to_string()));
    elements.push(
        price
            .and_then(|price| price.basis.clone())
            .unwrap_or_default(),
    );
    elements.extend(pairs(&line.item, 10, body));
    body.add_all("PO1", elements);
    write_description(body, line.description.as_deref());
    if let Some(pack) = line.pack {
        body.add("PO4", [&*pack.to_string()]);
    }
    write_references(body, &line.further);
    if let Some(FreeGoods { amount, worth }) = &line.free {
        let (unit, free) = (amount.unit.x12(), amount.quantity.to_string());
        let worth = cents(*worth);
        body.add(
            "SAC",
            [
                "A",
                super::FREE_GOODS,
                "",
                "",
                &worth,
                "",
                "",
                "",
                unit,
                &free,
            ],
        );
    }
    write_dates(body, &line.further);
    for answer in &line.answers {
        write_answer(body, answer);
    }
    write_notes(body, &line.further);
}

fn write_answer(body: &mut Body, answer: &Answer) {
    let kind = match &answer.kind {
        AnswerKind::Edifact(code) => {
            body.leave_out(format!("answer {code} of EDIFACT"));
            AnswerKind::Changed.x12()
        }
        kind => kind.x12(),
    };
    let mut elements = vec![kind.to_owned()];
    match &answer.amount {
        Some(amount) => {
            elements.extend([amount.quantity.to_string(), amount.unit.x12().to_owned()]);
        }
        None => elements.extend([String::new(), String::new()]),
    }
    if let Some(day) = answer.date {
        let kind = answer.date_kind.as_deref().unwrap_or("067");
        elements.extend([kind.to_owned(), date(day)]);
    }
    body.add_all("ACK", elements);
}

/// SAC05 is a number with two decimal places implied; halves are rounded up.
fn cents(amount: Money) -> String {
    ((amount.scaled() + 50).div_euclid(100)).to_string()
}
