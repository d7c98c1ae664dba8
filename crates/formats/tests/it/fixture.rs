//! Two partners, their sites, three items, and the envelopes around hand-written messages.

use chrono::{DateTime, NaiveDate, Utc};
use formats::{Decode, Source, sources};
use model::order::Direction;
use model::partner::{Partner, X12Profile, X12Version};
use model::reference::{Reference, ReferenceFile};
use model::{DocumentId, PartnerId, Quantity};

/// A GTIN-12, -13 and -14; cases of 12, 8 and 1.
pub(crate) const SOAP: &str = "00614141000036";
pub(crate) const LIQUID: &str = "09520001001017";
pub(crate) const PALLET: &str = "10614141000033";

const REFERENCE: &str = r#"
supplier = "ANAN"

[[partners]]
id = "WOMART"
name = "Womart"
name_zh = "沃玛"
account_owner = "account"
[partners.x12]
qualifier = "ZZ"
id = "WOMART"
group_id = "WOMARTG"
our_qualifier = "01"
our_id = "ANAN"
our_group_id = "ANANG"
version = "004010"

[[partners]]
id = "NORDHAUS"
name = "Nordhaus"
name_zh = "北屋"
account_owner = "account"

[[sites]]
partner = "ANAN"
id = "AW1"
name = "Warehouse"
name_zh = "仓库"
kind = "warehouse"
gln = "9520001900013"

[[sites]]
partner = "WOMART"
id = "DC01"
name = "Centre"
name_zh = "配送中心"
kind = "distribution_centre"
gln = "9520001900112"

[[sites]]
partner = "WOMART"
id = "S01"
name = "Riverside"
name_zh = "滨河店"
kind = "store"
gln = "9520001901010"

[[sites]]
partner = "WOMART"
id = "S02"
name = "Old Town"
name_zh = "老城店"
kind = "store"

[[sites]]
partner = "NORDHAUS"
id = "NH1"
name = "Nordhaus"
name_zh = "北屋"
kind = "store"
gln = "9520001900211"

[[items]]
gtin = "614141000036"
name = "soap"
name_zh = "香皂"
vendor_number = "AN-1009"
buyer_number = "W70493"
case = "12"

[[items]]
gtin = "9520001001017"
name = "laundry liquid"
name_zh = "洗衣液"
vendor_number = "AN-1001"
buyer_number = "W70417"
case = "8"

[[items]]
gtin = "10614141000033"
name = "display pallet"
name_zh = "陈列托盘"
vendor_number = "AN-2001"
case = "1"
"#;

pub(crate) struct World {
    pub(crate) reference: Reference,
    pub(crate) partner: Partner,
    pub(crate) document: DocumentId,
    pub(crate) received_at: DateTime<Utc>,
}

impl World {
    pub(crate) fn new() -> Self {
        let data: ReferenceFile = toml::from_str(REFERENCE).unwrap();
        let reference = Reference::new("test".to_owned(), data);
        let partner = reference
            .partner(&PartnerId::new("WOMART").unwrap())
            .unwrap()
            .clone();
        Self {
            reference,
            partner,
            document: DocumentId::new("D1").unwrap(),
            received_at: at("2026-03-04T06:00:00Z"),
        }
    }

    pub(crate) fn context(&self) -> Decode<'_> {
        Decode {
            reference: &self.reference,
            partner: &self.partner,
            document: &self.document,
            received_at: self.received_at,
        }
    }

    pub(crate) fn profile(&self, version: X12Version) -> X12Profile {
        X12Profile {
            version,
            ..self.partner.x12.clone().unwrap()
        }
    }

    /// Decodes the first message of a file.
    pub(crate) fn first<T>(&self, bytes: &[u8], decode: impl FnOnce(Source, &Decode) -> T) -> T {
        let file = edi::read(bytes);
        let source = sources(&file).next().expect("the file holds a message");
        decode(source, &self.context())
    }
}

pub(crate) fn envelope(
    profile: &X12Profile,
    direction: Direction,
    control_number: u64,
) -> formats::Envelope<'_> {
    let at = at("2026-03-03T21:05:00Z");
    formats::Envelope {
        profile,
        direction,
        control_number,
        at,
    }
}

/// Puts the envelopes of a partner's interchange around the segments of a message, one on a line.
pub(crate) fn wrap(kind: &str, group: &str, version: X12Version, segments: &str) -> Vec<u8> {
    let (repetition, release) = match version {
        X12Version::V4010 => ('U', "00401"),
        X12Version::V5010 => ('^', "00501"),
    };
    let body: Vec<&str> = segments
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    let mut all = vec![
        format!(
            "ISA*00*          *00*          *ZZ*WOMART         *01*ANAN           \
             *260303*2105*{repetition}*{release}*000000007*0*P*>"
        ),
        format!(
            "GS*{group}*WOMARTG*ANANG*20260303*2105*7*X*{}",
            version.code()
        ),
        format!("ST*{kind}*0001"),
    ];
    all.extend(body.iter().map(|&line| line.to_owned()));
    all.push(format!("SE*{}*0001", body.len() + 2));
    all.extend(["GE*1*7".to_owned(), "IEA*1*000000007".to_owned()]);
    all.iter()
        .flat_map(|line| format!("{line}~").into_bytes())
        .collect()
}

/// The syntax and schema check of everything we write or show must have nothing to say.
pub(crate) fn assert_accepted(bytes: &[u8]) {
    let schemas = formats::schemas().unwrap();
    let file = edi::read(bytes);
    let report = edi::check(&file, &schemas);
    let text = String::from_utf8_lossy(bytes);
    assert_eq!(
        report.verdict,
        edi::Verdict::Accepted,
        "{text}\n{:#?}",
        report.findings
    );
    assert!(report.findings.is_empty(), "{text}\n{:#?}", report.findings);
    assert!(sources(&file).next().is_some(), "no message in {text}");
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn units(text: &str) -> Quantity {
    text.parse().unwrap()
}
