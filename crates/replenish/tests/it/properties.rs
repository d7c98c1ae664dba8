use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use forecast::Model;
use model::Quantity;
use model::agreement::AgreementItem;
use model::site::Lane;
use proptest::prelude::*;
use replenish::{Protection, propose, protection};

use crate::terms::{agreement, item, lane, march, stock, weekday};

fn eaches(range: std::ops::Range<i64>) -> impl Strategy<Value = Quantity> {
    range.prop_map(Quantity::from_scaled)
}

fn weekdays() -> impl Strategy<Value = Vec<Weekday>> {
    proptest::collection::btree_set(0_u8..7, 0..7).prop_map(|days: BTreeSet<u8>| {
        days.into_iter()
            .map(|day| Weekday::try_from(day).unwrap())
            .collect()
    })
}

/// Order rules, with packs of up to 48, some of them of broken eaches.
fn terms() -> impl Strategy<Value = AgreementItem> {
    let pack = prop_oneof![
        (1_i64..48).prop_map(|p| Quantity::from_scaled(p * 1000)),
        eaches(1..9000)
    ];
    let maximum = proptest::option::of(eaches(0..400_000));
    (pack, eaches(0..90_000), eaches(0..200_000), maximum).prop_map(
        |(pack, moq, minimum, maximum)| AgreementItem {
            item: item(),
            pack,
            moq,
            minimum,
            maximum,
        },
    )
}

/// A model whose level variance is a share of its level, as `fit` makes them.
fn model(level: f64, dispersion: f64, days_known: f64, weekend: f64) -> Model {
    let rest = (7.0 - 2.0 * weekend) / 5.0;
    Model {
        level,
        weekday: [rest, rest, rest, rest, rest, weekend, weekend],
        dispersion,
        level_variance: dispersion * level / days_known,
        days_used: 30,
        days_out_of_stock: 0,
    }
}

fn demand() -> impl Strategy<Value = Model> {
    (0.0..40.0_f64, 1.0..6.0_f64, 1.0..60.0_f64, 0.5..2.0_f64)
        .prop_map(|(level, dispersion, known, weekend)| model(level, dispersion, known, weekend))
}

fn interval(days: u32) -> Protection {
    let usual = protection(&agreement(&[]), &lane(2, &[]), march(2), None).unwrap();
    Protection {
        days,
        next_arrives: march(2) + Days::new(u64::from(days)),
        ..usual
    }
}

fn is_whole(quantity: Quantity, pack: Quantity) -> bool {
    (quantity.value() % pack.value()).is_zero()
}

fn order(
    on_hand: Quantity,
    demand: &Model,
    terms: &AgreementItem,
    aim: f64,
    days: u32,
) -> Quantity {
    let mut position = stock(0);
    position.on_hand.as_mut().unwrap().quantity = on_hand;
    let first = propose(&position, demand, terms, aim, &interval(days), None);
    assert_eq!(
        first,
        propose(&position, demand, terms, aim, &interval(days), None)
    );
    first.computed
}

proptest! {
    #[test]
    fn a_proposal_keeps_to_the_agreement(
        on_hand in eaches(-50_000..400_000),
        demand in demand(),
        terms in terms(),
        aim in 0.5..0.999_f64,
        days in 0_u32..30,
    ) {
        let got = order(on_hand, &demand, &terms, aim, days);
        prop_assert!(!got.is_negative());
        prop_assert!(is_whole(got, terms.pack));
        let up_to = demand.sum(weekday(march(2)), days).quantile(aim);
        let enough = on_hand.to_f64() >= up_to && on_hand >= terms.minimum;
        if enough {
            prop_assert!(got.is_zero());
        }
        if got.is_zero() {
            let fits = |maximum: Quantity| {
                let least = terms.moq.max(terms.pack);
                (maximum - on_hand) < least + terms.pack
            };
            prop_assert!(enough || terms.maximum.is_some_and(fits));
        } else {
            prop_assert!(got >= terms.moq);
            prop_assert!(terms.maximum.is_none_or(|maximum| on_hand + got <= maximum));
        }
        if terms.maximum.is_none() {
            prop_assert!(on_hand + got >= terms.minimum);
            prop_assert!((on_hand + got).to_f64() >= up_to);
            // No more than the rules force: a pack less would not do.
            let less = got - terms.pack;
            prop_assert!(got.is_zero() || less < terms.moq || less + on_hand < terms.minimum
                || (less + on_hand).to_f64() < up_to);
        }
    }

    #[test]
    fn more_demand_or_service_or_less_stock_never_orders_less(
        on_hand in eaches(-50_000..400_000),
        (level, dispersion, known) in (0.0..40.0_f64, 1.0..6.0_f64, 1.0..60.0_f64),
        terms in terms(),
        aim in 0.5..0.99_f64,
        days in 0_u32..30,
        (more, gone) in (1.0..3.0_f64, eaches(0..90_000)),
    ) {
        let demand = model(level, dispersion, known, 1.2);
        let got = order(on_hand, &demand, &terms, aim, days);
        let busier = model(level * more, dispersion, known, 1.2);
        prop_assert!(order(on_hand, &busier, &terms, aim, days) >= got);
        prop_assert!(order(on_hand, &demand, &terms, aim + 0.009, days) >= got);
        prop_assert!(order(on_hand - gone, &demand, &terms, aim, days) >= got);
        prop_assert!(order(on_hand, &demand, &terms, aim, days + 1) >= got);
    }

    #[test]
    fn arrivals_are_days_on_which_goods_are_taken_in(
        review in weekdays(),
        delivery in weekdays(),
        lead in 0_u16..15,
        closed in proptest::collection::vec(0_u64..40, 0..12),
        start in 0_u64..400,
        counted in proptest::option::of(0_u64..20),
    ) {
        let today: NaiveDate = march(1) + Days::new(start);
        let closed: Vec<NaiveDate> = closed.into_iter().map(|d| today + Days::new(d)).collect();
        let lane = Lane { closed, ..lane(lead, &delivery) };
        let agreement = agreement(&review);
        let counted = counted.map(|ago| today - Days::new(ago));
        let got = protection(&agreement, &lane, today, counted).expect("a year has feasible days");
        prop_assert!(got.order_day >= today);
        prop_assert!(agreement.reviews_on(got.order_day));
        let skipped = today.iter_days().take_while(|&day| day < got.order_day);
        prop_assert!(skipped.into_iter().all(|day| !agreement.reviews_on(day)));
        prop_assert!(got.arrives >= got.order_day + Days::new(u64::from(lead)));
        prop_assert!(got.next_arrives > got.arrives);
        for day in [got.arrives, got.next_arrives] {
            prop_assert!(delivery.is_empty() || delivery.contains(&day.weekday()));
            prop_assert!(!lane.closed.contains(&day));
        }
        prop_assert!(got.first_day <= today.succ_opt().unwrap());
        prop_assert_eq!(got.first_day + Days::new(u64::from(got.days)), got.next_arrives);
        // A day later, the plan never looks back to an earlier delivery.
        let later = protection(&agreement, &lane, today.succ_opt().unwrap(), counted).unwrap();
        prop_assert!(later.arrives >= got.arrives && later.next_arrives >= got.next_arrives);
    }
}
