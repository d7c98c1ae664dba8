use serde::{Deserialize, Serialize};

use crate::incomplete::{beta, poisson_cdf};
use crate::normal;

/// The demand of an interval, known by mean and variance.
///
/// Counts: negative binomial with `r = μ²/(σ²−μ)` where the variance exceeds the mean, Poisson
/// otherwise (Silver, Pyke & Thomas, §4.9 and §8).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Demand {
    /// Expected demand.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
}

/// Above this, more than any site sells, the corrected normal quantile answers: the exact search
/// takes time with the root of the mean.
const NORMAL_FROM: f64 = 1e9;
/// Expected demand below this is none: one each in a million million intervals.
const NONE_BELOW: f64 = 1e-12;
/// Nothing scatters by more than a thousand billion eaches.
const LARGEST_VARIANCE: f64 = 1e24;

impl Demand {
    /// Returns the probability that demand is at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        let k = x.floor();
        if k.is_nan() || k < 0.0 {
            return 0.0;
        }
        if !self.is_some() || k.is_infinite() {
            return 1.0;
        }
        // A variance this close to the mean cannot be told from the mean by any digit we keep.
        let variance = self.variance.min(LARGEST_VARIANCE);
        let excess = variance - self.mean;
        if excess <= 1e-9 * self.mean || excess.is_nan() {
            return poisson_cdf(k, self.mean);
        }
        let r = self.mean * (self.mean / excess);
        beta(r, k + 1.0, self.mean / variance, excess / variance)
    }

    /// Returns the smallest whole number that demand does not exceed with probability `p` or more.
    ///
    /// `p` at or below 0 gives 0; what lies above 1 − 10⁻¹² is taken as that, since no finite
    /// stock covers everything.
    pub fn quantile(&self, p: f64) -> f64 {
        if !self.is_some() || p.is_nan() || p <= 0.0 {
            return 0.0;
        }
        let p = p.min(1.0 - 1e-12);
        let start = self.corrected_normal(p);
        if self.mean >= NORMAL_FROM {
            return start;
        }
        self.search(p, start)
    }

    /// Walks from `start` in doubling steps until the answer is enclosed, then halves.
    fn search(&self, p: f64, start: f64) -> f64 {
        // `below` always fails (F < p, or is −1), `reached` always holds (F ≥ p).
        let (mut below, mut reached);
        let mut step = 1.0;
        if self.cdf(start) >= p {
            (below, reached) = (start - 1.0, start);
            while below >= 0.0 && self.cdf(below) >= p {
                reached = below;
                below = (below - step).max(-1.0);
                step *= 2.0;
            }
        } else {
            (below, reached) = (start, start + 1.0);
            while self.cdf(reached) < p {
                below = reached;
                reached += step;
                step *= 2.0;
            }
        }
        while reached - below > 1.0 {
            let middle = ((below + reached) / 2.0).floor();
            if self.cdf(middle) >= p {
                reached = middle;
            } else {
                below = middle;
            }
        }
        reached
    }

    /// Returns the normal quantile corrected for skewness (Cornish and Fisher), as a whole number.
    fn corrected_normal(&self, p: f64) -> f64 {
        // `max` passes over what is no number.
        let variance = self.variance.min(LARGEST_VARIANCE).max(self.mean);
        let deviation = variance.sqrt();
        let skewness = (2.0 * variance / self.mean - 1.0) / deviation;
        let z = normal::quantile(p);
        // For demand mostly zero the correction leaves its range of use; the search then starts
        // from the plain normal quantile.
        let correction = (skewness * (z * z - 1.0) / 6.0).clamp(-3.0, 3.0);
        (self.mean + deviation * (z + correction)).ceil().max(0.0)
    }

    fn is_some(&self) -> bool {
        self.mean >= NONE_BELOW && self.mean.is_finite()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean, variance, probability, and SciPy 1.x's `nbinom` or `poisson`: quantile and its
    /// distribution function. The Poisson cases of mean 5, 10 and 100 stand in printed tables, too.
    const FOREIGN: [(f64, f64, f64, f64, f64); 17] = [
        (36.0, 108.0, 0.95, 54.0, 0.950_866_484_241_150_4),
        (50.0, 50.0, 35.0 / 44.0, 56.0, 0.822_117_143_716_375_8),
        (0.3, 0.3, 0.95, 1.0, 0.963_063_686_886_233_2),
        (0.3, 0.9, 0.99, 5.0, 0.993_585_395_281_550_9),
        (5.0, 5.0, 0.95, 9.0, 0.968_171_942_693_795_1),
        (10.0, 10.0, 0.99, 18.0, 0.992_813_495_396_145_6),
        (12.5, 40.0, 0.98, 28.0, 0.981_584_754_735_678_5),
        (100.0, 100.0, 0.95, 117.0, 0.957_155_127_513_377_8),
        (100.0, 1e3, 0.95, 157.0, 0.951_617_394_214_779_6),
        (1e3, 1e3, 0.975, 1062.0, 0.975_093_814_714_025_8),
        (1e3, 3500.0, 0.9, 1076.0, 0.900_197_046_209_139_7),
        (1e4, 5e4, 0.98, 10_464.0, 0.980_095_905_149_030_8),
        (1e6, 1e6, 0.95, 1_001_645.0, 0.950_037_326_545_216_9),
        (1e6, 1e7, 0.95, 1_005_207.0, 0.950_020_179_027_694_8),
        (1e6, 1e9, 0.999, 1_100_577.0, 0.999_000_083_221_674_3),
        (0.01, 10.0, 0.999, 0.0, 0.999_930_855_691_088_3),
        (250.0, 251.0, 0.5, 250.0, 0.516_812_322_712_107_9),
    ];

    #[test]
    fn quantiles_and_distribution_are_scipys() {
        for (mean, variance, p, quantile, cdf) in FOREIGN {
            let demand = Demand { mean, variance };
            assert!(
                (demand.quantile(p) - quantile).abs() < 0.5,
                "{demand:?} at {p}"
            );
            assert!(
                (demand.cdf(quantile) - cdf).abs() < 1e-11,
                "{demand:?}: {}",
                demand.cdf(quantile)
            );
        }
    }

    #[test]
    fn geometric_distribution_is_a_negative_binomial() {
        // r = 1: P(D ≤ k) = 1 − (1−p)^(k+1), here with p = 1/4.
        let demand = Demand {
            mean: 3.0,
            variance: 12.0,
        };
        for k in 0..40 {
            let expected = 1.0 - 0.75_f64.powi(k + 1);
            assert!((demand.cdf(f64::from(k)) - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn there_is_an_answer_for_everything() {
        let odd = [
            0.0,
            -1.0,
            f64::NAN,
            f64::INFINITY,
            1e-300,
            1e-9,
            0.5,
            1e12,
            1e300,
        ];
        for mean in odd {
            for variance in odd {
                let demand = Demand { mean, variance };
                for p in [f64::NAN, -1.0, 0.0, 1e-9, 0.5, 0.95, 1.0, 7.0] {
                    let quantile = demand.quantile(p);
                    assert!(
                        quantile.is_finite() && quantile >= 0.0,
                        "{demand:?} at {p}: {quantile}"
                    );
                }
                for x in [f64::NEG_INFINITY, -0.1, 0.0, 3.7, f64::INFINITY, f64::NAN] {
                    let cdf = demand.cdf(x);
                    assert!((0.0..=1.0).contains(&cdf), "{demand:?} at {x}: {cdf}");
                }
            }
        }
        assert!(
            Demand {
                mean: 0.0,
                variance: 0.0
            }
            .quantile(0.99)
            .abs()
                < 1e-12
        );
        assert!(
            (Demand {
                mean: 1e10,
                variance: 1e10
            }
            .quantile(0.5)
                - 1e10)
                .abs()
                < 2.0
        );
    }
}
