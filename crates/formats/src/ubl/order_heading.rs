use crate::content::{DateKind, Order, Party, PartyId, PartyRole, ReferenceKind};

use super::delivery::{Days, Places, delivery};
use super::party::{Parties, customer, party, supplier};
use super::reference::{documents, notes};
use super::xml::{Element, first, group, text};

/// What orders and their answers say before their lines, for each to put in its own order.
#[derive(Debug)]
pub(super) struct Heading {
    pub(super) notes: Vec<Element>,
    /// The currency and the department.
    pub(super) terms: Vec<Element>,
    /// What it refers to, and contracts.
    pub(super) references: Vec<Element>,
    pub(super) buyer: Element,
    pub(super) seller: Element,
    /// Who arranges carriage, and who pays.
    pub(super) others: Vec<Element>,
    /// Where the goods go, the first with the days and where they come from.
    pub(super) deliveries: Vec<Element>,
}

impl Heading {
    /// Sorts what an order says; `buyer` and `seller` are the ids of their envelopes.
    pub(super) fn new(order: &Order, buyer: &PartyId, seller: &PartyId) -> Self {
        let mut parties = Parties::new(&order.parties);
        let mut days = days(order);
        let forwarder = parties.take(&[PartyRole::Forwarder]);
        let payer = parties.take(&[PartyRole::BillTo]);
        let forwarder =
            forwarder.map(|other| party("cac:FreightForwarderParty", None, Some(other)));
        let payer = payer.map(|payer| customer("cac:AccountingCustomerParty", None, Some(payer)));
        let deliveries = deliveries(&mut parties, &mut days);
        Self {
            others: forwarder.into_iter().chain(payer).collect(),
            deliveries,
            ..Self::of_sides(order, buyer, seller, (parties, days))
        }
    }

    /// Sorts what an order says for a document that has only its two sides, and no places or days.
    pub(super) fn without_places(order: &Order, buyer: &PartyId, seller: &PartyId) -> Self {
        let left = (Parties::new(&order.parties), days(order));
        Self::of_sides(order, buyer, seller, left)
    }

    fn of_sides(
        order: &Order,
        buyer: &PartyId,
        seller: &PartyId,
        (mut parties, days): (Parties, Days),
    ) -> Self {
        let bought_by = parties.take(&[PartyRole::Buyer]);
        let sold_by = parties.take(&[PartyRole::Supplier, PartyRole::Vendor]);
        let account = order.vendor_number.as_deref();
        let currency = order.currency.as_ref();
        let department = order.department.as_ref();
        let terms = [
            currency.map(|code| text("cbc:DocumentCurrencyCode", code)),
            department.map(|number| text("cbc:CustomerReference", number)),
        ];
        let unplaced = parties.notes().into_iter().chain(days.notes());
        Self {
            notes: unplaced.chain(notes(&order.further)).collect(),
            terms: terms.into_iter().flatten().collect(),
            references: references(order),
            buyer: customer("cac:BuyerCustomerParty", Some(buyer), bought_by).required(),
            seller: supplier("cac:SellerSupplierParty", Some(seller), sold_by, account).required(),
            others: Vec::new(),
            deliveries: Vec::new(),
        }
    }
}

fn days(order: &Order) -> Days {
    let known = [
        (DateKind::DeliveryRequested, order.need_date),
        (DateKind::ShipRequested, order.ship_date),
    ];
    Days::new(known, &order.further.dates)
}

fn references(order: &Order) -> Vec<Element> {
    let references = order.further.references.iter();
    let (contracts, others): (Vec<_>, Vec<_>) =
        references.partition(|reference| reference.kind == ReferenceKind::Contract);
    let contracts = contracts.into_iter().map(|contract| &contract.number);
    let contracts = order.agreement.iter().chain(contracts);
    let contracts = contracts.map(|id| group("cac:Contract").and(text("cbc:ID", id)));
    let others = documents("cac:AdditionalDocumentReference", others);
    others.into_iter().chain(contracts).collect()
}

fn deliveries(parties: &mut Parties, days: &mut Days) -> Vec<Element> {
    let mut to = parties.take_all(&[PartyRole::ShipTo]);
    if to.is_empty() {
        to.extend(parties.take(&[PartyRole::Store, PartyRole::Warehouse]));
    }
    let mut to = to.into_iter();
    let places = Places {
        to: to.next(),
        from: parties.take(&[PartyRole::ShipFrom]),
        carrier: parties.take(&[PartyRole::Carrier]),
        notified: parties.take_all(&[PartyRole::Notify]),
    };
    let first = delivery(days, &places);
    let other = |site: &Party| {
        let places = Places {
            to: Some(site),
            ..Places::default()
        };
        delivery(&mut Days::new([], &[]), &places)
    };
    std::iter::once(first).chain(to.map(other)).collect()
}

/// Returns the currency of an order's prices; XXX is ISO 4217's code for none.
pub(super) fn currency(order: &Order) -> &str {
    first([order.currency.as_deref()]).unwrap_or("XXX")
}
