use crate::content::{Carrier, PartyId, Scheme, Transport};
use crate::taking::Take;
use crate::writing::Body;

/// Takes a TD5.
pub(crate) fn carrier(take: &mut Take) -> Option<Carrier> {
    let id = (!take.peek(3).is_empty()).then(|| PartyId {
        scheme: Scheme::from_x12(&take.text(2).unwrap_or_default()),
        id: take.text(3).unwrap_or_default(),
    });
    let carrier = Carrier {
        transport: take.text(4).map(|code| Transport::from_x12(&code)),
        id,
        name: take.text(5),
    };
    (carrier != Carrier::default()).then_some(carrier)
}

/// Adds TD5.
pub(crate) fn write_carrier(body: &mut Body, carrier: Option<&Carrier>) {
    let Some(carrier) = carrier else { return };
    let id = carrier.id.as_ref();
    let (scheme, id) = id.map_or(("", ""), |id| (id.scheme.x12(), &*id.id));
    let transport = carrier.transport.as_ref().map_or("", |t| t.x12());
    let name = carrier.name.as_deref().unwrap_or_default();
    body.add("TD5", ["", scheme, id, transport, name]);
}
