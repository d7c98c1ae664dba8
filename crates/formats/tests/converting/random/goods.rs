use chrono::NaiveTime;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use super::{amount, day, further, item, number, numbers, parties, quantity, words};
use crate::content::*;

/// Which of the orders, and the line.
type Line = (usize, ShipmentLine);

/// The codes of a carton, and what is in it.
type Carton = (Vec<String>, Vec<Line>);

/// What stands loose, in cartons, and in cartons on pallets.
type Goods = (Vec<Line>, Vec<Carton>, Vec<(Vec<String>, Vec<Carton>)>);

pub(in crate::converting) fn shipment() -> impl Strategy<Value = Shipment> {
    (heading(), vec(numbers(), 3), goods()).prop_map(|(mut shipment, orders, goods)| {
        let (loose, cartons, pallets) = goods;
        let mut units = Vec::new();
        let mut lines = Vec::new();
        let mut add = |within: Vec<Line>, unit| {
            lines.extend(within.into_iter().map(|(of, line)| ShipmentLine {
                order: orders[of].clone(),
                unit,
                ..line
            }));
        };
        let unit = |pallet, within, sscc| HandlingUnit {
            pallet,
            within,
            sscc,
        };
        add(loose, None);
        for (sscc, within) in cartons {
            units.push(unit(false, None, sscc));
            add(within, Some(units.len() - 1));
        }
        for (sscc, cartons) in pallets {
            units.push(unit(true, None, sscc));
            let pallet = units.len() - 1;
            for (sscc, within) in cartons {
                units.push(unit(false, Some(pallet), sscc));
                add(within, Some(units.len() - 1));
            }
        }
        (shipment.units, shipment.lines) = (units, lines);
        shipment
    })
}

fn goods() -> impl Strategy<Value = Goods> {
    let said = (item(), amount(), of(words()), further(0));
    let line = (0_usize..3, of("[1-9][0-9]{0,5}"), said).prop_map(|(of, line, said)| {
        let (item, amount, description, further) = said;
        let line = ShipmentLine {
            order: OrderNumbers::default(),
            line,
            item,
            amount,
            description,
            unit: None,
            further,
        };
        (of, line)
    });
    let line = line.boxed();
    let carton = (vec("[0-9]{18}", 0..2), vec(line.clone(), 1..4)).boxed();
    let pallet = (vec("[0-9]{18}", 0..2), vec(carton.clone(), 1..3));
    (vec(line, 0..3), vec(carton, 0..3), vec(pallet, 0..3))
}

/// A shipment without goods.
fn heading() -> impl Strategy<Value = Shipment> {
    let head = (
        number(),
        day(),
        0_u32..1440,
        of(day()),
        of(day()),
        of(number()),
    );
    let weight = (quantity(), select(vec![Unit::Pound, Unit::Kilogram]))
        .prop_map(|(quantity, unit)| Amount { quantity, unit });
    let more = (
        of(packages()),
        of(weight),
        of(carrier()),
        parties(),
        further(0),
    );
    (head, more).prop_map(|(head, more)| Shipment {
        purpose: Purpose::Original,
        number: head.0,
        issued: head.1,
        issued_at: NaiveTime::from_hms_opt(head.2 / 60, head.2 % 60, 0),
        shipped: head.3,
        arrives: head.4,
        packages: more.0,
        weight: more.1,
        carrier: more.2,
        bill_of_lading: head.5,
        parties: more.3,
        further: more.4,
        units: Vec::new(),
        lines: Vec::new(),
    })
}

fn packages() -> impl Strategy<Value = Packages> {
    let kinds = vec![PackageKind::Carton, PackageKind::Pallet, PackageKind::Box];
    ("[1-9][0-9]{0,3}", of(select(kinds))).prop_map(|(count, kind)| Packages { count, kind })
}

pub(super) fn carrier() -> impl Strategy<Value = Carrier> {
    let transports = vec![
        Transport::Road,
        Transport::Rail,
        Transport::Air,
        Transport::Sea,
    ];
    let name = of("[A-Z][a-z]{2,20}");
    (of(select(transports)), "[A-Z]{4}", name).prop_map(|(transport, id, name)| Carrier {
        transport,
        id: Some(PartyId {
            scheme: Scheme::Carriers,
            id,
        }),
        name,
    })
}

/// Received, returned, and in question for a reason.
type Amounts = (Option<Amount>, Option<Amount>, Option<(Amount, String)>);

pub(in crate::converting) fn receipt() -> impl Strategy<Value = Receipt> {
    let questioned = (amount(), "0[1-9]");
    let amounts = (of(amount()), of(amount()), of(questioned));
    let line = (any::<bool>(), item(), amounts, further(0));
    let head = (number(), day(), day(), of(number()), parties(), further(0));
    (head, vec(numbers(), 2), vec(line, 1..5), amount()).prop_map(|(head, orders, lines, one)| {
        let line = |((other, item, amounts, further), place): ((bool, _, Amounts, _), u32)| {
            ReceiptLine {
                order: orders[usize::from(other)].clone(),
                line: place.to_string(),
                item,
                // One of them says how much it was.
                received: match (&amounts.1, &amounts.2) {
                    (None, None) => amounts.0.or_else(|| Some(one.clone())),
                    _ => amounts.0,
                },
                returned: amounts.1,
                questioned: amounts.2,
                further,
            }
        };
        Receipt {
            purpose: Purpose::Original,
            number: head.0,
            issued: head.1,
            // X12 asks for a day.
            received: Some(head.2),
            shipment: head.3,
            parties: head.4,
            further: head.5,
            lines: lines.into_iter().zip(1..).map(line).collect(),
        }
    })
}
