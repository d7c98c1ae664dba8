use chrono::Timelike;

use crate::content::{HandlingUnit, PackageKind, Shipment, ShipmentLine};
use crate::edifact::{
    Body, is_line_number, write_carrier, write_description, write_item, write_party,
};

/// Writes what a shipment says between UNH and UNT, for a directory ("96A", "01B").
pub(crate) fn segments(shipment: &Shipment, release: &str) -> Body {
    let mut body = Body::new(release);
    head(&mut body, shipment);
    let mut levels = Levels {
        body,
        shipment,
        numbers: vec![None; shipment.units.len()],
        count: 1,
        place: 0,
    };
    levels.lines_of(None);
    for unit in 0..shipment.units.len() {
        levels.unit(unit);
    }
    let Levels {
        mut body, place, ..
    } = levels;
    body.add("CNT", &[&["2", &place.to_string()]]);
    body
}

fn head(body: &mut Body, shipment: &Shipment) {
    let purpose = shipment.purpose.edifact();
    body.add("BGM", &[&["351"], &[&shipment.number], &[purpose]]);
    match shipment.issued_at {
        Some(time) => {
            let (pattern, format) = match time.second() {
                0 => ("%Y%m%d%H%M", "203"),
                _ => ("%Y%m%d%H%M%S", "204"),
            };
            let moment = shipment.issued.and_time(time).format(pattern).to_string();
            body.add("DTM", &[&["137", &moment, format]]);
        }
        None => body.day("137", Some(shipment.issued)),
    }
    body.day("11", shipment.shipped);
    body.day("17", shipment.arrives);
    body.dates(&shipment.further);
    if let Some(weight) = &shipment.weight {
        // PD: physical dimensions; AAD: total gross weight.
        let number = weight.quantity.to_string();
        body.add(
            "MEA",
            &[&["PD"], &["AAD"], &[weight.unit.edifact(), &number]],
        );
    }
    body.leave_out_notes(&shipment.further);
    body.reference("BM", shipment.bill_of_lading.as_deref());
    body.references(&shipment.further);
    for party in &shipment.parties {
        write_party(body, party);
    }
    write_carrier(body, shipment.carrier.as_ref());
    body.add("CPS", &[&["1"]]);
    if let Some(packages) = &shipment.packages {
        let kind = packages.kind.as_ref();
        if let Some(PackageKind::Other(code)) = kind {
            body.leave_out(format!("kind {code} of X12 of the packages"));
        }
        let kind = kind.map_or("", |kind| kind.edifact());
        body.add("PAC", &[&[&packages.count], &[], &[kind]]);
    }
}

struct Levels<'a> {
    body: Body,
    shipment: &'a Shipment,
    /// The CPS of each unit that is written.
    numbers: Vec<Option<usize>>,
    count: usize,
    /// Lines written.
    place: usize,
}

impl Levels<'_> {
    /// Adds a unit with its lines, after the one it stands on.
    fn unit(&mut self, at: usize) {
        let Some(unit) = self.shipment.units.get(at) else {
            return;
        };
        let within = unit
            .within
            .and_then(|within| self.numbers.get(within).copied());
        let parent = within.flatten().unwrap_or(1);
        self.count += 1;
        if let Some(number) = self.numbers.get_mut(at) {
            *number = Some(self.count);
        }
        let (own, parent) = (self.count.to_string(), parent.to_string());
        self.body.add("CPS", &[&[&own], &[&parent]]);
        write_unit(&mut self.body, unit);
        self.lines_of(Some(at));
    }

    fn lines_of(&mut self, unit: Option<usize>) {
        let known = |unit: Option<usize>| unit.filter(|unit| *unit < self.numbers.len());
        let lines: Vec<&ShipmentLine> = self
            .shipment
            .lines
            .iter()
            .filter(|line| known(line.unit) == unit)
            .collect();
        for line in lines {
            self.place += 1;
            write_line(&mut self.body, line, self.place);
        }
    }
}

fn write_unit(body: &mut Body, unit: &HandlingUnit) {
    let kind = if unit.pallet {
        PackageKind::Pallet
    } else {
        PackageKind::Carton
    };
    body.add("PAC", &[&["1"], &[], &[kind.edifact()]]);
    if !unit.sscc.is_empty() {
        // 30: marked with serial shipping container codes, which BJ are.
        body.add("PCI", &[&["30"]]);
    }
    for code in &unit.sscc {
        body.add("GIN", &[&["BJ"], &[code]]);
    }
}

fn write_line(body: &mut Body, line: &ShipmentLine, place: usize) {
    write_item(body, &place.to_string(), None, &line.item);
    write_description(body, line.description.as_deref());
    body.quantity("12", &line.amount);
    body.dates(&line.further);
    body.notes(&line.further);
    let order = &line.order;
    let number = line.line.as_deref().unwrap_or_default();
    // RFF holds a line's number of six characters.
    let short = is_line_number(number);
    if let Some(po_number) = &order.po_number {
        let of_line = if short { number } else { "" };
        body.add("RFF", &[&["ON", po_number, of_line]]);
        // 171: the day of what is referred to.
        body.day("171", order.ordered);
    } else if let Some(day) = order.ordered {
        body.leave_out(format!("day {day} of an order without a number"));
    }
    body.reference("VN", order.order_id.as_deref());
    if !number.is_empty() && (!short || order.po_number.is_none()) {
        body.reference("LI", Some(number));
    }
    body.references(&line.further);
}
