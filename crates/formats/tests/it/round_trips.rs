//! What is written is read again as it was meant.

use std::collections::BTreeMap;

use formats::x12_850::Turnaround;
use formats::x12_852::{Line, Pool, Shape, Statement};
use formats::x12_861::Advice;
use formats::{sources, x12_850, x12_852, x12_855, x12_861};
use model::event::ItemQuantity;
use model::order::Direction;
use model::partner::X12Version;
use model::{Gtin, OrderId, PoNumber, Quantity, SiteId};
use proptest::prelude::*;

use crate::fixture::{LIQUID, PALLET, SOAP, World, assert_accepted, day, envelope};
use crate::orders::order;

fn version() -> impl Strategy<Value = X12Version> {
    prop_oneof![Just(X12Version::V4010), Just(X12Version::V5010)]
}

fn item() -> impl Strategy<Value = Gtin> {
    prop_oneof![Just(SOAP), Just(LIQUID), Just(PALLET)].prop_map(|item| Gtin::new(item).unwrap())
}

fn quantity() -> impl Strategy<Value = Quantity> {
    (-1_000_000_000_i64..1_000_000_000).prop_map(Quantity::from_scaled)
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let site = prop_oneof![Just("DC01"), Just("S01"), Just("S02")];
    let code = prop_oneof![Just("QS"), Just("QA"), Just("QW"), Just("QR")];
    let line = (site, item(), code, quantity()).prop_map(|(site, item, code, quantity)| Line {
        site: SiteId::new(site).unwrap(),
        item,
        code: code.to_owned(),
        quantity,
    });
    proptest::collection::vec(line, 1..60)
}

fn ordered() -> impl Strategy<Value = Vec<ItemQuantity>> {
    let amounts = proptest::collection::btree_map(item(), 1_i64..1_000_000, 1..3);
    amounts.prop_map(|lines| {
        let line = |(item, scaled)| ItemQuantity {
            item,
            quantity: Quantity::from_scaled(scaled),
        };
        lines.into_iter().map(line).collect()
    })
}

type Told = BTreeMap<(String, String, String), Vec<Quantity>>;

proptest! {
    #[test]
    fn an_852_says_the_same_in_both_shapes(
        version in version(), lines in lines(), shape in prop_oneof![
            Just(Shape::Locations), Just(Shape::StoreLists)
        ], range in any::<bool>(),
    ) {
        let world = World::new();
        let profile = world.profile(version);
        let from = if range { day("2026-02-25") } else { day("2026-03-03") };
        let pools = vec![Pool {
            site: SiteId::new("DC01").unwrap(),
            first: PoNumber::new("P001").unwrap(),
            last: PoNumber::new("P009").unwrap(),
        }];
        let statement = Statement { from, to: day("2026-03-03"), shape, pools, lines };
        let into = envelope(&profile, Direction::In, 5);
        let bytes = x12_852::encode(&into, &world.reference, &statement).unwrap();
        assert_accepted(&bytes);

        let mut expected = Told::new();
        for line in &statement.lines {
            let measure = format!("{:?}", world.partner.activity.codes[&line.code]);
            let key = (line.site.to_string(), line.item.to_string(), measure);
            expected.entry(key).or_default().push(line.quantity);
        }
        let (mut found, mut granted) = (Told::new(), 0);
        let file = edi::read(&bytes);
        for source in sources(&file) {
            let decoded = x12_852::decode(source, &world.context());
            prop_assert!(decoded.findings.is_empty(), "{:?}", decoded.findings);
            granted += decoded.pools.len();
            // For a week from the last day reported.
            prop_assert!(decoded.pools.iter().all(|pool| pool.expires == day("2026-03-10")));
            for report in decoded.activities {
                for line in report.lines {
                    let measure = format!("{:?}", line.measure);
                    let key = (report.site.to_string(), line.item.to_string(), measure);
                    found.entry(key).or_default().push(line.quantity);
                }
            }
        }
        prop_assert_eq!(found, expected);
        prop_assert_eq!(granted, 1);
    }

    #[test]
    fn a_confirmation_and_a_receipt_come_back_as_written(
        version in version(), lines in ordered(), named in any::<bool>(),
    ) {
        let world = World::new();
        let profile = world.profile(version);
        let into = envelope(&profile, Direction::In, 6);
        let (po, id, site) = (
            PoNumber::new("4500010001").unwrap(),
            OrderId::new("ORD-17").unwrap(),
            SiteId::new("DC01").unwrap(),
        );
        let order_id = named.then_some(&id);
        let turnaround = Turnaround {
            po_number: &po, order_id, day: day("2026-03-03"), ship_to: &site, lines: &lines,
        };
        let bytes =
            x12_850::encode_confirmation(&into, &world.reference, &turnaround).unwrap();
        assert_accepted(&bytes);
        let confirmation = world.first(&bytes, x12_850::decode).confirmation.unwrap();
        prop_assert_eq!(&confirmation.lines, &lines);
        prop_assert_eq!(confirmation.order.po_number.as_ref(), Some(&po));
        prop_assert_eq!(confirmation.order.order_id.as_ref(), order_id);

        let advice = Advice {
            number: "RA-5", day: day("2026-03-02"), po_number: &po, order_id, site: &site,
            lines: &lines,
        };
        let bytes = x12_861::encode(&into, &world.reference, &advice).unwrap();
        assert_accepted(&bytes);
        let receipts = world.first(&bytes, x12_861::decode).receipts;
        prop_assert_eq!(receipts.len(), 1);
        prop_assert_eq!(&receipts[0].lines, &lines);
        prop_assert_eq!(receipts[0].day, day("2026-03-02"));
        prop_assert_eq!(receipts[0].order.order_id.as_ref(), order_id);
    }

    #[test]
    fn an_order_of_any_size_is_accepted(version in version(), lines in ordered()) {
        let world = World::new();
        let profile = world.profile(version);
        let mut order = order();
        let template = order.lines[0].clone();
        order.lines = lines
            .iter()
            .zip(1..)
            .map(|(line, number)| {
                let mut copy = template.clone();
                (copy.line, copy.item, copy.quantities.released) =
                    (number, line.item, line.quantity);
                copy
            })
            .collect();
        let out = envelope(&profile, Direction::Out, 9);
        assert_accepted(&x12_855::encode(&out, &world.reference, &order).unwrap());
        assert_accepted(&x12_850::encode_order(&out, &world.reference, &order).unwrap());
    }

    #[test]
    fn decoders_take_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let world = World::new();
        let mut message = b"ISA*00*          *00*          *ZZ*WOMART         *01*ANAN           \
            *260303*2105*U*00401*000000007*0*P*>~GS*PD*W*A*20260303*2105*7*X*004010~ST*852*0001~\
            XQ*H*20260303~LIN**".to_vec();
        message.extend(&bytes);
        message.extend(b"~SE*4*0001~GE*1*7~IEA*1*000000007~");
        let file = edi::read(&message);
        for source in sources(&file) {
            let context = world.context();
            x12_852::decode(source, &context);
            x12_850::decode(source, &context);
            x12_861::decode(source, &context);
            formats::x12_997::decode(source);
        }
    }
}
