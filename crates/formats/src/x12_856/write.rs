use chrono::Timelike;

use crate::content::{HandlingUnit, OrderNumbers, Shipment, ShipmentLine};
use crate::writing::{Body, date};
use crate::x12;

/// BSN05: the levels are shipment, order, item.
const SHIPMENT_ORDER_ITEM: &str = "0004";
/// BSN05: shipment, order, packaging, item.
const SHIPMENT_ORDER_UNIT_ITEM: &str = "0001";
/// BSN05: shipment, packaging, order, item.
const SHIPMENT_UNIT_ORDER_ITEM: &str = "0003";

/// Writes what a shipment says between ST and SE.
pub(crate) fn segments(shipment: &Shipment) -> Body {
    let mut body = Body::default();
    let time = shipment.issued_at.map(|time| match time.second() {
        0 => time.format("%H%M").to_string(),
        _ => time.format("%H%M%S").to_string(),
    });
    let units_first = units_hold_orders(shipment);
    let levels = match (shipment.units.is_empty(), units_first) {
        (true, _) => SHIPMENT_ORDER_ITEM,
        (false, false) => SHIPMENT_ORDER_UNIT_ITEM,
        (false, true) => SHIPMENT_UNIT_ORDER_ITEM,
    };
    body.add(
        "BSN",
        [
            shipment.purpose.x12(),
            &shipment.number,
            &date(shipment.issued),
            // BSN04 may not be empty: a day without a time began at midnight.
            time.as_deref().unwrap_or("0000"),
            levels,
        ],
    );
    head(&mut body, shipment);
    let mut tree = Tree {
        body,
        shipment,
        above: Vec::new(),
        levels: 1,
        told: vec![false; shipment.units.len()],
    };
    for line in &shipment.lines {
        tree.line(line, units_first);
    }
    tree.empty_units();
    let Tree {
        mut body, levels, ..
    } = tree;
    body.add("CTT", [&levels.to_string()]);
    body
}

/// Tells whether a pallet or carton holds goods of several orders.
fn units_hold_orders(shipment: &Shipment) -> bool {
    let outermost = |mut unit: usize| {
        // No unit stands on one that is told of later, so this ends.
        while let Some(within) = above(shipment, unit) {
            unit = within;
        }
        unit
    };
    let lines = || {
        shipment
            .lines
            .iter()
            .filter_map(|l| Some((outermost(l.unit?), &l.order)))
    };
    lines().any(|(unit, order)| lines().any(|(other, of)| unit == other && order != of))
}

fn above(shipment: &Shipment, unit: usize) -> Option<usize> {
    let within = shipment.units.get(unit)?.within;
    within.filter(|within| *within < unit)
}

fn head(body: &mut Body, shipment: &Shipment) {
    body.add("HL", ["1", "", "S", "1"]);
    let mut packed = vec![String::new(); 2];
    if let Some(packages) = &shipment.packages {
        let kind = packages.kind.as_ref().map_or("", |kind| kind.x12());
        packed = vec![kind.to_owned(), packages.count.clone()];
    }
    if let Some(weight) = &shipment.weight {
        let (number, unit) = (weight.quantity.to_string(), weight.unit.x12().to_owned());
        packed.extend([String::new(), String::new(), String::new(), "G".to_owned()]);
        packed.extend([number, unit]);
    }
    if packed.iter().any(|element| !element.is_empty()) {
        body.add_all("TD1", packed);
    }
    x12::write_carrier(body, shipment.carrier.as_ref());
    if let Some(number) = &shipment.bill_of_lading {
        body.add("REF", ["BM", number]);
    }
    x12::write_references(body, &shipment.further);
    for (code, day) in [("011", shipment.shipped), ("017", shipment.arrives)] {
        if let Some(day) = day {
            body.add("DTM", [code, &date(day)]);
        }
    }
    x12::write_dates(body, &shipment.further);
    x12::leave_out_notes(body, &shipment.further);
    for party in &shipment.parties {
        x12::write_party(body, party);
    }
}

/// What a level is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node<'a> {
    Order(&'a OrderNumbers),
    Unit(usize),
}

struct Tree<'a> {
    body: Body,
    shipment: &'a Shipment,
    /// The open levels below the shipment, with their numbers.
    above: Vec<(Node<'a>, usize)>,
    levels: usize,
    told: Vec<bool>,
}

impl<'a> Tree<'a> {
    fn line(&mut self, line: &'a ShipmentLine, units_first: bool) {
        let mut units = Vec::new();
        let mut unit = line.unit;
        while let Some(at) = unit {
            units.push(Node::Unit(at));
            unit = above(self.shipment, at);
        }
        units.reverse();
        let order = [Node::Order(&line.order)];
        let path: Vec<Node> = match units_first {
            true => units.into_iter().chain(order).collect(),
            false => order.into_iter().chain(units).collect(),
        };
        let shared = self.above.iter().zip(&path);
        let shared = shared.take_while(|((open, _), node)| open == *node).count();
        self.above.truncate(shared);
        for node in path.into_iter().skip(shared) {
            self.open(node);
        }
        self.open_level("I", "0");
        write_line(&mut self.body, line);
    }

    /// Adds the units that hold nothing that is told of.
    fn empty_units(&mut self) {
        self.above.clear();
        for at in 0..self.shipment.units.len() {
            if !self.told.get(at).copied().unwrap_or(true) {
                let within = above(self.shipment, at).map(Node::Unit);
                let open = self
                    .above
                    .iter()
                    .position(|(node, _)| Some(*node) == within);
                self.above.truncate(open.map_or(0, |open| open + 1));
                self.open(Node::Unit(at));
            }
        }
    }

    fn open(&mut self, node: Node<'a>) {
        match node {
            Node::Order(order) => {
                self.open_level("O", "1");
                write_order(&mut self.body, order);
            }
            Node::Unit(at) => {
                let unit = self.shipment.units.get(at);
                let pallet = unit.is_some_and(|unit| unit.pallet);
                self.open_level(if pallet { "T" } else { "P" }, "1");
                if let Some(unit) = unit {
                    write_unit(&mut self.body, unit);
                }
                if let Some(told) = self.told.get_mut(at) {
                    *told = true;
                }
            }
        }
        self.above.push((node, self.levels));
    }

    fn open_level(&mut self, kind: &str, has_below: &str) {
        self.levels += 1;
        let parent = self.above.last().map_or(1, |(_, level)| *level);
        let (own, parent) = (self.levels.to_string(), parent.to_string());
        self.body.add("HL", [&own, &parent, kind, has_below]);
    }
}

fn write_order(body: &mut Body, order: &OrderNumbers) {
    let ordered = order.ordered.map(date).unwrap_or_default();
    match &order.po_number {
        Some(number) => body.add("PRF", [number, "", "", &ordered]),
        None if !ordered.is_empty() => {
            body.leave_out(format!("day {ordered} of an order without a number"));
        }
        None => {}
    }
    if let Some(id) = &order.order_id {
        body.add("REF", ["VN", id]);
    }
}

fn write_unit(body: &mut Body, unit: &HandlingUnit) {
    for code in &unit.sscc {
        body.add("MAN", ["GM", code]);
    }
}

fn write_line(body: &mut Body, line: &ShipmentLine) {
    let number = line.line.clone().unwrap_or_default();
    let mut elements = vec![number.clone()];
    elements.extend(x12::pairs(&line.item, 15, body));
    if !line.item.is_empty() {
        body.add_all("LIN", elements);
    }
    let amount = &line.amount;
    let quantity = amount.quantity.to_string();
    body.add("SN1", [&*number, &*quantity, amount.unit.x12()]);
    x12::write_description(body, line.description.as_deref());
    x12::write_references(body, &line.further);
    x12::write_dates(body, &line.further);
    x12::leave_out_notes(body, &line.further);
}
