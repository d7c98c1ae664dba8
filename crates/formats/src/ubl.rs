//! UBL 2.1: what a document says as XML.
//!
//! Elements stand in the order of the OASIS schemas, and what UBL has no element for stands in a
//! note, so that nothing said is lost. Numbers that mean something by a scheme say which: 0088 is a
//! GLN, 0060 a DUNS number, 0160 a GTIN; 92 and 91 are numbers of the buyer and of the supplier.

mod activity;
mod order;
mod order_cancellation;
mod order_response;
mod receipt;
mod shipment;

mod contact;
mod delivery;
mod handling_unit;
mod item;
mod order_heading;
mod order_line;
mod party;
mod reference;
mod xml;

use chrono::NaiveDateTime;

use crate::Error;
use crate::content::{Content, PartyId};

/// What the envelope says of a document, for where UBL demands what the document leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct About {
    /// Who sent it.
    pub(crate) sender: PartyId,
    /// For whom it is.
    pub(crate) receiver: PartyId,
    /// When it was written.
    pub(crate) written: NaiveDateTime,
    /// Its number among those of the sender.
    pub(crate) number: String,
}

/// Writes a document: ProductActivity, Order (OrderChange, OrderCancellation), OrderResponse,
/// DespatchAdvice or ReceiptAdvice.
pub(crate) fn write(content: &Content, about: &About) -> Result<Vec<u8>, Error> {
    match content {
        Content::Activity(activity) => activity::write(activity, about),
        Content::Order(order) => order::write(order, about),
        Content::OrderResponse(order) => Ok(order_response::write(order, about)),
        Content::Shipment(shipment) => shipment::write(shipment, about),
        Content::Receipt(receipt) => receipt::write(receipt, about),
    }
}

/// Says that UBL has no such document without lines.
fn no_lines(kind: &'static str, name: &str) -> Error {
    Error::NoLines {
        kind,
        name: name.to_owned(),
    }
}
