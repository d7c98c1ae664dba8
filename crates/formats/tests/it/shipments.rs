//! X12 856 out.

use formats::x12_856;
use model::event::{ItemQuantity, ShipmentReported};
use model::order::Direction;
use model::partner::X12Version;
use model::reference::Reference;
use model::{Gtin, Quantity};

use crate::fixture::{LIQUID, SOAP, World, assert_accepted, at, day, envelope, units};
use crate::orders::order;

fn shipment() -> ShipmentReported {
    let line = |item, quantity: Quantity| ItemQuantity {
        item: Gtin::new(item).unwrap(),
        quantity,
    };
    let order = order();
    ShipmentReported {
        partner: order.partner,
        site: order.ship_to,
        order: order.id,
        shipment: "SH-0009".to_owned(),
        at: at("2026-03-04T15:30:00Z"),
        arrives: day("2026-03-06"),
        // Twelve cases of 12, and ten cases of 8 with three eaches beside them.
        lines: vec![line(SOAP, units("144")), line(LIQUID, units("83"))],
    }
}

#[test]
fn a_shipment_is_announced() {
    let world = World::new();
    let expected = "\
ISA*00*          *00*          *01*ANAN           *ZZ*WOMART         *260303*2105*U*00401*000000044*0*P*>~
GS*SH*ANANG*WOMARTG*20260303*2105*44*X*004010~
ST*856*0001~
BSN*00*SH-0009*20260304*1530*0004~
HL*1**S*1~
TD1*CTN*23~
DTM*011*20260304~
DTM*017*20260306~
N1*ST**92*DC01~
N1*SF**UL*9520001900013~
HL*2*1*O*1~
PRF*4500010001***20260303~
REF*VN*ORD-17~
HL*3*2*I*0~
LIN*1*UP*614141000036*VN*AN-1009~
SN1*1*144*EA~
HL*4*2*I*0~
LIN*2*EN*9520001001017*VN*AN-1001~
SN1*2*83*EA~
CTT*4~
SE*19*0001~
GE*1*44~
IEA*1*000000044~
";
    for (version, isa, code) in [
        (X12Version::V4010, "*U*00401*", "004010"),
        (X12Version::V5010, "*^*00501*", "005010"),
    ] {
        let profile = world.profile(version);
        let out = envelope(&profile, Direction::Out, 44);
        let bytes = x12_856::encode(&out, &world.reference, &order(), &shipment()).unwrap();
        let text = String::from_utf8(bytes.clone())
            .unwrap()
            .replace('~', "~\n");
        assert_eq!(
            text,
            expected.replace("*U*00401*", isa).replace("004010", code)
        );
        assert_accepted(&bytes);
    }
}

#[test]
fn cases_are_not_counted_for_items_without_a_case() {
    let world = World::new();
    let profile = world.profile(X12Version::V4010);
    let out = envelope(&profile, Direction::Out, 1);
    let bytes = x12_856::encode(&out, &Reference::default(), &order(), &shipment()).unwrap();
    assert!(!String::from_utf8(bytes).unwrap().contains("TD1"));
}
