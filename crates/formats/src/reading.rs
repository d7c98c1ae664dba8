mod number;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use edi::Segment;
use model::activity::Measure;
use model::document::{Finding, Place};
use model::event::ItemQuantity;
use model::item::Item;
use model::partner::{ActivityProfile, Partner, QuantityBasis};
use model::reference::Reference;
use model::site::Site;
use model::{DocumentId, Gtin, OrderId, PoNumber};

use crate::Code;
pub(crate) use number::{in_eaches, not_a_number, quantity, read_eaches, thousandths};

/// A message with the envelopes around it.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The file it stands in.
    pub file: &'a edi::File<'a>,
    /// Its interchange.
    pub interchange: &'a edi::Interchange,
    /// Its group.
    pub group: &'a edi::Group,
    /// The message.
    pub message: &'a edi::Message,
}

/// Returns every message of a file with the envelopes around it.
pub fn sources<'a>(file: &'a edi::File<'a>) -> impl Iterator<Item = Source<'a>> {
    file.interchanges.iter().flat_map(move |interchange| {
        interchange.groups.iter().flat_map(move |group| {
            let source = move |message| Source {
                file,
                interchange,
                group,
                message,
            };
            group.messages.iter().map(source)
        })
    })
}

/// What a decoder knows besides the message.
#[derive(Debug, Clone, Copy)]
pub struct Decode<'a> {
    /// Sites and items.
    pub reference: &'a Reference,
    /// Who sent it.
    pub partner: &'a Partner,
    /// The id its bytes are kept under.
    pub document: &'a DocumentId,
    /// When its bytes reached us.
    pub received_at: DateTime<Utc>,
}

/// An item or site a message names and the reference data does not have. What was said of it is set
/// aside; the rest of the message stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What it is.
    pub kind: UnknownKind,
    /// What the message calls it, with the qualifiers: "UP 614141000036 VN A-17", "92 0042".
    pub value: String,
    /// How many numbers were set aside.
    pub lines: u32,
    /// Where it is named first.
    pub place: Place,
}

/// What a message says in no syntax, and what of it is wrong or has no place there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<T> {
    /// What it says; `None` where too little of it can be understood.
    pub content: Option<T>,
    /// What was wrong, odd or left out.
    pub findings: Vec<Finding>,
}

/// What is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnknownKind {
    /// An item.
    Item,
    /// A site.
    Site,
}

/// How a partner's message names one of our orders: by the retailer's number, by ours, or both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderReference {
    /// The retailer's number.
    pub po_number: Option<PoNumber>,
    /// Our number.
    pub order_id: Option<OrderId>,
}

impl OrderReference {
    pub(crate) fn is_empty(&self) -> bool {
        self.po_number.is_none() && self.order_id.is_none()
    }
}

/// What is wrong with an element, before its place is added.
#[derive(Debug, Clone)]
pub(crate) struct Remark {
    code: Code,
    cause: String,
}

impl Remark {
    pub(crate) fn new(code: Code, cause: impl Into<String>) -> Self {
        Self {
            code,
            cause: cause.into(),
        }
    }

    pub(crate) fn parts(self) -> (Code, String) {
        (self.code, self.cause)
    }
}

impl<'a> Source<'a> {
    pub(crate) fn segments(self) -> impl Iterator<Item = Segment<'a>> {
        self.file.segments(self.message)
    }

    /// Returns the place of a segment, or of an element of it (from 1).
    pub(crate) fn place(self, segment: &Segment, element: Option<usize>) -> Place {
        let span = element.map_or(segment.span(), |n| segment.element_span(n));
        Place {
            interchange: Some(self.interchange.control_number.clone()),
            group: Some(self.group.control_number.clone()),
            message: Some(self.message.control_number.clone()),
            segment: Some(segment.ordinal()),
            segment_id: Some(segment.id().to_owned()),
            element: element.and_then(|n| u32::try_from(n).ok()),
            component: None,
            repetition: None,
            offset: offset(span.offset),
            length: offset(span.length),
        }
    }

    pub(crate) fn finding(
        self,
        segment: &Segment,
        element: Option<usize>,
        remark: Remark,
    ) -> Finding {
        Finding {
            code: remark.code.name().to_owned(),
            severity: remark.code.severity(),
            owner: remark.code.owner(),
            place: self.place(segment, element),
            text: element
                .map_or(segment.id(), |n| segment.element(n))
                .to_owned(),
            cause: remark.cause,
            cause_zh: None,
            fix: remark.code.fix().to_owned(),
        }
    }
}

/// Returns a place in memory as one in a document.
pub(crate) fn offset(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

impl<'a> Decode<'a> {
    /// Finds the site an N1 or SDQ names: by the partner's number (92), ours (91) or its global
    /// number (UL). Other schemes (a DUNS number) name no site of ours.
    pub(crate) fn site(&self, qualifier: &str, id: &str) -> Option<&'a Site> {
        match qualifier {
            "UL" => self
                .reference
                .site_by_gln(id)
                .filter(|site| site.partner == self.partner.id),
            // SDQ02 may be left out where both sides know that store numbers are meant.
            "92" | "91" | "" => self.reference.site_called(&self.partner.id, id),
            _ => None,
        }
    }

    /// Finds the item a number names, as its qualifier says.
    pub(crate) fn item_named(&self, qualifier: &str, number: &str) -> Option<&'a Item> {
        match qualifier {
            // 12, 13 and 14 digit GTINs; EN and UI are used for each other.
            "UP" | "UK" | "EN" | "UI" | "EO" | "UA" => self.reference.item(Gtin::new(number).ok()?),
            "VN" | "VA" | "VP" => self.reference.item_by_vendor_number(number),
            "IN" | "BP" | "SK" => self.reference.item_by_buyer_number(number),
            _ => None,
        }
    }

    /// Finds the item named by pairs of qualifier and number that begin at an element.
    pub(crate) fn item(&self, segment: &Segment, first: usize) -> Result<&'a Item, String> {
        let pairs = (first..=segment.len())
            .step_by(2)
            .map(|n| (segment.element(n), segment.element(n + 1)));
        self.item_called(pairs)
    }

    /// Finds the item with one of these numbers, or says what they call it.
    pub(crate) fn item_called<'n>(
        &self,
        pairs: impl Iterator<Item = (&'n str, &'n str)> + Clone,
    ) -> Result<&'a Item, String> {
        let pairs = pairs.filter(|(qualifier, number)| !qualifier.is_empty() && !number.is_empty());
        pairs
            .clone()
            .find_map(|(qualifier, number)| self.item_named(qualifier, number))
            .ok_or_else(|| {
                let names: Vec<_> = pairs.map(|(q, n)| format!("{q} {n}")).collect();
                names.join(" ")
            })
    }
}

/// Returns the measure a code of the partner stands for. Sales of a partner that reports running
/// totals are totals to date.
pub(crate) fn measure_of(profile: &ActivityProfile, code: &str) -> Option<Measure> {
    match (profile.codes.get(code).copied()?, profile.quantities) {
        (Measure::Sold, QuantityBasis::WeekToDate | QuantityBasis::MonthToDate) => {
            Some(Measure::SoldToDate)
        }
        (measure, _) => Some(measure),
    }
}

/// Returns the days a number covers when its document covers `from` to `to`: a stock, and a total
/// to date, holds for the end of the last day.
pub(crate) fn days_of(measure: Measure, from: NaiveDate, to: NaiveDate) -> (NaiveDate, NaiveDate) {
    match measure {
        Measure::OnHand
        | Measure::OnOrderReported
        | Measure::InTransitReported
        | Measure::Committed
        | Measure::Unavailable
        | Measure::Backordered
        | Measure::SoldToDate => (to, to),
        Measure::Sold
        | Measure::Returned
        | Measure::Withdrawn
        | Measure::Received
        | Measure::Adjusted
        | Measure::OutOfStock
        | Measure::Lost
        | Measure::DownstreamSold => (from, to),
    }
}

/// Says whether a day lies ahead of every clock on earth when a document was received: a fact of
/// such a day is a mistake, and would stand until that day.
pub(crate) fn is_future(day: NaiveDate, received_at: DateTime<Utc>) -> bool {
    day > received_at.date_naive() + Days::new(1)
}

/// Reads a date as X12 writes it from version 4 on: CCYYMMDD.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y%m%d")
        .ok()
        .filter(|date| date.year() > 1900)
}

/// Lines of an order message that are being collected.
#[derive(Debug, Default)]
pub(crate) struct OrderLines {
    pub(crate) lines: Vec<ItemQuantity>,
    pub(crate) exceptions: Vec<Unknown>,
    pub(crate) findings: Vec<Finding>,
}

/// A quantity of a line and where its parts stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineQuantity<'s, 'a> {
    pub(crate) segment: &'s Segment<'a>,
    pub(crate) quantity: usize,
    pub(crate) unit: usize,
}

impl OrderLines {
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.exceptions.is_empty() && self.findings.is_empty()
    }

    /// Adds a line whose item stands in `item_segment` from element `first` on.
    pub(crate) fn add(
        &mut self,
        source: Source,
        context: &Decode,
        amount: LineQuantity,
        (item_segment, first): (&Segment, usize),
    ) {
        let item = match context.item(item_segment, first) {
            Ok(item) => item,
            Err(value) => {
                let place = source.place(item_segment, Some(first));
                let remark = unknown_item(&value);
                self.findings
                    .push(source.finding(item_segment, Some(first), remark));
                self.exceptions.push(Unknown {
                    kind: UnknownKind::Item,
                    value,
                    lines: 1,
                    place,
                });
                return;
            }
        };
        let LineQuantity {
            segment,
            quantity: at,
            unit,
        } = amount;
        match read_eaches(segment.element(at), segment.element(unit), item) {
            Ok(quantity) => match self.lines.iter_mut().find(|line| line.item == item.gtin) {
                Some(line) => line.quantity += quantity,
                None => self.lines.push(ItemQuantity {
                    item: item.gtin,
                    quantity,
                }),
            },
            Err(remark) => self
                .findings
                .push(source.finding(segment, Some(at), remark)),
        }
    }
}

pub(crate) fn unknown_item(value: &str) -> Remark {
    let cause = format!("no item is known as {value}; what is said of it is set aside");
    Remark::new(Code::ItemUnknown, cause)
}

pub(crate) fn unknown_site(partner: &Partner, value: &str) -> Remark {
    let cause = format!(
        "{} has no site {value}; what is said of it is set aside",
        partner.id
    );
    Remark::new(Code::SiteUnknown, cause)
}
