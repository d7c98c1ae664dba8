//! The simulator of An'an's warehouse: ships accepted orders and says so over the REST API.
//!
//! A program like any other: it has an API key, and touches neither database nor files of the hub.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use model::order::Order;
use model::reference::Reference;
use model::{Gtin, OrderId, Quantity};
use serde::{Deserialize, Serialize};

use super::world::{self, Api};

/// One order in so many leaves a case of its first line behind, so that *short* can be seen.
const SHORT_EVERY: u64 = 5;

/// A shipment as `POST /api/v1/shipments` takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shipment {
    /// The order.
    pub(crate) order: OrderId,
    /// The warehouse's number.
    pub(crate) shipment: String,
    /// When the goods left.
    pub(crate) at: DateTime<Utc>,
    /// The day they arrive.
    pub(crate) arrives: NaiveDate,
    /// What is on the truck.
    pub(crate) lines: Vec<Packed>,
}

/// So many eaches of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Packed {
    /// The item.
    pub(crate) item: Gtin,
    /// How many.
    pub(crate) quantity: Quantity,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// Orders shipped, and never again.
    shipped: BTreeSet<OrderId>,
    /// Shipments decided and not surely reported.
    reports: Vec<Shipment>,
}

#[derive(Debug, Deserialize)]
struct List {
    orders: Vec<Listed>,
}

#[derive(Debug, Deserialize)]
struct Listed {
    id: OrderId,
}

/// The simulator.
#[derive(Debug)]
pub(crate) struct Warehouse {
    path: PathBuf,
    api: Api,
    reference: Arc<Reference>,
    memory: Memory,
}

impl Warehouse {
    /// Opens, or goes on where it was; `home` is its own folder.
    pub(crate) fn open(home: &Path, api: Api, reference: Arc<Reference>) -> Result<Self> {
        std::fs::create_dir_all(home).with_context(|| format!("make folder {}", home.display()))?;
        let path = home.join("warehouse.json");
        let memory = world::load(&path)?;
        Ok(Self {
            path,
            api,
            reference,
            memory,
        })
    }

    /// Ships what was accepted before the day began, and returns what was reported.
    pub(crate) async fn morning(&mut self, day: NaiveDate) -> Result<Vec<Shipment>> {
        // What a killed morning had decided comes first, with the same words under the same key.
        let mut reported = self.report().await?;
        let list: List = self.api.get("/api/v1/orders?status=accepted").await?;
        for Listed { id } in list.orders {
            if self.memory.shipped.contains(&id) {
                continue;
            }
            let order: Order = self.api.get(&format!("/api/v1/orders/{id}")).await?;
            if order.released_at >= world::morning(day) {
                continue;
            }
            let shipment = pack(&order, day, &self.reference);
            if !shipment.lines.is_empty() {
                self.memory.reports.push(shipment);
            }
            self.memory.shipped.insert(id);
        }
        // The hub lists orders as it likes; reports go out in a fixed order.
        self.memory
            .reports
            .sort_by(|one, other| one.order.cmp(&other.order));
        world::save(&self.path, &self.memory)?;
        reported.extend(self.report().await?);
        Ok(reported)
    }

    async fn report(&mut self) -> Result<Vec<Shipment>> {
        for shipment in &self.memory.reports {
            let once = format!("shipment-{}", shipment.order);
            let taken = self.api.post("/api/v1/shipments", &once, shipment).await?;
            ensure!(
                taken,
                "the hub does not take the shipment of order {}",
                shipment.order
            );
        }
        let reported = std::mem::take(&mut self.memory.reports);
        if !reported.is_empty() {
            world::save(&self.path, &self.memory)?;
        }
        Ok(reported)
    }
}

/// Loads an order: all of it that is open, sometimes a case less.
fn pack(order: &Order, day: NaiveDate, reference: &Reference) -> Shipment {
    let mut lines: Vec<Packed> = Vec::new();
    for line in &order.lines {
        let open = line.quantities.released - line.quantities.cancelled - line.quantities.shipped;
        if open > Quantity::ZERO {
            lines.push(Packed {
                item: line.item,
                quantity: open,
            });
        }
    }
    if is_short(&order.id)
        && let Some(first) = lines.first_mut()
        && let Some(item) = reference.item(first.item)
        && first.quantity > item.case
    {
        first.quantity -= item.case;
    }
    Shipment {
        order: order.id.clone(),
        shipment: format!("SH-{}", order.id.as_str().replace([':', '/'], "-")),
        at: world::morning(day),
        arrives: arrival(order, day, reference),
        lines,
    }
}

/// Returns the day asked for, or the next one on which the site takes goods in after today.
fn arrival(order: &Order, day: NaiveDate, reference: &Reference) -> NaiveDate {
    let earliest = order.need_date.max(day + Days::new(1));
    let lane = reference
        .site(&order.partner, &order.ship_to)
        .and_then(|site| site.lane(day));
    let takes_in = |day: &NaiveDate| {
        lane.is_none_or(|lane| {
            let weekday =
                lane.delivery_days.is_empty() || lane.delivery_days.contains(&day.weekday());
            weekday && !lane.closed.contains(day)
        })
    };
    earliest
        .iter_days()
        .take(14)
        .find(takes_in)
        .unwrap_or(earliest)
}

fn is_short(id: &OrderId) -> bool {
    let digits = id.as_str().bytes().filter(u8::is_ascii_digit);
    let number = digits.fold(0_u64, |sum, digit| {
        (sum * 10 + u64::from(digit - b'0')) % 100_003
    });
    number % SHORT_EVERY == 0
}

#[cfg(test)]
mod tests {
    use model::reference::ReferenceFile;
    use serde_json::json;

    use super::*;

    const SOFTENER: &str = "9520001001055";
    const SOAP: &str = "9520001001093";

    fn order(id: &str, softener: [i32; 3]) -> Order {
        let line = |number: u32, item: &str, [released, cancelled, shipped]: [i32; 3]| {
            let mut quantities = serde_json::to_value(model::order::Quantities::default()).unwrap();
            quantities["released"] = json!(released);
            quantities["cancelled"] = json!(cancelled);
            quantities["shipped"] = json!(shipped);
            json!({
                "line": number, "item": item, "quantities": quantities, "price": null,
                "change": null, "derivation": { "steps": [] }, "receipts": [],
            })
        };
        let order = json!({
            "id": id, "partner": "WOMART", "agreement": "AG-WOMART-1", "agreement_version": 1,
            "ship_to": "DC01", "ship_from": "AW1", "po_number": "4500010001",
            "need_date": "2024-05-25", "released_at": "2024-05-23T14:00:00Z",
            "status": "accepted", "held": null, "documents": [], "timeline": [], "version": 3,
            "lines": [line(1, SOFTENER, softener), line(2, SOAP, [48, 0, 0])],
        });
        serde_json::from_value(order).unwrap()
    }

    #[test]
    fn packs_what_is_open_and_now_and_then_a_case_less() {
        let text = include_str!("../../../../examples/womart/reference.toml");
        let data: ReferenceFile = toml::from_str(text).unwrap();
        let reference = Reference::new("test".to_owned(), data);
        // Softener comes in cases of 12.
        type Case<'a> = (&'a str, [i32; 3], &'a [(&'a str, i32)]);
        let cases: [Case; 5] = [
            ("O-1001", [60, 0, 0], &[(SOFTENER, 60), (SOAP, 48)]),
            ("O-1005", [60, 0, 0], &[(SOFTENER, 48), (SOAP, 48)]),
            ("O-1005", [12, 0, 0], &[(SOFTENER, 12), (SOAP, 48)]),
            ("O-1002", [60, 24, 12], &[(SOFTENER, 24), (SOAP, 48)]),
            ("O-1003", [60, 60, 0], &[(SOAP, 48)]),
        ];
        for (id, softener, expected) in cases {
            let packed = pack(&order(id, softener), world::day(57), &reference);
            let expected: Vec<_> = expected
                .iter()
                .map(|(item, units)| Packed {
                    item: Gtin::new(item).unwrap(),
                    quantity: Quantity::from_units(*units),
                })
                .collect();
            assert_eq!(packed.lines, expected, "{id} {softener:?}");
            assert_eq!(packed.shipment, format!("SH-{id}"));
            assert_eq!(packed.arrives.to_string(), "2024-05-25");
        }
        // Left on the day it was needed, a Saturday: Sundays are closed.
        let late = pack(&order("O-1001", [60, 0, 0]), world::day(58), &reference);
        assert_eq!(late.arrives.to_string(), "2024-05-27");
    }
}
