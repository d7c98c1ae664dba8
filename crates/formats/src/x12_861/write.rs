use crate::content::{Amount, OrderNumbers, Receipt, ReceiptLine};
use crate::writing::{Body, date};
use crate::x12;

/// Writes what a receipt says between ST and SE.
pub(crate) fn segments(receipt: &Receipt) -> Body {
    let mut body = Body::default();
    // BRA04 = 2: written after the goods were put away and counted.
    body.add(
        "BRA",
        [
            &*receipt.number,
            &date(receipt.issued),
            receipt.purpose.x12(),
            "2",
        ],
    );
    let order = one_order(receipt);
    if let Some(id) = order.and_then(|order| order.order_id.as_ref()) {
        body.add("REF", ["VN", id]);
    }
    if let Some(shipment) = &receipt.shipment {
        body.add("REF", ["SI", shipment]);
    }
    x12::write_references(&mut body, &receipt.further);
    if let Some(day) = receipt.received {
        body.add("DTM", ["050", &date(day)]);
    }
    x12::write_dates(&mut body, &receipt.further);
    x12::leave_out_notes(&mut body, &receipt.further);
    if let Some(order) = order {
        prf(&mut body, order);
    }
    for party in &receipt.parties {
        x12::write_party(&mut body, party);
    }
    for line in &receipt.lines {
        write_line(&mut body, line, order.is_none());
    }
    body.add("CTT", [&receipt.lines.len().to_string()]);
    body
}

/// Returns the order of all lines, where it is one.
fn one_order(receipt: &Receipt) -> Option<&OrderNumbers> {
    let first = &receipt.lines.first()?.order;
    let same = receipt.lines.iter().all(|line| line.order == *first);
    same.then_some(first)
}

fn prf(body: &mut Body, order: &OrderNumbers) {
    let ordered = order.ordered.map(date).unwrap_or_default();
    match &order.po_number {
        Some(number) => body.add("PRF", [number, "", "", &ordered]),
        None if !ordered.is_empty() => {
            body.leave_out(format!("day {ordered} of an order without a number"));
        }
        None => {}
    }
}

fn write_line(body: &mut Body, line: &ReceiptLine, name_order: bool) {
    let mut elements = vec![line.line.clone()];
    let questioned = line.questioned.as_ref();
    let amounts = [
        line.received.as_ref(),
        line.returned.as_ref(),
        questioned.map(|(amount, _)| amount),
    ];
    for amount in amounts {
        match amount {
            Some(Amount { quantity, unit }) => {
                elements.extend([quantity.to_string(), unit.x12().to_owned()]);
            }
            None => elements.extend([String::new(), String::new()]),
        }
    }
    match questioned.map(|(_, reason)| reason) {
        Some(reason) if reason.len() <= 2 => elements.push(reason.clone()),
        Some(reason) => body.leave_out(format!("reason {reason:?} of line {}", line.line)),
        None => {}
    }
    body.add_all("RCD", elements);
    if !line.item.is_empty() {
        let mut elements = vec![String::new()];
        elements.extend(x12::pairs(&line.item, 15, body));
        body.add_all("LIN", elements);
    }
    if let Some(id) = line.order.order_id.as_ref().filter(|_| name_order) {
        body.add("REF", ["VN", id]);
    }
    x12::write_references(body, &line.further);
    x12::write_dates(body, &line.further);
    x12::leave_out_notes(body, &line.further);
    if name_order {
        prf(body, &line.order);
    }
}
