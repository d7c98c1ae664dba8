//! Whose an interchange is, and whether it was here before.

use anyhow::Result;
use edi::{Interchange, Party};
use model::DocumentId;
use model::commit::InterchangeKey;
use model::document::{Finding, FindingOwner, Place, Severity};

use crate::hub::Hub;

/// Whether an interchange of these numbers was here before.
pub(crate) enum Seen {
    /// No.
    Never,
    /// Byte for byte.
    Same,
    /// With other bytes, in this document.
    Other(DocumentId),
}

pub(crate) async fn seen(hub: &Hub, key: &InterchangeKey) -> Result<Seen> {
    let known = hub
        .store
        .interchange(&key.sender, &key.receiver, &key.control_number)
        .await?;
    Ok(match known {
        None => Seen::Never,
        Some((sha256, _)) if sha256 == key.sha256 => Seen::Same,
        Some((_, first)) => Seen::Other(first),
    })
}

/// Returns a party as keys and pages name it: "ZZ:WOMART".
pub(crate) fn party(party: &Party) -> String {
    format!("{}:{}", party.qualifier, party.id)
}

pub(crate) fn unknown_sender(interchange: &Interchange) -> Finding {
    let sender = party(&interchange.sender);
    Finding {
        code: "SENDER-UNKNOWN".to_owned(),
        severity: Severity::Error,
        owner: FindingOwner::Receiver,
        place: Place {
            interchange: Some(interchange.control_number.clone()),
            segment_id: Some("ISA".to_owned()),
            element: Some(6),
            offset: u64::try_from(interchange.span.offset).unwrap_or(0),
            length: 106.min(u64::try_from(interchange.span.length).unwrap_or(0)),
            ..Place::default()
        },
        cause: format!("no partner signs its interchanges as {sender}"),
        fix: "compare ISA05 and ISA06 with the partner's profile; add the partner, or ask the \
              sender whom the file was meant for"
            .to_owned(),
        text: sender,
    }
}
