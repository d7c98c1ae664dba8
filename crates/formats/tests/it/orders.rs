//! Orders out (855, 850), confirmations in (850), acknowledgements in (997).

use formats::{OrderReference, UnknownKind, x12_850, x12_855, x12_997};
use model::agreement::LinePrice;
use model::order::{Acknowledgement, Direction, Order, OrderLine, OrderStatus, Quantities};
use model::partner::X12Version;
use model::proposal::Derivation;
use model::reference::Reference;
use model::{AgreementId, Gtin, OrderId, PartnerId, PoNumber, SiteId};

use crate::fixture::{LIQUID, SOAP, World, assert_accepted, at, day, envelope, units, wrap};

/// Two lines, one with a price.
pub(crate) fn order() -> Order {
    let line = |line, item, released, price| OrderLine {
        line,
        item: Gtin::new(item).unwrap(),
        quantities: Quantities {
            released: units(released),
            ..Quantities::default()
        },
        price,
        change: None,
        derivation: Derivation::default(),
        receipts: Vec::new(),
    };
    let price = LinePrice {
        version: 3,
        unit: "EA".to_owned(),
        currency: "CNY".to_owned(),
        gross: "4".parse().unwrap(),
        net: "3.85".parse().unwrap(),
        free: units("0"),
    };
    Order {
        id: OrderId::new("ORD-17").unwrap(),
        partner: PartnerId::new("WOMART").unwrap(),
        agreement: AgreementId::new("AG-1").unwrap(),
        agreement_version: 1,
        ship_to: SiteId::new("DC01").unwrap(),
        ship_from: SiteId::new("AW1").unwrap(),
        po_number: Some(PoNumber::new("4500010001").unwrap()),
        need_date: day("2026-03-06"),
        released_at: at("2026-03-03T14:00:00Z"),
        status: OrderStatus::Released,
        held: None,
        lines: vec![
            line(1, SOAP, "144", Some(price)),
            line(2, LIQUID, "80", None),
        ],
        documents: Vec::new(),
        timeline: Vec::new(),
        version: 1,
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap().replace('~', "~\n")
}

#[test]
fn an_order_leaves_as_an_855() {
    let world = World::new();
    let expected = "\
ISA*00*          *00*          *01*ANAN           *ZZ*WOMART         *260303*2105*U*00401*000000042*0*P*>~
GS*PR*ANANG*WOMARTG*20260303*2105*42*X*004010~
ST*855*0001~
BAK*00*AD*4500010001*20260303****ORD-17*20260303~
CUR*SE*CNY~
REF*VN*ORD-17~
REF*AH*AG-1~
DTM*002*20260306~
N1*ST**92*DC01~
N1*SF**UL*9520001900013~
PO1*1*144*EA*3.85*PE*UP*614141000036*VN*AN-1009~
ACK*IA*144*EA*067*20260306~
PO1*2*80*EA***EN*9520001001017*VN*AN-1001~
ACK*IA*80*EA*067*20260306~
CTT*2~
SE*14*0001~
GE*1*42~
IEA*1*000000042~
";
    for (version, isa, code) in [
        (X12Version::V4010, "*U*00401*", "004010"),
        (X12Version::V5010, "*^*00501*", "005010"),
    ] {
        let profile = world.profile(version);
        let out = envelope(&profile, Direction::Out, 42);
        let bytes = x12_855::encode(&out, &world.reference, &order()).unwrap();
        let expected = expected.replace("*U*00401*", isa).replace("004010", code);
        assert_eq!(text(bytes.clone()), expected);
        assert_accepted(&bytes);
    }
}

#[test]
fn an_order_leaves_as_an_850_where_the_guide_says_so() {
    let world = World::new();
    let profile = world.profile(X12Version::V4010);
    let out = envelope(&profile, Direction::Out, 43);
    let bytes = x12_850::encode_order(&out, &world.reference, &order()).unwrap();
    let expected = "\
ISA*00*          *00*          *01*ANAN           *ZZ*WOMART         *260303*2105*U*00401*000000043*0*P*>~
GS*PO*ANANG*WOMARTG*20260303*2105*43*X*004010~
ST*850*0001~
BEG*00*SA*4500010001**20260303~
CUR*SE*CNY~
REF*VN*ORD-17~
REF*AH*AG-1~
DTM*002*20260306~
N1*ST**92*DC01~
N1*SF**UL*9520001900013~
PO1*1*144*EA*3.85*PE*UP*614141000036*VN*AN-1009~
PO1*2*80*EA***EN*9520001001017*VN*AN-1001~
CTT*2~
SE*12*0001~
GE*1*43~
IEA*1*000000043~
";
    assert_eq!(text(bytes.clone()), expected);
    assert_accepted(&bytes);
}

#[test]
fn an_order_without_the_retailers_number_goes_under_ours() {
    let world = World::new();
    let profile = world.profile(X12Version::V4010);
    let order = Order {
        po_number: None,
        ..order()
    };
    let out = envelope(&profile, Direction::Out, 1);
    let bytes = x12_855::encode(&out, &world.reference, &order).unwrap();
    assert!(text(bytes).contains("BAK*00*AD*ORD-17*20260303****ORD-17*20260303~"));
}

#[test]
fn free_goods_are_an_allowance_of_their_line() {
    let world = World::new();
    let profile = world.profile(X12Version::V4010);
    let mut order = order();
    for price in order
        .lines
        .iter_mut()
        .filter_map(|line| line.price.as_mut())
    {
        price.free = units("12");
    }
    let out = envelope(&profile, Direction::Out, 1);
    for bytes in [
        x12_855::encode(&out, &world.reference, &order).unwrap(),
        x12_850::encode_order(&out, &world.reference, &order).unwrap(),
    ] {
        assert_accepted(&bytes);
        let text = text(bytes);
        // Twelve at 3.85 are 46.20, written with two decimal places implied.
        let line =
            "PO1*1*144*EA*3.85*PE*UP*614141000036*VN*AN-1009~\nSAC*A*D170***4620****EA*12~\n";
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn an_order_of_items_and_sites_the_reference_lost_can_still_be_written() {
    let world = World::new();
    let profile = world.profile(X12Version::V4010);
    let out = envelope(&profile, Direction::Out, 1);
    let bytes = x12_855::encode(&out, &Reference::default(), &order()).unwrap();
    let text = text(bytes);
    assert!(text.contains("N1*SF**91*AW1~"));
    assert!(text.contains("PO1*1*144*EA*3.85*PE*UP*614141000036~"));
}

#[test]
fn what_does_not_fit_the_envelope_is_refused() {
    let world = World::new();
    let mut profile = world.profile(X12Version::V4010);
    let refused = |profile: &_, number| {
        let out = envelope(profile, Direction::Out, number);
        x12_855::encode(&out, &world.reference, &order())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(&profile, 1_000_000_000),
        "control number 1000000000 has more than nine digits"
    );
    profile.delimiters.component = '-';
    assert_eq!(refused(&profile, 1), "cannot write 855 ORD-17");
    profile.delimiters.component = '°';
    assert_eq!(refused(&profile, 1), "cannot write 855 ORD-17");
}

#[test]
fn a_confirmation_accepts_an_order() {
    let world = World::new();
    let segments = "
        BEG*06*SA*4500010001**20260303
        REF*DP*17
        REF*VN*ORD-17
        N1*ST**92*DC01
        PO1*1*144*EA*3.85*PE*UP*614141000036
        PO1*2*10*CA***VN*AN-1001
        PO1*3*5*EA***UP*012345678905
        CTT*3";
    for version in [X12Version::V4010, X12Version::V5010] {
        let bytes = wrap("850", "PO", version, segments);
        assert_accepted(&bytes);
        let decoded = world.first(&bytes, x12_850::decode);
        let confirmation = decoded.confirmation.unwrap();
        let named = OrderReference {
            po_number: Some(PoNumber::new("4500010001").unwrap()),
            order_id: Some(OrderId::new("ORD-17").unwrap()),
        };
        assert_eq!(confirmation.order, named);
        assert_eq!(decoded.exceptions[0].kind, UnknownKind::Item);
        assert_eq!(decoded.exceptions[0].value, "UP 012345678905");
        let accepted = confirmation.accepted(&order(), &world.context());
        let lines: Vec<_> = accepted
            .lines
            .iter()
            .map(|l| format!("{} {}", l.item, l.quantity))
            .collect();
        assert_eq!(lines, [format!("{SOAP} 144"), format!("{LIQUID} 80")]);
        assert_eq!(accepted.order.as_str(), "ORD-17");
        assert_eq!(accepted.at, world.received_at);
    }
}

#[test]
fn an_order_the_retailer_raises_is_refused_in_words() {
    let world = World::new();
    for purpose in ["00", "01", "05"] {
        let segments = format!("BEG*{purpose}*SA*77**20260303\nPO1*1*1*EA***VN*AN-1001");
        let bytes = wrap("850", "PO", X12Version::V4010, &segments);
        let decoded = world.first(&bytes, x12_850::decode);
        assert!(decoded.confirmation.is_none());
        let codes: Vec<_> = decoded.findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes, ["DOC-ORDER-NOT-TAKEN"]);
        assert_eq!(decoded.findings[0].text, purpose);
    }
}

#[test]
fn a_confirmation_without_a_number_confirms_nothing() {
    let world = World::new();
    let segments = "BEG*06*SA***20260303\nPO1*1*1*EA***VN*AN-1001";
    let bytes = wrap("850", "PO", X12Version::V4010, segments);
    let decoded = world.first(&bytes, x12_850::decode);
    assert!(decoded.confirmation.is_none());
    assert_eq!(decoded.findings[0].code, "DOC-ORDER-UNNAMED");
}

#[test]
fn a_997_says_what_became_of_each_message() {
    let world = World::new();
    // Segments, then group code and what it says of messages 0001, 0002 and 0003.
    let cases = [
        (
            "AK1*PR*42\nAK2*855*0001\nAK5*A\nAK9*A*1*1*1",
            "A",
            [
                Acknowledgement::Accepted,
                Acknowledgement::Accepted,
                Acknowledgement::Accepted,
            ],
        ),
        (
            "AK1*PR*42\nAK2*855*0001\nAK5*A\nAK2*855*0002\nAK3*PO1*9\nAK4*4*212*6*x\nAK5*R*5\n\
             AK2*855*0003\nAK5*E\nAK9*P*3*3*2",
            "P",
            [
                Acknowledgement::Accepted,
                Acknowledgement::Rejected,
                Acknowledgement::Partial,
            ],
        ),
        (
            "AK1*PR*42\nAK9*R*3*3*0*4",
            "R",
            [
                Acknowledgement::Rejected,
                Acknowledgement::Rejected,
                Acknowledgement::Rejected,
            ],
        ),
    ];
    for (segments, code, expected) in cases {
        let bytes = wrap("997", "FA", X12Version::V4010, segments);
        let decoded = world.first(&bytes, |source, _| x12_997::decode(source));
        let group = decoded.group.unwrap();
        assert_eq!(
            (group.functional_id.as_str(), group.control_number.as_str()),
            ("PR", "42")
        );
        assert_eq!(group.code, code);
        assert_eq!(
            ["0001", "0002", "0003"].map(|number| group.of(number)),
            expected
        );
        assert_accepted(&bytes);
    }
}

#[test]
fn a_997_that_drops_leading_zeros_still_names_its_message() {
    let world = World::new();
    let segments = "AK1*PR*42\nAK2*855*2\nAK5*R*5\nAK9*P*2*2*1";
    let bytes = wrap("997", "FA", X12Version::V4010, segments);
    let group = world
        .first(&bytes, |source, _| x12_997::decode(source))
        .group
        .unwrap();
    assert_eq!(group.of("0002"), Acknowledgement::Rejected);
    assert_eq!(group.of("0001"), Acknowledgement::Partial);
}

#[test]
fn the_997_of_the_syntax_layer_is_read() {
    let world = World::new();
    let profile = world.profile(X12Version::V4010);
    let out = envelope(&profile, Direction::Out, 42);
    let sent = x12_855::encode(&out, &world.reference, &order()).unwrap();
    let file = edi::read(&sent);
    let report = edi::check(&file, &formats::schemas().unwrap());
    let of = &file.interchanges[0];
    let settings = edi::AcknowledgeSettings {
        envelope: edi::Envelope {
            sender: of.receiver.clone(),
            receiver: of.sender.clone(),
            date: "260303".to_owned(),
            time: "2120".to_owned(),
            version: of.version.clone(),
            control_number: 8,
            acknowledgement_requested: false,
            usage: 'P',
            delimiters: of.delimiters,
        },
        group_sender: "WOMARTG".to_owned(),
        group_receiver: "ANANG".to_owned(),
        group_date: "20260303".to_owned(),
        group_time: "2120".to_owned(),
        group_control_number: 8,
        first_message_control_number: 1,
        version: "004010".to_owned(),
        kind: edi::AcknowledgementKind::Functional997,
    };
    let answer = edi::acknowledge(&file, 0, &report, &settings)
        .unwrap()
        .unwrap();
    let group = world
        .first(&answer, |source, _| x12_997::decode(source))
        .group
        .unwrap();
    assert_eq!(
        (group.functional_id.as_str(), group.control_number),
        ("PR", out.group())
    );
    assert_eq!(
        group.messages[0].control_number,
        formats::Envelope::message(1)
    );
    assert_eq!(group.messages[0].acknowledgement, Acknowledgement::Accepted);
}

#[test]
fn a_997_without_a_group_acknowledges_nothing() {
    let world = World::new();
    let bytes = wrap("997", "FA", X12Version::V4010, "AK1*PR*42");
    let decoded = world.first(&bytes, |source, _| x12_997::decode(source));
    assert!(decoded.group.is_none());
    assert_eq!(decoded.findings[0].code, "DOC-ACKNOWLEDGEMENT-INCOMPLETE");
}
