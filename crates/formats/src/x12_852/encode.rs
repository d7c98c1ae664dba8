use model::reference::Reference;

use super::{Statement, content};
use crate::content::{Activity, ActivityLine, Amount, PartyId, PoNumbers, Scheme, Unit};
use crate::writing::{Kind, write};
use crate::{Envelope, Error, ours};

pub(crate) const KIND: Kind = Kind {
    message: "852",
    group: "PD",
};

/// Writes an 852 as a retailer sends it: a message for each site, or one with store lists.
pub fn encode(
    envelope: &Envelope,
    reference: &Reference,
    statement: &Statement,
) -> Result<Vec<u8>, Error> {
    let site = |id: &model::SiteId| PartyId {
        scheme: Scheme::Buyer,
        id: id.to_string(),
    };
    let lines = statement.lines.iter().map(|line| ActivityLine {
        site: site(&line.site),
        item: ours::item(line.item, reference),
        code: line.code.clone(),
        amount: Amount {
            quantity: line.quantity,
            unit: Unit::Each,
        },
        from: statement.from,
        to: statement.to,
    });
    let pools = statement.pools.iter().map(|pool| PoNumbers {
        first: pool.first.to_string(),
        last: pool.last.to_string(),
        site: Some(site(&pool.site)),
        expires: Some(statement.to + super::read::VALID),
    });
    let activity = Activity {
        lines: lines.collect(),
        po_numbers: pools.collect(),
        ..Activity::default()
    };
    let messages = content::segments(&activity, Some(statement.shape));
    write(envelope, KIND, &statement.from.to_string(), &messages)
}
