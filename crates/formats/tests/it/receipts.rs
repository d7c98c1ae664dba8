//! X12 861 in.

use formats::x12_861::{Decoded, decode};
use model::partner::X12Version;

use crate::fixture::{LIQUID, SOAP, World, assert_accepted, day, wrap};
use crate::orders::order;

fn read(world: &World, version: X12Version, segments: &str) -> Decoded {
    world.first(&wrap("861", "RC", version, segments), decode)
}

/// Every line as "PO item quantity".
fn told(decoded: &Decoded) -> Vec<String> {
    let of_receipt = |receipt: &formats::x12_861::Receipt| {
        let order = receipt.order.clone();
        let po = order
            .po_number
            .map_or_else(String::new, |number| number.to_string());
        let id = order
            .order_id
            .map_or_else(String::new, |id| format!("/{id}"));
        let line = |l: &model::event::ItemQuantity| format!("{po}{id} {} {}", l.item, l.quantity);
        receipt.lines.iter().map(line).collect::<Vec<_>>()
    };
    decoded.receipts.iter().flat_map(of_receipt).collect()
}

#[test]
fn one_order_in_the_heading() {
    let world = World::new();
    let segments = "
        BRA*RA-5*20260307*00*2
        REF*VN*ORD-17
        DTM*050*20260306
        PRF*4500010001
        N1*ST**92*DC01
        RCD*1*12*CA
        LIN**UP*614141000036
        RCD*2*79*EA***1*EA*01
        LIN**VN*AN-1001
        CTT*2";
    for version in [X12Version::V4010, X12Version::V5010] {
        assert_accepted(&wrap("861", "RC", version, segments));
        let decoded = read(&world, version, segments);
        assert_eq!(
            told(&decoded),
            [
                format!("4500010001/ORD-17 {SOAP} 144"),
                format!("4500010001/ORD-17 {LIQUID} 79")
            ]
        );
        assert!(decoded.findings.is_empty());
        let receipt = decoded.receipts[0]
            .clone()
            .reported(&order(), &world.context());
        assert_eq!(
            (receipt.day, receipt.order.as_str()),
            (day("2026-03-06"), "ORD-17")
        );
    }
}

#[test]
fn lines_may_name_orders_of_their_own() {
    let world = World::new();
    let segments = "
        BRA*RA-5*20260307*00*2
        PRF*A1
        RCD*1*10*EA
        LIN**UP*614141000036
        RCD*2*20*EA
        LIN**UP*614141000036
        PRF*B2
        RCD*3*5*EA
        LIN**UP*614141000036";
    let decoded = read(&world, X12Version::V4010, segments);
    assert_eq!(
        told(&decoded),
        [format!("A1 {SOAP} 15"), format!("B2 {SOAP} 20")]
    );
    assert_eq!(
        decoded.receipts[0].day,
        day("2026-03-07"),
        "BRA02 where there is no DTM"
    );
}

#[test]
fn what_cannot_be_used_is_found() {
    let world = World::new();
    let cases = [
        ("RCD*1*10*EA\nLIN**UP*614141000036", "DOC-ORDER-UNNAMED"),
        ("PRF*A1\nRCD*1*10*EA", "DOC-ITEM-MISSING"),
        (
            "PRF*A1\nRCD*1*10*EA\nLIN**UP*012345678905",
            "DOC-ITEM-UNKNOWN",
        ),
        (
            "PRF*A1\nRCD*1*10*KG\nLIN**UP*614141000036",
            "DOC-UNIT-UNKNOWN",
        ),
        ("DTM*050*2026\nPRF*A1", "DOC-DATE-INVALID"),
    ];
    for (segments, code) in cases {
        let segments = format!("BRA*RA-5*20260307*00*2\n{segments}");
        let decoded = read(&world, X12Version::V4010, &segments);
        assert!(decoded.receipts.is_empty(), "{segments}");
        let codes: Vec<_> = decoded.findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes, [code], "{segments}");
    }
}

#[test]
fn goods_only_sent_back_are_no_receipt() {
    let world = World::new();
    let segments = "BRA*RA-5*20260307*00*2\nPRF*A1\nRCD*1***4*EA\nLIN**UP*614141000036";
    let decoded = read(&world, X12Version::V4010, segments);
    assert!(decoded.receipts.is_empty() && decoded.findings.is_empty());
}
