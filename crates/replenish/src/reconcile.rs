//! A distribution centre's two witnesses of demand: its own withdrawals and its stores' sales.

use forecast::Model;

/// Levels this near each other, as a share of the higher, tell the same story.
pub const TOLERANCE: f64 = 0.1;

/// One model of the demand of a distribution centre, made of two.
#[derive(Debug, Clone, PartialEq)]
pub struct Reconciled {
    /// What to plan with.
    pub model: Model,
    /// Whether both told the same story.
    pub agrees: bool,
    /// Withdrawals a day.
    pub withdrawn_level: f64,
    /// Sales a day of the stores it supplies.
    pub downstream_level: f64,
}

/// Makes one model of what a distribution centre sent to its stores and what those sold.
///
/// Where the levels are within [`TOLERANCE`], the level is the mean of both and the weekday pattern
/// the sales', because withdrawals come in packs and on delivery days. Scatter is the larger
/// of the two: packs are what the centre's shelf has to bear. Where they are not, stores are filling
/// up or running down, or reports are missing; the higher model stands, so that the shelf errs to
/// the full side while a person finds out which.
pub fn reconcile(withdrawn: &Model, downstream: &Model) -> Reconciled {
    let higher = if withdrawn.level >= downstream.level {
        withdrawn
    } else {
        downstream
    };
    let agrees = (withdrawn.level - downstream.level).abs() <= TOLERANCE * higher.level.max(0.0);
    let model = if agrees {
        middle(withdrawn, downstream)
    } else {
        higher.clone()
    };
    Reconciled {
        model,
        agrees,
        withdrawn_level: withdrawn.level,
        downstream_level: downstream.level,
    }
}

fn middle(withdrawn: &Model, downstream: &Model) -> Model {
    // Both watch the same goods, so their errors go together: standard deviations average, and
    // nothing is won by having two.
    let deviation = (withdrawn.level_variance.sqrt() + downstream.level_variance.sqrt()) / 2.0;
    Model {
        level: (withdrawn.level + downstream.level) / 2.0,
        weekday: downstream.weekday,
        dispersion: withdrawn.dispersion.max(downstream.dispersion),
        level_variance: deviation * deviation,
        days_used: withdrawn.days_used.min(downstream.days_used),
        days_out_of_stock: withdrawn
            .days_out_of_stock
            .max(downstream.days_out_of_stock),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(level: f64) -> Model {
        Model {
            level,
            weekday: [1.0; 7],
            dispersion: 4.0,
            level_variance: 9.0,
            days_used: 40,
            days_out_of_stock: 3,
        }
    }

    fn sales(level: f64) -> Model {
        let weekday = [0.8, 0.8, 0.8, 0.8, 1.0, 1.4, 1.4];
        Model {
            weekday,
            dispersion: 1.5,
            level_variance: 1.0,
            days_used: 56,
            ..model(level)
        }
    }

    #[test]
    fn near_levels_meet_in_the_middle() {
        let both = reconcile(&model(105.0), &sales(95.0));
        assert!(both.agrees);
        assert!((both.model.level - 100.0).abs() < 1e-12);
        assert!(both.model.mean(5) > both.model.mean(0));
        assert!((both.model.dispersion - 4.0).abs() < 1e-12);
        // Standard deviations 3 and 1 average to 2.
        assert!((both.model.level_variance - 4.0).abs() < 1e-12);
        assert_eq!(
            (both.model.days_used, both.model.days_out_of_stock),
            (40, 3)
        );
    }

    #[test]
    fn the_tolerance_is_a_tenth_of_the_higher() {
        let cases = [
            (100.0, 90.0, true),
            (100.0, 89.9, false),
            (90.0, 100.0, true),
        ];
        for (withdrawn, sold, agrees) in cases {
            assert_eq!(reconcile(&model(withdrawn), &sales(sold)).agrees, agrees);
        }
        assert!(reconcile(&model(0.0), &sales(0.0)).agrees);
    }

    #[test]
    fn of_different_levels_the_higher_stands() {
        let filling_up = reconcile(&model(130.0), &sales(100.0));
        assert_eq!(
            (filling_up.agrees, &filling_up.model),
            (false, &model(130.0))
        );
        let running_down = reconcile(&model(60.0), &sales(100.0));
        assert_eq!(
            (running_down.agrees, &running_down.model),
            (false, &sales(100.0))
        );
        assert!((running_down.withdrawn_level - 60.0).abs() < 1e-12);
        assert!((running_down.downstream_level - 100.0).abs() < 1e-12);
    }
}
