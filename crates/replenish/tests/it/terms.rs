//! An agreement, a lane and a position to change in tests.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use forecast::Model;
use model::agreement::{Agreement, AgreementItem, ApprovalLimits};
use model::position::{Bucket, Position};
use model::site::Lane;
use model::{AgreementId, Gtin, Money, PartnerId, Quantity, SiteId};

pub(crate) fn item() -> Gtin {
    Gtin::new("614141000036").unwrap()
}

/// A day of March 2026, which begins on a Sunday: the 2nd is a Monday.
pub(crate) fn march(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

pub(crate) fn units(eaches: i32) -> Quantity {
    Quantity::from_units(eaches)
}

pub(crate) fn agreement(review_days: &[Weekday]) -> Agreement {
    Agreement {
        id: AgreementId::new("VMI-7").unwrap(),
        partner: PartnerId::new("WOMART").unwrap(),
        version: 3,
        from: NaiveDate::from_ymd_opt(2025, 1, 1).unwrap(),
        to: None,
        ship_to: vec![SiteId::new("DC1").unwrap()],
        service_level: 0.95,
        review_days: review_days.to_vec(),
        cut_off: NaiveTime::MIN,
        limits: ApprovalLimits {
            value: Money::from_units(1000),
            units: units(1000),
        },
        currency: "USD".to_owned(),
        items: vec![order_rules(6)],
        prices: Vec::new(),
    }
}

pub(crate) fn order_rules(pack: i32) -> AgreementItem {
    AgreementItem {
        item: item(),
        pack: units(pack),
        moq: Quantity::ZERO,
        minimum: Quantity::ZERO,
        maximum: None,
    }
}

pub(crate) fn lane(lead_days: u16, delivery_days: &[Weekday]) -> Lane {
    Lane {
        from: NaiveDate::from_ymd_opt(2025, 1, 1).unwrap(),
        partner: PartnerId::new("ANAN").unwrap(),
        site: SiteId::new("WH1").unwrap(),
        lead_days,
        delivery_days: delivery_days.to_vec(),
        closed: Vec::new(),
    }
}

pub(crate) fn bucket(eaches: i32, source: &str) -> Bucket {
    Bucket {
        quantity: units(eaches),
        sources: vec![source.to_owned()],
        as_of: Some(march(2)),
    }
}

/// A position of nothing but stock.
pub(crate) fn stock(eaches: i32) -> Position {
    Position {
        item: item(),
        on_hand: Some(bucket(eaches, "D852")),
        received_since: Bucket::default(),
        on_order: Bucket::default(),
        in_transit: Bucket::default(),
        allocated: Bucket::default(),
        backordered: Bucket::default(),
    }
}

/// Demand of `level` a day on every day, with an exactly known level.
pub(crate) fn steady(level: f64, dispersion: f64) -> Model {
    Model {
        level,
        weekday: [1.0; 7],
        dispersion,
        level_variance: 0.0,
        days_used: 56,
        days_out_of_stock: 0,
    }
}

pub(crate) fn weekday(day: NaiveDate) -> u8 {
    u8::try_from(day.weekday().num_days_from_monday()).unwrap()
}
