//! What holds for every history and every distribution.

use forecast::{Day, Demand, fit};
use proptest::prelude::*;

fn day() -> impl Strategy<Value = Day> {
    let sold = prop_oneof![
        6 => (0_u32..60).prop_map(f64::from),
        1 => any::<f64>(),
        1 => -5.0..1e6_f64,
    ];
    (
        proptest::option::weighted(0.9, sold),
        proptest::bool::weighted(0.8),
    )
        .prop_map(|(demand, in_stock)| Day { demand, in_stock })
}

/// F(k) by adding up the densities, each from the one before it.
fn summed(demand: &Demand, k: u32) -> f64 {
    let ratio = demand.variance / demand.mean;
    let (mut density, next): (f64, Box<dyn Fn(f64) -> f64>) = if ratio > 1.0 {
        let r = demand.mean / (ratio - 1.0);
        let start = (-r * ratio.ln()).exp();
        (
            start,
            Box::new(move |k| (r + k) / (k + 1.0) * (1.0 - ratio.recip())),
        )
    } else {
        let mean = demand.mean;
        ((-mean).exp(), Box::new(move |k| mean / (k + 1.0)))
    };
    let mut sum = density;
    for k in 0..k {
        density *= next(f64::from(k));
        sum += density;
    }
    sum
}

proptest! {
    #[test]
    fn every_history_has_a_model(
        days in proptest::collection::vec(day(), 0..120),
        first in any::<u8>(),
    ) {
        let model = fit(&days, first);
        prop_assert!(model.level.is_finite() && model.level >= 0.0);
        prop_assert!(model.dispersion.is_finite() && model.dispersion >= 1.0);
        prop_assert!(model.level_variance.is_finite() && model.level_variance >= 0.0);
        prop_assert!(model.weekday.iter().all(|f| f.is_finite() && *f >= 0.0));
        prop_assert!((model.weekday.iter().sum::<f64>() - 7.0).abs() < 1e-9);
        let known = days.iter().filter(|d| d.demand.is_some_and(f64::is_finite)).count();
        prop_assert_eq!(
            usize::try_from(model.days_used + model.days_out_of_stock).unwrap(),
            known
        );
        prop_assert_eq!(&fit(&days, first), &model);
        let low = model.daily_quantile(first, 0.1);
        let high = model.daily_quantile(first, 0.9);
        prop_assert!(0.0 <= low && low <= high && high.is_finite());
    }

    #[test]
    fn days_without_a_report_change_nothing(
        days in proptest::collection::vec((0_u32..40).prop_map(f64::from), 14..60),
    ) {
        let reported = |sold: &f64| Day { demand: Some(*sold), in_stock: true };
        let missing = Day { demand: None, in_stock: true };
        let plain: Vec<Day> = days.iter().map(reported).collect();
        // A week in front moves no weekday and no age.
        let padded: Vec<Day> = [missing; 7].into_iter().chain(plain.iter().copied()).collect();
        prop_assert_eq!(fit(&padded, 4), fit(&plain, 4));
    }

    #[test]
    fn distribution_is_the_sum_of_its_densities(
        mean in 0.01..200.0_f64,
        ratio in prop_oneof![Just(1.0), 1.001..40.0_f64],
        k in 0_u32..400,
    ) {
        let demand = Demand { mean, variance: mean * ratio };
        let (got, expected) = (demand.cdf(f64::from(k)), summed(&demand, k));
        prop_assert!((got - expected).abs() < 1e-10, "{} is not {}", got, expected);
    }

    #[test]
    fn quantile_is_the_first_to_reach_its_probability(
        mean in prop_oneof![0.001..5.0_f64, 5.0..5000.0_f64, 1e4..1e6_f64],
        ratio in prop_oneof![Just(1.0), 1.0..3.0_f64, 3.0..500.0_f64],
        p in 0.001..0.9999_f64,
    ) {
        let demand = Demand { mean, variance: mean * ratio };
        let quantile = demand.quantile(p);
        prop_assert!(demand.cdf(quantile) >= p);
        prop_assert!(quantile < 0.5 || demand.cdf(quantile - 1.0) < p);
        prop_assert!(demand.quantile((p + 0.0001).min(0.9999)) >= quantile);
        // More demand of the same dispersion needs more stock.
        let more = Demand { mean: mean * 1.1, variance: demand.variance * 1.1 };
        prop_assert!(more.quantile(p) >= quantile);
    }
}
