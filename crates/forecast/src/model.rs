use serde::{Deserialize, Serialize};

use crate::Demand;

/// What a history says about demand: a level times a weekday factor, with its scatter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Expected demand a day, before the weekday pattern.
    pub level: f64,
    /// A factor for each weekday from Monday; the seven average 1.
    pub weekday: [f64; 7],
    /// Variance of a day's demand over its mean, at least 1.
    pub dispersion: f64,
    /// Variance of the level itself: large where the history is short.
    pub level_variance: f64,
    /// Days whose demand was used.
    pub days_used: u32,
    /// Days left out because the shelf was empty.
    pub days_out_of_stock: u32,
}

impl Model {
    /// Returns the expected demand of a weekday, 0 being Monday.
    pub fn mean(&self, weekday: u8) -> f64 {
        self.level * self.factor(weekday)
    }

    /// Returns the weekday factors of `days` days in a row, added up.
    pub fn weekday_sum(&self, first_weekday: u8, days: u32) -> f64 {
        let whole_weeks = f64::from(days / 7) * self.weekday.iter().sum::<f64>();
        let rest = (0..7_u8).take_while(|&i| u32::from(i) < days % 7);
        whole_weeks
            + rest
                .map(|i| self.factor(first_weekday % 7 + i))
                .sum::<f64>()
    }

    /// Returns the demand of `days` days in a row, summed.
    ///
    /// Days scatter independently around the level, so their variances add; an error in the level
    /// is the same error on every day, so its variance grows with the square.
    pub fn sum(&self, first_weekday: u8, days: u32) -> Demand {
        let factors = self.weekday_sum(first_weekday, days);
        let mean = self.level * factors;
        Demand {
            mean,
            variance: self.dispersion * mean + self.level_variance * factors * factors,
        }
    }

    /// Returns what the demand of one day stays at or below with probability `p`.
    pub fn daily_quantile(&self, weekday: u8, p: f64) -> f64 {
        self.sum(weekday, 1).quantile(p)
    }

    fn factor(&self, weekday: u8) -> f64 {
        self.weekday[usize::from(weekday % 7)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weekly() -> Model {
        Model {
            level: 10.0,
            weekday: [0.8, 0.8, 0.8, 0.8, 1.0, 1.4, 1.4],
            dispersion: 2.0,
            level_variance: 0.5,
            days_used: 56,
            days_out_of_stock: 0,
        }
    }

    #[test]
    fn sums_take_the_days_they_cover() {
        // Saturday, Sunday, Monday: 1.4 + 1.4 + 0.8 = 3.6.
        let demand = weekly().sum(5, 3);
        assert!((demand.mean - 36.0).abs() < 1e-12);
        assert!((demand.variance - (2.0 * 36.0 + 0.5 * 3.6 * 3.6)).abs() < 1e-12);
        let fortnight = weekly().sum(3, 14);
        assert!((fortnight.mean - 140.0).abs() < 1e-12);
        assert!((weekly().sum(6, 8).mean - (70.0 + 14.0)).abs() < 1e-12);
        assert!(weekly().sum(0, 0).mean.abs() < 1e-12);
        assert!((weekly().mean(13) - 14.0).abs() < 1e-12);
    }

    #[test]
    fn bands_hold_the_mean() {
        let model = weekly();
        for weekday in 0..7 {
            assert!(model.daily_quantile(weekday, 0.1) < model.mean(weekday));
            assert!(model.daily_quantile(weekday, 0.9) > model.mean(weekday));
        }
    }
}
