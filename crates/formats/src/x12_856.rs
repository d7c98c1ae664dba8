//! X12 856, ship notice: what of an order left our warehouse.

mod read;
mod write;

use model::event::ShipmentReported;
use model::order::Order;
use model::reference::Reference;

use crate::writing::{Kind, write as write_message};
use crate::{Envelope, Error, ours};

pub use read::read;
pub(crate) use read::shipment_of;
pub(crate) use write::segments;

pub(crate) const KIND: Kind = Kind {
    message: "856",
    group: "SH",
};

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
    let body = segments(&ours::shipment(order, shipment, reference));
    write_message(envelope, KIND, shipment.shipment.as_str(), &[body])
}
