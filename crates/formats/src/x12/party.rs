use crate::content::{Address, Channel, Contact, ContactKind, Party, PartyId, PartyRole, Scheme};
use crate::taking::{Take, cut, joined};
use crate::writing::Body;

const NAME: usize = 60;
const STREET: usize = 55;

/// Takes an N1.
pub(crate) fn party(take: &mut Take) -> Party {
    let role = take.text(1).unwrap_or_default();
    let name = take.text(2);
    let id = (!take.peek(4).is_empty()).then(|| PartyId {
        scheme: Scheme::from_x12(&take.text(3).unwrap_or_default()),
        id: take.text(4).unwrap_or_default(),
    });
    Party {
        role: PartyRole::from_x12(&role),
        id,
        name,
        address: None,
        contacts: Vec::new(),
    }
}

/// Takes what follows an N1 in its loop.
pub(crate) fn party_more(party: &mut Party, take: &mut Take) {
    match take.id() {
        "N2" => {
            let more = [take.text(1), take.text(2)];
            let pieces: Vec<String> = party
                .name
                .take()
                .into_iter()
                .chain(more.into_iter().flatten())
                .collect();
            party.name = joined(&pieces, NAME);
        }
        "N3" => {
            let lines = [take.text(1), take.text(2)].into_iter().flatten();
            party.address.get_or_insert_default().lines.extend(lines);
        }
        "N4" => {
            let address = party.address.get_or_insert_default();
            address.city = take.text(1);
            address.region = take.text(2);
            address.postcode = take.text(3);
            address.country = take.text(4);
            // SP: a state or province.
            if take.peek(5) == "SP" && address.region.is_none() {
                take.skip(5);
                address.region = take.text(6);
            }
        }
        "PER" => party.contacts.push(contact(take)),
        _ => {}
    }
}

/// Takes a PER.
pub(crate) fn contact(take: &mut Take) -> Contact {
    let kind = take.text(1).unwrap_or_default();
    let name = take.text(2);
    let mut channels = Vec::new();
    for n in [3, 5, 7] {
        if !take.peek(n + 1).is_empty() {
            let channel = Channel::from_x12(&take.text(n).unwrap_or_default());
            channels.push((channel, take.text(n + 1).unwrap_or_default()));
        }
    }
    Contact {
        kind: ContactKind::from_x12(&kind),
        name,
        channels,
    }
}

/// Adds N1 with what follows it.
pub(crate) fn write_party(body: &mut Body, party: &Party) {
    let role = party.role.x12();
    let names = cut(party.name.as_deref().unwrap_or_default(), NAME);
    let mut names = names.iter().map(String::as_str);
    match (names.next(), &party.id) {
        (name, Some(id)) => {
            let name = name.unwrap_or_default();
            body.add("N1", [role, name, id.scheme.x12(), &id.id]);
        }
        (Some(name), None) => body.add("N1", [role, name]),
        // N1 needs one of them.
        (None, None) => {
            body.leave_out(format!("a party ({role}) without number and name"));
            return;
        }
    }
    if let Some(second) = names.next() {
        body.add("N2", [second, names.next().unwrap_or_default()]);
    }
    if let Some(address) = &party.address {
        write_address(body, address);
    }
    for contact in &party.contacts {
        let mut elements = vec![contact.kind.x12().to_owned()];
        elements.push(contact.name.clone().unwrap_or_default());
        for (channel, number) in contact.channels.iter().take(3) {
            elements.extend([channel.x12().to_owned(), number.clone()]);
        }
        for (_, number) in contact.channels.iter().skip(3) {
            body.leave_out(format!("number {number} of a contact"));
        }
        body.add_all("PER", elements);
    }
}

fn write_address(body: &mut Body, address: &Address) {
    let lines: Vec<String> = address.lines.iter().flat_map(|l| cut(l, STREET)).collect();
    for two in lines.chunks(2) {
        body.add_all("N3", two.to_vec());
    }
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    // N402 is for the states that have two letters.
    let (state, province) = match &address.region {
        Some(region) if region.chars().count() == 2 => (region.clone(), None),
        region => (String::new(), region.clone()),
    };
    let mut elements = vec![
        or_empty(&address.city),
        state,
        or_empty(&address.postcode),
        or_empty(&address.country),
    ];
    elements.extend(province.into_iter().flat_map(|p| ["SP".to_owned(), p]));
    if elements.iter().any(|element| !element.is_empty()) {
        body.add_all("N4", elements);
    }
}
