use model::document::{Finding, FindingOwner, Place, Severity};

use crate::reading::offset;

/// Returns a finding of the syntax as people are told of it.
pub fn to_model(finding: &edi::Finding) -> Finding {
    let place = &finding.place;
    Finding {
        code: finding.code.name().to_owned(),
        severity: match finding.severity {
            edi::Severity::Error => Severity::Error,
            edi::Severity::Warning => Severity::Warning,
            edi::Severity::Note => Severity::Note,
        },
        owner: match finding.owner {
            edi::Owner::Sender => FindingOwner::Sender,
            edi::Owner::Receiver => FindingOwner::Receiver,
            edi::Owner::Transport => FindingOwner::Transport,
        },
        place: Place {
            interchange: place.interchange.clone(),
            group: place.group.clone(),
            message: place.message.clone(),
            segment: place.segment,
            segment_id: place.segment_id.clone(),
            element: place.element,
            component: place.component,
            repetition: place.repetition,
            offset: offset(place.offset),
            length: offset(place.length),
        },
        text: finding.text.clone(),
        cause: finding.cause(edi::Language::English),
        cause_zh: Some(finding.cause(edi::Language::Chinese)),
        fix: finding.fix.clone(),
    }
}
