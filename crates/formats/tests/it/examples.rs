//! The sample documents people try first, read with the demo's own reference data.

use std::path::Path;

use formats::{Decode, Source, sources, x12_850, x12_852, x12_861, x12_997};
use model::order::Acknowledgement;
use model::reference::{Reference, ReferenceFile};
use model::{DocumentId, PartnerId};

use crate::fixture::{assert_accepted, at};

fn read<T>(name: &str, decode: impl FnOnce(Source, &Decode) -> T) -> T {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let bytes = std::fs::read(examples.join("documents").join(name)).unwrap();
    assert_accepted(&bytes);
    let text = std::fs::read_to_string(examples.join("womart/reference.toml")).unwrap();
    let data: ReferenceFile = toml::from_str(&text).unwrap();
    let reference = Reference::new("demo".to_owned(), data);
    let partner = reference
        .partner(&PartnerId::new("WOMART").unwrap())
        .unwrap();
    let document = DocumentId::new("D1").unwrap();
    let received_at = at("2024-04-18T16:00:00Z");
    let context = Decode {
        reference: &reference,
        partner,
        document: &document,
        received_at,
    };
    let file = edi::read(&bytes);
    decode(sources(&file).next().unwrap(), &context)
}

#[test]
fn activity() {
    // File, sites, numbers, pools, items and sites unknown.
    let cases = [
        ("852-distribution-centre.x12", 1, 5, 1, 0),
        ("852-stores.x12", 4, 12, 0, 0),
        ("852-stores-5010.x12", 3, 3, 0, 0),
        ("852-unknown-item.x12", 1, 1, 0, 1),
    ];
    for (name, sites, numbers, pools, unknown) in cases {
        let decoded = read(name, x12_852::decode);
        let counted: usize = decoded
            .activities
            .iter()
            .map(|report| report.lines.len())
            .sum();
        assert_eq!(
            (
                decoded.activities.len(),
                counted,
                decoded.pools.len(),
                decoded.exceptions.len()
            ),
            (sites, numbers, pools, unknown),
            "{name}"
        );
        assert_eq!(
            decoded.findings.len(),
            unknown,
            "{name}: {:?}",
            decoded.findings
        );
    }
}

#[test]
fn answers() {
    let confirmation = read("850-confirmation.x12", x12_850::decode)
        .confirmation
        .unwrap();
    assert_eq!(confirmation.lines.len(), 2);
    let receipts = read("861-receipt.x12", x12_861::decode).receipts;
    // Ten cases of 24.
    assert_eq!(receipts[0].lines[1].quantity.to_string(), "240");
    assert_eq!(receipts[0].order, confirmation.order);
    let group = read("997-accepted.x12", |source, _| x12_997::decode(source))
        .group
        .unwrap();
    assert_eq!(group.of("0001"), Acknowledgement::Accepted);
}
