use super::Body;
use crate::content::{Address, Channel, Contact, ContactKind, Party, PartyId, PartyRole, Scheme};
use crate::taking::{Take, cut, joined};

/// Characters of a name or a line of an address.
const LINE: usize = 35;

/// The parties of a message, and whether what comes next is of the last.
#[derive(Debug, Default)]
pub(crate) struct Parties {
    pub(crate) parties: Vec<Party>,
}

impl Parties {
    /// Takes a segment of a group that NAD begins.
    pub(crate) fn take(&mut self, take: &mut Take) {
        match take.id() {
            "NAD" => self.parties.push(party(take)),
            "CTA" => {
                let Some(party) = self.parties.last_mut() else {
                    return;
                };
                let name = take.part(2, 2).or_else(|| take.part(2, 1));
                party.contacts.push(Contact {
                    kind: ContactKind::from_edifact(&take.text(1).unwrap_or_default()),
                    name,
                    channels: Vec::new(),
                });
            }
            "COM" => {
                let contact = self.parties.last_mut().and_then(|p| p.contacts.last_mut());
                let Some(contact) = contact else { return };
                if let Some(number) = take.part(1, 1) {
                    let code = take.part(1, 2).unwrap_or_default();
                    contact
                        .channels
                        .push((Channel::from_edifact(&code), number));
                }
            }
            _ => {}
        }
    }
}

fn party(take: &mut Take) -> Party {
    let role = take.text(1).unwrap_or_default();
    let id = (!take.peek_part(2, 1).is_empty()).then(|| PartyId {
        id: take.part(2, 1).unwrap_or_default(),
        scheme: take
            .part(2, 3)
            .map_or(Scheme::Agreed, |code| Scheme::from_edifact(&code)),
    });
    let mut parts = |element, last| -> Vec<String> {
        (1..=last).filter_map(|c| take.part(element, c)).collect()
    };
    let mut unstructured = parts(3, 5).into_iter();
    let name = joined(&parts(4, 5), LINE).or_else(|| unstructured.next());
    let mut address = Address {
        lines: unstructured.chain(parts(5, 4)).collect(),
        city: take.part(6, 1),
        region: take.part(7, 1).or_else(|| take.part(7, 4)),
        postcode: take.text(8),
        country: take.text(9),
    };
    address.lines.retain(|line| !line.is_empty());
    // How the name is formatted.
    take.part(4, 6);
    Party {
        role: PartyRole::from_edifact(&role),
        id,
        name,
        address: (address != Address::default()).then_some(address),
        contacts: Vec::new(),
    }
}

/// Adds NAD with CTA and COM.
pub(crate) fn write_party(body: &mut Body, party: &Party) {
    if let PartyRole::Other(code) = &party.role {
        body.leave_out(format!("the part {code} of X12 that a party plays"));
    }
    let id = match &party.id {
        Some(id) => vec![id.id.clone(), String::new(), id.scheme.edifact().to_owned()],
        None => Vec::new(),
    };
    body.add("NAD", &[&[party.role.edifact()]]);
    body.extend(id);
    let mut name = cut(party.name.as_deref().unwrap_or_default(), LINE);
    for left in name.drain(name.len().min(5)..) {
        body.leave_out(format!("{left:?} of a name"));
    }
    body.extend(Vec::new());
    body.extend(name);
    if let Some(address) = &party.address {
        let mut lines: Vec<String> = address.lines.iter().flat_map(|l| cut(l, LINE)).collect();
        for left in lines.drain(lines.len().min(4)..) {
            body.leave_out(format!("{left:?} of an address"));
        }
        body.extend(lines);
        for part in [
            &address.city,
            &address.region,
            &address.postcode,
            &address.country,
        ] {
            body.extend(vec![part.clone().unwrap_or_default()]);
        }
    }
    for contact in &party.contacts {
        let name = contact.name.as_deref().unwrap_or_default();
        body.add("CTA", &[&[contact.kind.edifact()], &["", name]]);
        for (channel, number) in &contact.channels {
            body.add("COM", &[&[number, channel.edifact()]]);
        }
    }
}
