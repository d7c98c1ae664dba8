//! Who is who in these tests: two retailers that must never see each other.

use std::sync::LazyLock;

use model::agreement::{Agreement, AgreementItem, ApprovalLimits, Price};
use model::item::Item;
use model::partner::{Partner, PoNumbers};
use model::reference::{Reference, ReferenceFile};
use model::scope::{Role, User};
use model::site::{DatedRegion, Lane, Site, SiteKind};
use model::{AgreementId, Gtin, NaiveDate, PartnerId, Quantity, SiteId, UserName};

pub(crate) const PASSWORD: &str = "correct horse";

/// Items as households know them, with GS1 check digits.
pub(crate) const ITEMS: [(&str, &str, &str); 6] = [
    ("06912345000017", "Rice, 5 kg", "大米 5 千克"),
    ("06912345000024", "Sunflower oil, 1.8 l", "葵花籽油 1.8 升"),
    (
        "06912345000031",
        "Dish soap, lemon, 500 ml",
        "柠檬洗洁精 500 毫升",
    ),
    ("06912345000048", "Kitchen roll, 4 rolls", "厨房纸 4 卷"),
    ("06912345000055", "Green tea, 100 bags", "绿茶 100 包"),
    ("06912345000062", "Soy sauce, 800 ml", "酱油 800 毫升"),
];

/// One user for each role at the first retailer or at us, and one at the other retailer.
pub(crate) const USERS: [(&str, Role); 7] = [
    ("regional", Role::RegionalManager),
    ("warehouse", Role::WarehouseManager),
    ("planner", Role::Planner),
    ("account", Role::AccountManager),
    ("calls", Role::CallCentre),
    ("operator", Role::Operator),
    ("rival", Role::RegionalManager),
];

static HASH: LazyLock<String> =
    LazyLock::new(|| portal::hash_password(PASSWORD, &[1; 16]).unwrap());

pub(crate) fn partner(id: &str) -> PartnerId {
    PartnerId::new(id).unwrap()
}

pub(crate) fn site(id: &str) -> SiteId {
    SiteId::new(id).unwrap()
}

pub(crate) fn gtin(place: usize) -> Gtin {
    Gtin::new(ITEMS[place].0).unwrap()
}

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The business day of the tests.
pub(crate) fn today() -> NaiveDate {
    day(2026, 3, 31)
}

pub(crate) fn reference() -> Reference {
    let data = ReferenceFile {
        supplier: Some(partner("ANAN")),
        partners: vec![
            company("ANAN", "An'an Household", "安安日用"),
            company("WOMART", "Womart", "沃玛特"),
            company("RIVAL", "Rival Stores", "睿沃百货"),
        ],
        sites: vec![
            place(
                "ANAN",
                "WH1",
                "An'an warehouse",
                "安安总仓",
                SiteKind::Warehouse,
            ),
            place(
                "WOMART",
                "DC1",
                "Womart DC North",
                "沃玛特北区配送中心",
                SiteKind::DistributionCentre,
            ),
            place(
                "WOMART",
                "S01",
                "Womart Riverside",
                "沃玛特滨河店",
                SiteKind::Store,
            ),
            place(
                "WOMART",
                "S02",
                "Womart Hill Road",
                "沃玛特山路店",
                SiteKind::Store,
            ),
            place(
                "RIVAL",
                "R01",
                "Rival Centre",
                "睿沃中心店",
                SiteKind::Store,
            ),
        ],
        items: ITEMS.iter().zip(1..).map(item).collect(),
        agreements: vec![agreement("A-WOMART", "WOMART", &["DC1", "S01", "S02"])],
        users: users(),
    };
    Reference::new("tests".to_owned(), data)
}

fn company(id: &str, name: &str, name_zh: &str) -> Partner {
    Partner {
        id: partner(id),
        name: name.to_owned(),
        name_zh: name_zh.to_owned(),
        account_owner: UserName::new("account").unwrap(),
        contacts: Vec::new(),
        x12: None,
        activity: model::partner::ActivityProfile::default(),
        po_numbers: PoNumbers::Ours,
        acknowledgement_hours: 24,
        silence_hours: Some(48),
        guides: Vec::new(),
        topics: Vec::new(),
    }
}

fn place(owner: &str, id: &str, name: &str, name_zh: &str, kind: SiteKind) -> Site {
    let from = day(2025, 1, 1);
    Site {
        partner: partner(owner),
        id: site(id),
        name: name.to_owned(),
        name_zh: name_zh.to_owned(),
        kind,
        gln: None,
        regions: vec![DatedRegion {
            from,
            region: "North".to_owned(),
        }],
        supplied_by: vec![Lane {
            from,
            partner: partner("ANAN"),
            site: site("WH1"),
            lead_days: 2,
            delivery_days: Vec::new(),
            closed: Vec::new(),
        }],
    }
}

fn item((about, number): (&(&str, &str, &str), u32)) -> Item {
    Item {
        gtin: Gtin::new(about.0).unwrap(),
        name: about.1.to_owned(),
        name_zh: about.2.to_owned(),
        vendor_number: format!("AN-{number:03}"),
        buyer_number: None,
        case: Quantity::from_units(12),
    }
}

fn agreement(id: &str, with: &str, ship_to: &[&str]) -> Agreement {
    let from = day(2025, 1, 1);
    let price = |(i, _): (usize, &(&str, &str, &str))| Price {
        item: gtin(i),
        version: 1,
        from,
        to: None,
        unit: "EA".to_owned(),
        amount: "12.50".parse().unwrap(),
        breaks: Vec::new(),
        allowances: Vec::new(),
        in_kind: None,
    };
    let terms = |(i, _): (usize, &(&str, &str, &str))| AgreementItem {
        item: gtin(i),
        pack: Quantity::from_units(12),
        moq: Quantity::ZERO,
        minimum: Quantity::ZERO,
        maximum: None,
    };
    Agreement {
        id: AgreementId::new(id).unwrap(),
        partner: partner(with),
        version: 3,
        from,
        to: None,
        ship_to: ship_to.iter().map(|id| site(id)).collect(),
        service_level: 0.98,
        review_days: Vec::new(),
        cut_off: chrono::NaiveTime::from_hms_opt(14, 0, 0).unwrap(),
        limits: ApprovalLimits {
            value: "5000".parse().unwrap(),
            units: Quantity::from_units(500),
        },
        currency: "CNY".to_owned(),
        items: ITEMS.iter().enumerate().map(terms).collect(),
        prices: ITEMS.iter().enumerate().map(price).collect(),
    }
}

fn users() -> Vec<User> {
    let user = |(name, role): &(&str, Role)| User {
        name: UserName::new(name).unwrap(),
        display_name: format!("Test {name}"),
        role: *role,
        password_hash: Some(HASH.clone()),
        api_key_sha256: Some(super::stage::sha256(&format!("key-{name}"))),
        partners: match *name {
            "regional" | "warehouse" => Some(vec![partner("WOMART")]),
            "rival" => Some(vec![partner("RIVAL")]),
            _ => None,
        },
        sites: (*name == "warehouse").then(|| vec![site("S01")]),
        region: None,
        language: None,
    };
    USERS.iter().map(user).collect()
}

/// Whose roles a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Everyone,
    Exceptions,
    Planning,
}

impl Shown {
    pub(crate) fn to(self, role: Role) -> bool {
        match self {
            Self::Everyone => true,
            Self::Exceptions => role != Role::CallCentre,
            Self::Planning => matches!(role, Role::Planner | Role::AccountManager),
        }
    }
}
