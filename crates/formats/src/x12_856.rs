//! X12 856, ship notice: what of an order left our warehouse.

use model::Quantity;
use model::event::ShipmentReported;
use model::order::Order;
use model::reference::Reference;

use crate::writing::{Body, Kind, date, item_ids, po_number, write};
use crate::{Envelope, Error};

const KIND: Kind = Kind {
    message: "856",
    group: "SH",
};

/// BSN05: the levels are shipment, order, item.
const SHIPMENT_ORDER_ITEM: &str = "0004";

/// Writes the ship notice of a shipment of an order.
///
/// The warehouse's report names no carrier, so there is no TD5: the segment is optional, and a
/// made-up transport method would be worse than none.
pub fn encode(
    envelope: &Envelope,
    reference: &Reference,
    order: &Order,
    shipment: &ShipmentReported,
) -> Result<Vec<u8>, Error> {
    let mut body = Body::default();
    let (day, number) = (date(shipment.at.date_naive()), shipment.shipment.as_str());
    let time = shipment.at.format("%H%M").to_string();
    body.add("BSN", ["00", number, &day, &time, SHIPMENT_ORDER_ITEM]);
    body.add("HL", ["1", "", "S", "1"]);
    if let Some(cases) = cases(shipment, reference) {
        body.add("TD1", ["CTN", &cases]);
    }
    body.add("DTM", ["011", &day]);
    body.add("DTM", ["017", &date(shipment.arrives)]);
    body.ship_parties(order, reference);
    body.add("HL", ["2", "1", "O", "1"]);
    body.add(
        "PRF",
        [
            po_number(order),
            "",
            "",
            &date(order.released_at.date_naive()),
        ],
    );
    body.add("REF", ["VN", order.id.as_str()]);
    for (line, level) in shipment.lines.iter().zip(3_u32..) {
        let ordered = order.lines.iter().find(|ordered| ordered.item == line.item);
        let ordered = ordered.map_or_else(String::new, |ordered| ordered.line.to_string());
        body.add("HL", [&level.to_string(), "2", "I", "0"]);
        let mut elements = vec![ordered.clone()];
        elements.extend(item_ids(line.item, reference));
        body.add_all("LIN", elements);
        body.add("SN1", [&ordered, &line.quantity.to_string(), "EA"]);
    }
    body.add("CTT", [&(shipment.lines.len() + 2).to_string()]);
    write(envelope, KIND, number, &[body])
}

/// Returns how many cases the shipment takes, if every item is known; broken cases count whole.
fn cases(shipment: &ShipmentReported, reference: &Reference) -> Option<String> {
    let mut total = Quantity::ZERO;
    for line in &shipment.lines {
        let case = reference.item(line.item)?.case;
        if case.is_zero() {
            return None;
        }
        let cases = (line.quantity.value() / case.value()).ceil();
        total += Quantity::new(cases).ok()?;
    }
    Some(total.to_string())
}
