//! Partner profiles: everything that differs between partners, as data.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::activity::Measure;
use crate::foreign_topic::ForeignTopic;
use crate::{PartnerId, UserName};

/// A company we trade documents with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Its id.
    pub id: PartnerId,
    /// Its name.
    pub name: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Who of us answers for it.
    pub account_owner: UserName,
    /// Whom to call there.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// How it exchanges X12 with us; absent where it uses the API only.
    #[serde(default)]
    pub x12: Option<X12Profile>,
    /// What its activity codes and quantities mean.
    #[serde(default)]
    pub activity: ActivityProfile,
    /// Where the numbers of its orders come from.
    #[serde(default)]
    pub po_numbers: PoNumbers,
    /// Hours it has to acknowledge a document of ours.
    #[serde(default = "day_hours")]
    pub acknowledgement_hours: u16,
    /// Hours after which silence accepts an order; absent: only its own word does.
    #[serde(default)]
    pub silence_hours: Option<u16>,
    /// What it asks of its messages beyond the standard: guide files, beside the reference data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guides: Vec<String>,
    /// Topics of Kafka in which its systems publish sales, stock or orders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<ForeignTopic>,
}

fn day_hours() -> u16 {
    24
}

/// A person at a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Who.
    pub name: String,
    /// For what ("EDI", "orders").
    pub role: String,
    /// How to reach them.
    pub email: String,
}

/// How a partner exchanges X12 with us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct X12Profile {
    /// Its ISA qualifier (ISA05 of what it sends).
    pub qualifier: String,
    /// Its ISA id (ISA06 of what it sends).
    pub id: String,
    /// Its group code (GS02 of what it sends).
    pub group_id: String,
    /// Our ISA qualifier in what we send it.
    pub our_qualifier: String,
    /// Our ISA id.
    pub our_id: String,
    /// Our group code.
    pub our_group_id: String,
    /// The version we write to it.
    pub version: X12Version,
    /// The delimiters we write to it.
    #[serde(default)]
    pub delimiters: DelimiterProfile,
    /// `T` while the relation is being tested, else `P` (ISA15).
    #[serde(default = "production")]
    pub usage: char,
    /// The document that carries an order we raise.
    #[serde(default)]
    pub order_document: OrderDocumentKind,
    /// The acknowledgement we send it.
    #[serde(default)]
    pub acknowledgement: AcknowledgementKind,
    /// The message that tells it what is wrong with what its documents say.
    #[serde(default)]
    pub advice: AdviceKind,
    /// What to do with an interchange whose control number was used before.
    #[serde(default, alias = "duplicate_control_numbers")]
    pub duplicates: DuplicatePolicy,
}

fn production() -> char {
    'P'
}

/// Versions of X12 we read and write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum X12Version {
    /// Version 4 release 1.
    #[serde(rename = "004010")]
    V4010,
    /// Version 5 release 1.
    #[serde(rename = "005010")]
    V5010,
}

impl X12Version {
    /// Returns the version as GS08 writes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::V4010 => "004010",
            Self::V5010 => "005010",
        }
    }
}

/// The separators we write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DelimiterProfile {
    /// Between elements.
    pub element: char,
    /// Between components.
    pub component: char,
    /// Between repetitions (5010 on).
    pub repetition: char,
    /// After segments.
    pub terminator: char,
}

impl Default for DelimiterProfile {
    fn default() -> Self {
        Self {
            element: '*',
            component: '>',
            repetition: '^',
            terminator: '~',
        }
    }
}

/// The document that carries an order we raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub enum OrderDocumentKind {
    /// An 855 that acts as the order (vendor-initiated).
    #[default]
    #[serde(rename = "855")]
    Acknowledgement855,
    /// An 850, where the partner's guide asks for one.
    #[serde(rename = "850")]
    Order850,
}

/// The functional acknowledgement a partner takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub enum AcknowledgementKind {
    /// 997, also in 5010.
    #[default]
    #[serde(rename = "997")]
    Functional997,
    /// 999, where the partner's guide asks for it.
    #[serde(rename = "999")]
    Implementation999,
}

/// The message that tells a partner what is wrong with what its documents say: unknown items and
/// sites, numbers that cannot be used. Of their syntax the functional acknowledgement tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub enum AdviceKind {
    /// None: people tell it.
    #[default]
    #[serde(rename = "none")]
    None,
    /// 824, application advice.
    #[serde(rename = "824")]
    Advice824,
    /// 864, a text that a person reads.
    #[serde(rename = "864")]
    Text864,
}

/// What to do with an interchange whose control number was used before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DuplicatePolicy {
    /// The same bytes are acknowledged again and have no effect; of other bytes a person decides.
    #[default]
    #[serde(alias = "hold")]
    Acknowledge,
    /// It is rejected (TA1 025, CONTRL 26), whatever it holds.
    Reject,
    /// The same bytes are acknowledged again; other bytes count in place of the earlier ones, as
    /// some partners resend corrections under the old number.
    Replace,
}

/// What a partner's activity codes and quantities mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityProfile {
    /// Whether sales are of the day or since the start of a period.
    #[serde(default)]
    pub quantities: QuantityBasis,
    /// Activity code (ZA01) to measure. A code that is not here is ignored, with a note.
    #[serde(default = "standard_codes")]
    pub codes: BTreeMap<String, Measure>,
    /// Whether reported receipts (QR) are already inside the stock reported for the same day.
    #[serde(default = "yes")]
    pub receipts_inside_stock: bool,
}

fn yes() -> bool {
    true
}

impl Default for ActivityProfile {
    fn default() -> Self {
        Self {
            quantities: QuantityBasis::default(),
            codes: standard_codes(),
            receipts_inside_stock: true,
        }
    }
}

/// Whether sales are of the day or since the start of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuantityBasis {
    /// Each report says what was sold that day.
    #[default]
    Daily,
    /// Each report says what was sold since Monday.
    WeekToDate,
    /// Each report says what was sold since the first of the month.
    MonthToDate,
}

/// Returns the activity codes of X12 data element 859 as most retailers use them.
pub fn standard_codes() -> BTreeMap<String, Measure> {
    [
        ("QS", Measure::Sold),
        ("QU", Measure::Returned),
        ("QA", Measure::OnHand),
        ("QW", Measure::Withdrawn),
        ("QR", Measure::Received),
        ("QP", Measure::OnOrderReported),
        ("QI", Measure::InTransitReported),
        ("QC", Measure::Committed),
        ("QH", Measure::Unavailable),
        ("QT", Measure::Adjusted),
        ("QO", Measure::OutOfStock),
        ("LS", Measure::Lost),
    ]
    .into_iter()
    .map(|(code, measure)| (code.to_owned(), measure))
    .collect()
}

/// Where the numbers of a partner's orders come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PoNumbers {
    /// From a pool the partner sends (852 XPO); none left: the order is held.
    Pool,
    /// We use our order id.
    #[default]
    Ours,
    /// The partner gives one later, in its 850.
    Partner,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(more: Value) -> Result<X12Profile, serde_json::Error> {
        let mut profile = json!({
            "qualifier": "ZZ", "id": "WOMART", "group_id": "WOMART",
            "our_qualifier": "ZZ", "our_id": "ANAN", "our_group_id": "ANAN",
            "version": "004010",
        });
        let (Value::Object(all), Value::Object(more)) = (&mut profile, more) else {
            return Err(serde::de::Error::custom("no object"));
        };
        all.extend(more);
        serde_json::from_value(profile)
    }

    #[test]
    fn duplicates_are_treated_as_the_profile_says() {
        use DuplicatePolicy::{Acknowledge, Reject, Replace};
        let cases = [
            (json!({}), Acknowledge),
            (json!({"duplicates": "acknowledge"}), Acknowledge),
            (json!({"duplicates": "reject"}), Reject),
            (json!({"duplicates": "replace"}), Replace),
            // As profiles were written before.
            (json!({"duplicate_control_numbers": "hold"}), Acknowledge),
            (json!({"duplicate_control_numbers": "replace"}), Replace),
        ];
        for (text, expected) in cases {
            let profile = read(text.clone()).ok();
            assert_eq!(profile.map(|p| p.duplicates), Some(expected), "{text}");
        }
        assert!(read(json!({"duplicates": "drop"})).is_err());
    }

    #[test]
    fn advice_is_sent_where_the_profile_asks_for_it() {
        let cases = [
            (json!({}), AdviceKind::None),
            (json!({"advice": "824"}), AdviceKind::Advice824),
            (json!({"advice": "864"}), AdviceKind::Text864),
        ];
        for (text, expected) in cases {
            let profile = read(text.clone()).ok();
            assert_eq!(profile.map(|p| p.advice), Some(expected), "{text}");
        }
    }
}
