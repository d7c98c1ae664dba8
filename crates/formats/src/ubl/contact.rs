use crate::content::{Address, Channel, Contact, ContactKind};

use super::reference::x12_code;
use super::xml::{Element, blank, group, text};

/// The element of where a company or site is. Two of its lines are the street, as UBL has it.
pub(super) fn address(name: &'static str, address: &Address) -> Element {
    let mut lines = address.lines.iter().filter(|line| !blank(line));
    let streets = ["cbc:StreetName", "cbc:AdditionalStreetName"].into_iter();
    let streets: Vec<_> = streets.zip(lines.by_ref()).collect();
    let parts = [
        ("cbc:CityName", &address.city),
        ("cbc:PostalZone", &address.postcode),
        ("cbc:CountrySubentity", &address.region),
    ];
    let parts = parts.into_iter();
    let parts = parts.filter_map(|(name, part)| Some((name, part.as_ref()?)));
    let country = address.country.as_ref();
    group(name)
        .all(streets.into_iter().map(|(name, line)| text(name, line)))
        .all(parts.map(|(name, part)| text(name, part)))
        .all(lines.map(|line| group("cac:AddressLine").and(text("cbc:Line", line))))
        .all(country.map(|code| group("cac:Country").and(text("cbc:IdentificationCode", code))))
}

/// Returns where a company or site is as the words of a note.
pub(super) fn address_in_words(address: &Address) -> Vec<&str> {
    let parts = [
        &address.city,
        &address.region,
        &address.postcode,
        &address.country,
    ];
    let parts = parts.into_iter().flatten();
    address
        .lines
        .iter()
        .chain(parts)
        .map(String::as_str)
        .collect()
}

/// The elements of whom to ask at a company. UBL has room for one contact; others are those of
/// persons there.
pub(super) fn contacts(contacts: impl IntoIterator<Item = Element>) -> Vec<Element> {
    let mut said = contacts.into_iter().filter(|contact| !contact.is_empty());
    let first = said.next();
    let others = said.map(|contact| group("cac:Person").and(contact));
    first.into_iter().chain(others).collect()
}

/// The channels that have an element of their own, in the order of the elements.
const CHANNELS: [(&str, Channel); 3] = [
    ("cbc:Telephone", Channel::Telephone),
    ("cbc:Telefax", Channel::Fax),
    ("cbc:ElectronicMail", Channel::Email),
];

/// The element of whom to ask.
pub(super) fn contact(contact: &Contact) -> Element {
    let channels = contact.channels.iter();
    let mut channels: Vec<_> = channels.filter(|(_, number)| !blank(number)).collect();
    let mut own = Vec::new();
    for (name, wanted) in CHANNELS {
        if let Some(place) = channels.iter().position(|(kind, _)| *kind == wanted) {
            let (_, number) = channels.remove(place);
            own.push(text(name, number));
        }
    }
    let subject = subject(&contact.kind);
    group("cac:Contact")
        .all(contact.name.as_ref().map(|name| text("cbc:Name", name)))
        .all(own)
        .all(subject.map(|subject| text("cbc:Note", format!("About: {subject}"))))
        .all(channels.into_iter().map(|(kind, number)| {
            group("cac:OtherCommunication")
                .and(channel_code(kind))
                .and(text("cbc:Value", number))
        }))
}

fn channel_code(channel: &Channel) -> Element {
    match channel {
        Channel::Other(code) => x12_code("cbc:ChannelCode", code, "365"),
        known => text("cbc:ChannelCode", known.edifact()).with("listID", "UNCL3155"),
    }
}

/// Returns whom to ask as the words of a note.
pub(super) fn contact_in_words(contact: &Contact) -> String {
    let subject = subject(&contact.kind).map(|subject| format!("contact about {subject}"));
    let mut words = vec![subject.unwrap_or_else(|| "contact".to_owned())];
    words.extend(contact.name.clone());
    words.extend(contact.channels.iter().map(|(kind, number)| {
        let code = match kind {
            Channel::Other(code) => code,
            known => known.edifact(),
        };
        format!("{code} {number}")
    }));
    words.join(" ")
}

/// Returns what someone is to be asked about; `None` for everything.
fn subject(kind: &ContactKind) -> Option<String> {
    let known = match kind {
        ContactKind::Buyer => "purchasing",
        ContactKind::Order => "orders",
        ContactKind::Delivery => "deliveries",
        ContactKind::Receiving => "receiving",
        ContactKind::Information => return None,
        ContactKind::Other(code) => return Some(format!("{code} (X12 366)")),
        ContactKind::Edifact(code) => return Some(format!("{code} (UNCL 3139)")),
    };
    Some(known.to_owned())
}
