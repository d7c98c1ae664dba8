use crate::content::{Party, PartyId, PartyRole, Scheme};

use super::contact::{address, address_in_words, contact, contact_in_words, contacts};
use super::reference::x12_code;
use super::xml::{Element, blank, group, text};

/// The companies and sites of a document that no element has taken yet.
#[derive(Debug)]
pub(super) struct Parties<'a>(Vec<&'a Party>);

impl<'a> Parties<'a> {
    pub(super) fn new(parties: &'a [Party]) -> Self {
        Self(parties.iter().collect())
    }

    /// Takes the first party with the first of the roles that any has.
    pub(super) fn take(&mut self, roles: &[PartyRole]) -> Option<&'a Party> {
        let place = roles
            .iter()
            .find_map(|role| self.0.iter().position(|party| party.role == *role))?;
        Some(self.0.remove(place))
    }

    /// Takes every party with one of the roles.
    pub(super) fn take_all(&mut self, roles: &[PartyRole]) -> Vec<&'a Party> {
        self.take_where(|party| roles.contains(&party.role))
    }

    /// Takes every party that is as asked.
    pub(super) fn take_where(&mut self, mut asked: impl FnMut(&Party) -> bool) -> Vec<&'a Party> {
        let (taken, left) = self.0.iter().partition(|party| asked(party));
        self.0 = left;
        taken
    }

    /// Returns a note for each party that UBL has no element for in this document.
    pub(super) fn notes(&self) -> Vec<Element> {
        self.0.iter().map(|party| note(party)).collect()
    }
}

/// Returns a note of a party.
pub(super) fn note(party: &Party) -> Element {
    let role = match &party.role {
        PartyRole::Other(code) => code,
        known => known.edifact(),
    };
    let id = party.id.as_ref().map(|id| {
        let (scheme, agency) = scheme(&id.scheme);
        format!("{} (scheme {scheme}{agency})", id.id)
    });
    let address = party.address.iter().flat_map(address_in_words);
    let words = id.into_iter().chain(party.name.clone());
    let words = words.chain(address.map(str::to_owned));
    let words = words.chain(party.contacts.iter().map(contact_in_words));
    let words: Vec<_> = words.filter(|words| !blank(words)).collect();
    text("cbc:Note", format!("Party {role}: {}", words.join(", ")))
}

/// Returns notes of whom to ask at a place that has only a location.
pub(super) fn contact_notes(place: &Party) -> Vec<Element> {
    let id = place.id.as_ref().map(|id| id.id.as_str());
    let words = place.contacts.iter().map(contact_in_words);
    let words = words.map(|words| format!("{}: {words}", id.unwrap_or_default()));
    words.map(|words| text("cbc:Note", words)).collect()
}

/// The element of a customer.
pub(super) fn customer(
    name: &'static str,
    endpoint: Option<&PartyId>,
    customer: Option<&Party>,
) -> Element {
    group(name).and(party("cac:Party", endpoint, customer))
}

/// The element of a supplier, with the number the customer knows it by.
pub(super) fn supplier(
    name: &'static str,
    endpoint: Option<&PartyId>,
    supplier: Option<&Party>,
    vendor_number: Option<&str>,
) -> Element {
    let account = vendor_number.map(|number| text("cbc:CustomerAssignedAccountID", number));
    group(name)
        .all(account)
        .and(party("cac:Party", endpoint, supplier))
}

/// The element of a company: where messages for it go, its number, its name, where it is and whom
/// to ask there.
pub(super) fn party(
    name: &'static str,
    endpoint: Option<&PartyId>,
    party: Option<&Party>,
) -> Element {
    party_with_desk(name, endpoint, party, None)
}

/// The element of a company with a contact to ask before all others.
pub(super) fn party_with_desk(
    name: &'static str,
    endpoint: Option<&PartyId>,
    party: Option<&Party>,
    desk: Option<Element>,
) -> Element {
    let people = party.into_iter().flat_map(|party| &party.contacts);
    let people = desk.into_iter().chain(people.map(contact));
    let place = party.and_then(|party| party.address.as_ref());
    let id = party.and_then(|party| party.id.as_ref());
    let called = party.and_then(|party| party.name.as_ref());
    group(name)
        .all(endpoint.map(|id| identifier("cbc:EndpointID", id)))
        .all(id.map(|id| group("cac:PartyIdentification").and(identifier("cbc:ID", id))))
        .all(called.map(|called| group("cac:PartyName").and(text("cbc:Name", called))))
        .all(place.map(|place| address("cac:PostalAddress", place)))
        .all(contacts(people))
}

/// The element of a place: its number, what it is, its name and where it is.
pub(super) fn location(name: &'static str, id: Option<&PartyId>, place: Option<&Party>) -> Element {
    let called = place.and_then(|place| place.name.as_ref());
    group(name)
        .all(id.map(|id| identifier("cbc:ID", id)))
        .all(place.map(|place| role("cbc:LocationTypeCode", &place.role)))
        .all(called.map(|called| text("cbc:Name", called)))
        .all(place.and_then(|place| Some(address("cac:Address", place.address.as_ref()?))))
}

fn role(name: &'static str, role: &PartyRole) -> Element {
    match role {
        PartyRole::Other(code) => x12_code(name, code, "98"),
        known => text(name, known.edifact()).with("listID", "UNCL3035"),
    }
}

/// The element of the number of a company or site.
pub(super) fn identifier(name: &'static str, id: &PartyId) -> Element {
    let (scheme, agency) = scheme(&id.scheme);
    text(name, id.id.as_str())
        .with("schemeID", scheme)
        .with("schemeAgencyID", agency)
}

/// Returns a scheme of ISO 6523, as Peppol writes it, or the agency of UNCL 3055 that gives the
/// numbers.
fn scheme(scheme: &Scheme) -> (&str, &str) {
    match scheme {
        Scheme::Gln => ("0088", ""),
        Scheme::Duns => ("0060", ""),
        Scheme::Buyer => ("", "92"),
        Scheme::Supplier => ("", "91"),
        Scheme::Carriers => ("", "182"),
        Scheme::Agreed => ("", "ZZZ"),
        Scheme::Other(code) => (code, ""),
        Scheme::Edifact(code) => ("", code),
    }
}
