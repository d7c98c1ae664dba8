//! A made-up partner, large enough to measure with.

use anyhow::{Context, Result};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use model::activity::{ActivityLine, ActivityReported, Measure};
use model::agreement::{Agreement, AgreementItem, ApprovalLimits, Price};
use model::commit::{Fact, FactBody};
use model::event::SiteFact;
use model::item::Item;
use model::partner::Partner;
use model::reference::{Reference, ReferenceFile};
use model::site::{Lane, Site, SiteKind};
use model::{AgreementId, DocumentId, EventId, Gtin, Money, PartnerId, Quantity, SiteId};

pub(super) const PARTNER: &str = "BENCH";
const US: &str = "US";

/// The partner's sites and items, and everything agreed with it.
pub(super) struct World {
    pub(super) reference: Reference,
    pub(super) sites: Vec<SiteId>,
    pub(super) items: Vec<Gtin>,
}

/// Facts of one item in one report: what was sold and what is left.
pub(super) const FACTS_A_LINE: u64 = 2;

/// Returns the first business day; what is before it is history.
pub(super) fn first_day() -> NaiveDate {
    // A Monday.
    NaiveDate::from_ymd_opt(2024, 6, 3).unwrap_or_default()
}

/// Returns when a site's orders are released: one site after the other, a second apart.
pub(super) fn cut_off(day: NaiveDate, site: usize) -> DateTime<Utc> {
    day.and_time(cut_off_time(site)).and_utc()
}

fn cut_off_time(site: usize) -> NaiveTime {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    noon + TimeDelta::seconds(i64::try_from(site).unwrap_or(0))
}

impl World {
    pub(super) fn new(sites: usize, items: usize) -> Result<Self> {
        let items: Vec<Item> = (0..items).map(item).collect::<Result<_>>()?;
        let places: Vec<Site> = (0..sites).map(site).collect::<Result<_>>()?;
        let agreements = places.iter().enumerate();
        let agreements = agreements.map(|(n, site)| agreement(n, site, &items));
        let gtins = items.iter().map(|i| i.gtin).collect();
        let ids = places.iter().map(|s| s.id.clone()).collect();
        let data = ReferenceFile {
            supplier: Some(PartnerId::new(US)?),
            partners: vec![partner()?],
            agreements: agreements.collect::<Result<_>>()?,
            sites: places.into_iter().chain([warehouse()?]).collect(),
            items,
            users: Vec::new(),
        };
        Ok(Self {
            reference: Reference::new("bench".to_owned(), data),
            sites: ids,
            items: gtins,
        })
    }

    /// Returns what a site reports of a day, as it stands in the log.
    pub(super) fn report(&self, site: usize, day: NaiveDate) -> Result<Fact> {
        let document = DocumentId::new(format!("H-{day}-{site}"))?;
        let at = day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(22);
        let numbers = self.items.iter().enumerate().flat_map(|(n, &item)| {
            let line = |measure, quantity, part| ActivityLine {
                item,
                measure,
                from: day,
                to: day,
                quantity,
                position: 300 + 60 * u64::try_from(n).unwrap_or(0) + part,
            };
            let sold = line(Measure::Sold, sold(site, n, day), 0);
            [sold, line(Measure::OnHand, left(site, n, day), 30)]
        });
        let report = ActivityReported {
            partner: PartnerId::new(PARTNER)?,
            site: self.sites[site].clone(),
            document: document.clone(),
            received_at: at,
            lines: numbers.collect(),
        };
        Ok(Fact {
            id: EventId::new(format!("{document}:1"))?,
            at,
            trace: None,
            body: FactBody::Site(SiteFact::ActivityReported(report)),
        })
    }
}

/// Returns what a site sold of an item: five a day, more at the end of the week, never quite even.
pub(super) fn sold(site: usize, item: usize, day: NaiveDate) -> Quantity {
    units(noise(site, item, day) % 7 + 2 * u64::from(day.weekday().number_from_monday() >= 5))
}

/// Returns what was left of it: less than what the next order has to last for.
pub(super) fn left(site: usize, item: usize, day: NaiveDate) -> Quantity {
    units(8 + noise(item, site, day) % 5)
}

fn noise(a: usize, b: usize, day: NaiveDate) -> u64 {
    let days = u64::try_from((day - NaiveDate::default()).num_days()).unwrap_or(0);
    let seed = (u64::try_from(a).unwrap_or(0) << 40) ^ (u64::try_from(b).unwrap_or(0) << 20) ^ days;
    // SplitMix64, Steele, Lea and Flood 2014: well mixed from any seed.
    let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn units(number: u64) -> Quantity {
    Quantity::from_units(i32::try_from(number).unwrap_or(i32::MAX))
}

fn partner() -> Result<Partner> {
    let text = r#"
        id = "BENCH"
        name = "Bench"
        name_zh = "Bench"
        account_owner = "nobody"
        po_numbers = "ours"
        x12 = { qualifier = "ZZ", id = "BENCH", group_id = "BENCH", our_qualifier = "ZZ",
                our_id = "US", our_group_id = "US", version = "004010" }
    "#;
    toml::from_str(text).context("the partner of the bench")
}

fn item(number: usize) -> Result<Item> {
    // 952 is the GS1 prefix kept for examples; one of the ten digits checks.
    let ends = (0..10).map(|check| format!("952{number:09}{check}"));
    let gtin = ends.filter_map(|text| Gtin::new(&text).ok()).next();
    Ok(Item {
        gtin: gtin.context("an item number")?,
        name: format!("Item {number}"),
        name_zh: format!("Item {number}"),
        vendor_number: format!("V{number:05}"),
        buyer_number: None,
        case: units(6),
    })
}

fn warehouse() -> Result<Site> {
    Ok(Site {
        partner: PartnerId::new(US)?,
        id: SiteId::new("W1")?,
        name: "Warehouse".to_owned(),
        name_zh: "Warehouse".to_owned(),
        kind: SiteKind::Warehouse,
        gln: None,
        regions: Vec::new(),
        supplied_by: Vec::new(),
    })
}

fn site(number: usize) -> Result<Site> {
    Ok(Site {
        partner: PartnerId::new(PARTNER)?,
        id: SiteId::new(format!("S{number:04}"))?,
        kind: SiteKind::Store,
        supplied_by: vec![Lane {
            from: first_day() - Days::new(1_000),
            partner: PartnerId::new(US)?,
            site: SiteId::new("W1")?,
            lead_days: 2,
            delivery_days: Vec::new(),
            closed: Vec::new(),
        }],
        ..warehouse()?
    })
}

fn agreement(number: usize, site: &Site, items: &[Item]) -> Result<Agreement> {
    let from = first_day() - Days::new(1_000);
    let money = |text: &str| text.parse::<Money>().context("an amount");
    let terms = |item: &Item| AgreementItem {
        item: item.gtin,
        pack: units(1),
        moq: Quantity::ZERO,
        minimum: Quantity::ZERO,
        maximum: None,
    };
    let amount = money("2.50")?;
    let price = |item: &Item| Price {
        item: item.gtin,
        version: 1,
        from,
        to: None,
        unit: "EA".to_owned(),
        amount,
        breaks: Vec::new(),
        allowances: Vec::new(),
        in_kind: None,
    };
    Ok(Agreement {
        id: AgreementId::new(format!("A{number:04}"))?,
        partner: site.partner.clone(),
        version: 1,
        from,
        to: None,
        ship_to: vec![site.id.clone()],
        service_level: 0.95,
        review_days: Vec::new(),
        cut_off: cut_off_time(number),
        limits: ApprovalLimits {
            value: money("1000000")?,
            units: units(1_000_000),
        },
        currency: "EUR".to_owned(),
        items: items.iter().map(terms).collect(),
        prices: items.iter().map(price).collect(),
    })
}
