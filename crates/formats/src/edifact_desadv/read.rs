use chrono::NaiveDate;
use edi::Segment;
use model::document::Finding;

use crate::Code;
use crate::content::{
    DateKind, Dated, Further, HandlingUnit, OrderNumbers, PackageKind, Packages, Purpose,
    Reference, ReferenceKind, Shipment, ShipmentLine, Unit,
};
use crate::edifact::{self, Parties};
use crate::reading::{Remark, Said, Source};
use crate::taking::Take;
use crate::{x12, x12_856};

/// Segments that begin a group.
const GROUPS: &[&str] = &[
    "RFF", "NAD", "TOD", "TDT", "EQD", "CPS", "PAC", "PCI", "LIN", "HAN", "DGS", "LOC", "SGP",
    "QVR",
];

/// Reads a DESADV.
pub fn read(source: Source) -> Said<Shipment> {
    let mut reader = Reader {
        source,
        early: edifact::is_early(source),
        shipment: None,
        is_dated: false,
        parties: Parties::default(),
        order: OrderNumbers::default(),
        group: "",
        in_lines: false,
        packing: Vec::new(),
        line: None,
        findings: Vec::new(),
    };
    for segment in source.segments() {
        reader.take(segment);
    }
    reader.finish()
}

/// A CPS, and the unit its PAC tells of.
struct Packing {
    id: String,
    parent: String,
    unit: Option<usize>,
}

struct Reader<'a> {
    source: Source<'a>,
    early: bool,
    shipment: Option<Shipment>,
    /// Whether the day it was written is known.
    is_dated: bool,
    parties: Parties,
    /// The order of all lines that name none.
    order: OrderNumbers,
    group: &'a str,
    in_lines: bool,
    packing: Vec<Packing>,
    /// The LIN that is being read, while no quantity was.
    line: Option<Segment<'a>>,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, segment: Segment<'a>) {
        let mut take = Take::new(self.source, segment);
        let id = take.id();
        let of_party = id == "RFF" && self.group == "NAD";
        if GROUPS.contains(&id) && !of_party {
            self.group = id;
        }
        match id {
            "UNH" => take.skip_all(),
            "UNT" => {
                self.end_line();
                take.skip_all();
                if self.shipment.is_none() || !self.is_dated {
                    let cause = "no BGM with DTM+137 says which shipment this is";
                    take.amiss(Code::DateMissing, cause);
                }
            }
            "CNT" if take.peek_part(1, 1) == "2" => take.skip_all(),
            "BGM" => self.shipment = Some(begin(&mut take)),
            "CPS" => {
                self.end_line();
                self.in_lines = true;
                self.packing.push(Packing {
                    id: take.text(1).unwrap_or_default(),
                    parent: take.text(2).unwrap_or_default(),
                    unit: None,
                });
                // How deep the level is, which the parents show.
                take.skip(3);
            }
            "LIN" => self.begin_line(&mut take, segment),
            _ if self.in_lines => self.in_level(&mut take),
            _ => self.in_head(&mut take),
        }
        self.findings.extend(take.findings());
    }

    fn in_head(&mut self, take: &mut Take<'a>) {
        let Some(shipment) = &mut self.shipment else {
            return;
        };
        match (self.group, take.id()) {
            ("", "DTM") if take.peek_part(1, 1) == "137" => {
                if let Some((day, time)) = take.moment() {
                    shipment.issued = day;
                    shipment.issued_at = time;
                    self.is_dated = true;
                }
            }
            ("", "DTM") => head_day(shipment, take),
            ("", "MEA") => weight(shipment, take),
            ("RFF", "RFF") => {
                if let Some(reference) = edifact::reference(take) {
                    refer_all(shipment, &mut self.order, reference);
                }
            }
            ("RFF", "DTM") if take.peek_part(1, 1) == "171" && self.order.ordered.is_none() => {
                self.order.ordered = take.day();
            }
            ("NAD", _) => self.parties.take(take),
            ("TDT", "TDT") if shipment.carrier.is_none() => {
                shipment.carrier = edifact::carrier(take)
            }
            _ => {}
        }
    }

    /// Takes what stands behind CPS.
    fn in_level(&mut self, take: &mut Take<'a>) {
        let Some(shipment) = &mut self.shipment else {
            return;
        };
        match (self.group, take.id()) {
            ("PAC", "PAC") => self.packed(take),
            // 33E and 30: marked with serial shipping container codes.
            ("PCI", "PCI") if matches!(&*take.peek(1), "30" | "33E") => take.skip(1),
            ("PCI", "GIN") if matches!(&*take.peek(1), "BJ" | "AW") => {
                let unit = self.packing.last().and_then(|packing| packing.unit);
                let Some(unit) = unit.and_then(|unit| shipment.units.get_mut(unit)) else {
                    return;
                };
                take.skip(1);
                for element in 2..=6 {
                    unit.sscc.extend(take.part(element, 1));
                    unit.sscc.extend(take.part(element, 2));
                }
            }
            (group, _) => {
                let Some(line) = shipment.lines.last_mut() else {
                    return;
                };
                if in_line(line, group, self.early, take) {
                    self.line = None;
                }
            }
        }
    }

    /// Takes a PAC: the packages of the whole at the level that stands on none, a pallet or carton
    /// below.
    fn packed(&mut self, take: &mut Take<'a>) {
        let parents: Vec<Option<usize>> = self
            .packing
            .last()
            .map(|level| level.parent.clone())
            .into_iter()
            .flat_map(|parent| {
                let above = self.packing.iter().rev().find(|p| p.id == parent);
                above.map(|packing| packing.unit)
            })
            .collect();
        let (Some(shipment), Some(level)) = (&mut self.shipment, self.packing.last_mut()) else {
            return;
        };
        let code = take.peek_part(3, 1).into_owned();
        let kind = (!code.is_empty()).then(|| PackageKind::from_edifact(&code));
        if level.parent.is_empty() {
            if shipment.packages.is_none() && !take.peek(1).is_empty() {
                take.part(3, 1);
                shipment.packages = take.text(1).map(|count| Packages { count, kind });
            }
        } else if level.unit.is_none() && matches!(&*take.peek(1), "" | "1") {
            take.skip(1);
            let pallet = kind == Some(PackageKind::Pallet);
            if matches!(kind, None | Some(PackageKind::Pallet | PackageKind::Carton)) {
                take.part(3, 1);
            }
            level.unit = Some(shipment.units.len());
            shipment.units.push(HandlingUnit {
                pallet,
                within: parents.first().copied().flatten(),
                sscc: Vec::new(),
            });
        }
    }

    fn begin_line(&mut self, take: &mut Take<'a>, lin: Segment<'a>) {
        self.end_line();
        self.in_lines = true;
        self.line = Some(lin);
        let unit = self.packing.last().and_then(|packing| packing.unit);
        let Some(shipment) = &mut self.shipment else {
            return;
        };
        // Lines are numbered in order; whose order they are of stands in RFF.
        take.skip(1);
        shipment.lines.push(ShipmentLine {
            order: OrderNumbers::default(),
            line: None,
            item: edifact::number_of(take, 3).into_iter().collect(),
            amount: x12::nothing(),
            description: None,
            unit,
            further: Further::default(),
        });
    }

    fn end_line(&mut self) {
        if let Some(lin) = self.line.take() {
            let remark = Remark::new(Code::QuantityMissing, "no QTY says how much was sent");
            self.findings.push(self.source.finding(&lin, None, remark));
        }
    }

    fn finish(mut self) -> Said<Shipment> {
        let order = self.order;
        if let Some(shipment) = &mut self.shipment {
            shipment.parties = self.parties.parties;
            for line in &mut shipment.lines {
                if line.order == OrderNumbers::default() {
                    line.order = order.clone();
                }
            }
        }
        let told = self.shipment.filter(|_| self.is_dated);
        Said {
            content: told,
            findings: self.findings,
        }
    }
}

fn begin(take: &mut Take) -> Shipment {
    // 351: a despatch advice.
    if take.peek_part(1, 1) == "351" {
        take.part(1, 1);
    }
    let number = take.part(2, 1).unwrap_or_default();
    let purpose = take.text(3);
    Shipment {
        purpose: purpose.map_or(Purpose::Original, |code| Purpose::from_edifact(&code)),
        number,
        ..x12_856::shipment_of(NaiveDate::default())
    }
}

/// Puts a reference of the whole where there is a place for it.
fn refer_all(shipment: &mut Shipment, order: &mut OrderNumbers, reference: Reference) {
    let place = match reference.kind {
        ReferenceKind::BuyerOrder => &mut order.po_number,
        ReferenceKind::VendorOrder => &mut order.order_id,
        ReferenceKind::BillOfLading => &mut shipment.bill_of_lading,
        _ => return shipment.further.references.push(reference),
    };
    match place {
        Some(_) => shipment.further.references.push(reference),
        None => *place = Some(reference.number),
    }
}

fn head_day(shipment: &mut Shipment, take: &mut Take) {
    let Some(Dated { kind, date }) = edifact::dated(take) else {
        return;
    };
    let place = match kind {
        DateKind::Shipped => &mut shipment.shipped,
        DateKind::DeliveryEstimated => &mut shipment.arrives,
        _ => {
            shipment.further.dates.push(Dated { kind, date });
            return;
        }
    };
    match place {
        Some(_) => shipment.further.dates.push(Dated { kind, date }),
        None => *place = Some(date),
    }
}

/// Takes a MEA with the gross weight.
fn weight(shipment: &mut Shipment, take: &mut Take) {
    let gross = matches!(&*take.peek_part(2, 1), "AAD" | "G");
    if !gross || shipment.weight.is_some() || take.peek_part(3, 2).is_empty() {
        return;
    }
    take.skip(1);
    take.part(2, 1);
    let unit = take.part(3, 1);
    shipment.weight = take.quantity(3, 2).map(|quantity| crate::content::Amount {
        quantity,
        unit: unit.map_or(Unit::Kilogram, |code| Unit::from_edifact(&code)),
    });
}

/// Takes a segment of a line; tells whether it is its quantity.
fn in_line(line: &mut ShipmentLine, group: &str, early: bool, take: &mut Take) -> bool {
    match (group, take.id()) {
        ("LIN", "PIA") => edifact::pia(take, &mut line.item),
        ("LIN", "IMD") => edifact::description(take, early, &mut line.description),
        // 12: despatched.
        ("LIN", "QTY") if take.peek_part(1, 1) == "12" => {
            if let Some(amount) = take.amount() {
                line.amount = amount;
            }
            return true;
        }
        ("LIN", "DTM") => line.further.dates.extend(edifact::dated(take)),
        ("LIN", "FTX") => edifact::note(take, early, &mut line.further),
        ("RFF", "RFF") => refer(take, line),
        ("RFF", "DTM") if take.peek_part(1, 1) == "171" && line.order.ordered.is_none() => {
            line.order.ordered = take.day();
        }
        _ => {}
    }
    false
}

/// Takes an RFF of a line, which may name the line of an order.
fn refer(take: &mut Take, line: &mut ShipmentLine) {
    let of_line = take.peek_part(1, 3).into_owned();
    let line_number = take.peek_part(1, 1) == "LI";
    let Some(Reference { kind, number }) = edifact::reference(take) else {
        return;
    };
    let place = match kind {
        ReferenceKind::BuyerOrder => &mut line.order.po_number,
        ReferenceKind::VendorOrder => &mut line.order.order_id,
        _ if line_number => &mut line.line,
        _ => return line.further.references.push(Reference { kind, number }),
    };
    *place = Some(number);
    if !of_line.is_empty() && line.line.is_none() {
        line.line = take.part(1, 3);
    }
}
