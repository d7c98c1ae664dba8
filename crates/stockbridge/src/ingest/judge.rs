//! Whose an interchange is, and whether it was here before.

use edi::{Interchange, Party};
use formats::Code;
use model::commit::InterchangeKey;
use model::document::{Document, Finding, Place};
use model::partner::{Partner, X12Profile};
use model::reference::Reference;
use model::{DocumentId, PartnerId};

use crate::hub::Hub;

/// Judges a file as a receiver that uses nothing it has no schema for: such a version or message is
/// refused in the acknowledgement, so that its sender does not wait for an answer.
pub(crate) fn report(file: &edi::File, schemas: &edi::Schemas) -> edi::Report {
    let mut report = edi::check(file, schemas);
    report.refuse(edi::Code::GroupVersionNoSchema);
    report.refuse(edi::Code::MessageNoSchema);
    report
}

/// Returns the schemas a file is checked by: those of the partner whose mailbox it came through, or
/// of the one that signs its first interchange.
pub(crate) fn schemas<'h>(
    hub: &'h Hub,
    mailbox: Option<&PartnerId>,
    file: &edi::File,
) -> &'h edi::Schemas {
    let signed = || {
        let sender = &file.interchanges.first()?.sender;
        let partner = hub
            .reference
            .partner_by_x12(&sender.qualifier, &sender.id)?;
        Some(&partner.id)
    };
    hub.schemas.of(mailbox.or_else(signed))
}

/// Whether an interchange of these numbers was here before.
pub(crate) enum Seen {
    /// No.
    Never,
    /// Byte for byte, in this document.
    Same(DocumentId),
    /// With other bytes, in this document.
    Other(DocumentId),
}

pub(crate) async fn seen(hub: &Hub, key: &InterchangeKey) -> anyhow::Result<Seen> {
    let known = hub
        .store
        .interchange(&key.sender, &key.receiver, &key.control_number)
        .await?;
    Ok(match known {
        None => Seen::Never,
        Some((sha256, first)) if sha256 == key.sha256 => Seen::Same(first),
        Some((_, first)) => Seen::Other(first),
    })
}

/// Returns a party as keys and pages name it: "ZZ:WOMART".
pub(crate) fn party(party: &Party) -> String {
    format!("{}:{}", party.qualifier, party.id)
}

/// Returns the partner an interchange is from, or why it must not be read: it is signed by nobody
/// we know, by another than the owner of the mailbox it came through, or meant for another than us.
pub(crate) fn partner<'a>(
    reference: &'a Reference,
    mailbox: Option<&PartnerId>,
    interchange: &Interchange,
) -> Result<&'a Partner, Box<Finding>> {
    if interchange.standard == edi::Standard::Edifact {
        return Err(not_taken(interchange));
    }
    let (from, to) = (&interchange.sender, &interchange.receiver);
    let (sender, receiver) = (party(from), party(to));
    let Some(partner) = reference.partner_by_x12(&from.qualifier, &from.id) else {
        let cause = format!("no partner signs its interchanges as {sender}");
        return Err(finding(
            interchange,
            Code::SenderUnknown,
            (6, sender),
            cause,
        ));
    };
    if mailbox.is_some_and(|owner| owner != &partner.id) {
        let cause = format!(
            "{sender} is {}, but the file came through another mailbox",
            partner.id
        );
        return Err(finding(interchange, Code::SenderOther, (6, sender), cause));
    }
    let ours = |x12: &X12Profile| x12.our_qualifier == to.qualifier && x12.our_id.trim() == to.id;
    if !partner.x12.as_ref().is_some_and(ours) {
        let cause = format!("{} addresses it to {receiver}, which is not us", partner.id);
        return Err(finding(
            interchange,
            Code::ReceiverOther,
            (8, receiver),
            cause,
        ));
    }
    Ok(partner)
}

/// Says that an interchange came under a control number used before, from a partner that has such
/// interchanges rejected.
pub(crate) fn duplicate(interchange: &Interchange, first: &DocumentId) -> Finding {
    let number = interchange.control_number.clone();
    let cause = format!("control number {number} came before, in document {first}");
    *finding(interchange, Code::InterchangeDuplicate, (13, number), cause)
}

/// Tells whether [`duplicate`] was said of an interchange of a document.
pub(crate) fn is_rejected_duplicate(document: &Document, interchange: &Interchange) -> bool {
    let code = Code::InterchangeDuplicate.name();
    let offset = u64::try_from(interchange.span.offset).unwrap_or(0);
    let mut findings = document.findings.iter();
    findings.any(|f| f.code == code && f.place.offset == offset)
}

fn not_taken(interchange: &Interchange) -> Box<Finding> {
    let version = interchange.version.clone();
    let cause = format!(
        "it is EDIFACT ({version}), from {}",
        party(&interchange.sender)
    );
    let mut found = finding(interchange, Code::EdifactNotTaken, (1, version), cause);
    found.place.segment_id = Some("UNB".to_owned());
    found
}

fn finding(
    interchange: &Interchange,
    code: Code,
    (element, text): (u32, String),
    cause: String,
) -> Box<Finding> {
    Box::new(Finding {
        code: code.name().to_owned(),
        severity: code.severity(),
        owner: code.owner(),
        place: Place {
            interchange: Some(interchange.control_number.clone()),
            segment_id: Some("ISA".to_owned()),
            element: Some(element),
            offset: u64::try_from(interchange.span.offset).unwrap_or(0),
            length: 106.min(u64::try_from(interchange.span.length).unwrap_or(0)),
            ..Place::default()
        },
        text,
        cause,
        cause_zh: None,
        fix: code.fix().to_owned(),
    })
}
