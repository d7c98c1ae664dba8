//! Poisson and binomial densities for any real argument, exact to rounding even where the
//! logarithms of the factorials would cancel. After C. Loader, "Fast and accurate computation of
//! binomial probabilities" (2000).

use std::f64::consts::TAU;

/// Returns `λ^x e^−λ / Γ(x+1)` for `x > 0` and `λ > 0`.
pub(crate) fn poisson(x: f64, lambda: f64) -> f64 {
    (-stirling_error(x) - deviance(x, lambda)).exp() / (TAU * x).sqrt()
}

/// Returns `Γ(a+b+1) / (Γ(a+1) Γ(b+1)) · p^a q^b` for positive arguments and `p + q = 1`.
pub(crate) fn binomial(a: f64, b: f64, p: f64, q: f64) -> f64 {
    let n = a + b;
    let exponent = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, n * p)
        - deviance(b, n * q);
    exponent.exp() * (n / (TAU * a * b)).sqrt()
}

/// Returns `ln Γ(x+1)` less Stirling's formula for it, for `x > 0`.
fn stirling_error(mut x: f64) -> f64 {
    // The series is exact to rounding from 15 on; below, Γ(x+2) = (x+1) Γ(x+1) leads there.
    let mut error = 0.0;
    while x < 15.0 {
        error += (x + 0.5) * x.recip().ln_1p() - 1.0;
        x += 1.0;
    }
    let inverse = x.recip();
    let square = inverse * inverse;
    let series = square.mul_add(1.0 / 1188.0, -1.0 / 1680.0);
    let series = series.mul_add(square, 1.0 / 1260.0);
    let series = series.mul_add(square, -1.0 / 360.0);
    error + series.mul_add(square, 1.0 / 12.0) * inverse
}

/// Returns `x ln(x/m) + m − x`, which is 0 at `x = m` and positive elsewhere.
fn deviance(x: f64, m: f64) -> f64 {
    let difference = x - m;
    if difference.abs() >= 0.1 * (x + m) {
        return x * (x / m).ln() + m - x;
    }
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut term = 2.0 * x * v;
    let mut divisor = 1.0;
    loop {
        term *= v * v;
        divisor += 2.0;
        let next = sum + term / divisor;
        // Terms shrink at least a hundredfold, so this ends within ten rounds.
        if (next - sum).abs() <= f64::EPSILON * next.abs() {
            return next;
        }
        sum = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64) {
        assert!(
            (got / expected - 1.0).abs() < 1e-13,
            "{got} is not {expected}"
        );
    }

    #[test]
    fn densities_are_those_of_the_definitions() {
        // e^-3 3^2/2! and e^-50 50^50/50!, and C(10,3)/2^10.
        close(poisson(2.0, 3.0), (-3.0_f64).exp() * 4.5);
        close(poisson(50.0, 50.0), 0.056_325_006_325_190_82);
        close(binomial(3.0, 7.0, 0.5, 0.5), 120.0 / 1024.0);
        // Γ(3/2) = √π/2, so λ^½ e^-λ / Γ(3/2) at λ = 1.
        close(
            poisson(0.5, 1.0),
            (-1.0_f64).exp() * 2.0 / std::f64::consts::PI.sqrt(),
        );
        // Γ(1.00001) from its series 1 − γx + (γ²/2 + π²/12)x².
        let x: f64 = 1e-5;
        let gamma = 1.0 - 0.577_215_664_901_532_9 * x + 0.989_055_995_327_972_6 * x * x;
        close(poisson(x, 2.0), 2.0_f64.powf(x) * (-2.0_f64).exp() / gamma);
    }
}
