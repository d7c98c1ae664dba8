use chrono::Weekday::{Mon, Thu};
use forecast::{Demand, Model};
use model::Quantity;
use model::agreement::AgreementItem;
use model::position::{Bucket, Position};
use model::proposal::{Derivation, Step, StepKind};
use replenish::{Protection, Reconciled, propose, protection, reconcile, sentence};

use crate::terms::{agreement, bucket, lane, march, order_rules, steady, stock, units, weekday};

/// Monday 2 March to Monday 9 March: seven days.
fn week() -> Protection {
    protection(
        &agreement(&[Mon, Thu]),
        &lane(2, &[Mon, Thu]),
        march(2),
        Some(march(1)),
    )
    .unwrap()
}

fn step(derivation: &Derivation, what: StepKind) -> &Step {
    derivation
        .steps
        .iter()
        .find(|s| s.what == what)
        .unwrap_or_else(|| unreachable!("no step {what:?}"))
}

/// Demand of seven days: Poisson of mean 14, whose 95 % quantile is 20 (F(19) = .9235,
/// F(20) = .9521 in the tables).
#[test]
fn orders_are_those_of_the_hand_calculation() {
    let demand = steady(2.0, 1.0);
    let rules = |pack, moq, minimum, maximum: Option<i32>| AgreementItem {
        moq: units(moq),
        minimum: units(minimum),
        maximum: maximum.map(units),
        ..order_rules(pack)
    };
    let cases = [
        // stock, pack, MOQ, minimum, maximum → order
        (0, 1, 0, 0, None, 20),
        (5, 1, 0, 0, None, 15),
        (20, 1, 0, 0, None, 0),
        (25, 6, 12, 0, None, 0),
        (5, 6, 0, 0, None, 18),
        (5, 6, 24, 0, None, 24),
        (5, 6, 25, 0, None, 30),
        (5, 6, 0, 30, None, 30),
        (5, 6, 0, 30, Some(35), 30),
        (5, 6, 0, 30, Some(34), 24),
        // Three packs fit under 23, and 24 at least must be ordered: nothing.
        (5, 6, 24, 0, Some(23), 0),
        (19, 6, 0, 0, Some(20), 0),
        (40, 6, 0, 0, Some(20), 0),
        (-4, 6, 0, 0, None, 24),
        (5, 0, 0, 0, None, 15),
    ];
    for (on_hand, pack, moq, minimum, maximum, expected) in cases {
        let terms = rules(pack, moq, minimum, maximum);
        let got = propose(&stock(on_hand), &demand, &terms, 0.95, &week(), None);
        let case = (on_hand, pack, moq, minimum, maximum);
        assert_eq!(got.computed, units(expected), "{case:?}");
        let last = got.derivation.steps.last().unwrap();
        assert_eq!(
            (last.what, last.value),
            (StepKind::Quantity, f64::from(expected)),
            "{case:?}"
        );
    }
}

#[test]
fn fractions_of_an_each_are_kept() {
    let terms = AgreementItem {
        pack: "0.25".parse().unwrap(),
        ..order_rules(1)
    };
    let mut position = stock(0);
    position.on_hand.as_mut().unwrap().quantity = "7.4".parse().unwrap();
    let got = propose(&position, &steady(2.0, 1.0), &terms, 0.95, &week(), None);
    // 20 − 7.4 = 12.6, and 51 quarters are 12.75.
    assert_eq!(got.computed, "12.75".parse::<Quantity>().unwrap());
}

fn busy() -> Position {
    Position {
        received_since: bucket(3, "D861"),
        on_order: Bucket {
            sources: vec!["O1".into(), "O2".into()],
            ..bucket(12, "")
        },
        in_transit: bucket(6, "O3"),
        allocated: bucket(2, "D852"),
        backordered: bucket(1, "D852"),
        ..stock(10)
    }
}

fn fitted() -> Model {
    Model {
        level: 9.7,
        weekday: [0.8, 0.8, 0.8, 0.8, 1.0, 1.4, 1.4],
        dispersion: 1.7,
        level_variance: 0.4,
        days_used: 56,
        days_out_of_stock: 2,
    }
}

/// A second reading of the derivation: every number from the steps it names, nothing else.
fn recompute(derivation: &Derivation, step: &Step) -> Option<f64> {
    let from: Vec<&Step> = step
        .from
        .iter()
        .map(|&i| &derivation.steps[usize::from(i)])
        .collect();
    let of = |what| from.iter().find(|s| s.what == what).map(|s| s.value);
    let any = |a, b| of(a).or_else(|| of(b));
    let value = match step.what {
        StepKind::Position => from
            .iter()
            .map(|s| match s.what {
                StepKind::Allocated | StepKind::Backordered => -s.value,
                _ => s.value,
            })
            .sum(),
        StepKind::DemandMean => {
            any(StepKind::Level, StepKind::ReconciledLevel)? * of(StepKind::WeekdaySum)?
        }
        StepKind::DemandVariance => {
            of(StepKind::Dispersion)? * of(StepKind::DemandMean)?
                + of(StepKind::LevelVariance)? * of(StepKind::WeekdaySum)?.powi(2)
        }
        StepKind::OrderUpTo => {
            let (mean, variance) = (of(StepKind::DemandMean)?, of(StepKind::DemandVariance)?);
            Demand { mean, variance }.quantile(of(StepKind::ServiceLevel)?)
        }
        StepKind::Need => {
            let top = of(StepKind::OrderUpTo)?.max(of(StepKind::Minimum).unwrap_or(0.0));
            (top - of(StepKind::Position)?).max(0.0)
        }
        StepKind::Quantity => {
            let (need, pack) = (of(StepKind::Need)?, of(StepKind::Pack)?);
            let least = of(StepKind::Moq).unwrap_or(0.0);
            let wanted = (need.max(least) / pack).ceil() * pack;
            let room = of(StepKind::Maximum)
                .map(|max| ((max - of(StepKind::Position).unwrap_or(0.0)) / pack).floor() * pack);
            match room {
                _ if need <= 0.0 => 0.0,
                Some(room) if room < least || room <= 0.0 => 0.0,
                Some(room) => wanted.min(room),
                None => wanted,
            }
        }
        _ => return None,
    };
    Some(value)
}

#[test]
fn every_number_follows_from_the_steps_it_names() {
    let both = reconcile(
        &Model {
            level: 10.2,
            ..fitted()
        },
        &fitted(),
    );
    let full = AgreementItem {
        moq: units(12),
        minimum: units(40),
        maximum: Some(units(120)),
        ..order_rules(6)
    };
    for terms in [order_rules(6), full] {
        for reconciliation in [None, Some(&both)] {
            let got = propose(&busy(), &fitted(), &terms, 0.98, &week(), reconciliation);
            let mut recomputed = 0;
            for (place, step) in got.derivation.steps.iter().enumerate() {
                assert!(
                    step.from.iter().all(|&i| usize::from(i) < place),
                    "{step:?}"
                );
                assert!(
                    !step.from.is_empty() || step.source.is_some(),
                    "{step:?} has no origin"
                );
                if let Some(value) = recompute(&got.derivation, step) {
                    assert!(
                        (value - step.value).abs() < 1e-9,
                        "{step:?} should be {value}"
                    );
                    recomputed += 1;
                }
            }
            assert_eq!(recomputed, 6);
            let last = got.derivation.steps.last().unwrap();
            assert!((last.value - got.computed.to_f64()).abs() < 1e-9);
        }
    }
}

#[test]
fn steps_name_their_sources() {
    let got = propose(&busy(), &fitted(), &order_rules(6), 0.95, &week(), None).derivation;
    let source = |what| step(&got, what).source.as_deref();
    assert_eq!(source(StepKind::OnHand), Some("D852"));
    assert_eq!(step(&got, StepKind::OnHand).day, Some(march(2)));
    assert_eq!(source(StepKind::OnOrder), Some("O1, O2"));
    assert_eq!(source(StepKind::Pack), Some("VMI-7 v3"));
    assert_eq!(source(StepKind::ServiceLevel), Some("VMI-7 v3"));
    assert_eq!(source(StepKind::Level), Some(forecast::ENGINE));
    let days = step(&got, StepKind::ProtectionDays);
    assert_eq!((days.value, days.day), (7.0, Some(march(2))));
    // 10 + 3 + 12 + 6 − 2 − 1.
    assert!((step(&got, StepKind::Position).value - 28.0).abs() < 1e-12);
}

#[test]
fn weekdays_of_the_interval_count() {
    let three_days = Protection {
        days: 3,
        first_day: march(7),
        ..week()
    };
    assert_eq!(weekday(march(7)), 5);
    let got = propose(
        &stock(0),
        &fitted(),
        &order_rules(1),
        0.95,
        &three_days,
        None,
    )
    .derivation;
    // Saturday, Sunday and Monday: 1.4 + 1.4 + 0.8.
    assert!((step(&got, StepKind::WeekdaySum).value - 3.6).abs() < 1e-12);
    assert!((step(&got, StepKind::DemandMean).value - 9.7 * 3.6).abs() < 1e-9);
}

#[test]
fn a_reconciliation_shows_both_witnesses() {
    let both: Reconciled = reconcile(&steady(10.4, 1.0), &steady(9.6, 1.0));
    let got = propose(
        &stock(0),
        &steady(1.0, 1.0),
        &order_rules(1),
        0.95,
        &week(),
        Some(&both),
    );
    let value = |what| step(&got.derivation, what).value;
    assert!((value(StepKind::WithdrawnLevel) - 10.4).abs() < 1e-12);
    assert!((value(StepKind::DownstreamLevel) - 9.6).abs() < 1e-12);
    assert!((value(StepKind::ReconciledLevel) - 10.0).abs() < 1e-12);
    assert!((value(StepKind::DemandMean) - 70.0).abs() < 1e-9);
}

#[test]
fn a_derivation_reads_as_a_story() {
    let terms = AgreementItem {
        moq: units(12),
        ..order_rules(6)
    };
    let got = propose(&busy(), &fitted(), &terms, 0.95, &week(), None);
    let story: Vec<String> = got
        .derivation
        .steps
        .iter()
        .map(|step| sentence(step, "dish soap"))
        .collect();
    let expected = [
        "10 of dish soap on hand at the end of 2026-03-02 (D852).",
        "plus 3 received since (D861).",
        "plus 12 on order and not yet shipped (O1, O2).",
        "plus 6 on the way (O3).",
        "less 2 promised to others (D852).",
        "less 1 owed to the site's own customers (D852).",
        "makes a position of 28.",
    ];
    assert_eq!(story[..7], expected);
    let aim = story
        .iter()
        .any(|s| s == "Service level aimed at: 95 % (VMI-7 v3).");
    assert!(aim, "{story:#?}");
    assert_eq!(
        story.last().unwrap(),
        &format!("Order {} of dish soap.", got.computed)
    );
}

#[test]
fn stock_never_reported_is_said_so() {
    let position = Position {
        on_hand: None,
        ..stock(0)
    };
    let got = propose(
        &position,
        &steady(2.0, 1.0),
        &order_rules(1),
        0.95,
        &week(),
        None,
    );
    assert_eq!(got.computed, units(20));
    let first = sentence(&got.derivation.steps[0], "dish soap");
    assert_eq!(
        first,
        "Stock of dish soap was never reported, so it counts as 0."
    );
}
