//! A shipment as JSON: the body of `POST /api/v1/shipments`, which our warehouse sends.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use model::OrderId;
use model::event::{ItemQuantity, ShipmentReported};
use model::order::Order;
use model::reference::Reference;

use crate::field::{Errors, FieldError, Fields, parse};

/// What the warehouse says it shipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    /// The order.
    pub order: OrderId,
    /// The warehouse's number of the shipment.
    pub shipment: String,
    /// When the goods left.
    pub at: DateTime<Utc>,
    /// The day they should arrive.
    pub arrives: NaiveDate,
    /// How much of each item.
    pub lines: Vec<ItemQuantity>,
}

/// The shipment number stands in BSN02 of the ship notice, which holds 2 to 30 characters.
const NUMBER_LENGTHS: std::ops::RangeInclusive<usize> = 2..=30;

/// Reads a shipment, or says of every field why it cannot be used.
///
/// `{"order", "shipment", "at", "arrives", "lines": [{"item", "quantity"}]}`.
pub fn decode(body: &[u8], reference: &Reference) -> Result<Shipment, Vec<FieldError>> {
    let value = parse(body)?;
    let mut errors = Errors::default();
    let known = ["order", "shipment", "at", "arrives", "lines"];
    let Some(fields) = Fields::of(&value, String::new(), &known, &mut errors) else {
        return errors.or(None);
    };
    let order = fields.id("order", &mut errors);
    let shipment = number(&fields, &mut errors);
    let at = fields.time("at", &mut errors);
    let arrives = fields.date("arrives", &mut errors);
    let lines = lines(&fields, reference, &mut errors);
    if at
        .zip(arrives)
        .is_some_and(|(at, arrives)| arrives < at.date_naive())
    {
        errors.add(
            &fields.pointer_of("arrives"),
            "invalid_date",
            "is before the goods left",
        );
    }
    let shipment = (|| {
        Some(Shipment {
            order: order?,
            shipment: shipment?,
            at: at?,
            arrives: arrives?,
            lines,
        })
    })();
    errors.or(shipment)
}

fn number(fields: &Fields, errors: &mut Errors) -> Option<String> {
    let text = fields.text("shipment", errors)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !NUMBER_LENGTHS.contains(&text.len()) || !text.chars().all(plain) {
        let detail = "must be 2 to 30 letters, digits, '-', '_' or '.'";
        errors.add(&fields.pointer_of("shipment"), "invalid_id", detail);
        return None;
    }
    Some(text.to_owned())
}

fn lines(fields: &Fields, reference: &Reference, errors: &mut Errors) -> Vec<ItemQuantity> {
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for line in fields.lines("lines", &["item", "quantity"], errors) {
        let item = line.item("item", reference, errors);
        let quantity = line.quantity("quantity", errors);
        if quantity.is_some_and(|q| q.is_negative() || q.is_zero()) {
            errors.add(
                &line.pointer_of("quantity"),
                "invalid_quantity",
                "must be above zero",
            );
        }
        let Some((item, quantity)) = item.zip(quantity) else {
            continue;
        };
        if !seen.insert(item.gtin) {
            let detail = "names an item that an earlier line names";
            errors.add(&line.pointer_of("item"), "duplicate", detail);
        }
        lines.push(ItemQuantity {
            item: item.gtin,
            quantity,
        });
    }
    lines
}

impl Shipment {
    /// Returns the event, or says which lines name an item that is not in the order.
    pub fn reported(self, order: &Order) -> Result<ShipmentReported, Vec<FieldError>> {
        let mut errors = Errors::default();
        for (i, line) in self.lines.iter().enumerate() {
            if !order.lines.iter().any(|ordered| ordered.item == line.item) {
                let detail = format!("order {} has no line of item {}", order.id, line.item);
                errors.add(&format!("/lines/{i}/item"), "not_ordered", detail);
            }
        }
        errors.or(Some(ShipmentReported {
            partner: order.partner.clone(),
            site: order.ship_to.clone(),
            order: order.id.clone(),
            shipment: self.shipment,
            at: self.at,
            arrives: self.arrives,
            lines: self.lines,
        }))
    }
}
