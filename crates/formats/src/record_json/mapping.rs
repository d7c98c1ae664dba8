use std::collections::BTreeMap;

use model::activity::Measure;
use model::foreign_topic::{ForeignTopic, RecordKind};
use serde_json::Value;

/// A mapping that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mapping {
    /// Of sales and stock.
    Activity(ActivityMapping),
    /// Of confirmations of our orders.
    Orders(OrderMapping),
}

/// Where a record of sales and stock holds what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityMapping {
    pub(super) list: Option<String>,
    pub(super) site: Pointer,
    pub(super) item: Pointer,
    pub(super) day: Pointer,
    pub(super) measures: Vec<(Measure, Pointer)>,
}

/// Where a confirmation of an order holds what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderMapping {
    pub(super) list: Option<String>,
    pub(super) po_number: Option<Pointer>,
    pub(super) order: Option<Pointer>,
    pub(super) item: Pointer,
    pub(super) quantity: Pointer,
}

/// Says what is wrong with a mapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("field {field} {problem}")]
pub struct MappingError {
    /// The field of the mapping.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
}

/// A JSON pointer in which one `*` may stand for every element of an array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pointer {
    before: String,
    after: Option<String>,
}

/// X12 qualifiers under which sites and items can be looked up.
const SITE_QUALIFIERS: [&str; 3] = ["92", "91", "UL"];
const ITEM_QUALIFIERS: [&str; 12] = [
    "UP", "UK", "EN", "UI", "EO", "UA", "VN", "VA", "VP", "IN", "BP", "SK",
];

impl Mapping {
    /// Checks the mapping of a topic.
    pub fn of(topic: &ForeignTopic) -> Result<Self, MappingError> {
        qualifier(
            "site_qualifier",
            topic.site_qualifier.as_ref(),
            &SITE_QUALIFIERS,
        )?;
        qualifier(
            "item_qualifier",
            topic.item_qualifier.as_ref(),
            &ITEM_QUALIFIERS,
        )?;
        let list = list(&topic.mapping)?;
        let mut fields = Fields {
            left: topic.mapping.iter().collect(),
        };
        match topic.kind {
            RecordKind::Activity => fields.activity(list).map(Self::Activity),
            RecordKind::Orders => fields.orders(list).map(Self::Orders),
        }
    }
}

fn error(field: &str, problem: impl Into<String>) -> MappingError {
    MappingError {
        field: field.to_owned(),
        problem: problem.into(),
    }
}

fn qualifier(field: &str, given: Option<&String>, known: &[&str]) -> Result<(), MappingError> {
    match given {
        Some(given) if !known.contains(&given.as_str()) => {
            let known = known.join(", ");
            Err(error(field, format!("is {given:?}; it may be {known}")))
        }
        _ => Ok(()),
    }
}

/// Returns the one array whose elements the mapping reads, where it has a `*`.
fn list(mapping: &BTreeMap<String, String>) -> Result<Option<String>, MappingError> {
    let mut list: Option<String> = None;
    for (field, text) in mapping {
        let Pointer { before, after } = Pointer::parse(field, text)?;
        if after.is_none() {
            continue;
        }
        if list.as_ref().is_some_and(|other| *other != before) {
            let problem = format!("reads the array {before:?}, other fields read another one");
            return Err(error(field, problem));
        }
        list = Some(before);
    }
    Ok(list)
}

/// Fields of a mapping that nobody has asked for yet.
struct Fields<'a> {
    left: BTreeMap<&'a String, &'a String>,
}

impl Fields<'_> {
    fn activity(&mut self, list: Option<String>) -> Result<ActivityMapping, MappingError> {
        let (site, item, day) = (
            self.required("site")?,
            self.required("item")?,
            self.required("day")?,
        );
        let mut measures = Vec::new();
        for (name, measure) in reported() {
            if let Some(pointer) = self.optional(&name)? {
                measures.push((measure, pointer));
            }
        }
        let names: Vec<String> = reported().map(|(name, _)| name).collect();
        self.nothing_left(&format!("site, item, day, {}", names.join(", ")))?;
        if measures.is_empty() {
            let names = names.join(", ");
            return Err(error("sold", format!("is missing, or another of {names}")));
        }
        Ok(ActivityMapping {
            list,
            site,
            item,
            day,
            measures,
        })
    }

    fn orders(&mut self, list: Option<String>) -> Result<OrderMapping, MappingError> {
        let (po_number, order) = (
            self.of_the_record("po_number")?,
            self.of_the_record("order")?,
        );
        let (item, quantity) = (self.required("item")?, self.required("quantity")?);
        self.nothing_left("po_number, order, item, quantity")?;
        if po_number.is_none() && order.is_none() {
            let problem = "is missing, and so is order: one of them must name the order";
            return Err(error("po_number", problem));
        }
        Ok(OrderMapping {
            list,
            po_number,
            order,
            item,
            quantity,
        })
    }

    fn required(&mut self, field: &str) -> Result<Pointer, MappingError> {
        self.optional(field)?
            .ok_or_else(|| error(field, "is missing"))
    }

    fn optional(&mut self, field: &str) -> Result<Option<Pointer>, MappingError> {
        let text = self.left.remove(&field.to_owned());
        text.map(|text| Pointer::parse(field, text)).transpose()
    }

    /// A record confirms one order.
    fn of_the_record(&mut self, field: &str) -> Result<Option<Pointer>, MappingError> {
        let pointer = self.optional(field)?;
        match pointer {
            Some(Pointer { after: Some(_), .. }) => Err(error(
                field,
                "holds '*'; it names the order of the whole record",
            )),
            pointer => Ok(pointer),
        }
    }

    fn nothing_left(&self, known: &str) -> Result<(), MappingError> {
        match self.left.keys().next() {
            Some(field) => Err(error(field, format!("is unknown; known are {known}"))),
            None => Ok(()),
        }
    }
}

/// Returns the measures somebody else can report, by name.
fn reported() -> impl Iterator<Item = (String, Measure)> {
    let named = |measure| match serde_json::to_value(measure) {
        Ok(Value::String(name)) => Some((name, measure)),
        _ => None,
    };
    // We add up the sales of a site's stores ourselves.
    let all = Measure::ALL.into_iter();
    all.filter(|measure| *measure != Measure::DownstreamSold)
        .filter_map(named)
}

impl Pointer {
    fn parse(field: &str, text: &str) -> Result<Self, MappingError> {
        let tokens: Vec<&str> = text.split('/').skip(1).collect();
        let stars = tokens.iter().filter(|token| **token == "*").count();
        if !text.starts_with('/') || stars > 1 {
            let problem = format!(
                "is {text:?}; it must be a JSON pointer like \"/store/number\" or, with one '*' \
                 for the elements of an array, \"/lines/*/sku\""
            );
            return Err(error(field, problem));
        }
        let Some(star) = tokens.iter().position(|token| *token == "*") else {
            return Ok(Self {
                before: text.to_owned(),
                after: None,
            });
        };
        let join = |tokens: &[&str]| tokens.iter().map(|token| format!("/{token}")).collect();
        Ok(Self {
            before: join(&tokens[..star]),
            after: Some(join(&tokens[star + 1..])),
        })
    }

    /// Returns the pointer for a row of a record, the first being 0.
    pub(super) fn at(&self, row: usize) -> String {
        match &self.after {
            Some(after) => format!("{}/{row}{after}", self.before),
            None => self.before.clone(),
        }
    }
}
