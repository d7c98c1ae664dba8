use std::fmt::Debug;

use proptest::prelude::*;

use super::{
    DIRECTORIES, ORDER, Pair, RECEIPT, RESPONSE, SHIPMENT, X12_VERSIONS, assert_accepted, random,
};

/// Writes and reads a document in both standards, and what came back in the other.
fn check<T: PartialEq + Debug>(pair: &Pair<T>, content: &T) {
    let of_x12 = |bytes: &[u8]| {
        let said = pair.read_of_x12(bytes);
        assert!(
            said.findings.is_empty(),
            "{}\n{:#?}",
            String::from_utf8_lossy(bytes),
            said.findings
        );
        said.content.unwrap()
    };
    for version in X12_VERSIONS {
        let bytes = pair.to_x12(content, version);
        assert_eq!(
            &of_x12(&bytes),
            content,
            "{}",
            String::from_utf8_lossy(&bytes)
        );
    }
    for release in DIRECTORIES {
        let bytes = pair.to_edifact(content, release);
        let said = pair.read_of_edifact(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        assert!(said.findings.is_empty(), "{text}\n{:#?}", said.findings);
        let back = said.content.unwrap();
        assert_eq!(&back, content, "{text}");
        assert_eq!(&of_x12(&pair.to_x12(&back, "004010")), content, "{text}");
        assert!((pair.write_edifact)(content, release).left_out.is_empty());
    }
    assert!((pair.write_x12)(content).left_out.is_empty());
}

fn check_schema<T>(pair: &Pair<T>, content: &T) {
    for version in X12_VERSIONS {
        assert_accepted(&pair.to_x12(content, version));
    }
    for release in DIRECTORIES {
        assert_accepted(&pair.to_edifact(content, release));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_order_says_the_same(order in random::order()) {
        check(&ORDER, &order);
    }

    #[test]
    fn an_answer_says_the_same(order in random::response()) {
        check(&RESPONSE, &order);
    }

    #[test]
    fn a_shipment_says_the_same(shipment in random::shipment()) {
        check(&SHIPMENT, &shipment);
    }

    #[test]
    fn a_receipt_says_the_same(receipt in random::receipt()) {
        check(&RECEIPT, &receipt);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_is_written_is_accepted(
        order in random::order(), response in random::response(), shipment in random::shipment(),
        receipt in random::receipt(),
    ) {
        check_schema(&ORDER, &order);
        check_schema(&RESPONSE, &response);
        check_schema(&SHIPMENT, &shipment);
        check_schema(&RECEIPT, &receipt);
    }
}
