//! What partners send, good and bad: a finding for each fault, the right answer, one effect, and
//! nothing else of the partner is lost.

use model::activity::Measure;
use model::document::DocumentStatus;

use crate::hub::Hub;
use crate::story::reference;
use crate::womart::{PODS, answers, centre, interchange, message, stores};

mod advice;
mod again;
mod faults;
mod large;
mod restated;

#[test]
fn unknown_items_and_sites_are_set_aside_and_the_rest_counts() {
    let mut hub = Hub::new();
    hub.start();
    let unknown = "LIN**EN*9520009999999*VN*AN-9999".to_owned();
    let segments = [centre(12, 412), vec![unknown, "ZA*QA*7*EA".to_owned()]].concat();
    hub.receive(
        "item",
        interchange(201, &[message(1, "2024-04-15", &segments)]),
    );
    let segments = stores(&[("S01", 5, 22), ("S99", 6, 31), ("S02", 3, 17)]);
    hub.receive(
        "site",
        interchange(202, &[message(1, "2024-04-15", &segments)]),
    );
    let known = hub.known(&reference());
    for (name, number, about) in [("item", 201, "unknown_item"), ("site", 202, "unknown_site")] {
        let document = known.document(name);
        assert_eq!(document.status, DocumentStatus::Decoded, "{name}");
        assert!(
            known.about(document).iter().eq([&about]),
            "{:?}",
            known.exceptions
        );
        // An unknown item or site is no matter of syntax.
        let accepted = format!("AK1*PD*{number}~AK2*852*0001~AK5*A~AK9*A*1*1*1");
        assert_eq!(answers(hub.outbox().values(), number), [accepted]);
    }
    let expected = [
        ("DC01", Measure::Withdrawn, 12),
        ("DC01", Measure::OnHand, 412),
        ("S01", Measure::Sold, 5),
        ("S01", Measure::OnHand, 22),
        ("S02", Measure::Sold, 3),
        ("S02", Measure::OnHand, 17),
        // What the two stores sold, as their distribution centre adds it up.
        ("DC01", Measure::DownstreamSold, 8),
    ];
    for (site, measure, units) in expected {
        assert_eq!(
            known.units(site, PODS, measure, "2024-04-15"),
            Some(units),
            "{site} {measure:?}"
        );
    }
    assert_eq!(known.ledger.len(), expected.len());
}
