use super::Body;
use crate::content::{Carrier, PartyId, Scheme, Transport};
use crate::taking::Take;

/// Takes a TDT of the main carriage.
pub(crate) fn carrier(take: &mut Take) -> Option<Carrier> {
    // 20: main carriage.
    if take.peek(1) != "20" {
        return None;
    }
    take.skip(1);
    let id = (!take.peek_part(5, 1).is_empty()).then(|| PartyId {
        id: take.part(5, 1).unwrap_or_default(),
        scheme: take
            .part(5, 3)
            .map_or(Scheme::Agreed, |code| Scheme::from_edifact(&code)),
    });
    Some(Carrier {
        transport: take.part(3, 1).map(|code| Transport::from_edifact(&code)),
        id,
        name: take.part(5, 4),
    })
}

/// Adds TDT.
pub(crate) fn write_carrier(body: &mut Body, carrier: Option<&Carrier>) {
    let Some(carrier) = carrier else { return };
    if let Some(Transport::Other(code)) = &carrier.transport {
        body.leave_out(format!("way of transport {code} of X12"));
    }
    let transport = carrier.transport.as_ref().map_or("", |t| t.edifact());
    let (id, scheme) = carrier
        .id
        .as_ref()
        .map_or(("", ""), |id| (&*id.id, id.scheme.edifact()));
    let name = carrier.name.as_deref().unwrap_or_default();
    // 20: main carriage.
    body.add(
        "TDT",
        &[&["20"], &[], &[transport], &[], &[id, "", scheme, name]],
    );
}
