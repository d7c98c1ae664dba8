use chrono::Datelike;
use forecast::{Demand, Model};
use model::Quantity;
use model::agreement::AgreementItem;
use model::position::Position;
use model::proposal::{Derivation, StepKind};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use crate::steps::Steps;
use crate::{Protection, Reconciled};

/// What to order of one item, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// The quantity, in eaches; zero where nothing is needed.
    pub computed: Quantity,
    /// How it came about.
    pub derivation: Derivation,
}

/// Returns what to order so that the position covers demand until the next order has arrived.
///
/// Periodic review, order up to `S` (Silver, Pyke & Thomas, the (R, S) system): `S` is the
/// smallest number of eaches that the demand of the protection interval stays within with
/// probability `service_level`, lifted to the agreement's minimum; the need is `S` less the
/// position; what is ordered is the need, at least the MOQ, rounded up to whole packs. A maximum
/// is a limit: an order that would lift the position above it is rounded *down* to the packs that
/// fit, and where fewer fit than the MOQ asks for, nothing is ordered. Stock never reported counts
/// as none here; whether such a line may go out by itself is the caller's rule.
///
/// With a `reconciliation`, its model is the demand, and `demand` is not looked at. The result
/// is never negative, and never falls when the position falls, the service level rises, or the
/// level rises and its variance with it.
pub fn propose(
    position: &Position,
    demand: &Model,
    terms: &AgreementItem,
    service_level: f64,
    protection: &Protection,
    reconciliation: Option<&Reconciled>,
) -> Proposed {
    let settings = format!("{} v{}", protection.agreement, protection.agreement_version);
    let mut steps = Steps::default();
    let held = position_steps(&mut steps, position);
    let (mean_steps, interval) =
        demand_steps(&mut steps, demand, protection, reconciliation, &settings);
    let aim = steps.read(StepKind::ServiceLevel, service_level, &settings);
    let order_up_to = whole_eaches(interval.quantile(service_level));
    let [mean, variance] = mean_steps;
    let up_to = steps.compute(
        StepKind::OrderUpTo,
        order_up_to.to_f64(),
        &[mean, variance, aim],
    );
    let mut need_from = vec![up_to];
    if !terms.minimum.is_zero() {
        need_from.push(steps.read(StepKind::Minimum, terms.minimum.to_f64(), &settings));
    }
    need_from.push(held);
    let need = (order_up_to.at_least(terms.minimum) - position.total()).at_least(Quantity::ZERO);
    let needed = steps.compute(StepKind::Need, need.to_f64(), &need_from);
    let computed = quantity(need, position.total(), terms);
    let mut from = vec![needed];
    from.extend(terms_steps(&mut steps, terms, held, &settings));
    steps.compute(StepKind::Quantity, computed.to_f64(), &from);
    Proposed {
        computed,
        derivation: steps.finish(),
    }
}

fn position_steps(steps: &mut Steps, position: &Position) -> u16 {
    let never_counted = model::position::Bucket::default();
    let on_hand = position.on_hand.as_ref().unwrap_or(&never_counted);
    let parts = [
        steps.bucket(StepKind::OnHand, on_hand),
        steps.bucket(StepKind::ReceivedSince, &position.received_since),
        steps.bucket(StepKind::OnOrder, &position.on_order),
        steps.bucket(StepKind::InTransit, &position.in_transit),
        steps.bucket(StepKind::Allocated, &position.allocated),
        steps.bucket(StepKind::Backordered, &position.backordered),
    ];
    steps.compute(StepKind::Position, position.total().to_f64(), &parts)
}

/// Adds the steps from the calendar and the fit to mean and variance of the interval's demand.
fn demand_steps(
    steps: &mut Steps,
    demand: &Model,
    protection: &Protection,
    reconciliation: Option<&Reconciled>,
    settings: &str,
) -> ([u16; 2], Demand) {
    let model = reconciliation.map_or(demand, |r| &r.model);
    let interval = steps.interval(protection.days, protection.first_day, settings);
    let level = match reconciliation {
        Some(both) => {
            let from = [
                steps.read(
                    StepKind::WithdrawnLevel,
                    both.withdrawn_level,
                    forecast::ENGINE,
                ),
                steps.read(
                    StepKind::DownstreamLevel,
                    both.downstream_level,
                    forecast::ENGINE,
                ),
            ];
            steps.compute(StepKind::ReconciledLevel, model.level, &from)
        }
        None => steps.read(StepKind::Level, model.level, forecast::ENGINE),
    };
    let first_weekday = protection.first_day.weekday().num_days_from_monday();
    let first_weekday = u8::try_from(first_weekday).unwrap_or(0);
    let days = model.weekday_sum(first_weekday, protection.days);
    let weekdays = steps.compute(StepKind::WeekdaySum, days, &[interval]);
    let dispersion = steps.read(StepKind::Dispersion, model.dispersion, forecast::ENGINE);
    let drift = steps.read(
        StepKind::LevelVariance,
        model.level_variance,
        forecast::ENGINE,
    );
    let sum = model.sum(first_weekday, protection.days);
    let mean = steps.compute(StepKind::DemandMean, sum.mean, &[level, weekdays]);
    let from = [dispersion, mean, drift, weekdays];
    let variance = steps.compute(StepKind::DemandVariance, sum.variance, &from);
    ([mean, variance], sum)
}

/// Adds the order rules that apply, and the position where the maximum needs it.
fn terms_steps(steps: &mut Steps, terms: &AgreementItem, held: u16, settings: &str) -> Vec<u16> {
    let mut from = vec![steps.read(StepKind::Pack, pack(terms).to_f64(), settings)];
    if !terms.moq.is_zero() {
        from.push(steps.read(StepKind::Moq, terms.moq.to_f64(), settings));
    }
    if let Some(maximum) = terms.maximum {
        from.push(steps.read(StepKind::Maximum, maximum.to_f64(), settings));
        from.push(held);
    }
    from
}

/// Returns the order that meets a need within the rules of the agreement.
fn quantity(need: Quantity, position: Quantity, terms: &AgreementItem) -> Quantity {
    if need.is_zero() {
        return Quantity::ZERO;
    }
    let pack = pack(terms);
    let wanted = packs(need.at_least(terms.moq), pack, Decimal::ceil);
    let Some(maximum) = terms.maximum else {
        return wanted;
    };
    let room = packs(
        (maximum - position).at_least(Quantity::ZERO),
        pack,
        Decimal::floor,
    );
    if room < terms.moq {
        Quantity::ZERO
    } else {
        wanted.min(room)
    }
}

fn packs(eaches: Quantity, pack: Quantity, round: fn(&Decimal) -> Decimal) -> Quantity {
    let packs = eaches.value().checked_div(pack.value()).unwrap_or_default();
    // What is beyond the largest quantity is no order at all.
    let whole = round(&packs).checked_mul(pack.value()).unwrap_or_default();
    Quantity::new(whole).unwrap_or(Quantity::ZERO)
}

/// Returns the pack; an agreement without one, or with a senseless one, orders single eaches.
fn pack(terms: &AgreementItem) -> Quantity {
    if terms.pack > Quantity::ZERO {
        terms.pack
    } else {
        Quantity::from_units(1)
    }
}

/// Makes a statistic a quantity: the one place where a float becomes one. Rounds up, because a
/// part of an each covers nobody's demand.
fn whole_eaches(statistic: f64) -> Quantity {
    let eaches = Decimal::from_f64(statistic.ceil().clamp(0.0, 1e12)).unwrap_or_default();
    Quantity::new(eaches).unwrap_or(Quantity::ZERO)
}
