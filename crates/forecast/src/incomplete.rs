//! The regularised incomplete gamma and beta functions: the distribution functions of Poisson and
//! negative binomial counts. Continued fractions by the modified Lentz algorithm (Numerical
//! Recipes, 3rd ed., §5.2, §6.2, §6.4); both need about √n rounds.

use crate::density::{binomial, poisson};

/// Far more rounds than any count a warehouse can hold needs; it bounds the loops, no more.
const ROUNDS: u32 = 10_000_000;
const PRECISION: f64 = 1e-16;
const TINY: f64 = 1e-300;

/// Returns the probability that a Poisson count of mean `lambda > 0` is at most `k`, a whole
/// number not below zero.
pub(crate) fn poisson_cdf(k: f64, lambda: f64) -> f64 {
    let a = k + 1.0;
    if lambda < a + 1.0 {
        1.0 - poisson(a, lambda) * gamma_series(a, lambda)
    } else {
        poisson(a, lambda) * a * gamma_fraction(a, lambda)
    }
}

/// Returns the incomplete beta function `I_x(a, b)` for positive `a`, `b`, `x` and `y = 1 − x`.
pub(crate) fn beta(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let front = binomial(a, b, x, y) / (a + b);
    if x < (a + 1.0) / (a + b + 2.0) {
        front * b * beta_fraction(a, b, x)
    } else {
        1.0 - front * a * beta_fraction(b, a, y)
    }
}

/// Returns `1 + x/(a+1) + x²/((a+1)(a+2)) + …`.
fn gamma_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut divisor) = (1.0, 1.0, a);
    for _ in 0..ROUNDS {
        divisor += 1.0;
        term *= x / divisor;
        sum += term;
        if term < sum * PRECISION {
            break;
        }
    }
    sum
}

/// Returns `1/(x+1−a− (1−a)/(x+3−a− 2(2−a)/(x+5−a− …)))`.
fn gamma_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = TINY.recip();
    let mut d = b.recip();
    let mut fraction = d;
    for round in 1..ROUNDS {
        let n = f64::from(round);
        let numerator = n * (a - n);
        b += 2.0;
        d = away_from_zero(numerator.mul_add(d, b)).recip();
        c = away_from_zero(b + numerator / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = away_from_zero(1.0 - (a + b) * x / (a + 1.0)).recip();
    let mut fraction = d;
    for round in 1..ROUNDS {
        let m = f64::from(round);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = away_from_zero(even.mul_add(d, 1.0)).recip();
        c = away_from_zero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = away_from_zero(odd.mul_add(d, 1.0)).recip();
        c = away_from_zero(1.0 + odd / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}

fn away_from_zero(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}
