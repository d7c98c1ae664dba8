use chrono::NaiveDate;
use model::document::Finding;

use crate::Code;
use crate::content::{
    DateKind, Dated, Further, HandlingUnit, OrderNumbers, PackageKind, Packages, Purpose,
    Reference, ReferenceKind, Shipment, ShipmentLine,
};
use crate::reading::{Remark, Said, Source};
use crate::taking::Take;
use crate::x12;

/// Reads an 856 in no syntax.
pub fn read(source: Source) -> Said<Shipment> {
    let mut reader = Reader {
        source,
        shipment: None,
        levels: Vec::new(),
        at: At::Head,
        findings: Vec::new(),
    };
    for segment in source.segments() {
        let mut take = Take::new(source, segment);
        reader.take(&mut take);
        reader.findings.extend(take.findings());
    }
    reader.finish()
}

/// What the segments stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Head,
    Shipment,
    Party,
    Order,
    Unit(usize),
    Item(usize),
    /// A party or level that is not carried.
    Aside,
}

/// A level (HL) and what it says for those below it.
#[derive(Debug, Clone)]
struct Level {
    id: String,
    order: OrderNumbers,
    unit: Option<usize>,
    /// What an order refers to, which is of each of its lines.
    references: Vec<Reference>,
}

struct Reader<'a> {
    source: Source<'a>,
    shipment: Option<Shipment>,
    levels: Vec<Level>,
    at: At,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn take(&mut self, take: &mut Take) {
        match take.id() {
            "ST" | "CTT" => take.skip_all(),
            "SE" => {
                take.skip_all();
                if self.shipment.is_none() {
                    take.amiss(
                        Code::OrderUnnamed,
                        "no BSN with a day says which shipment this is",
                    );
                }
            }
            "BSN" => self.shipment = begin(take),
            "HL" => self.level(take),
            _ => self.body(take),
        }
    }

    fn level(&mut self, take: &mut Take) {
        let Some(shipment) = &mut self.shipment else {
            return;
        };
        let above = take.peek(2);
        let parent = self.levels.iter().rev().find(|level| level.id == above);
        let mut level = Level {
            id: take.peek(1).into_owned(),
            order: parent.map(|p| p.order.clone()).unwrap_or_default(),
            unit: parent.and_then(|parent| parent.unit),
            references: parent.map(|p| p.references.clone()).unwrap_or_default(),
        };
        let kind = take.peek(3).into_owned();
        self.at = match &*kind {
            "S" => At::Shipment,
            "O" => At::Order,
            "T" | "P" => {
                shipment.units.push(HandlingUnit {
                    pallet: kind == "T",
                    within: level.unit,
                    sscc: Vec::new(),
                });
                level.unit = Some(shipment.units.len() - 1);
                At::Unit(shipment.units.len() - 1)
            }
            "I" => {
                shipment.lines.push(line(&level));
                At::Item(shipment.lines.len() - 1)
            }
            _ => At::Aside,
        };
        if self.at != At::Aside {
            take.skip_all();
        }
        self.levels.push(level);
    }

    fn body(&mut self, take: &mut Take) {
        let Some(shipment) = &mut self.shipment else {
            return;
        };
        match self.at {
            At::Head | At::Shipment | At::Party => self.at = in_shipment(shipment, self.at, take),
            At::Order => match take.id() {
                "N1" => self.at = At::Aside,
                _ => {
                    if let Some(level) = self.levels.last_mut() {
                        in_order(level, shipment, take);
                    }
                }
            },
            At::Unit(unit) if take.id() == "MAN" => codes(&mut shipment.units[unit], take),
            At::Item(at) => match take.id() {
                "N1" => self.at = At::Aside,
                _ => in_item(&mut shipment.lines[at], take),
            },
            At::Unit(_) | At::Aside => {}
        }
    }

    fn finish(mut self) -> Said<Shipment> {
        if let Some(shipment) = &mut self.shipment {
            shipment.lines.retain(|line| {
                let said = !line.item.is_empty() || !line.amount.quantity.is_zero();
                if !said {
                    let cause = "an HL of an item names neither item nor quantity";
                    let first = self.source.segments().next();
                    let remark = Remark::new(Code::ItemMissing, cause);
                    let finding = first.map(|first| self.source.finding(&first, None, remark));
                    self.findings.extend(finding);
                }
                said
            });
        }
        Said {
            content: self.shipment,
            findings: self.findings,
        }
    }
}

fn begin(take: &mut Take) -> Option<Shipment> {
    let purpose = Purpose::from_x12(&take.text(1).unwrap_or_default());
    let number = take.text(2).unwrap_or_default();
    let issued = take.x12_day(3)?;
    let issued_at = take.x12_time(4);
    // The order of the levels, which the levels themselves show.
    take.skip(5);
    Some(Shipment {
        purpose,
        number,
        issued_at,
        ..shipment_of(issued)
    })
}

/// Returns a shipment written on a day that says nothing yet.
pub(crate) fn shipment_of(issued: NaiveDate) -> Shipment {
    Shipment {
        purpose: Purpose::Original,
        number: String::new(),
        issued,
        issued_at: None,
        shipped: None,
        arrives: None,
        packages: None,
        weight: None,
        carrier: None,
        bill_of_lading: None,
        parties: Vec::new(),
        further: Further::default(),
        units: Vec::new(),
        lines: Vec::new(),
    }
}

fn line(level: &Level) -> ShipmentLine {
    ShipmentLine {
        order: level.order.clone(),
        line: None,
        item: Vec::new(),
        amount: x12::nothing(),
        description: None,
        unit: level.unit,
        further: Further {
            references: level.references.clone(),
            ..Further::default()
        },
    }
}

fn in_shipment(shipment: &mut Shipment, at: At, take: &mut Take) -> At {
    match take.id() {
        "N1" => {
            shipment.parties.push(x12::party(take));
            return At::Party;
        }
        "N2" | "N3" | "N4" | "PER" if at == At::Party => {
            if let Some(party) = shipment.parties.last_mut() {
                x12::party_more(party, take);
            }
        }
        "TD1" => packed(shipment, take),
        "TD5" if shipment.carrier.is_none() => shipment.carrier = x12::carrier(take),
        "REF" if at != At::Party => match x12::reference(take) {
            Some(Reference { kind, number })
                if kind == ReferenceKind::BillOfLading && shipment.bill_of_lading.is_none() =>
            {
                shipment.bill_of_lading = Some(number);
            }
            reference => shipment.further.references.extend(reference),
        },
        "DTM" if at != At::Party => match x12::dated(take) {
            Some(Dated { kind, date })
                if kind == DateKind::Shipped && shipment.shipped.is_none() =>
            {
                shipment.shipped = Some(date);
            }
            Some(Dated { kind, date })
                if kind == DateKind::DeliveryEstimated && shipment.arrives.is_none() =>
            {
                shipment.arrives = Some(date);
            }
            day => shipment.further.dates.extend(day),
        },
        _ => {}
    }
    at
}

/// Takes a TD1: packages and gross weight.
fn packed(shipment: &mut Shipment, take: &mut Take) {
    if shipment.packages.is_none() && !take.peek(2).is_empty() {
        // 103 may have the material behind the form: "CTN25".
        let code = take.peek(1).into_owned();
        let form = code.get(..3).filter(|_| matches!(code.len(), 3 | 5));
        let kind = form.map(PackageKind::from_x12);
        if code.len() == 3 {
            take.skip(1);
        }
        shipment.packages = take.text(2).map(|count| Packages { count, kind });
    }
    // G: gross.
    if shipment.weight.is_none() && take.peek(6) == "G" {
        take.skip(6);
        shipment.weight = take.x12_amount(7, 8);
    }
}

fn in_order(level: &mut Level, shipment: &mut Shipment, take: &mut Take) {
    let order = &mut level.order;
    match take.id() {
        "PRF" => {
            order.po_number = take.text(1);
            order.ordered = take.x12_day(4);
        }
        "REF" if take.peek(1) == "VN" => {
            order.order_id = x12::reference(take).map(|reference| reference.number);
        }
        "REF" => level.references.extend(x12::reference(take)),
        // Where the order level says how it is packed, the shipment is that of one order.
        "TD1" => packed(shipment, take),
        _ => {}
    }
}

fn codes(unit: &mut HandlingUnit, take: &mut Take) {
    // GM: a serial shipping container code.
    for n in [1, 4] {
        if take.peek(n) == "GM" {
            take.skip(n);
            unit.sscc.extend(take.text(n + 1));
        }
    }
}

fn in_item(line: &mut ShipmentLine, take: &mut Take) {
    match take.id() {
        "LIN" => {
            line.line = take.text(1);
            line.item = x12::items(take, 2);
        }
        "SN1" => {
            let number = take.peek(1).into_owned();
            if line.line.is_none() && !number.is_empty() {
                line.line = Some(number.clone());
            }
            if line.line.as_deref() == Some(&*number) {
                take.skip(1);
            }
            if let Some(amount) = take.x12_amount(2, 3) {
                line.amount = amount;
            }
        }
        "PRF" => {
            line.order = OrderNumbers::default();
            line.order.po_number = take.text(1);
            line.order.ordered = take.x12_day(4);
        }
        "PID" => x12::description(take, &mut line.description),
        "REF" if take.peek(1) == "VN" => {
            line.order.order_id = x12::reference(take).map(|reference| reference.number);
        }
        "REF" => line.further.references.extend(x12::reference(take)),
        "DTM" => line.further.dates.extend(x12::dated(take)),
        _ => {}
    }
}
