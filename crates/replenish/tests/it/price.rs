use model::agreement::{Agreement, Allowance, InKind, Price, QuantityBreak};
use model::{Gtin, Money, Quantity};
use replenish::price;

use crate::terms::{agreement, item, march, units};

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn listed(version: u32, from: u32, amount: &str) -> Price {
    Price {
        item: item(),
        version,
        from: march(from),
        to: None,
        unit: "EA".to_owned(),
        amount: money(amount),
        breaks: Vec::new(),
        allowances: Vec::new(),
        in_kind: None,
    }
}

fn with(prices: Vec<Price>) -> Agreement {
    Agreement {
        prices,
        ..agreement(&[])
    }
}

#[test]
fn the_price_is_that_of_the_day() {
    let spring = Price {
        to: Some(march(20)),
        ..listed(2, 10, "8.50")
    };
    let terms = with(vec![listed(1, 1, "9.00"), spring]);
    let on = |day| price(&terms, item(), march(day), units(10));
    let cases = [
        (1, 1, "9"),
        (9, 1, "9"),
        (10, 2, "8.5"),
        (20, 2, "8.5"),
        (21, 1, "9"),
    ];
    for (day, version, net) in cases {
        let got = on(day).unwrap();
        assert_eq!(
            (got.version, got.net.to_string().as_str()),
            (version, net),
            "March {day}"
        );
        assert_eq!((got.unit.as_str(), got.currency.as_str()), ("EA", "USD"));
    }
    assert_eq!(
        price(&terms, item(), march(1).pred_opt().unwrap(), units(10)),
        None
    );
    assert_eq!(
        price(
            &terms,
            Gtin::new("614141000029").unwrap(),
            march(5),
            units(10)
        ),
        None
    );
}

#[test]
fn breaks_give_the_gross_price() {
    let breaks = [(100, "8.00"), (500, "7.25")].map(|(from, amount)| QuantityBreak {
        from_quantity: units(from),
        amount: money(amount),
    });
    let terms = with(vec![Price {
        breaks: breaks.to_vec(),
        ..listed(1, 1, "9.00")
    }]);
    for (quantity, gross) in [(1, "9"), (99, "9"), (100, "8"), (499, "8"), (500, "7.25")] {
        let got = price(&terms, item(), march(2), units(quantity)).unwrap();
        assert_eq!(
            (got.gross.to_string().as_str(), got.net),
            (gross, got.gross),
            "{quantity}"
        );
    }
}

#[test]
fn allowances_come_off_in_their_order() {
    let percent = |percent: &str| Allowance::Percent {
        reason: "promotion".to_owned(),
        percent: percent.parse().unwrap(),
    };
    let amount = |amount| Allowance::Amount {
        reason: "freight".to_owned(),
        amount: money(amount),
    };
    let cases = [
        // 10 × 0.9 − 1 = 8, but (10 − 1) × 0.9 = 8.1.
        (vec![percent("10"), amount("1")], "8"),
        (vec![amount("1"), percent("10")], "8.1"),
        // 10 × 0.95 × 0.98 = 9.31.
        (vec![percent("5"), percent("2")], "9.31"),
        // Rounded once, at the end: 10 × 0.66667² × 0.66667 = 2.96300740748…
        (
            vec![percent("33.333"), percent("33.333"), percent("33.333")],
            "2.963",
        ),
        (vec![amount("11"), percent("50")], "0"),
    ];
    for (allowances, net) in cases {
        let terms = with(vec![Price {
            allowances,
            ..listed(1, 1, "10")
        }]);
        let got = price(&terms, item(), march(2), units(1)).unwrap();
        assert_eq!(
            (got.gross.to_string().as_str(), got.net.to_string().as_str()),
            ("10", net)
        );
    }
}

#[test]
fn free_goods_are_part_of_the_quantity() {
    let cases = [
        // Ten bought, two free: of 12 delivered two are free, of 23 still two, of 24 four.
        (10, 2, "11", "0"),
        (10, 2, "12", "2"),
        (10, 2, "23", "2"),
        (10, 2, "24", "4"),
        (10, 2, "120.5", "20"),
        (10, 0, "100", "0"),
        (0, 0, "100", "0"),
        (10, 2, "-24", "0"),
    ];
    for (buy, free, quantity, expected) in cases {
        let in_kind = Some(InKind {
            buy: units(buy),
            free: units(free),
        });
        let terms = with(vec![Price {
            in_kind,
            ..listed(1, 1, "10")
        }]);
        let quantity: Quantity = quantity.parse().unwrap();
        let got = price(&terms, item(), march(2), quantity).unwrap();
        assert_eq!(got.free.to_string(), expected, "{buy}+{free} of {quantity}");
    }
}
