//! X12 855, purchase order acknowledgment, in the use that advises a buyer of an order its vendor
//! raised.

use model::Money;
use model::order::{Order, OrderLine};
use model::reference::Reference;

use crate::writing::{Body, Kind, date, item_ids, po_number, write};
use crate::{Envelope, Error};

const KIND: Kind = Kind {
    message: "855",
    group: "PR",
};

/// "Acknowledge, with detail, no change": the vendor raised the order, so nothing the buyer asked
/// for can have changed.
const ACKNOWLEDGMENT_TYPE: &str = "AD";

/// SAC02: goods that cost nothing.
const FREE_GOODS: &str = "D170";

/// Writes a released order as a vendor-initiated 855.
///
/// Line quantities are in eaches. ACK repeats quantity and day for each line, because version 5010
/// guides ask for ACK02.
pub fn encode(envelope: &Envelope, reference: &Reference, order: &Order) -> Result<Vec<u8>, Error> {
    let mut body = Body::default();
    let (released, needed) = (date(order.released_at.date_naive()), date(order.need_date));
    let (po, id) = (po_number(order), order.id.as_str());
    body.add(
        "BAK",
        [
            "00",
            ACKNOWLEDGMENT_TYPE,
            po,
            &released,
            "",
            "",
            "",
            id,
            &released,
        ],
    );
    if let Some(price) = order.lines.iter().find_map(|line| line.price.as_ref()) {
        body.add("CUR", ["SE", &price.currency]);
    }
    body.add("REF", ["VN", id]);
    body.add("REF", ["AH", order.agreement.as_str()]);
    body.add("DTM", ["002", &needed]);
    body.ship_parties(order, reference);
    for line in &order.lines {
        let quantity = line.quantities.released.to_string();
        add_order_line(&mut body, line, reference);
        body.add("ACK", ["IA", &quantity, "EA", "067", &needed]);
    }
    body.add("CTT", [&order.lines.len().to_string()]);
    write(envelope, KIND, id, &[body])
}

/// Adds a PO1 with number, quantity, net price for one each and item, and what of it is free.
pub(crate) fn add_order_line(body: &mut Body, line: &OrderLine, reference: &Reference) {
    let quantity = line.quantities.released.to_string();
    let mut elements = vec![line.line.to_string(), quantity, "EA".to_owned()];
    match &line.price {
        Some(price) => elements.extend([price.net.to_string(), "PE".to_owned()]),
        None => elements.extend([String::new(), String::new()]),
    }
    elements.extend(item_ids(line.item, reference));
    body.add_all("PO1", elements);
    if let Some(price) = line.price.as_ref().filter(|price| !price.free.is_zero()) {
        let (worth, free) = (cents(price.free.cost(price.net)), price.free.to_string());
        body.add(
            "SAC",
            ["A", FREE_GOODS, "", "", &worth, "", "", "", "EA", &free],
        );
    }
}

/// SAC05 is a number with two decimal places implied; halves are rounded up.
fn cents(amount: Money) -> String {
    ((amount.scaled() + 50).div_euclid(100)).to_string()
}
