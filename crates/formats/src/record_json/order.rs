use model::event::ItemQuantity;

use super::mapping::OrderMapping;
use super::reader::Reader;
use crate::OrderReference;
use crate::x12_850::Confirmation;

/// Reads the confirmation of an order. It counts whole or not at all: half of it would say that the
/// other half was not accepted.
pub(super) fn read(reader: &mut Reader, mapping: &OrderMapping) {
    let (po_number, order) = (mapping.po_number.as_ref(), mapping.order.as_ref());
    let mut named = OrderReference::default();
    let mut lines: Vec<ItemQuantity> = Vec::new();
    reader.rows(mapping.list.as_deref(), |reader, row| {
        if row == 0 {
            // One number is enough where the mapping has both.
            let both_missing = [po_number, order]
                .iter()
                .flatten()
                .all(|pointer| !reader.has(pointer, 0));
            if let Some(pointer) = po_number.filter(|p| both_missing || reader.has(p, 0)) {
                named.po_number = reader.id(pointer, 0, "PO number");
            }
            let needed = both_missing && po_number.is_none();
            if let Some(pointer) = order.filter(|p| needed || reader.has(p, 0)) {
                named.order_id = reader.id(pointer, 0, "number of an order of ours");
            }
        }
        let item = reader.item(&mapping.item, row);
        let quantity = reader.quantity(&mapping.quantity, row);
        let Some((item, quantity)) = item.zip(quantity) else {
            return;
        };
        match lines.iter_mut().find(|line| line.item == item.gtin) {
            Some(line) => line.quantity += quantity,
            None => lines.push(ItemQuantity {
                item: item.gtin,
                quantity,
            }),
        }
    });
    match reader.out.refused {
        0 => {
            reader.out.confirmation = Some(Confirmation {
                order: named,
                lines,
            });
        }
        // None of its rows was used.
        _ => reader.out.rows = 0,
    }
}
