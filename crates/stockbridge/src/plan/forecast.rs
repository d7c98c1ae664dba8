//! Fits and publishes the forecasts of a site.

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::{Datelike, Days, NaiveDate};
use forecast::Model;
use ledger::SiteState;
use model::Gtin;
use model::activity::Measure;
use model::forecast::{ItemForecast, SiteForecast};
use model::reference::Reference;
use model::site::SiteKind;

use super::planner::HISTORY_DAYS;
use super::series::{series, start};

/// Days ahead that are published, for people and charts.
const HORIZON: usize = 28;

/// The demand models of an item at a site.
pub(crate) struct Models {
    /// Of what the site itself gives out: sales of a store, withdrawals of a distribution centre.
    pub(crate) own: Model,
    /// Of the sales of the stores it supplies, where they report.
    pub(crate) downstream: Option<Model>,
}

impl Models {
    /// Returns the model of demand, both witnesses reconciled.
    pub(crate) fn demand(&self) -> Model {
        let both = self
            .downstream
            .as_ref()
            .map(|d| replenish::reconcile(&self.own, d).model);
        both.unwrap_or_else(|| self.own.clone())
    }
}

/// Fits every item of a site.
pub(crate) fn models(
    state: &SiteState,
    reference: &Reference,
    today: NaiveDate,
) -> BTreeMap<Gtin, Models> {
    let kind = reference.site(&state.partner, &state.site).map(|s| s.kind);
    let centre = kind == Some(SiteKind::DistributionCentre);
    let own = if centre {
        Measure::Withdrawn
    } else {
        Measure::Sold
    };
    let from = today - Days::new(HISTORY_DAYS);
    let fit = |item, measure| {
        let days = series(state, item, measure, from, today);
        forecast::fit(&days, weekday(start(&days, today)))
    };
    let begun = Instant::now();
    let models = |item| {
        let downstream = centre.then(|| fit(item, Measure::DownstreamSold));
        Models {
            own: fit(item, own),
            downstream: downstream.filter(|m| m.days_used > 0),
        }
    };
    let models = state
        .items()
        .into_iter()
        .map(|item| (item, models(item)))
        .collect();
    metrics::histogram!("stockbridge_forecast_seconds").record(begun.elapsed());
    models
}

/// Publishes the forecasts of a site.
pub(crate) fn publish(state: &mut SiteState, models: &BTreeMap<Gtin, Models>, from: NaiveDate) {
    let days: Vec<u8> = from.iter_days().take(HORIZON).map(weekday).collect();
    let item = |(&item, models): (&Gtin, &Models)| {
        let model = models.demand();
        // Days of one weekday have one distribution, and its quantiles cost most of all here.
        let mean = each_weekday(|d| rounded(model.mean(d)));
        let low = each_weekday(|d| model.daily_quantile(d, 0.1));
        let high = each_weekday(|d| model.daily_quantile(d, 0.9));
        let ahead = |of: [f64; 7]| days.iter().map(|d| of[usize::from(*d)]).collect();
        ItemForecast {
            item,
            mean: ahead(mean),
            low: ahead(low),
            high: ahead(high),
            level: rounded(model.level),
            weekday: model.weekday.map(rounded),
            dispersion: rounded(model.dispersion),
            days_used: model.days_used,
            days_out_of_stock: model.days_out_of_stock,
        }
    };
    state.publish(SiteForecast {
        partner: state.partner.clone(),
        site: state.site.clone(),
        from,
        engine: forecast::ENGINE.to_owned(),
        items: models.iter().map(item).collect(),
    });
}

fn each_weekday(value: impl Fn(u8) -> f64) -> [f64; 7] {
    [0, 1, 2, 3, 4, 5, 6].map(value)
}

/// Published figures carry three decimals: more are noise and cost space in every row.
fn rounded(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}

/// Returns the weekday from Monday, 0 to 6.
pub(crate) fn weekday(day: NaiveDate) -> u8 {
    u8::try_from(day.weekday().num_days_from_monday()).unwrap_or(0)
}
