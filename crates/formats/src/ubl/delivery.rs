use chrono::NaiveDate;

use crate::content::{DateKind, Dated, Party};

use super::contact::{contact, contacts};
use super::party::{location, party};
use super::xml::{Element, date, group, text};

/// What happens when, as far as no element has taken it yet.
#[derive(Debug)]
pub(super) struct Days(Vec<(DateKind, NaiveDate)>);

impl Days {
    /// Takes the days that have a field of their own, and the rest.
    pub(super) fn new<const N: usize>(
        known: [(DateKind, Option<NaiveDate>); N],
        further: &[Dated],
    ) -> Self {
        let known = known.into_iter();
        let known = known.filter_map(|(kind, day)| Some((kind, day?)));
        let further = further.iter().map(|dated| (dated.kind.clone(), dated.date));
        Self(known.chain(further).collect())
    }

    /// Takes the first day of a kind.
    fn take(&mut self, wanted: &DateKind) -> Option<NaiveDate> {
        let place = self.0.iter().position(|(kind, _)| kind == wanted)?;
        Some(self.0.remove(place).1)
    }

    /// Takes the first day of the first of the kinds that any has.
    fn take_first(&mut self, kinds: &[DateKind]) -> Option<NaiveDate> {
        kinds.iter().find_map(|kind| self.take(kind))
    }

    /// Returns a note for each day that no element has taken.
    pub(super) fn notes(&self) -> Vec<Element> {
        let notes = self.in_words().into_iter();
        notes.map(|words| text("cbc:Note", words)).collect()
    }

    /// Returns the words of those notes.
    pub(super) fn in_words(&self) -> Vec<String> {
        let days = self.0.iter();
        days.map(|(kind, day)| format!("{}: {day}", called(kind)))
            .collect()
    }
}

fn called(kind: &DateKind) -> String {
    let known = match kind {
        DateKind::DeliveryRequested => "Requested delivery",
        DateKind::Ordered => "Ordered",
        DateKind::ShipRequested => "Requested despatch",
        DateKind::Shipped => "Despatched",
        DateKind::PromotionStart => "Promotion begins",
        DateKind::PromotionEnd => "Promotion ends",
        DateKind::DeliveryEstimated => "Estimated delivery",
        DateKind::ShipNotBefore => "Despatch not before",
        DateKind::ShipNotAfter => "Despatch not after",
        DateKind::Received => "Received",
        DateKind::CancelIfNotDelivered => "Void unless delivered by",
        DateKind::DeliverNotAfter => "Delivery not after",
        DateKind::DeliverNotBefore => "Delivery not before",
        DateKind::DeliveryScheduled => "Scheduled delivery",
        DateKind::DeliveryPromised => "Promised delivery",
        DateKind::RequestedAfter => "Delivery requested after",
        DateKind::RequestedBefore => "Delivery requested before",
        DateKind::Delivered => "Delivered",
        DateKind::Other(code) => return format!("Day of kind {code} (X12 374)"),
        DateKind::Edifact(code) => return format!("Day of kind {code} (UNCL 2005)"),
    };
    known.to_owned()
}

/// The companies and sites that an element of a delivery names.
#[derive(Debug, Default)]
pub(super) struct Places<'a> {
    /// Where the goods go.
    pub(super) to: Option<&'a Party>,
    /// Where they come from.
    pub(super) from: Option<&'a Party>,
    /// Who carries them.
    pub(super) carrier: Option<&'a Party>,
    /// Who is to be told.
    pub(super) notified: Vec<&'a Party>,
}

/// The element of a delivery; it takes the days that have an element there.
pub(super) fn delivery(days: &mut Days, places: &Places) -> Element {
    let actual = days.take(&DateKind::Delivered);
    let latest = days.take(&DateKind::DeliverNotAfter);
    let to = |site: &Party| location("cac:DeliveryLocation", site.id.as_ref(), Some(site));
    let promised = days.take_first(&[DateKind::DeliveryPromised, DateKind::DeliveryScheduled]);
    let estimated = days.take(&DateKind::DeliveryEstimated);
    let carrier = places.carrier;
    let notified = places.notified.iter();
    group("cac:Delivery")
        .all(actual.map(|day| date("cbc:ActualDeliveryDate", day)))
        .all(latest.map(|day| date("cbc:LatestDeliveryDate", day)))
        .all(places.to.map(to))
        .and(requested(days))
        .and(range("cac:PromisedDeliveryPeriod", promised, promised))
        .and(range("cac:EstimatedDeliveryPeriod", estimated, estimated))
        .all(carrier.map(|carrier| party("cac:CarrierParty", None, Some(carrier))))
        .all(places.to.map(|site| asked("cac:DeliveryParty", site)))
        .all(notified.map(|other| party("cac:NotifyParty", None, Some(other))))
        .and(despatch(days, places.from))
}

/// The day asked for, or else the days between which the goods are to arrive.
fn requested(days: &mut Days) -> Element {
    let day = days.take(&DateKind::DeliveryRequested);
    let [from, to] = match day {
        Some(_) => [day, day],
        None => [
            days.take_first(&[DateKind::RequestedAfter, DateKind::DeliverNotBefore]),
            days.take(&DateKind::RequestedBefore),
        ],
    };
    range("cac:RequestedDeliveryPeriod", from, to)
}

fn despatch(days: &mut Days, from: Option<&Party>) -> Element {
    let requested = days.take(&DateKind::ShipRequested);
    let actual = days.take(&DateKind::Shipped);
    let earliest = days.take(&DateKind::ShipNotBefore);
    let latest = days.take(&DateKind::ShipNotAfter);
    let site = |site: &Party| location("cac:DespatchLocation", site.id.as_ref(), Some(site));
    group("cac:Despatch")
        .all(requested.map(|day| date("cbc:RequestedDespatchDate", day)))
        .all(actual.map(|day| date("cbc:ActualDespatchDate", day)))
        .all(from.map(site))
        .all(from.map(|site| asked("cac:DespatchParty", site)))
        .and(range("cac:RequestedDespatchPeriod", earliest, latest))
}

fn range(name: &'static str, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Element {
    group(name)
        .all(from.map(|day| date("cbc:StartDate", day)))
        .all(to.map(|day| date("cbc:EndDate", day)))
}

/// The element of whom to ask at a place: a location has no contact.
fn asked(name: &'static str, site: &Party) -> Element {
    group(name).all(contacts(site.contacts.iter().map(contact)))
}
