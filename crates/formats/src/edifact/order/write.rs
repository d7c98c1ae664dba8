use super::{basis_of, day_code};
use crate::content::{Answer, AnswerKind, DateKind, FreeGoods, Order, OrderLine};
use crate::edifact::{
    Body, is_line_number, write_carrier, write_description, write_item, write_party,
};

/// Adds what follows the days of an order or answer, up to its lines; the buyer's and the vendor's
/// numbers are added before.
pub(crate) fn head(body: &mut Body, order: &Order) {
    body.reference("CT", order.agreement.as_deref());
    body.reference("IA", order.vendor_number.as_deref());
    body.reference("SD", order.department.as_deref());
    body.references(&order.further);
    for party in &order.parties {
        write_party(body, party);
    }
    if let Some(currency) = &order.currency {
        // 2: the reference currency; 9: the currency of the order.
        body.add("CUX", &[&["2", currency, "9"]]);
    }
    write_carrier(body, order.carrier.as_ref());
}

/// Adds the lines, with `answers` what becomes of them, and what closes the message.
pub(crate) fn lines(body: &mut Body, order: &Order, answers: bool) {
    let number = |line: &OrderLine| line.line.parse::<u32>().unwrap_or_default();
    let mut below = order.lines.iter().map(number).max().unwrap_or_default();
    for (line, place) in order.lines.iter().zip(1_u32..) {
        let number = if is_line_number(&line.line) {
            line.line.clone()
        } else {
            place.to_string()
        };
        let told = if answers { &*line.answers } else { &[] };
        if !answers && !line.answers.is_empty() {
            body.leave_out(format!("what is answered to line {number}"));
        }
        // A day of a line that gives an answer is the answer's, the first one.
        let one = match told {
            [answer] if answer.date.is_some() || line.further.dates.is_empty() => Some(answer),
            _ => None,
        };
        write_line(body, line, &number, one);
        if one.is_none() {
            for answer in told {
                below += 1;
                let own = below.max(place).to_string();
                let action = action(body, answer);
                // 1: a line below another.
                body.add("LIN", &[&[&own], &[&action], &[], &["1", &number]]);
                write_answer(body, answer);
            }
        }
    }
    body.add("UNS", &[&["S"]]);
    body.add("CNT", &[&["2", &order.lines.len().to_string()]]);
}

fn write_line(body: &mut Body, line: &OrderLine, number: &str, answer: Option<&Answer>) {
    let action = answer.map(|answer| action(body, answer));
    write_item(body, number, action.as_deref(), &line.item);
    write_description(body, line.description.as_deref());
    body.quantity("21", &line.amount);
    if let Some(pack) = line.pack {
        // 59: pieces in the traded unit.
        body.add("QTY", &[&["59", &pack.to_string()]]);
    }
    if let Some(answer) = answer {
        write_answer(body, answer);
    }
    body.dates(&line.further);
    body.notes(&line.further);
    if let Some(price) = &line.price {
        let net = price.net.to_string();
        let basis = price.basis.as_deref();
        match (basis, basis.and_then(basis_of)) {
            (_, Some([count, unit])) => {
                body.add("PRI", &[&["AAA", &net, "", "", count, unit]]);
            }
            (basis, None) => {
                if let Some(basis) = basis {
                    body.leave_out(format!("basis {basis} of the price of line {number}"));
                }
                body.add("PRI", &[&["AAA", &net]]);
            }
        }
    }
    if number != line.line && !line.line.is_empty() {
        body.reference("LI", Some(&line.line));
    }
    body.references(&line.further);
    if let Some(FreeGoods { amount, worth }) = &line.free {
        // FG: free goods, an allowance.
        body.add("ALC", &[&["A"], &[], &[], &[], &["FG"]]);
        body.quantity("192", amount);
        body.add("MOA", &[&["204", &worth.to_string()]]);
    }
}

/// Adds the quantity and day of an answer.
fn write_answer(body: &mut Body, answer: &Answer) {
    if let Some(amount) = &answer.amount {
        let later = answer.kind == AnswerKind::Backordered;
        body.quantity(if later { "83" } else { "113" }, amount);
    }
    match day_code(answer.date_kind.as_deref()) {
        DateKind::Other(code) if answer.date.is_some() => {
            body.leave_out(format!("that the day of an answer is {code} in X12"));
            body.day(DateKind::DeliveryScheduled.edifact(), answer.date);
        }
        kind => body.day(kind.edifact(), answer.date),
    }
}

fn action(body: &mut Body, answer: &Answer) -> String {
    if let AnswerKind::Other(code) = &answer.kind {
        body.leave_out(format!("answer {code} of X12"));
    }
    answer.kind.edifact().to_owned()
}
