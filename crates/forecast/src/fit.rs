use serde::{Deserialize, Serialize};

use crate::Model;

/// One day of a history.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// What was sold; `None` where nothing was reported, which is not zero.
    pub demand: Option<f64>,
    /// Whether the shelf held stock all day, so that sales were demand.
    pub in_stock: bool,
}

/// A day counts half as much for the level once it is this old.
const LEVEL_HALF_LIFE: f64 = 10.0;
/// Weekday habits change more slowly than the level.
const WEEKDAY_HALF_LIFE: f64 = 70.0;
/// Pull of the weekday factors to 1, in units of demand per unit of dispersion: what a factor
/// varying by a fifth from item to item would ask for (1/0.2²).
const WEEKDAY_PULL: f64 = 25.0;
/// Variance over mean of a day's retail demand where the history is too short to tell.
const POOLED_DISPERSION: f64 = 1.5;
/// How many days of history the pooled dispersion is worth.
const DISPERSION_PULL: f64 = 14.0;
/// No shelf sells more in a day; the bound keeps squares finite.
const LARGEST: f64 = 1e12;
/// Level, factors and dispersion each need the others; they settle within a few rounds.
const ROUNDS: u32 = 4;

/// Fits a level and weekday factors to a history, oldest day first.
///
/// The level discounts old days exponentially: the gamma-Poisson local level of Harvey and
/// Fernandes (1989), whose variance is what the discounted history leaves open. Days with an empty
/// shelf are left out, not taken as zero; one that sold more than the model expects still
/// proves that demand was at least that, and counts.
pub fn fit(days: &[Day], first_weekday: u8) -> Model {
    let observed = observe(days, first_weekday);
    let (certain, censored): (Vec<_>, Vec<_>) = observed.into_iter().partition(|o| o.in_stock);
    let mut used = certain;
    let mut model = settle(&used);
    let bounds = censored.len();
    used.extend(
        censored
            .into_iter()
            .filter(|o| o.sold > model.mean(o.weekday)),
    );
    let counted_bounds = used.iter().filter(|o| !o.in_stock).count();
    if counted_bounds > 0 {
        model = settle(&used);
    }
    model.days_used = count(used.len());
    model.days_out_of_stock = count(bounds - counted_bounds);
    model
}

/// A day whose sales are known.
struct Observed {
    sold: f64,
    weekday: u8,
    age: f64,
    in_stock: bool,
}

fn observe(days: &[Day], first_weekday: u8) -> Vec<Observed> {
    let weekdays = (first_weekday % 7..7).chain(0..first_weekday % 7).cycle();
    let ages = (0..count(days.len())).rev().map(f64::from);
    days.iter()
        .zip(weekdays)
        .zip(ages)
        .filter_map(|((day, weekday), age)| {
            let sold = day
                .demand
                .filter(|sold| sold.is_finite())?
                .clamp(0.0, LARGEST);
            Some(Observed {
                sold,
                weekday,
                age,
                in_stock: day.in_stock,
            })
        })
        .collect()
}

fn settle(observed: &[Observed]) -> Model {
    let mut model = Model {
        level: 0.0,
        weekday: [1.0; 7],
        dispersion: POOLED_DISPERSION,
        level_variance: 0.0,
        days_used: 0,
        days_out_of_stock: 0,
    };
    for _ in 0..ROUNDS {
        model.weekday = weekday_factors(observed, &model);
        let level = weigh(observed, &model, LEVEL_HALF_LIFE);
        model.level = level.rate();
        if model.level <= 0.0 {
            return Model {
                level: 0.0,
                weekday: [1.0; 7],
                ..model
            };
        }
        model.dispersion = dispersion(observed, &model);
        model.level_variance = model.dispersion * model.level / level.factors;
    }
    model
}

/// Sales and weekday factors added up over a history with discounting.
struct Weighed {
    sold: f64,
    factors: f64,
}

impl Weighed {
    fn rate(&self) -> f64 {
        if self.factors > 0.0 {
            self.sold / self.factors
        } else {
            0.0
        }
    }
}

fn weigh(observed: &[Observed], model: &Model, half_life: f64) -> Weighed {
    let mut sum = Weighed {
        sold: 0.0,
        factors: 0.0,
    };
    for day in observed {
        let weight = weight(day, half_life);
        sum.sold += weight * day.sold;
        sum.factors += weight * model.weekday[usize::from(day.weekday)];
    }
    sum
}

/// Returns each weekday's sales over what they would be without a pattern, pulled to 1.
fn weekday_factors(observed: &[Observed], model: &Model) -> [f64; 7] {
    let level = weigh(observed, model, WEEKDAY_HALF_LIFE).rate();
    let pull = WEEKDAY_PULL * model.dispersion;
    let mut sold = [pull; 7];
    let mut expected = [pull; 7];
    for day in observed {
        let weight = weight(day, WEEKDAY_HALF_LIFE);
        sold[usize::from(day.weekday)] += weight * day.sold;
        expected[usize::from(day.weekday)] += weight * level;
    }
    let mut factors = [1.0; 7];
    for (factor, (sold, expected)) in factors.iter_mut().zip(sold.iter().zip(expected)) {
        *factor = sold / expected;
    }
    let mean = factors.iter().sum::<f64>() / 7.0;
    factors.map(|factor| factor / mean)
}

/// Returns variance over mean around the model (Pearson), pulled to the pooled value.
fn dispersion(observed: &[Observed], model: &Model) -> f64 {
    let (mut scatter, mut days, mut fitted) = (0.0, 0.0, 0.0);
    for day in observed {
        let (mean, weight) = (model.mean(day.weekday), weight(day, WEEKDAY_HALF_LIFE));
        if mean > 0.0 {
            scatter += weight * (day.sold - mean).powi(2) / mean;
            days += weight;
            fitted += weight * weight;
        }
    }
    // The level was fitted to the same days, which takes one day's worth of scatter away.
    let free = if days > 0.0 {
        days - fitted / days
    } else {
        0.0
    };
    ((scatter + DISPERSION_PULL * POOLED_DISPERSION) / (free + DISPERSION_PULL)).max(1.0)
}

fn weight(day: &Observed, half_life: f64) -> f64 {
    (-day.age / half_life).exp2()
}

fn count(days: usize) -> u32 {
    u32::try_from(days).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(sold: &[f64]) -> Vec<Day> {
        sold.iter()
            .map(|&sold| Day {
                demand: Some(sold),
                in_stock: true,
            })
            .collect()
    }

    fn close(got: f64, expected: f64) {
        assert!(
            (got - expected).abs() < 1e-9 * expected.abs().max(1.0),
            "{got} is not {expected}"
        );
    }

    #[test]
    fn short_histories_have_answers() {
        for history in [
            vec![],
            vec![
                Day {
                    demand: None,
                    in_stock: true
                };
                9
            ],
            days(&[0.0; 30]),
        ] {
            let model = fit(&history, 2);
            close(model.level, 0.0);
            close(model.level_variance, 0.0);
            close(model.sum(0, 14).quantile(0.99), 0.0);
        }
        // One day tells the level and nothing else: pooled dispersion 1.5, level variance 1.5 · 8.
        let model = fit(&days(&[8.0]), 0);
        close(model.level, 8.0);
        close(model.dispersion, 1.5);
        close(model.level_variance, 12.0);
        model.weekday.iter().for_each(|&factor| close(factor, 1.0));
        assert_eq!(model.days_used, 1);
    }

    #[test]
    fn constant_demand_is_its_level() {
        let model = fit(&days(&[10.0; 56]), 3);
        close(model.level, 10.0);
        close(model.dispersion, 1.0);
        // Weights 2^(−a/10) for a = 0 … 55 add up to (1 − 2^−5.6) / (1 − 2^−0.1).
        let history = (1.0 - (-5.6_f64).exp2()) / (1.0 - (-0.1_f64).exp2());
        close(model.level_variance, 10.0 / history);
    }

    #[test]
    fn weekdays_show_with_volume() {
        let pattern = [0.8, 0.8, 0.8, 0.8, 1.0, 1.4, 1.4];
        // The history begins on a Thursday, so the pattern of day i is that of weekday i + 3.
        let history = |volume: f64| -> Vec<Day> {
            days(
                &(0..84)
                    .map(|i| volume * pattern[(i + 3) % 7])
                    .collect::<Vec<_>>(),
            )
        };
        let busy = fit(&history(1000.0), 3);
        for (factor, expected) in busy.weekday.iter().zip(pattern) {
            assert!((factor - expected).abs() < 0.01, "{:?}", busy.weekday);
        }
        assert!((busy.level - 1000.0).abs() < 10.0);
        let slow = fit(&history(0.1), 3);
        assert!(
            slow.weekday
                .iter()
                .all(|factor| (factor - 1.0).abs() < 0.05),
            "{:?}",
            slow.weekday
        );
    }

    #[test]
    fn recent_days_count_more() {
        let mut sold = [10.0; 60];
        sold[40..].fill(20.0);
        let rising = fit(&days(&sold), 0).level;
        sold.reverse();
        let falling = fit(&days(&sold), 0).level;
        assert!(rising > 16.0 && falling < 14.0, "{rising} {falling}");
    }

    #[test]
    fn an_empty_shelf_is_not_zero_demand() {
        let mut history = days(&[10.0; 56]);
        for day in history.iter_mut().step_by(5) {
            *day = Day {
                demand: Some(0.0),
                in_stock: false,
            };
        }
        let model = fit(&history, 0);
        close(model.level, 10.0);
        assert_eq!((model.days_used, model.days_out_of_stock), (44, 12));
        history.iter_mut().for_each(|day| day.in_stock = true);
        assert!(fit(&history, 0).level < 9.0);
    }

    #[test]
    fn a_shelf_sold_empty_above_the_mean_is_a_lower_bound() {
        let mut history = days(&[10.0; 56]);
        history[50] = Day {
            demand: Some(30.0),
            in_stock: false,
        };
        let model = fit(&history, 0);
        assert!(model.level > 10.5, "{}", model.level);
        assert_eq!((model.days_used, model.days_out_of_stock), (56, 0));
    }

    #[test]
    fn scatter_shows_in_the_dispersion() {
        // Two thirds of the days 0, one third 30: mean 10, variance 200, dispersion near 20.
        let sold: Vec<f64> = (0..210)
            .map(|i| if i % 3 == 0 { 30.0 } else { 0.0 })
            .collect();
        let model = fit(&days(&sold), 0);
        assert!(
            (15.0..21.0).contains(&model.dispersion),
            "{}",
            model.dispersion
        );
    }
}
