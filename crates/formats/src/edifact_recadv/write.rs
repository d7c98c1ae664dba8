use crate::content::{Receipt, ReceiptLine};
use crate::edifact::{Body, is_line_number, write_item, write_party};

/// Writes what a receipt says between UNH and UNT, for a directory ("96A", "01B").
pub(crate) fn segments(receipt: &Receipt, release: &str) -> Body {
    let mut body = Body::new(release);
    let purpose = receipt.purpose.edifact();
    body.add("BGM", &[&["632"], &[&receipt.number], &[purpose]]);
    body.day("137", Some(receipt.issued));
    body.day("50", receipt.received);
    body.dates(&receipt.further);
    body.leave_out_notes(&receipt.further);
    // AAK: the despatch advice.
    body.reference("AAK", receipt.shipment.as_deref());
    body.references(&receipt.further);
    for party in &receipt.parties {
        write_party(&mut body, party);
    }
    body.add("CPS", &[&["1"]]);
    for (line, place) in receipt.lines.iter().zip(1_u32..) {
        write_line(&mut body, line, place);
    }
    body.add("CNT", &[&["2", &receipt.lines.len().to_string()]]);
    body
}

fn write_line(body: &mut Body, line: &ReceiptLine, place: u32) {
    let known = is_line_number(&line.line);
    let number = if known {
        line.line.clone()
    } else {
        place.to_string()
    };
    write_item(body, &number, None, &line.item);
    // 194: received and accepted; 61: sent back; 195: received and not accepted.
    let questioned = line.questioned.as_ref();
    let amounts = [
        ("194", line.received.as_ref()),
        ("61", line.returned.as_ref()),
        ("195", questioned.map(|(amount, _)| amount)),
    ];
    for (code, amount) in amounts {
        if let Some(amount) = amount {
            body.quantity(code, amount);
        }
    }
    if let Some((amount, reason)) = questioned.filter(|(_, reason)| !reason.is_empty()) {
        let number = amount.quantity.to_string();
        // Why stands in words: EDIFACT has no list of X12's conditions.
        body.add("QVR", &[&[&number, "195"], &[], &["", "", "", reason]]);
    }
    body.dates(&line.further);
    body.leave_out_notes(&line.further);
    let order = &line.order;
    if let Some(po_number) = &order.po_number {
        body.reference("ON", Some(po_number));
        // 171: the day of what is referred to.
        body.day("171", order.ordered);
    } else if let Some(day) = order.ordered {
        body.leave_out(format!("day {day} of an order without a number"));
    }
    body.reference("VN", order.order_id.as_deref());
    if !known && !line.line.is_empty() {
        body.reference("LI", Some(&line.line));
    }
    body.references(&line.further);
}
